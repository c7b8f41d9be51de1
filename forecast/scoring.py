"""How good were the forecasts: coverage of the ranges, pinball loss, median error, Brier score."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.backtest import Step, Truth
from forecast.cases import APPROVED, OPEN
from forecast.predictions import HORIZONS, LEVELS, Answer

RANGES = {60: (20, 80), 80: (10, 90)}


def pinball(level: int, forecast: NDArray[np.float64], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loss in days of the `level` per cent quantile: what is missed counts by its side's weight."""
    missed = truth - forecast
    return np.asarray(np.maximum(missed * level / 100, missed * (level / 100 - 1)))


@dataclass(slots=True)
class Tally:
    """The running sums of one forecaster over all cut-offs."""

    cases: int = 0
    distinct: set[int] = field(default_factory=set)
    inside: dict[int, int] = field(default_factory=lambda: dict.fromkeys(RANGES, 0))
    loss: dict[int, float] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0.0))
    misses: list[NDArray[np.float64]] = field(default_factory=list)
    squares: dict[int, float] = field(default_factory=lambda: dict.fromkeys(HORIZONS, 0.0))
    chances: dict[int, int] = field(default_factory=lambda: dict.fromkeys(HORIZONS, 0))

    def add(self, answer: Answer, step: Step, last_day: int) -> None:
        """Count one cut-off; `last_day` is the last day that anything is known of."""
        truth, age = step.truth, step.question.age
        scored = (truth.outcome == APPROVED) & np.isfinite(answer.quantiles).all(axis=1)
        waited = (age + truth.end - step.question.today)[scored].astype(np.float64)
        at = dict(zip(LEVELS, answer.quantiles[scored].T, strict=True))
        self.cases += len(waited)
        self.distinct.update(step.episode[scored].tolist())
        for width, (low, high) in RANGES.items():
            self.inside[width] += int(((at[low] <= waited) & (waited <= at[high])).sum())
        for level in LEVELS:
            self.loss[level] += float(pinball(level, at[level], waited).sum())
        self.misses.append(np.abs(at[50] - waited))
        self._add_chances(answer, truth, step.question.today, last_day)

    def _add_chances(self, answer: Answer, truth: Truth, today: int, last_day: int) -> None:
        for place, days in enumerate(HORIZONS):
            # A case still open says nothing of days that nobody has seen yet.
            told = (truth.outcome != OPEN) | (today + days <= last_day)
            told &= np.isfinite(answer.within[:, place])
            came = (truth.outcome == APPROVED) & (truth.end <= today + days)
            self.squares[days] += float(((answer.within[told, place] - came[told]) ** 2).sum())
            self.chances[days] += int(told.sum())

    def summary(self) -> dict[str, Any]:
        """Return the figures in the shape that the command prints; None where nothing was scored."""
        return {
            "cases": self.cases,
            "coverage": {str(width): _share(count, self.cases) for width, count in self.inside.items()},
            "pinball": {
                **{str(level): _share(loss, self.cases) for level, loss in self.loss.items()},
                "mean": _share(sum(self.loss.values()), self.cases * len(LEVELS)),
            },
            "median_absolute_error_days": float(np.median(np.concatenate(self.misses)))
            if self.cases
            else None,
            "brier": {str(days): _share(self.squares[days], self.chances[days]) for days in HORIZONS},
        }


def score(steps: Iterable[Step], last_day: int) -> dict[str, Tally]:
    """Return each forecaster's tally over all steps."""
    tallies: dict[str, Tally] = {}
    for step in steps:
        for name, answer in step.answers.items():
            tallies.setdefault(name, Tally()).add(answer, step, last_day)
    return tallies


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
