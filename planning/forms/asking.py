"""Beginning a list of questions, and recording what came of one of them."""

from typing import Any

from django import forms

from accounts.models import Membership
from credtrack.kernel import us_states
from enrollments.enums import Channel
from planning.asking import Asked, Reply
from planning.enums import Outcome, Template
from planning.forms.choices import (
    channel_field,
    document_choice,
    past_day,
    payer_choice,
    platform_choice,
    practice_choice,
    rows,
)
from planning.models import Questionnaire


class BeginForm(forms.Form):
    """Which list goes to whom, for which practice, payer and state: terms vary by all of them."""

    template = forms.ChoiceField(label="Questions", choices=Template.choices())
    partner_name = forms.CharField(
        label="Partner's name",
        required=False,
        max_length=160,
        help_text="Only when it is no platform of the catalog, for example a credentialing firm.",
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "No state in particular"), *us_states.choices()], required=False
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"] = platform_choice()
        self.fields["practice"] = practice_choice(membership)
        self.fields["payer"] = payer_choice()
        self.fields["asked_on"] = past_day("Asked on")
        self.order_fields(["template", "platform", "partner_name", "practice", "payer", "state", "asked_on"])

    def asked(self) -> Asked:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        return Asked(template=Template(data.pop("template")), **data)


class AnswerForm(forms.Form):
    """What was answered, or that nothing was; each saving adds a version."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(label="What came of it", choices=Outcome.choices())
    text = forms.CharField(label="Answer, in their words", required=False, widget=rows(4))
    answered_by = forms.CharField(label="Who answered", required=False, max_length=120)

    def __init__(
        self, *args: Any, membership: Membership, questionnaire: Questionnaire, seen: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        within = {"practice": questionnaire.practice_id} if questionnaire.practice_id else {}
        self.fields["seen"].initial = seen
        self.fields["channel"] = channel_field("How it came")
        self.fields["answered_on"] = past_day("Answered on", "For no answer: the day you stopped waiting.")
        self.fields["document"] = document_choice(membership, **within)

    def reply(self, question: str) -> Reply:
        """Return what was typed, for one question."""
        data = dict(self.cleaned_data)
        outcome, channel = Outcome(data.pop("outcome")), Channel(data.pop("channel"))
        return Reply(question=question, outcome=outcome, channel=channel, **data)
