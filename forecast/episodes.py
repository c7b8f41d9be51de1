"""Which waits do the applications of an organization tell of, as recorded by a moment? Read in batches.

Each application belongs to a cohort: line of business and mode, payer, then state, license and sort of
request. What stands in the log counts as it was recorded by the moment asked for; who the clinician is
and which plans are meant is read as it stands, because no history of that is kept.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from enrollments.as_of import logs_of
from enrollments.enums import Kind, Source, Status, Verb
from enrollments.fold import LogRow, as_of
from enrollments.models import Application, ApplicationPlan, Transition
from enrollments.stories import STAND_IN
from forecast.waits import Course, course
from payers.enums import LineOfBusiness
from payers.models import Plan

BATCH = 2000
_COLUMNS = (
    "pk", "practice_id", "provider_id", "payer_id", "state", "owner_id", "kind", "route", "clock",
    "payer__name", "payer__family", "provider__license_type",
)  # fmt: skip
# A renewal takes another time than joining, and a change of address another time than both.
_SORTS: dict[str, str] = {
    Kind.PARTICIPATION_REQUEST: "requests to participate",
    Kind.RECREDENTIALING: "renewals",
    Kind.REVALIDATION: "renewals",
    Kind.ADD_LOCATION: "changes",
    Kind.CHANGE: "changes",
    Kind.TERMINATION: "terminations",
    Kind.APPEAL: "appeals",
}
JOINING = ""


@dataclass(frozen=True, slots=True)
class Cohort:
    """What forecasts tell applications apart by."""

    line: str
    route: str
    payer_id: int
    payer: str
    family: str
    state: str
    license: str
    sort: str
    kind: str

    @property
    def path(self) -> tuple[str, ...]:
        """Return the names of its groups from wide to narrow, each below the one before."""
        leaf = f"{self.state}|{self.license}|{self.sort}"
        return (f"{self.line}|{self.route}", str(self.payer_id), leaf)


@dataclass(slots=True)
class Told:
    """One application with what its log tells; `line` of business only when all its plans agree."""

    pk: int
    practice_id: int
    provider_id: int | None
    payer_id: int
    state: str
    owner_id: int | None
    kind: str
    route: str
    clock: str
    cohort: Cohort
    course: Course


@dataclass(slots=True)
class _Cohorts:
    """Hands out one shared cohort per combination."""

    lines: dict[int, str]
    defaults: dict[int, str]
    made: dict[tuple[object, ...], Cohort] = field(default_factory=dict)

    def of(self, values: tuple[Any, ...]) -> Cohort:
        pk, _, _, payer_id, state, _, kind, route, _, name, family, license_type = values
        line = self.lines.get(pk) or self.defaults.get(payer_id, LineOfBusiness.COMMERCIAL.value)
        key = (line, route, payer_id, name, family or "", state, license_type or "", str(kind))
        if key not in self.made:
            self.made[key] = Cohort(*key[:-1], _SORTS.get(str(kind), JOINING), str(kind))
        return self.made[key]


Seen = Callable[[Told, Sequence[LogRow]], None]


def applications(
    on: dt.date, known_on: dt.datetime, seen: Seen | None = None, among: Sequence[int] | None = None
) -> Iterator[Told]:
    """Yield every application of the open organization that was recorded by `known_on`, in the order of ids.

    The log counts as far as it had happened by the end of `on` and been recorded by `known_on`. `seen` is
    shown each application with that log, which is not kept: all logs at once are large. `among` confines
    it to these applications. Three queries,
    and two for each two thousand applications.
    """
    cohorts = _Cohorts(_lines(), _default_lines())
    doubtful = frozenset(_doubtful().values_list("pk", flat=True))
    rows: Any = Application.objects.order_by("pk").values_list(*_COLUMNS)
    if among is not None:
        rows = rows.filter(pk__in=among)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        logs = logs_of(values[0] for values in batch)
        for values in batch:
            log = as_of(logs.get(values[0], ()), on, known_on)
            if log:
                told = Told(*(*values[:9], cohorts.of(values), course(log, on, doubtful)))
                if seen is not None:
                    seen(told, log)
                yield told


def _doubtful() -> QuerySet[Transition]:
    """Return the rows whose day is no day of the payer's: stand-ins, and imports that say "active"."""
    imported = Q(source=Source.IMPORT, verb=Verb.MOVE, to_status=Status.ACTIVE)
    return Transition.objects.filter(Q(note=STAND_IN) | imported).order_by()


def _lines() -> dict[int, str]:
    """Return the line of business of each application whose plans agree on one."""
    lines: dict[int, str] = {}
    found = ApplicationPlan.objects.order_by().values_list("application_id", "plan__line_of_business")
    for application_id, line in found.iterator(chunk_size=10_000):
        lines[application_id] = line if lines.get(application_id, line) == line else ""
    return lines


def _default_lines() -> dict[int, str]:
    plans = Plan.objects.filter(is_default=True).order_by("-pk")
    return dict(plans.values_list("payer_id", "line_of_business"))
