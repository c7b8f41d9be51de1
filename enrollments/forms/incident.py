"""What is asked of somebody who records a delegate incident, or its end."""

from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments.enums import IncidentKind
from enrollments.forms.fields import day_field
from enrollments.incidents import Told
from payers.models import Payer, Platform

_KINDS = [(kind.value, kind.label) for kind in IncidentKind if kind != IncidentKind.RESTORED]


class EndForm(forms.Form):
    """The day, what was said, and what proves it."""

    said = forms.CharField(
        label="What was said",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their own words where you can. Name no patients.",
        error_messages={"required": "Write what you were told."},
    )
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=300,
        help_text="The letter or e-mail that says so, and where it is kept.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"] = day_field("Happened on", past=True, help_text="An earlier day is fine.")
        self.fields["occurred_on"].initial = clock.today()
        self.order_fields(["platform", "payer", "kind", "occurred_on", "said", "evidence"])

    def refuse(self, reasons: list[str]) -> None:
        """Show the reasons of a refusal above the fields."""
        for reason in reasons:
            self.add_error(None, reason)


class IncidentForm(EndForm):
    """Which platform, with which payer, and what happened to it."""

    platform = forms.ModelChoiceField(
        queryset=Platform.objects.none(),
        label="Platform",
        empty_label="Choose the platform",
        error_messages={"required": "Choose the platform."},
    )
    payer = forms.ModelChoiceField(
        queryset=Payer.objects.none(),
        label="Payer",
        required=False,
        empty_label="Every payer that delegates to it",
        widget=forms.Select(attrs={"data-combobox": ""}),
        help_text="Name one when only that payer suspended or revoked its delegation.",
    )
    kind = forms.ChoiceField(label="What happened", choices=_KINDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["platform"].queryset = Platform.objects.filter(is_active=True)
        fields["payer"].queryset = Payer.objects.filter(is_active=True).order_by("name").only("name")

    def told(self) -> Told:
        """Return the incident as typed."""
        data = self.cleaned_data
        return Told(
            platform=data["platform"],
            kind=IncidentKind(data["kind"]),
            occurred_on=data["occurred_on"],
            said=data["said"],
            payer=data["payer"],
            evidence=data["evidence"],
        )
