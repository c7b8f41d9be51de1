"""What any forecaster, ours or a simple one, is told at a cut-off and what it must answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.cases import Cases

LEVELS = (10, 20, 50, 80, 90)
HORIZONS = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Question:
    """What is known on the day `today`, and the cases open then whose end is asked for.

    `known` holds every case submitted by `today`; those without an end by then are open. The asked
    ones are named by their place in `known`. `paths` names the cohort behind each `known.leaf`.
    """

    today: int
    known: Cases
    paths: tuple[tuple[str, ...], ...]
    asked: NDArray[np.int64]
    published: Mapping[int, tuple[int, int]]  # path -> lowest and highest published days
    group_level: int = 0  # which name of a path the simple forecasts go by

    @property
    def age(self) -> NDArray[np.int64]:
        """Days that each asked case has waited."""
        return np.asarray(self.today - self.known.start[self.asked])


@dataclass(frozen=True, slots=True)
class Answer:
    """One row for each asked case."""

    quantiles: NDArray[np.float64]  # n x 5, days since submission at LEVELS, NaN without any basis
    other: NDArray[np.float64]  # chance that it ends without approval
    within: NDArray[np.float64]  # n x 3, chance of approval within HORIZONS days from today


Forecaster = Callable[[Question], Answer | None]
"""Returns None where it has nothing to say at all, as a published range that nobody published."""
