"""What changed since last week? New and ended applications, and forecasts that moved; each with its list."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from credtrack.kernel.dates import day_words
from credtrack.kernel.light_rows import light_rows
from credtrack.kernel.links import org_reverse
from dashboards.outlook.narrowing import Narrowed
from enrollments.enums import Status
from enrollments.models import Application
from enrollments.states import OPEN
from enrollments.wording import days_words
from forecast.models import Outlook

DAYS_BACK = 7
# A forecast that moved by more calendar days than this is told of.
MOVED_DAYS = 7
SHOWN = 5
# So many changed applications are read at most; a week in which more change says so.
READ = 500
_APPROVED = (Status.APPROVED, Status.LOADING, Status.ACTIVE)
_GONE = (Status.PANEL_CLOSED, Status.WITHDRAWN, Status.DECLINED_BY_US, Status.ENDED)


_READS = ("pk", "status", "status_since", "decided_on", "opened_on")
_NAMES = (
    "provider__first_name", "provider__last_name", "provider__suffix", "practice__legal_name", "practice__dba",
    "payer__name",
)  # fmt: skip


class Moved(NamedTuple):
    """What is read of an application that changed this week."""

    pk: int
    status: str
    status_since: dt.date
    decided_on: dt.date | None
    opened_on: dt.date


@dataclass(slots=True)
class Change:
    """One kind of change: how many, the first of them as (address, words), and the list of them all."""

    title: str
    url: str
    count: int = 0
    # The applications that are named, with what is said of each.
    shown: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """The week; `more` says that so much changed that the counts are lower bounds."""

    since: dt.date
    kinds: list[Change]
    more: bool


def changes(wanted: Narrowed, today: dt.date) -> Changes:
    """Return what happened on the last seven days and today, read as it stands now; four queries."""
    since = today - dt.timedelta(days=DAYS_BACK)
    rows = wanted.every.filter(status_since__gte=since).order_by("-status_since", "-pk")
    found = [Moved(*row) for row in rows.values_list(*_READS)[: READ + 1]]
    kinds = _moves(wanted, found[:READ], since)
    far = _moved(wanted)
    _name([*kinds, far])
    return Changes(since, [*kinds, far], len(found) > READ or far.count > READ)


def _moves(wanted: Narrowed, rows: Iterable[Moved], since: dt.date) -> list[Change]:
    day = since.isoformat()
    approved = Change("Approved", wanted.applications(decided_after=day, status=_values(_APPROVED)))
    denied = Change("Denied", wanted.applications(since_after=day, status=_values((Status.DENIED,))))
    closed = Change("Closed otherwise", wanted.applications(since_after=day, status=_values(_GONE)))
    new = Change("Newly opened", wanted.applications(opened_after=day, since_after=day, open="true"))
    for row in rows:
        status = Status(row.status)
        if row.decided_on and row.decided_on >= since and status in _APPROVED:
            _add(approved, row.pk, day_words(row.decided_on))
        elif status == Status.DENIED:
            _add(denied, row.pk, day_words(row.status_since))
        elif status in _GONE:
            _add(closed, row.pk, f"{status.label.lower()}, {day_words(row.status_since)}")
        if row.opened_on >= since and status in OPEN:
            _add(new, row.pk, day_words(row.opened_on))
    return [approved, denied, closed, new]


def _moved(wanted: Narrowed) -> Change:
    change = Change(f"Forecasts moved by more than {MOVED_DAYS} days", wanted.open_list(moved=MOVED_DAYS))
    rows = moved_more(wanted).order_by().values_list("application_id", "moved_days")[: READ + 1]
    for pk, days in sorted(((pk, days or 0) for pk, days in rows), key=lambda row: (-abs(row[1]), row[0])):
        _add(change, pk, f"{days_words(abs(days))} {'later' if days > 0 else 'earlier'}")
    return change


def _name(kinds: Iterable[Change]) -> None:
    """Put names and addresses to the few rows that are shown; one query for all of them."""
    wanted = {pk for kind in kinds for pk, _ in kind.shown}
    rows = light_rows(Application.objects.filter(pk__in=wanted), _NAMES)
    named = {row.pk: f"{row.provider or row.practice} at {row.payer.name}" for row in rows}
    for kind in kinds:
        kind.rows = [
            (org_reverse("enrollments:detail", pk), f"{named[pk]}: {words}") for pk, words in kind.shown
        ]


def moved_more(wanted: Narrowed) -> QuerySet[Outlook]:
    """Return the open applications whose likely approval moved by more than `MOVED_DAYS` in a week."""
    far = Q(moved_days__gt=MOVED_DAYS) | Q(moved_days__lt=-MOVED_DAYS)
    return wanted.outlooks.filter(far)


def _add(change: Change, pk: int, words: str) -> None:
    change.count += 1
    if len(change.shown) < SHOWN:
        change.shown.append((pk, words))


def _values(statuses: Iterable[Status]) -> list[str]:
    return [status.value for status in statuses]
