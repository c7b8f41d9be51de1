"""Knows which waits a published range stands for: one in ten below it, one in ten above it, with a long tail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The standard normal's 90 % point.
_TENTH = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Published:
    """The published range of a cohort, in calendar days."""

    low: int
    high: int


def horizon(published: Published) -> int:
    """Days by which all but a few in ten thousand such waits are over."""
    middle, spread = _shape(published)
    return math.ceil(math.exp(middle + 3.5 * spread))


def daily_hazard(published: Published, days: int) -> NDArray[np.float64]:
    """The chance of approval on each day 0..days-1 of the wait, given that it still waits (log-normal)."""
    middle, spread = _shape(published)
    edges = np.log(np.arange(days + 1) - 0.5, where=np.arange(days + 1) > 0, out=np.full(days + 1, -np.inf))
    left = np.array([0.5 * math.erfc((edge - middle) / spread / math.sqrt(2)) for edge in edges.tolist()])
    return np.where(left[:-1] > 0, 1 - left[1:] / np.where(left[:-1] > 0, left[:-1], 1.0), 0.5)


def _shape(published: Published) -> tuple[float, float]:
    low = max(published.low, 1)
    high = max(published.high, low + 1, 1.1 * low)
    return (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / 2 / _TENTH
