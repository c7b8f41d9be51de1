"""Fields that several forms share: days, versions, facts of a move."""

import datetime as dt
from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments.states import DATE_FACTS, FACT_LENGTHS

LABELS: dict[str, tuple[str, str]] = {
    "method": ("Sent by", "Portal, CAQH, fax, mail: however it left you."),
    "reference": ("Payer's reference number", ""),
    "answer_due_on": ("Answer due on", "The day by which the payer wants the answer."),
    "effective_on": ("Effective date", "As the payer's letter says, for the clinician."),
    "group_link_on": ("Linked to the group on", "The day the payer ties the clinician to your group."),
    "requested_effective_on": ("Effective date you ask for", ""),
    "payer_assigned_id": ("ID the payer assigned", "Provider ID, PIN or PTAN."),
    "loaded_on": ("Loaded by the payer on", "The day the payer's own system or directory showed it."),
    "recheck_on": ("Ask again on", "Three, six and twelve months are common."),
    "appeal_until": ("Last day to appeal", ""),
    "reason": ("Reason", "In a few words; it stays on the timeline."),
}
METHODS = ("Payer portal", "CAQH", "Availity", "E-mail", "Fax", "Mail", "PECOS", "Roster", "Phone")


def day_field(
    label: str, *, required: bool = True, help_text: str = "", past: bool = False
) -> forms.DateField:
    """Return a calendar day; `past` keeps the browser's own calendar from offering days ahead."""
    attrs = {"type": "date"}
    if past:
        attrs["max"] = clock.today().isoformat()
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs=attrs, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 2026-03-12.", "required": "Give the day."},
    )


def fact_field(name: str, *, required: bool) -> forms.Field:
    """Return the field for one fact of a move."""
    label, help_text = LABELS[name]
    if name in DATE_FACTS:
        return day_field(label, required=required, help_text=help_text)
    widget = forms.TextInput(attrs={"list": "methods"}) if name == "method" else forms.TextInput()
    if name == "reason":
        widget = forms.Textarea(attrs={"rows": 2})  # type: ignore[assignment]
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=FACT_LENGTHS[name],
        widget=widget,
        error_messages={"required": "This step needs it."},
    )


class VersionedForm(forms.Form):
    """A form that knows which version of the application it was drawn from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version

    def with_version(self, version: int) -> None:
        """Let what was typed be saved over the version that the person has now been shown."""
        typed: Any = self.data
        kept = typed.copy()
        kept["version"] = str(version)
        self.data = kept

    def refuse(self, reasons: list[str]) -> None:
        """Show the reasons of a refusal above the fields."""
        for reason in reasons:
            self.add_error(None, reason)


def facts_of(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """Return the filled-in facts as the log stores them: dates in ISO form."""
    found = {}
    for name in names:
        value = data.get(name)
        if value:
            found[name] = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
    return found
