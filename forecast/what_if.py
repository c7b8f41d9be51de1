"""When is the first of several waits over, when half of them, when all? Pure chances, day by day.

Each wait is a row of daily chances of being over, from the first day on. Payers decide independently of
one another here, so the chance that at least so many are over is counted out day by day; the medians of
the single waits would say too early a day for "all" and too late a one for "the first".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]


def over_by(daily: Sequence[Chances]) -> Chances:
    """Return for each wait the chance that it is over by the end of each day: waits x days.

    Rows of different lengths are filled up: what is over stays over.
    """
    days = max((len(row) for row in daily), default=0)
    found = np.zeros((len(daily), days))
    for place, row in enumerate(daily):
        by = np.minimum(np.cumsum(row), 1.0)
        found[place, : len(row)] = by
        found[place, len(row) :] = by[-1] if len(row) else 0.0
    return found


def at_least(by: Chances) -> Chances:
    """Return the chance that at least 1, 2, ... all of the waits are over by the end of each day."""
    waits, days = by.shape
    # exactly[k]: the chance that k of the waits looked at so far are over, each day by itself.
    exactly = np.zeros((waits + 1, days))
    exactly[0] = 1.0
    for row in by:
        exactly[1:] = exactly[1:] * (1 - row) + exactly[:-1] * row
        exactly[0] = exactly[0] * (1 - row)
    return np.cumsum(exactly[::-1], axis=0)[::-1][1:]


def day_of(by: Chances, share: float) -> int | None:
    """Return the place of the first day by which the chance reaches `share`; None where it never does."""
    reached = np.flatnonzero(by >= share - 1e-9)
    return int(reached[0]) if len(reached) else None


def by_then(by: Chances, days: int) -> float:
    """Return the chance `days` days after the start; the first place of `by` is the day after it."""
    if days < 1:
        return 0.0
    return float(by[min(days, len(by)) - 1])


def half(waits: int) -> int:
    """Return how many waits are half of them, rounded up."""
    return -(-waits // 2)
