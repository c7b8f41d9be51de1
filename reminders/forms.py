"""What people type about reminders: a day to put one off to, leads of kinds, how to be told."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import Membership, Organization
from credtrack.kernel import clock
from reminders import lead_words, leads, wishes
from reminders.enums import Channel, Counting, Kind, Subject
from reminders.kinds import KINDS, KindSpec
from reminders.models import Reminder, ReminderSettings
from reminders.recipients import kinds_of
from reminders.snoozing import FARTHEST_DAYS

_HEADS: dict[Subject, str] = {
    Subject.FOLLOW_UP: "Follow-ups",
    Subject.APPLICATION: "Applications",
    Subject.CREDENTIAL: "Licenses, certificates and attestations",
    Subject.DOCUMENT: "Documents",
    Subject.PANEL_STATE: "Panels",
    Subject.PROVIDER: "Clinicians",
    Subject.CONTRACT: "Contracts",
    Subject.PARTICIPATION: "Participation",
    Subject.EXIT_PLAN: "Leaving a platform",
    Subject.LETTER: "Release letters",
    Subject.STATEMENT: "Statements",
    Subject.PRACTICE: "Group or individual",
}


class SnoozeForm(forms.Form):
    """A day after today; `version` finds out whether the reminder changed meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    until = forms.DateField(
        label="Remind me again on",
        help_text="A weekend or federal holiday moves to the next business day.",
        error_messages={"invalid": "Write the day like 2026-03-12.", "required": "Choose a day."},
    )

    def __init__(self, *args: Any, reminder: Reminder, version: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = version if version and version.isdigit() else reminder.version
        self.fields["version"].initial = seen
        today = clock.today()
        self.fields["until"].widget = forms.DateInput(
            attrs={
                "type": "date",
                "min": (today + dt.timedelta(days=1)).isoformat(),
                "max": (today + dt.timedelta(days=FARTHEST_DAYS)).isoformat(),
            },
            format="%Y-%m-%d",
        )
        if self.is_bound and not self.data.get("version"):
            # The menu of a row names the version in its address.
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a bound form holds a QueryDict
            self.data["version"] = str(seen)  # type: ignore[index]


class LeadsField(forms.CharField):
    """Leads as people write them; cleans to the tuple of days."""

    def clean(self, value: Any) -> Any:
        """Return the leads; what is wrong is said in words."""
        try:
            return lead_words.read(str(value or ""))
        except lead_words.Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind as the forms draw it: its fields, and what it is by default and why."""

    kind: Kind
    fields: list[forms.BoundField]
    default: str
    basis: str
    unit: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The kinds that speak of one sort of record."""

    title: str
    rows: list[KindRow]


def _grouped(rows: Iterator[KindRow]) -> list[KindGroup]:
    groups: dict[Subject, KindGroup] = {}
    for row in rows:
        subject = KINDS[row.kind].subject
        groups.setdefault(subject, KindGroup(_HEADS[subject], [])).rows.append(row)
    return [groups[subject] for subject in _HEADS if subject in groups]


def _unit(spec: KindSpec) -> str:
    if spec.when_known:
        return "told on the day it is learnt"
    return "business days" if spec.counting == Counting.BUSINESS else "calendar days"


class SettingsForm(forms.Form):
    """The organization's time of the mail, the lead, and the leads of every kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    digest_at = forms.TimeField(
        label="Morning mail",
        help_text="Your organization's time, on business days.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write the time like 07:00.", "required": "Give the time."},
    )
    lead: "forms.ModelChoiceField[Membership]" = forms.ModelChoiceField(
        None,
        label="Lead",
        required=False,
        empty_label="Every owner",
        help_text="Hears what nobody has followed up, appeals and contracts.",
    )

    def __init__(
        self, *args: Any, settings: ReminderSettings, organization: Organization, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = leads.in_force()
        members = Membership.objects.filter(organization=organization, is_active=True)
        seats = members.exclude(role=Role.CLINICIAN).select_related("user").order_by("user__name", "pk")
        choice: Any = self.fields["lead"]
        choice.queryset = seats
        choice.label_from_instance = lambda seat: f"{seat.user} ({seat.get_role_display().lower()})"
        self.fields["version"].initial = settings.version
        self.fields["digest_at"].initial = settings.digest_at
        self.fields["lead"].initial = settings.lead_id
        for kind in KINDS:
            self.fields[f"leads_{kind.value}"] = LeadsField(
                label=kind.label, initial=lead_words.words(self.in_force[kind])
            )

    def groups(self) -> list[KindGroup]:
        """Return the kinds as they are drawn."""
        return _grouped(self._row(kind) for kind in KINDS)

    def _row(self, kind: Kind) -> KindRow:
        spec = KINDS[kind]
        return KindRow(
            kind,
            [self[f"leads_{kind.value}"]],
            lead_words.words(spec.leads),
            spec.basis,
            _unit(spec),
            set(self.in_force[kind]) == set(spec.leads),
        )

    def leads(self, reset: Kind | None = None) -> dict[Kind, tuple[int, ...]]:
        """Return the leads of every kind as typed; those of `reset` as they are by default."""
        typed = {kind: self.cleaned_data[f"leads_{kind.value}"] for kind in KINDS}
        return typed | ({reset: KINDS[reset].leads} if reset else {})


class WishesForm(forms.Form):
    """How one member wants each kind that their role can be told of."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_of(Role(membership.role))
        self.sees_others = membership.role != Role.CLINICIAN
        wanted = wishes.read(membership)
        for kind in self.kinds:
            self.fields[f"channel_{kind.value}"] = forms.ChoiceField(
                label=kind.label, choices=Channel.choices(), initial=wanted[kind].channel.value
            )
            if self.sees_others:
                self.fields[f"everything_{kind.value}"] = forms.BooleanField(
                    label="Everything I may see", required=False, initial=wanted[kind].everything
                )

    def groups(self) -> list[KindGroup]:
        """Return the kinds as they are drawn."""
        return _grouped(self._row(kind) for kind in self.kinds)

    def _row(self, kind: Kind) -> KindRow:
        names = [f"channel_{kind.value}", *([f"everything_{kind.value}"] if self.sees_others else [])]
        spec = KINDS[kind]
        audience = ", ".join(one.label[:1].lower() + one.label[1:] for one in spec.audience)
        return KindRow(kind, [self[name] for name in names], "", audience, "", is_default=True)

    def wanted(self) -> dict[Kind, tuple[Channel, bool]]:
        """Return channel and "everything" of each kind."""
        data = self.cleaned_data
        return {
            kind: (Channel(data[f"channel_{kind.value}"]), bool(data.get(f"everything_{kind.value}")))
            for kind in self.kinds
        }
