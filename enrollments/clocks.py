"""How long has it waited, and on whose clock? Segments of a timeline; calendar days, no database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from credtrack.kernel.dates import DateRange
from enrollments.enums import Clock, Status, Verb
from enrollments.fold import LogRow, as_of, in_order
from enrollments.states import CLOCK, OPEN


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in one status on one clock; `end` is the day the next one starts, or today."""

    status: Status
    clock: Clock
    start: dt.date
    end: dt.date
    blocked: bool

    @property
    def days(self) -> int:
        """Return the calendar days from start to end; a change on the same day is zero days."""
        return (self.end - self.start).days


def clock_of(status: Status, *, blocked_by: str = "", waiting_on_clinician: bool = False) -> Clock:
    """Return whose turn it is. Blocked time is never the payer's, whatever the status."""
    if blocked_by:
        return Clock(blocked_by)
    if waiting_on_clinician and status == Status.PREPARING:
        return Clock.CLINICIAN
    return CLOCK[status]


def segments(
    rows: Sequence[LogRow], until: dt.date, clinician_spans: Sequence[DateRange] = ()
) -> list[Segment]:
    """Return the stretches of the timeline in order, the last one running to `until`.

    `clinician_spans` are the days on which something was missing from the clinician, first and last
    (open when still missing); they turn the preparing clock to the clinician's.
    """
    found: list[Segment] = []
    status: Status | None = None
    start = until
    blocked_by = ""
    for row in in_order(as_of(rows, until)):
        if row.verb not in (Verb.MOVE, Verb.BLOCK, Verb.UNBLOCK):
            continue
        if status is not None and start <= row.occurred_on:
            found.append(_segment(status, start, row.occurred_on, blocked_by))
        start = row.occurred_on
        if row.verb == Verb.MOVE:
            status = Status(row.to_status)
            blocked_by = blocked_by if status in OPEN else ""
        else:
            blocked_by = (row.facts.get("blocked_by") or Clock.OURS) if row.verb == Verb.BLOCK else ""
    if status is not None and start <= until:
        found.append(_segment(status, start, until, blocked_by))
    split = [part for segment in found for part in _split(segment, clinician_spans)]
    return [segment for place, segment in enumerate(split) if segment.days or place == len(split) - 1]


def _segment(status: Status, start: dt.date, end: dt.date, blocked_by: str) -> Segment:
    return Segment(status, clock_of(status, blocked_by=blocked_by), start, end, bool(blocked_by))


def _split(segment: Segment, spans: Sequence[DateRange]) -> list[Segment]:
    """Cut a preparing segment wherever the clinician's turn begins or ends."""
    if segment.status != Status.PREPARING or segment.blocked or not spans:
        return [segment]
    edges = {segment.start, segment.end}
    edges |= {day for span in spans for day in span if day and segment.start < day < segment.end}
    days = sorted(edges)
    if len(days) == 1:
        days *= 2
    return [
        replace(segment, start=start, end=end, clock=_preparing_clock(start, spans))
        for start, end in pairwise(days)
    ]


def _preparing_clock(day: dt.date, spans: Sequence[DateRange]) -> Clock:
    waiting = any(start <= day and (end is None or day < end) for start, end in spans)
    return clock_of(Status.PREPARING, waiting_on_clinician=waiting)


def days_by_clock(
    rows: Sequence[LogRow], until: dt.date, clinician_spans: Sequence[DateRange] = ()
) -> dict[Clock, int]:
    """Return the calendar days spent on each clock up to `until`."""
    totals: dict[Clock, int] = {}
    for segment in segments(rows, until, clinician_spans):
        totals[segment.clock] = totals.get(segment.clock, 0) + segment.days
    return totals
