"""What do single outlooks add up to? Approvals per month, and days spent per stage and clock, slice by slice."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from enrollments.clocks import Segment
from enrollments.enums import Clock, Status
from forecast.enums import Stage
from forecast.episodes import Told
from forecast.predicting import MONTHS, Group, Said, group_of

_STAGE_OF: dict[Status, Stage] = {
    Status.DRAFT: Stage.SUBMISSION,
    Status.PREPARING: Stage.SUBMISSION,
    Status.READY: Stage.SUBMISSION,
    Status.RETURNED: Stage.SUBMISSION,
    Status.SUBMITTED: Stage.DECISION,
    Status.ACKNOWLEDGED: Stage.DECISION,
    Status.IN_REVIEW: Stage.DECISION,
    Status.INFO_REQUESTED: Stage.DECISION,
    Status.LOADING: Stage.LOADING,
    Status.PANEL_CLOSED: Stage.WATCH,
}


class Slice(NamedTuple):
    """By what the sums can be narrowed."""

    practice_id: int
    payer_id: int
    state: str
    owner_id: int | None


def slice_of(one: Told) -> Slice:
    """Return the slice of an application."""
    return Slice(one.practice_id, one.payer_id, one.state, one.owner_id)


def by_month(
    told: Iterable[Told], said: Mapping[Group, Said], today: dt.date
) -> Iterator[tuple[object, ...]]:
    """Yield (slice, first of the month, expected, variance, applications) for eighteen months.

    Only what lies with a payer counts: when the others will be sent is not known. Each application is a
    chance of its own: the expectation is the sum of p, the variance that of p(1-p).
    """
    sums: dict[Slice, list[NDArray[np.float64]]] = defaultdict(
        lambda: [np.zeros(MONTHS), np.zeros(MONTHS), np.zeros(MONTHS)]
    )
    for one in told:
        months = said[group_of(one.cohort, one.course.present)].months if one.course.present else None
        if months is None:
            continue
        expected, variance, count = sums[slice_of(one)]
        expected += months
        variance += months * (1 - months)
        count += months > 0
    firsts = [_first(today, ahead) for ahead in range(MONTHS)]
    for where in sorted(sums, key=lambda one: (*one[:3], one.owner_id or 0)):
        expected, variance, count = sums[where]
        for month, mean, spread, number in zip(firsts, expected, variance, count, strict=True):
            if mean > 0:
                yield (*where, month, float(mean), float(spread), int(number))


def _first(today: dt.date, ahead: int) -> dt.date:
    month = today.year * 12 + today.month - 1 + ahead
    return dt.date(month // 12, month % 12 + 1, 1)


class TimeSum:
    """Adds up calendar days per slice, stage and clock."""

    def __init__(self) -> None:
        self.days: dict[tuple[Slice, Stage, Clock], int] = defaultdict(int)
        self.applications: dict[tuple[Slice, Stage, Clock], int] = defaultdict(int)

    def add(self, where: Slice, segments: Iterable[Segment], *, contract: bool) -> None:
        """Add the stretches of one application; an approved one waits for its contract if it has one."""
        own: dict[tuple[Stage, Clock], int] = defaultdict(int)
        for segment in segments:
            stage = _STAGE_OF.get(segment.status)
            if segment.status == Status.APPROVED:
                stage = Stage.CONTRACT if contract else Stage.EFFECTIVE
            if stage is not None and segment.clock != Clock.NONE:
                own[stage, segment.clock] += segment.days
        for (stage, clock), days in own.items():
            self.days[where, stage, clock] += days
            self.applications[where, stage, clock] += 1

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield (slice, stage, clock, days, applications)."""
        for key in sorted(self.days, key=lambda one: (*one[0][:3], one[0].owner_id or 0, one[1], one[2])):
            where, stage, clock = key
            yield (*where, str(stage), str(clock), self.days[key], self.applications[key])
