"""Which applications does the day's page show, to whom, grouped by which payer call?

Each section is one bounded query for the numbers of its first applications, and one more query reads
them all; a section that holds more says so.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from accounts.models import Membership
from credtrack.kernel import clock
from credtrack.kernel.light_rows import light_rows
from credtrack.kernel.links import org_reverse
from credtrack.kernel.words import Worded
from dashboards.lateness import CutOff, cut_offs
from dashboards.worklist import (
    ANSWER_SOON_DAYS,
    COMING_UP_DAYS,
    SILENT_AFTER_DAYS,
    Facts,
    Place,
    Section,
    place,
)
from enrollments.enums import Clock, Kind, Status
from enrollments.models import Application
from enrollments.selectors import visible_applications
from enrollments.states import OPEN
from payers.models import PayerContact

SHOWN = 60
COUNTED = 1000
# What the page tells of an application.
_READS = (
    "kind", "state", "status", "status_since", "clock", "follow_up_on", "answer_due_on", "last_contact_on",
    "submitted_on", "reference", "last_said", "provider__first_name", "provider__last_name", "provider__suffix",
    "practice__dba", "practice__legal_name", "payer__name", "payer__portal_url", "owner__name", "owner__email",
)  # fmt: skip
OPEN_STATUSES = sorted(status.value for status in OPEN)


class Whose(Worded):
    """Whose work the page shows."""

    MINE = "mine", "Mine"
    PRACTICE = "practice", "My practice's"
    EVERYONE = "everyone", "Everyone's"


class Show(Worded):
    """What the page is narrowed to."""

    ALL = "all", "Everything"
    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due today"
    OURS = "ours", "Waiting on us"
    PAYER = "payer", "Waiting on the payer too long"
    SILENT = "silent", "Silent over 30 days"


_LOOK: dict[Section, tuple[str, str]] = {
    Section.ACT_NOW: ("circle-alert", "act"),
    Section.WAITING: ("hourglass", "waiting"),
    Section.COMING_UP: ("calendar-clock", "neutral"),
    Section.UNDATED: ("circle-dashed", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the page; `basis` says whose turnaround has run out."""

    application: Application
    place: Place
    basis: str = ""

    @property
    def who(self) -> str:
        """Return the clinician, or the practice of a group application."""
        return str(self.application.provider or self.application.practice)

    @property
    def what(self) -> str:
        """Return kind and state, to tell apart what one clinician has at one payer."""
        kind = Kind(self.application.kind).label
        return f"{kind}, {self.application.state}" if self.application.state else kind


@dataclass(slots=True)
class Call:
    """One payer and everything that one call to it would cover."""

    payer_id: int
    payer: str
    items: list[Item] = field(default_factory=list)
    contact: PayerContact | None = None
    portal_url: str = ""
    key: str = ""
    # Its items as they stand on the page, once `today_drawing.draw` has drawn them.
    lines: SafeString = SafeString("")  # noqa: RUF009  # text does not change


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its calls; `more` says that the count is a lower bound."""

    section: Section
    calls: Sequence[Call]
    count: int
    more: bool

    @property
    def count_text(self) -> str:
        """Return how many applications and calls it holds; a capped section says so."""
        calls = f"{len(self.calls)} {'call' if len(self.calls) == 1 else 'calls'}"
        noun = "application" if self.count == 1 else "applications"
        return f"The first {self.count} {noun}, {calls}" if self.more else f"{self.count} {noun}, {calls}"

    @property
    def icon(self) -> str:
        """Return the icon of the section's head."""
        return _LOOK[self.section][0]

    @property
    def meaning(self) -> str:
        """Return which of the four meanings the section carries."""
        return _LOOK[self.section][1]


@dataclass(frozen=True, slots=True)
class Today:
    """The page."""

    parts: Sequence[Part]
    counts: Mapping[Show, int]

    @property
    def calls(self) -> list[Call]:
        """Return the calls of all sections."""
        return [call for part in self.parts for call in part.calls]

    @property
    def choices(self) -> list[tuple[Show, int | None]]:
        """Return each narrowing with its count; "everything" needs none."""
        return [(show, self.counts.get(show)) for show in Show]

    @property
    def all_url(self) -> str:
        """Return the list of applications by follow-up date, for when nothing is due."""
        return org_reverse("enrollments:list") + "?sort=follow_up"


def applications_of(membership: Membership, whose: Whose, practice_id: int | None) -> QuerySet[Application]:
    """Return the open applications the page is about."""
    rows: QuerySet[Application] = visible_applications(membership).filter(status__in=OPEN_STATUSES)
    if whose == Whose.MINE:
        return rows.filter(owner=membership.user_id)
    if whose == Whose.PRACTICE and practice_id is not None:
        return rows.filter(practice=practice_id)
    return rows


def conditions(today: dt.date, cuts: Mapping[int, CutOff]) -> dict[Show, Q]:
    """Return the database condition of each narrowing."""
    by_day: dict[dt.date, list[int]] = {}
    for payer_id, cut in cuts.items():
        by_day.setdefault(cut.day, []).append(payer_id)
    late = Q(pk__in=[])
    for day, payer_ids in by_day.items():
        late |= Q(payer__in=payer_ids, submitted_on__lt=day)
    silent_before = today - dt.timedelta(days=SILENT_AFTER_DAYS)
    return {
        Show.OVERDUE: Q(follow_up_on__lt=today) | Q(answer_due_on__lt=today),
        Show.DUE: Q(follow_up_on=today)
        | Q(answer_due_on__gte=today, answer_due_on__lte=today + dt.timedelta(days=ANSWER_SOON_DAYS)),
        Show.OURS: Q(clock__in=[Clock.OURS, Clock.CLINICIAN]),
        Show.PAYER: Q(clock=Clock.PAYER) & late,
        Show.SILENT: Q(clock=Clock.PAYER, heard_on__lt=silent_before),
    }


def to_act_on(membership: Membership) -> QuerySet[Application]:
    """Return the applications of the section "Act now", as the page shows it when it is opened."""
    rows = applications_of(membership, Whose.EVERYONE, None)
    narrowed = conditions(clock.today(), {})
    return rows.filter(narrowed[Show.OVERDUE] | narrowed[Show.DUE])


def read(rows: QuerySet[Application], show: Show) -> Today:
    """Return the page for `rows`, narrowed to `show`."""
    today = clock.today()
    cuts = cut_offs(today)
    narrowed = conditions(today, cuts)
    rows = rows.annotate(heard_on=Coalesce("last_contact_on", "submitted_on", "status_since"))
    counts = {key: _bounded(rows.filter(condition)) for key, condition in narrowed.items()}
    if show != Show.ALL:
        rows = rows.filter(narrowed[show])
    sections = _sections(rows, narrowed, today)
    parts = [_part(section, found, today, cuts) for section, found in _first_of(sections).items()]
    _introduce([call for part in parts for call in part.calls])
    return Today([part for part in parts if part.calls], counts)


def _sections(
    rows: QuerySet[Any], narrowed: Mapping[Show, Q], today: dt.date
) -> dict[Section, Sequence[QuerySet[Application]]]:
    """Return what each section holds, in order; each query can stop after the first rows of an index.

    What is coming up by its follow-up and what is coming up by its answer stand in two queries: asked
    for in one, the database walks over everything that is overdue to get to them.
    """
    week, soon = today + dt.timedelta(days=COMING_UP_DAYS), today + dt.timedelta(days=ANSWER_SOON_DAYS)
    act_now = narrowed[Show.OVERDUE] | narrowed[Show.DUE]
    waiting = narrowed[Show.PAYER] | narrowed[Show.SILENT]
    resting = rows.exclude(act_now | waiting)
    later = Q(follow_up_on=None) | Q(follow_up_on__gt=week)
    dated = resting.filter(follow_up_on__gt=today, follow_up_on__lte=week)
    answered = resting.filter(later, answer_due_on__gt=soon, answer_due_on__lte=week)
    undated = rows.filter(narrowed[Show.OURS], follow_up_on=None, answer_due_on=None)
    return {
        Section.ACT_NOW: [rows.filter(act_now).order_by("follow_up_on", "pk")],
        Section.WAITING: [rows.filter(waiting).exclude(act_now).order_by("heard_on", "pk")],
        Section.COMING_UP: [dated.order_by("follow_up_on", "pk"), answered.order_by("answer_due_on", "pk")],
        Section.UNDATED: [undated.order_by("status_since", "pk")],
    }


def _bounded(rows: QuerySet[Application]) -> int:
    """Count up to `COUNTED`: beyond that the exact number helps nobody, and counting it costs."""
    return rows.order_by().values("pk")[:COUNTED].count()


def _first_of(
    sections: Mapping[Section, Sequence[QuerySet[Application]]],
) -> dict[Section, list[Application]]:
    """Return the first rows of each section, and one more where there are more.

    Numbers first: sorted together with their joins, thousands of rows would be joined to show a few.
    """
    numbers = {section: _numbers(queries) for section, queries in sections.items()}
    wanted = {pk for found in numbers.values() for pk in found}
    found = light_rows(Application.objects.filter(pk__in=wanted).order_by(), _READS)
    by_number = {row.pk: row for row in found}
    return {section: [by_number[pk] for pk in pks if pk in by_number] for section, pks in numbers.items()}


def _numbers(queries: Sequence[QuerySet[Application]]) -> list[int]:
    found: list[int] = []
    for rows in queries:
        if len(found) <= SHOWN:
            found += rows.values_list("pk", flat=True)[: SHOWN + 1 - len(found)]
    return found


def _part(
    section: Section,
    shown: Sequence[Application],
    today: dt.date,
    cuts: Mapping[int, CutOff],
) -> Part:
    calls: dict[int, Call] = {}
    for application in shown[:SHOWN]:
        facts = _facts(application, today, cuts)
        found = place(facts)
        if found is None:
            continue
        payer = application.payer
        call = calls.setdefault(
            payer.pk, Call(payer.pk, payer.name, portal_url=payer.portal_url, key=f"{section}-{payer.pk}")
        )
        overrun = found.section == Section.WAITING and facts.late_since is not None
        call.items.append(Item(application, found, cuts[payer.pk].basis if overrun else ""))
    ordered = sorted(calls.values(), key=lambda call: min(item.place.urgency for item in call.items))
    return Part(section, ordered, sum(len(call.items) for call in ordered), len(shown) > SHOWN)


def _facts(application: Application, today: dt.date, cuts: Mapping[int, CutOff]) -> Facts:
    cut = cuts.get(application.payer_id)
    submitted = application.submitted_on
    late = cut is not None and submitted is not None and submitted < cut.day
    return Facts(
        status=Status(application.status),
        clock=Clock(application.clock),
        today=today,
        follow_up_on=application.follow_up_on,
        answer_due_on=application.answer_due_on,
        last_contact_on=application.last_contact_on,
        submitted_on=submitted,
        status_since=application.status_since,
        late_since=submitted + (today - cut.day) if late and cut and submitted else None,
    )


def _introduce(calls: Sequence[Call]) -> None:
    """Give each call the phone, hours and portal the organization keeps for that payer."""
    contacts: dict[int, PayerContact] = {}
    for contact in PayerContact.objects.filter(payer__in={call.payer_id for call in calls}).order_by(
        "is_primary", "-pk"
    ):
        contacts[contact.payer_id] = contact
    for call in calls:
        call.contact = contacts.get(call.payer_id)
