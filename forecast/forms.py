"""What is asked on the what-if page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms

from accounts.models import Membership
from credtrack.kernel import clock
from forecast.what_if_reading import Question
from payers.models import Payer
from providers.selectors import licenses_of, practices_now
from providers.visibility import visible_practices, visible_providers

T = TypeVar("T")

MOST_PAYERS = 20


class WhatIfForm(forms.Form):
    """A clinician, the day they join, and the payers they apply to."""

    clinician: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Clinician", empty_label="A new one",
        help_text="License, state and practice are taken from the file where it names one, unless you choose.",
    )  # fmt: skip
    license = forms.CharField(
        label="License type", max_length=40, required=False, help_text="Such as LPC or LCSW."
    )
    state = forms.RegexField(
        r"^[A-Za-z]{2}$", label="State", required=False,
        error_messages={"invalid": "Write the state in two letters, such as PA."},
    )  # fmt: skip
    practice: Any = forms.ModelChoiceField(queryset=None, required=False, label="Practice", empty_label="Any")
    joins_on = forms.DateField(
        label="Joins on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    after = forms.IntegerField(
        label="Applications are sent so many days later", min_value=0, max_value=365, required=False
    )
    payers: Any = forms.ModelMultipleChoiceField(
        queryset=None, label="Applies to", widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages={"required": "Choose at least one payer."},
    )  # fmt: skip
    by = forms.DateField(
        label="All billable by", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Shows how likely that is.",
    )  # fmt: skip

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        choices: dict[str, Any] = {
            "clinician": visible_providers(membership),
            "practice": visible_practices(membership),
            "payers": Payer.objects.filter(is_active=True).order_by("name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # both are model choices

    def clean_joins_on(self) -> dt.date:
        """Refuse a day that is over: nothing can be sent then."""
        day: dt.date = self.cleaned_data["joins_on"]
        if day < clock.today():
            raise forms.ValidationError("That day is over. Give today or a day ahead.")
        return day

    def clean_payers(self) -> list[Payer]:
        """Refuse more payers than one page can show."""
        found = list(self.cleaned_data["payers"])
        if len(found) > MOST_PAYERS:
            raise forms.ValidationError(f"Choose up to {MOST_PAYERS} payers; you chose {len(found)}.")
        return found

    def question(self) -> Question:
        """Return what is asked; the form must be valid."""
        given = self.cleaned_data
        clinician = given["clinician"]
        practice, state = given["practice"], given["state"]
        if clinician:
            # Where the file names several, nothing is guessed.
            practice = practice or _only(practices_now(clinician, self.membership, clock.today()))
            state = state or _only(paper.row.state for paper in licenses_of(clinician, clock.today()))
        return Question(
            joins_on=given["joins_on"],
            sent_on=given["joins_on"] + dt.timedelta(days=given["after"] or 0),
            payers=given["payers"],
            state=(state or (practice.state if practice else "")).upper(),
            license=given["license"] or (clinician.license_type if clinician else ""),
            practice_id=practice.pk if practice else None,
            by=given["by"],
        )


def _only(found: Iterable[T]) -> T | None:
    """Return the one thing found, or nothing where there are several or none."""
    several = set(found)
    return several.pop() if len(several) == 1 else None
