"""Recording what somebody said: who, how, about what and whom."""

from typing import Any

from django import forms

from accounts.models import Membership
from enrollments.enums import Channel
from planning.enums import About, Form, Speaker
from planning.forms.choices import (
    channel_field,
    document_choice,
    past_day,
    payer_choice,
    platform_choice,
    practice_choice,
    provider_choice,
    rows,
)
from planning.models import Statement
from planning.statements import Claim
from providers.visibility import practice_ids

_ORDER = (
    "speaker", "person", "platform", "payer", "about", "position", "content", "form", "channel", "said_on",
    "practice", "provider", "document",
)  # fmt: skip


class StatementForm(forms.Form):
    """A claim as it was made; it stays apart from what is recorded as fact."""

    speaker = forms.ChoiceField(label="Who said it", choices=Speaker.choices())
    person = forms.CharField(label="Name of the person", required=False, max_length=120)
    about = forms.ChoiceField(label="About", choices=About.choices())
    position = forms.CharField(
        label="In one word",
        required=False,
        max_length=40,
        help_text="For example yes, no, 90 days. Two statements about one thing are compared by it.",
    )
    content = forms.CharField(
        label="What was said", widget=rows(4), error_messages={"required": "Write it down."}
    )
    form = forms.ChoiceField(label="Said or in writing", choices=Form.choices())

    def __init__(
        self, *args: Any, membership: Membership, replaces: Statement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces
        self.limited = practice_ids(membership) is not None
        self.fields["platform"] = platform_choice(
            help_text="The one it is about, also when the payer said it."
        )
        self.fields["payer"] = payer_choice()
        self.fields["channel"] = channel_field("How it came")
        self.fields["said_on"] = past_day("Said on")
        self.fields["practice"] = practice_choice(membership)
        self.fields["provider"] = provider_choice(membership)
        self.fields["document"] = document_choice(membership)
        self.order_fields(_ORDER)

    def claim(self) -> Claim:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        return Claim(
            speaker=Speaker(data.pop("speaker")),
            about=About(data.pop("about")),
            channel=Channel(data.pop("channel")),
            form=Form(data.pop("form")),
            replaces=self.replaces,
            **data,
        )
