"""How does one call reach several applications from the day's page? One form, one entry on each."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.access import OrganizationRequest
from credtrack.kernel import clock
from enrollments.contacts import Contact, Next, log_contact
from enrollments.enums import Channel, DayUnit, Visibility
from enrollments.refusals import Refused
from enrollments.selectors import visible_applications

CHANNELS = [(item.value, item.label) for item in (Channel.CALL, Channel.PORTAL, Channel.EMAIL, Channel.FAX)]


class CallForm(forms.Form):
    """What was said, with whom, and when to ask again; an empty next date takes the payer's cadence."""

    channel = forms.ChoiceField(label="How", choices=CHANNELS, initial=Channel.CALL)
    person = forms.CharField(label="Spoke to", max_length=120, required=False)
    reference = forms.CharField(label="Call reference", max_length=80, required=False)
    said = forms.CharField(
        label="What was said", max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )
    quoted_min = forms.IntegerField(label="Quoted, from", min_value=0, max_value=720, required=False)
    quoted_max = forms.IntegerField(label="to", min_value=0, max_value=720, required=False)
    quoted_unit = forms.ChoiceField(
        label="counted in", choices=[("", "Not quoted"), *DayUnit.choices()], required=False
    )
    next_on = forms.DateField(
        label="Ask again on",
        required=False,
        help_text="Empty: by the payer's cadence, on a business day.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    client_visible = forms.BooleanField(label="The client may read it", required=False)

    def clean_next_on(self) -> dt.date | None:
        """Refuse a next date that is not ahead."""
        chosen: dt.date | None = self.cleaned_data["next_on"]
        if chosen is not None and chosen <= clock.today():
            raise forms.ValidationError("Choose a day after today.")
        return chosen

    def clean(self) -> dict[str, Any]:
        """Ask for the unit of a quoted turnaround: 30 business days are six weeks."""
        found: dict[str, Any] = super().clean() or {}
        quoted = found.get("quoted_min") is not None or found.get("quoted_max") is not None
        if quoted and not found.get("quoted_unit"):
            self.add_error("quoted_unit", "Say whether the payer counts calendar or business days.")
        return found

    def contact(self) -> Contact:
        """Return what is to be recorded, as of today."""
        data = self.cleaned_data
        highest = data["quoted_max"] if data["quoted_max"] is not None else data["quoted_min"]
        return Contact(
            channel=Channel(data["channel"]),
            occurred_on=clock.today(),
            said=data["said"],
            person=data["person"],
            reference=data["reference"],
            quoted_min=data["quoted_min"],
            quoted_max=highest,
            quoted_unit=DayUnit(data["quoted_unit"]) if data["quoted_unit"] else None,
            visibility=Visibility.CLIENT if data["client_visible"] else Visibility.INTERNAL,
        )


def log_for_payer(request: OrganizationRequest, form: CallForm, ids: Sequence[str]) -> int:
    """Log the call on the ticked applications the member may see; raises `Refused` when none is ticked."""
    wanted = [int(text) for text in ids if text.isdigit()]
    rows = list(visible_applications(request.membership).filter(pk__in=wanted))
    if not rows:
        raise Refused(["Tick at least one application the call was about."])
    chosen = form.cleaned_data["next_on"]
    log_contact(rows, form.contact(), actor=request.user, then=Next(on=chosen, by_rule=chosen is None))
    return len(rows)
