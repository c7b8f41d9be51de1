"""Knows what the model is told of a wait: its first and last day, how it ended, and what was known of it by a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPEN, APPROVED, OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Cases:
    """Waits as parallel arrays; days are ordinals (`date.toordinal()`).

    `end` is the day it ended or, for an open one, the day up to which it is known to be open. `leaf` is the node of the
    tree of cohorts it belongs to.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    outcome: NDArray[np.int8]
    leaf: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def age(self) -> NDArray[np.int64]:
        """Calendar days from the start to the end; an end before the start counts as day zero."""
        return np.asarray(np.maximum(self.end - self.start, 0))

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Cases:
        """Only the chosen ones (a mask or positions)."""
        return Cases(self.start[chosen], self.end[chosen], self.outcome[chosen], self.leaf[chosen])


def known_by(cases: Cases, day: int) -> Cases:
    """What was known at the end of `day`: later starts are unknown, what ended later was still open."""
    seen = cases.take(cases.start <= day)
    later = seen.end > day
    return Cases(
        seen.start,
        np.minimum(seen.end, day),
        np.where(later, OPEN, seen.outcome).astype(np.int8),
        seen.leaf,
    )
