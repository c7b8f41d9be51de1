"""Moving, correcting, blocking and voiding: each form asks only for what its step needs."""

import datetime as dt
from typing import Any

from django import forms

from accounts.models import User
from credtrack.kernel import clock
from enrollments.enums import Clock, Status
from enrollments.forms.fields import VersionedForm, day_field, fact_field, facts_of
from enrollments.models import Application
from enrollments.plan_outcomes import OUTCOMES, PlanOutcome
from enrollments.states import ENTERING

_DAY_LABEL: dict[Status, str] = {
    Status.SUBMITTED: "Sent on",
    Status.ACKNOWLEDGED: "Confirmed on",
    Status.APPROVED: "Decided on",
    Status.DENIED: "Decided on",
    Status.INFO_REQUESTED: "Asked on",
    Status.RETURNED: "Sent back on",
    Status.PANEL_CLOSED: "Found closed on",
    Status.ENDED: "Ended on",
}
# What an application may carry besides its moves, in the order a payer's letters tell it.
AMENDABLE = (
    "reference",
    "payer_assigned_id",
    "requested_effective_on",
    "effective_on",
    "group_link_on",
    "loaded_on",
    "answer_due_on",
    "recheck_on",
    "appeal_until",
    "method",
)


class MoveForm(VersionedForm):
    """Only the facts the target needs or offers; what is known already is filled in."""

    def __init__(self, *args: Any, to: Status, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, version=application.version, **kwargs)
        self.to = to
        entering = ENTERING[to]
        self.fields["occurred_on"] = day_field(
            _DAY_LABEL.get(to, "Happened on"), past=True, help_text="An earlier day is fine."
        )
        self.fields["occurred_on"].initial = clock.today()
        self.names = (*entering.needs, *entering.offers)
        for name in self.names:
            self.fields[name] = fact_field(name, required=name in entering.needs)
            if name != "reason":
                self.fields[name].initial = getattr(application, name)
        self.fields["note"] = forms.CharField(
            label="Note", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def facts(self) -> dict[str, str]:
        """Return what was filled in, as the log stores it."""
        return facts_of(self.cleaned_data, self.names)


class AmendForm(VersionedForm):
    """Facts as they stand; what is changed here is recorded as of the day given."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, version=application.version, **kwargs)
        self.before = {name: getattr(application, name) for name in AMENDABLE}
        for name in AMENDABLE:
            self.fields[name] = fact_field(name, required=False)
            self.fields[name].initial = self.before[name]
        self.fields["occurred_on"] = day_field("You learnt it on", past=True)
        self.fields["occurred_on"].initial = clock.today()
        self.fields["note"] = forms.CharField(label="Note", required=False, max_length=600)

    @property
    def changes(self) -> dict[str, str]:
        """Return the facts that differ from what was known; an empty text clears a date."""
        found = {}
        for name, before in self.before.items():
            value = self.cleaned_data.get(name)
            if (value or "") != (before or ""):
                found[name] = value.isoformat() if isinstance(value, dt.date) else str(value or "").strip()
        return found


class BlockForm(VersionedForm):
    """What stands in the way, and who can lift it."""

    occurred_on = forms.DateField()
    reason = forms.CharField(
        label="What blocks it",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: the platform refused the release letter.",
    )
    blocked_by = forms.ChoiceField(
        label="Who can lift it",
        choices=[
            (Clock.OURS.value, "We can"),
            (Clock.CLINICIAN.value, "The clinician"),
            (Clock.PLATFORM.value, "A platform"),
        ],
        help_text="Blocked time counts for them, never as the payer's delay.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"] = day_field("Blocked since", past=True)
        self.fields["occurred_on"].initial = clock.today()
        self.order_fields(["version", "reason", "blocked_by", "occurred_on"])


class UnblockForm(VersionedForm):
    """When the way was clear again."""

    note = forms.CharField(label="How it was lifted", max_length=600, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"] = day_field("Lifted on", past=True)
        self.fields["occurred_on"].initial = clock.today()


class VoidForm(forms.Form):
    """Why the entry is wrong; it stays on the timeline, struck through, with this note."""

    note = forms.CharField(
        label="Why it is wrong",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why the entry is wrong; the note stays beside it."},
    )


class PlanOutcomeForm(VersionedForm):
    """What the payer decided for one plan of the application."""

    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Follows the application"), *[(status.value, status.label) for status in OUTCOMES]],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"] = day_field("Effective date", required=False)
        self.fields["payer_assigned_id"] = forms.CharField(
            label="ID the payer assigned", required=False, max_length=60
        )
        self.fields["occurred_on"] = day_field("Decided on", past=True)
        self.fields["occurred_on"].initial = clock.today()

    def told(self) -> PlanOutcome:
        """Return the outcome as typed."""
        data = self.cleaned_data
        return PlanOutcome(data["outcome"], data["effective_on"], data["payer_assigned_id"])


class AssignForm(forms.Form):
    """Who looks after the chosen applications."""

    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Owner",
        required=False,
        empty_label="Nobody",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
