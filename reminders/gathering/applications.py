"""Reads the applications whose dates, by the rules that apply to them, lie where a reminder can fall."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from credtrack.kernel import clock
from credtrack.kernel.dates import add_days
from enrollments.enums import DayUnit, Status
from enrollments.models import Application, Entry, Transition
from reminders.enums import Kind, Subject
from reminders.facts import (
    BEGINS,
    GRANTED,
    RENEWS,
    WAITS_FOR_DECISION,
    WITH_PAYER,
    ApplicationRow,
    Fact,
    Quoted,
    of_application,
)
from reminders.gathering.people import APPLICATION_COLUMNS, about_application
from reminders.gathering.rulings import Rulings
from reminders.gathering.wanted import Wanted, in_days, kinds_about, unsent_subjects
from reminders.schedule import within

KINDS = kinds_about(Subject.APPLICATION)
_COLUMNS = (
    "pk", "kind", "route", "status", "status_since", "contract_track", "submitted_on", "acknowledged_on",
    "complete_on", "decided_on", "effective_on", "group_link_on", "requested_effective_on", "loaded_on",
    "answer_due_on", "recheck_on", "appeal_until", "last_contact_on", "payer_assigned_id", "status_reason",
    "blocked_reason", "provider__is_active", "practice__is_active",
)  # fmt: skip
# The kinds whose date is a column of the application, with that column.
_PLAIN = {
    Kind.ANSWER_DUE: "answer_due_on",
    Kind.APPEAL: "appeal_until",
    Kind.PANEL_RECHECK: "recheck_on",
    Kind.EFFECTIVE_COMING: "effective_on",
    Kind.EFFECTIVE_REACHED: "effective_on",
}
# No payer promises more than this; older promises are not looked at.
_LONGEST_PROMISE = 400


def values(statuses: frozenset[Status]) -> list[str]:
    """Return statuses as the database holds them."""
    return sorted(status.value for status in statuses)


def facts(wanted: Wanted) -> Iterator[Fact]:
    """Yield the facts of applications; five queries."""
    rulings = Rulings.read(wanted.today)
    quoted = _quoted(wanted)
    recorded = _recorded(wanted)
    rows = Application.objects.annotate(heard_on=Coalesce("last_contact_on", "submitted_on", "status_since"))
    rows = rows.filter(_near(wanted, rulings, quoted)).order_by()
    newest = ~Exists(later_renewals())
    read = rows.annotate(is_newest=newest).values_list(*_COLUMNS, "is_newest", *APPLICATION_COLUMNS)
    for found in read.iterator(2000):
        row, route = _row(found, quoted, recorded)
        about = row.about
        rules = rulings.of(about.payer_id or 0, about.state, route, row.kind)
        yield from of_application(row, rules)


def _row(
    found: tuple[Any, ...], quoted: dict[int, Quoted], recorded: dict[int, dt.date]
) -> tuple[ApplicationRow, str]:
    told = dict(zip(_COLUMNS, found, strict=False))
    is_newest, *named = found[len(_COLUMNS) :]
    pk, route, blocked = told.pop("pk"), told.pop("route"), told.pop("blocked_reason")
    who_works, in_business = told.pop("provider__is_active"), told.pop("practice__is_active")
    # A group's own application names no clinician.
    works = in_business and who_works is not False
    row = ApplicationRow(
        id=pk, about=about_application(pk, named), blocked=bool(blocked), works=works, is_newest=is_newest,
        quoted=quoted.get(pk), known_on=recorded.get(pk), status=Status(told.pop("status")), **told,
    )  # fmt: skip
    return row, route


def _near(wanted: Wanted, rulings: Rulings, quoted: dict[int, Quoted]) -> Q:
    """Return the condition of the applications with a wanted date of any kind."""
    near = Q(pk__in=[])
    for kind, column in _PLAIN.items():
        near |= in_days(column, wanted.of([kind]))
    waiting = Q(status__in=values(WAITS_FOR_DECISION))
    near |= Q(status=Status.SUBMITTED) & rulings.near(wanted, Kind.NO_ACKNOWLEDGEMENT, "submitted_on")
    near |= Q(status__in=values(WITH_PAYER)) & rulings.near(wanted, Kind.SILENCE, "heard_on")
    near |= waiting & rulings.near(wanted, Kind.PUBLISHED_OVERDUE, "submitted_on")
    statutes = rulings.near(wanted, Kind.STATUTE_OVERDUE, "complete_on")
    receipts = rulings.near(wanted, Kind.STATUTE_OVERDUE, "acknowledged_on", from_receipt=True)
    sent = rulings.near(wanted, Kind.STATUTE_OVERDUE, "submitted_on", from_receipt=True)
    near |= waiting & (statutes | receipts | sent & Q(acknowledged_on=None))
    begun = Q(status__in=values(GRANTED), kind__in=[kind.value for kind in BEGINS], loaded_on=None)
    decided = rulings.near(wanted, Kind.LOADING_CHECK, "decided_on")
    undecided = rulings.near(wanted, Kind.LOADING_CHECK, "status_since") & Q(decided_on=None)
    near |= begun & (decided | undecided)
    renewed = Q(status=Status.ACTIVE, kind__in=[kind.value for kind in BEGINS | RENEWS])
    near |= renewed & rulings.near_cycles(wanted, "decided_on")
    promised = wanted.of([Kind.QUOTED_OVERDUE])
    late = [pk for pk, said in quoted.items() if said.known_on or within(_promised(said), promised)]
    near |= waiting & Q(pk__in=late)
    if wanted.recorded_since:
        near |= Q(pk__in=_recently(wanted.recorded_since).values("application_id"))
    if wanted.unsent:
        near |= Q(pk__in=unsent_subjects(KINDS))
    return near


def _promised(said: Quoted) -> dt.date:
    return add_days(said.on, said.days, business=said.business)


def promises() -> QuerySet[Entry]:
    """Return the contacts that count in which a payer named a turnaround, the newest last."""
    rows: QuerySet[Entry] = Entry.objects.filter(quoted_max__isnull=False, voided_by=None, voids=None)
    return rows.order_by("occurred_on", "pk")


def _quoted(wanted: Wanted) -> dict[int, Quoted]:
    """Return {application: the newest promise of its payer}, without voided contacts; one query."""
    since = clock.today() - dt.timedelta(days=_LONGEST_PROMISE)
    rows = promises().filter(occurred_on__gte=since, application__status__in=values(WAITS_FOR_DECISION))
    found: dict[int, Quoted] = {}
    for pk, on, days, unit, at in rows.values_list(
        "application_id", "occurred_on", "quoted_max", "quoted_unit", "recorded_at"
    ):
        is_new = wanted.recorded_since is not None and at >= wanted.recorded_since
        found[pk] = Quoted(on, days or 0, unit == DayUnit.BUSINESS, clock.local_date(at) if is_new else None)
    return found


def _recorded(wanted: Wanted) -> dict[int, dt.date]:
    """Return {application: local day of its newest row of the log} of what was recorded since the last look."""
    if wanted.recorded_since is None:
        return {}
    rows = _recently(wanted.recorded_since).order_by("recorded_at")
    return {pk: clock.local_date(at) for pk, at in rows.values_list("application_id", "recorded_at")}


def _recently(since: dt.datetime) -> QuerySet[Transition]:
    rows: QuerySet[Transition] = Transition.objects.filter(recorded_at__gte=since).order_by()
    return rows


def later_renewals() -> QuerySet[Application]:
    """Return the applications that begin the next cycle of an outer one: the same enrollment, decided later."""
    kinds = [kind.value for kind in BEGINS | RENEWS]
    # A group's own applications name no clinician, and nothing equals NULL.
    rows = Application.objects.annotate(whose=Coalesce("provider_id", 0)).filter(
        whose=Coalesce(OuterRef("provider_id"), 0),
        practice=OuterRef("practice"),
        payer=OuterRef("payer"),
        state=OuterRef("state"),
        kind__in=kinds,
        status__in=values(GRANTED),
    )
    # Of two that were decided on one day only one is told of.
    same_day = Q(decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk"))
    rows = rows.filter(Q(decided_on__gt=OuterRef("decided_on")) | same_day)
    return cast("QuerySet[Application]", rows)
