"""How good were the forecasts that were really recorded? Which one is judged, and pure sums over forecast and truth."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

LEVELS = (10, 20, 50, 80, 90)
RANGES = {60: (20, 80), 80: (10, 90)}
# With fewer cases the binomial range spans half of everything: nothing is said.
ENOUGH = 10
# 95 % of a normal curve, for the Wilson score interval.
_Z = 1.959964

Days = tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One approved application and the forecast it is judged by.

    `said` and `published` are the days of `LEVELS`, in the organization's zone; `published` is None
    where no published range was on file when the forecast was made.
    """

    application: int
    who: str
    payer_id: int
    payer: str
    made_on: dt.date
    decided_on: dt.date
    said: Days
    published: Days | None = None

    @property
    def month(self) -> dt.date:
        """Return the first day of the month in which the forecast was made.

        The month of the decision would gather what came early and what came late apart.
        """
        return self.made_on.replace(day=1)

    @property
    def miss(self) -> int:
        """Return the calendar days by which the decision came later than the likely day (earlier: below 0)."""
        return (self.decided_on - self.said[LEVELS.index(50)]).days

    def inside(self, width: int) -> bool:
        """Say whether the decision fell inside our range of `width` per cent, its ends included."""
        return _inside(self.said, self.decided_on, width)

    @property
    def inside_60(self) -> bool:
        """Say whether the decision fell inside the 60 % range."""
        return self.inside(60)

    @property
    def inside_80(self) -> bool:
        """Say whether the decision fell inside the 80 % range."""
        return self.inside(80)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, beside the per cent there should be."""

    count: int
    cases: int
    wanted: int

    @property
    def percent(self) -> int | None:
        """Return the share in per cent, None without cases."""
        return round(100 * self.count / self.cases) if self.cases else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the 95 % Wilson score interval of the share, 0 to 1."""
        return wilson(self.count, self.cases)

    @property
    def span(self) -> str:
        """Return the bounds in words."""
        low, high = self.bounds
        return f"{round(low * 100)} to {round(high * 100)} in 100"

    @property
    def verdict(self) -> str:
        """Return in words what so many cases can say."""
        if self.cases < ENOUGH:
            return "too few cases to say"
        low, high = self.bounds
        span = f"chance alone leaves {self.span}"
        if high < self.wanted / 100:
            return f"too narrow: {span}"
        if low > self.wanted / 100:
            return f"too wide: {span}"
        return f"no contradiction: {span}"

    @property
    def words(self) -> str:
        """Return the share with its counts."""
        return f"{self.count} of {self.cases}"


@dataclass(frozen=True, slots=True)
class Figures:
    """How one forecaster did: errors in calendar days; above 0 the decisions came later than said."""

    cases: int
    ranges: dict[int, Share]
    by_level: dict[int, Share]
    error: float | None
    bias: float | None

    @property
    def in_60(self) -> Share:
        """Return how many fell inside the 60 % range."""
        return self.ranges[60]

    @property
    def in_80(self) -> Share:
        """Return how many fell inside the 80 % range."""
        return self.ranges[80]

    @property
    def enough(self) -> bool:
        """Say whether there are cases enough to say anything."""
        return self.cases >= ENOUGH

    @property
    def bias_words(self) -> str:
        """Return which way the decisions strayed, empty without cases."""
        if self.bias is None:
            return ""
        if self.bias == 0:
            return "on the day said"
        size = f"{abs(self.bias):g}"
        return f"{size} day{'' if size == '1' else 's'} {'later' if self.bias > 0 else 'earlier'} than said"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of the cases of one key; `beside` and `published` are of those with a published range."""

    key: str
    label: str
    ours: Figures
    beside: Figures
    published: Figures


def judged_place(
    made_on: Sequence[dt.date], sent_on: dt.date, ended_on: dt.date | None, after: int
) -> int | None:
    """Return the place of the forecast to judge: the first one made `after` calendar days or more after sending.

    `made_on` in order. None where the wait was over before (one made on the last day may know the end) or none was
    made. Picking by the days before the decision would pick by the outcome: even perfect forecasts would look biased.
    """
    earliest = sent_on + dt.timedelta(days=after)
    place = next((place for place, day in enumerate(made_on) if day >= earliest), None)
    if place is None or (ended_on is not None and made_on[place] >= ended_on):
        return None
    return place


def wilson(count: int, cases: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of `count` of `cases` (Wilson 1927); 0 to 1 without cases."""
    if not cases:
        return 0.0, 1.0
    share, square = count / cases, _Z * _Z / cases
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * math.sqrt(share * (1 - share) / cases + square / (4 * cases))
    return max(0.0, middle - half), min(1.0, middle + half)


def group(key: str, label: str, cases: Sequence[Case]) -> Group:
    """Return our figures over all cases, and both forecasters' over those with a published range."""
    both = [(case.said, case.published, case.decided_on) for case in cases if case.published]
    return Group(
        key,
        label,
        _figures([(case.said, case.decided_on) for case in cases]),
        _figures([(said, truth) for said, _, truth in both]),
        _figures([(published, truth) for _, published, truth in both if published]),
    )


def by_payer(cases: Iterable[Case]) -> list[Group]:
    """Return a group per payer, most cases first."""
    found = _grouped(cases, lambda case: (str(case.payer_id), case.payer))
    return sorted(found, key=lambda one: (-one.ours.cases, one.label))


def by_month(cases: Iterable[Case]) -> list[Group]:
    """Return a group per month of forecast, newest first."""
    found = _grouped(cases, lambda case: (f"{case.month:%Y-%m}", f"{case.month:%B %Y}"))
    return sorted(found, key=lambda one: one.key, reverse=True)


def _grouped(cases: Iterable[Case], key: Callable[[Case], tuple[str, str]]) -> list[Group]:
    found: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return [group(*names, rows) for names, rows in found.items()]


def _figures(rows: Sequence[tuple[Days, dt.date]]) -> Figures:
    misses = [(truth - days[LEVELS.index(50)]).days for days, truth in rows]
    return Figures(
        cases=len(rows),
        ranges={
            width: Share(sum(_inside(days, truth, width) for days, truth in rows), len(rows), width)
            for width in RANGES
        },
        by_level={
            level: Share(sum(truth <= days[place] for days, truth in rows), len(rows), level)
            for place, level in enumerate(LEVELS)
        },
        error=median(map(abs, misses)) if misses else None,
        bias=median(misses) if misses else None,
    )


def _inside(days: Days, truth: dt.date, width: int) -> bool:
    low, high = RANGES[width]
    return days[LEVELS.index(low)] <= truth <= days[LEVELS.index(high)]
