"""How many approvals does each month bring, and within which band? Pure.

A sum of many independent chances is close to a normal distribution: the band is the expected number
plus and minus 1.28 standard deviations, which holds 8 in 10. Below no and above all it is cut off.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from credtrack.kernel.dates import add_months

# The standard normal quantile of 90 %, so that 80 % lie between minus and plus this.
Z_80 = 1.2815515655446004
SHOWN_MONTHS = 12
# Months at the end in which less than this is expected are left out.
_LEAST = 0.05
BASIS = (
    "Chances of the open applications, summed; the band holds 8 in 10 (normal approximation). "
    "Applications without a basis for a date are not in it."
)
Days = tuple[dt.date | None, dt.date | None, dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Month:
    """Approvals expected in one month; `low` to `high` holds 8 in 10."""

    first: dt.date
    expected: float
    low: float
    high: float
    applications: int

    @property
    def key(self) -> str:
        """Return the month as an address names it."""
        return f"{self.first:%Y-%m}"

    @property
    def floor(self) -> int:
        """Return the lower end of the band, a whole number of approvals."""
        return math.floor(self.low)

    @property
    def ceiling(self) -> int:
        """Return the upper end of the band, a whole number of approvals."""
        return math.ceil(self.high)

    @property
    def words(self) -> str:
        """Return "about 12, from 8 to 16": whole numbers, since the data carry no more."""
        return f"about {round(self.expected)}, from {self.floor} to {self.ceiling}"


def months(sums: Iterable[tuple[dt.date, float, float, int]], today: dt.date) -> list[Month]:
    """Return the next months from (first day, expected, variance, applications), empty ones included."""
    known = {first: (expected, variance, count) for first, expected, variance, count in sums}
    found = []
    for place in range(SHOWN_MONTHS):
        first = add_months(today.replace(day=1), place)
        expected, variance, count = known.get(first, (0.0, 0.0, 0))
        half = Z_80 * math.sqrt(max(variance, 0.0))
        high = min(expected + half, float(count))
        found.append(Month(first, expected, max(expected - half, 0.0), max(high, expected), count))
    while found and found[-1].expected < _LEAST:
        found.pop()
    return found


def summed(
    rows: Iterable[tuple[Days, float | None]], today: dt.date
) -> list[tuple[dt.date, float, float, int]]:
    """Return the sums per month of applications known by their 20, 50, 80 and 95 % days.

    For one clinician no sums are kept: between its stated days a chance is taken to grow evenly.
    """
    found: dict[dt.date, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for days, other in rows:
        for first, share in _shares(days, today):
            chance = share * (1 - (other or 0.0))
            found[first][0] += chance
            found[first][1] += chance * (1 - chance)
            found[first][2] += 1
    return [(first, sums[0], sums[1], int(sums[2])) for first, sums in sorted(found.items())]


def _shares(days: Days, today: dt.date) -> Iterable[tuple[dt.date, float]]:
    if None in days:
        return
    points = [
        (today, 0.0),
        *((day, share) for day, share in zip(days, (0.2, 0.5, 0.8, 0.95), strict=True) if day),
    ]
    last = points[-1][0]
    first = today.replace(day=1)
    while first <= last:
        share = _reached(points, add_months(first, 1)) - _reached(points, first)
        if share > 0:
            yield first, share
        first = add_months(first, 1)


def _reached(points: list[tuple[dt.date, float]], day: dt.date) -> float:
    """Return the share reached by the evening before `day`, growing evenly between the points."""
    evening = day - dt.timedelta(days=1)
    for (left, low), (right, high) in pairwise(points):
        if evening <= left:
            return low
        if evening < right:
            return low + (high - low) * (evening - left).days / (right - left).days
    return points[-1][1]
