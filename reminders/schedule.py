"""On which days is one dated fact told? Leads, rolling, grace, what was known when. Pure.

Calendar dates in the organization's zone throughout.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credtrack.kernel.dates import add_business_days, roll_backward, roll_forward
from reminders.enums import Counting, Roll
from reminders.kinds import KindSpec

# How far ahead reminders are planned, in calendar days: what comes is seen before it is sent.
HORIZON_DAYS = 7
# How far back a plan notes what was missed while the site was down, in calendar days.
FARTHEST_DAYS = 400
# The farthest a rolled day can lie from the day itself (a weekend with a holiday on each side).
_ROLLING = 5
# Ten business days are at most eighteen calendar days: two weekends, and holidays in a row.
_CALENDAR_PER_BUSINESS = 2

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One telling: `lead` days before the date (negative: after it), on the business day `send_on`."""

    lead: int
    send_on: dt.date


@dataclass(frozen=True, slots=True)
class Span:
    """Which days a plan looks at: from the first that may be unplanned to the horizon.

    What falls before `grace_from` comes too late to be sent and is only noted as missed.
    """

    today: dt.date
    start: dt.date
    end: dt.date

    def grace_from(self, grace: int) -> dt.date:
        """Return the first day whose reminder is still worth sending, for a kind's grace in calendar days."""
        return self.today - dt.timedelta(days=grace)


def span_of(today: dt.date, grace: int, planned_until: dt.date | None = None) -> Span:
    """Return the span of a plan made on `today`.

    It begins with the grace, or with the last day an earlier plan reached when that lies farther back
    (the site was down), but never more than `FARTHEST_DAYS` calendar days ago.
    """
    start = today - dt.timedelta(days=grace)
    if planned_until is not None:
        start = max(min(start, planned_until), today - dt.timedelta(days=FARTHEST_DAYS))
    return Span(today, start, today + dt.timedelta(days=HORIZON_DAYS))


def send_day(due_on: dt.date, lead: int, spec: KindSpec) -> dt.date:
    """Return the business day on which `lead` is told; a telling after the date never rolls before it."""
    if spec.counting == Counting.BUSINESS:
        return add_business_days(due_on, -lead)
    day = due_on - dt.timedelta(days=lead)
    backward = spec.roll == Roll.BACKWARD and lead >= 0
    return roll_backward(day) if backward else roll_forward(day)


def occurrences(
    due_on: dt.date,
    leads: Iterable[int],
    spec: KindSpec,
    *,
    known_on: dt.date | None = None,
    opens_on: dt.date | None = None,
) -> list[Occurrence]:
    """Return every telling of a fact in order, one a day; the one nearest to the date wins its day.

    Nothing is told before `known_on`, the day the fact was recorded: what passed before is told once,
    on that day, unless it is of no use any more. `opens_on` is the first day on which anything can be
    done (Medicare takes a revalidation seven months ahead): it is told itself, and nothing before it.
    """
    wanted = set(leads)
    if spec.when_known:
        return [Occurrence(0, roll_forward(known_on))] if known_on and wanted else []
    # An organization that asked for no telling at all gets none for the window either.
    if opens_on is not None and wanted:
        window = (due_on - opens_on).days
        wanted = {lead for lead in wanted if lead < window} | {window}
    by_day: dict[dt.date, int] = {}
    for lead in wanted:
        day = send_day(due_on, lead, spec)
        if opens_on is not None and day < opens_on:
            day = roll_forward(opens_on)
        if known_on is not None and day < known_on:
            day = roll_forward(known_on)
            if is_over(due_on, day, spec):
                continue
        by_day[day] = min(lead, by_day.get(day, lead))
    return [Occurrence(lead, day) for day, lead in sorted(by_day.items())]


def days_late(due_on: dt.date, found: Occurrence, spec: KindSpec) -> int:
    """Return how many calendar days after its own day a telling comes, because its fact was learnt late."""
    return (found.send_on - send_day(due_on, found.lead, spec)).days


def is_over(due_on: dt.date, on: dt.date, spec: KindSpec) -> bool:
    """Say whether a telling on the day `on` comes after the last day on which it is of use (`KindSpec.until`)."""
    return spec.until is not None and (due_on - on).days < spec.until


def due_days(leads: Iterable[int], spec: KindSpec, span: Span) -> list[Days]:
    """Return the ranges of due dates that can have a telling within `span`: what a query must read.

    They are generous by the days a telling may roll; `occurrences` decides exactly.
    """
    ranges = []
    told = tuple(leads)
    if told and spec.window:
        fewest, most = (dt.timedelta(days=days) for days in spec.window)
        slack = dt.timedelta(days=_ROLLING)
        ranges.append((span.start + fewest - slack, span.end + most + slack))
    for lead in told:
        if spec.counting == Counting.BUSINESS:
            first = span.start - dt.timedelta(days=_CALENDAR_PER_BUSINESS * abs(lead) + _ROLLING)
            last = span.end + dt.timedelta(days=_CALENDAR_PER_BUSINESS * abs(lead) + _ROLLING)
        else:
            first = span.start + dt.timedelta(days=lead - _ROLLING)
            last = span.end + dt.timedelta(days=lead + _ROLLING)
        ranges.append((first, last))
    return merged(ranges)


def merged(ranges: Sequence[Days]) -> list[Days]:
    """Return the same days as few, ordered, disjoint ranges; both ends belong to a range."""
    found: list[Days] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + dt.timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def within(day: dt.date, ranges: Iterable[Days]) -> bool:
    """Say whether `day` lies in one of `ranges`."""
    return any(first <= day <= last for first, last in ranges)


def occurrences_within(
    span: Span,
    due_on: dt.date,
    leads: Iterable[int],
    spec: KindSpec,
    *,
    known_on: dt.date | None = None,
    opens_on: dt.date | None = None,
) -> list[Occurrence]:
    """Return the occurrences whose day lies in `span`; the same answer as filtering all of them, sooner."""
    recent = known_on is not None and roll_forward(known_on) >= span.start
    if not recent and opens_on is None and not spec.when_known and spec.counting == Counting.CALENDAR:
        slack = dt.timedelta(days=_ROLLING)
        first, last = span.start - slack, span.end + slack
        leads = [lead for lead in leads if first <= due_on - dt.timedelta(days=lead) <= last]
    found = occurrences(due_on, leads, spec, known_on=known_on, opens_on=opens_on)
    return [one for one in found if span.start <= one.send_on <= span.end]
