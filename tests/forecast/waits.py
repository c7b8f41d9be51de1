"""Small waits for the tests of the model, by hand or drawn."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from forecast.cases import Cases
from forecast.cohorts import Tree

TODAY = 738_000
ROOT = Tree(np.array([-1], dtype=np.int64))
ONE_BELOW = Tree(np.array([-1, 0], dtype=np.int64))
TWO_BELOW = Tree(np.array([-1, 0, 0], dtype=np.int64))


def waits(rows: Iterable[tuple[int, int]], leaf: int = 0, last_end: int = TODAY) -> Cases:
    """Cases of (days waited, outcome) that all ended, or were last seen open, on the same day."""
    listed = list(rows)
    days = np.array([row[0] for row in listed], dtype=np.int64)
    return Cases(
        start=last_end - days,
        end=np.full(len(days), last_end, dtype=np.int64),
        outcome=np.array([row[1] for row in listed], dtype=np.int8),
        leaf=np.full(len(days), leaf, dtype=np.int64),
    )


def joined(*parts: Cases) -> Cases:
    """All of them together."""
    return Cases(
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.outcome for part in parts]),
        np.concatenate([part.leaf for part in parts]),
    )


def drawn(rows: int, seed: int, leaf: int = 0, mean: float = 60.0, years: int = 3) -> Cases:
    """Waits begun over some years; those not over by today are open, one in six ends otherwise."""
    draw = np.random.default_rng(seed)
    start = TODAY - draw.integers(0, years * 365, rows)
    days = draw.gamma(3.0, mean / 3.0, rows).astype(np.int64)
    over = start + days <= TODAY
    outcome = np.where(over, np.where(draw.random(rows) < 5 / 6, 1, 2), 0).astype(np.int8)
    return Cases(start, np.minimum(start + days, TODAY), outcome, np.full(rows, leaf, dtype=np.int64))


def ints(*values: int) -> NDArray[np.int64]:
    """These as an array."""
    return np.array(values, dtype=np.int64)
