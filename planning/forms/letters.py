"""Asking for a release letter, and recording what became of it."""

from typing import Any

from django import forms

from accounts.models import Membership
from enrollments.forms.fields import day_field
from planning.enums import LetterOutcome
from planning.forms.choices import (
    document_choice,
    past_day,
    payer_choice,
    platform_choice,
    practice_choice,
    provider_choice,
    rows,
)
from planning.letters import About, Heard

_ABOUT = ("platform", "provider", "practice", "payer")


class WordForm(forms.Form):
    """One word on a letter; the newest counts."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(label="What became of it", choices=LetterOutcome.choices())
    requested_from = forms.CharField(label="Whom you asked", required=False, max_length=160)
    required_by = forms.CharField(
        label="Who requires it",
        required=False,
        max_length=160,
        help_text="The payer's department, as it said so. Left empty, nothing is blocked by it.",
    )
    said = forms.CharField(label="What was said", required=False, max_length=400, widget=rows(3))
    escalation = forms.CharField(
        label="Escalation",
        required=False,
        max_length=400,
        widget=rows(2),
        help_text="Whom you told, and what they said.",
    )

    def __init__(self, *args: Any, membership: Membership, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.fields["occurred_on"] = past_day("On")
        self.fields["answer_by"] = day_field("Answer wanted by", required=False)
        self.fields["document"] = document_choice(membership)

    def heard(self) -> Heard:
        """Return the word as typed."""
        data = {name: value for name, value in self.cleaned_data.items() if name in Heard.__slots__}
        return Heard(**{**data, "outcome": LetterOutcome(data["outcome"])})


class LetterForm(WordForm):
    """The first word on a letter: of which platform, for whom, about which payer."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, membership=membership, seen=0, **kwargs)
        self.fields["platform"] = platform_choice(required=True)
        self.fields["provider"] = provider_choice(membership, required=True)
        self.fields["practice"] = practice_choice(membership, required=True)
        self.fields["payer"] = payer_choice(required=True)
        self.order_fields(["seen", *_ABOUT, "outcome", "occurred_on", "requested_from", "required_by"])

    def about(self) -> About:
        """Return which letter it is."""
        return About(**{name: self.cleaned_data[name] for name in _ABOUT})
