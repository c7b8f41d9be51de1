"""How many applications stand at each stage, and for how long? Pure sums over (status, since, count)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from enrollments.enums import Status

AGES = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class StageAge:
    """One status: how many applications, and their ages in calendar days since they came to it."""

    status: Status
    count: int
    median: int
    oldest: int
    # How many are older than each of `AGES`.
    older: tuple[int, ...]


def stages(rows: Iterable[tuple[str, dt.date, int]], today: dt.date) -> list[StageAge]:
    """Return the stages that hold applications, in the order of the way to approval."""
    by_status: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for status, since, count in rows:
        by_status[status][max(0, (today - since).days)] += count
    return [_stage(status, by_status[status]) for status in Status if status in by_status]


def _stage(status: Status, ages: dict[int, int]) -> StageAge:
    return StageAge(
        status,
        sum(ages.values()),
        quantile(ages, 0.5),
        max(ages),
        tuple(sum(count for age, count in ages.items() if age > limit) for limit in AGES),
    )


def quantile(days: dict[int, int], share: float) -> int:
    """Return the smallest number of days within which `share` of the cases lie; {days: cases}, not empty."""
    needed, seen = share * sum(days.values()), 0
    for day in sorted(days):
        seen += days[day]
        if seen >= needed - 1e-9:
            return day
    return max(days)
