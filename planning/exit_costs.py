"""What does a gap cost? Weeks without pay x sessions a week x the platform's dollars a session. Pure.

Dollars are what no longer comes in through the platform; nothing is taken off for clients who pay
themselves. They are rounded to what the data can carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planning.exit_gaps import LEVELS, Chances, Gap, Line

BASIS = "Weeks without pay x sessions a week x what the platform pays a session"
_PLACES = 1 << 14
_FINE, _COARSE = 1_000, 10_000


@dataclass(frozen=True, slots=True)
class Dollars:
    """A range of dollars at 20, 50 and 80 %, and the expected amount; unrounded."""

    levels: tuple[float, float, float]
    expected: float

    @property
    def shown(self) -> tuple[int, int, int]:
        """Return the range as it is told."""
        low, middle, high = (rounded(amount) for amount in self.levels)
        return low, middle, high


def rounded(dollars: float) -> int:
    """Return dollars no finer than sessions and rates carry: tens below 1,000, fifties, then hundreds."""
    step = 10 if abs(dollars) < _FINE else 50 if abs(dollars) < _COARSE else 100
    return int(round(dollars / step) * step)


def weekly_income(line: Line) -> float | None:
    """Return what the platform brings a week, in dollars; None where no rate is on record."""
    return None if line.platform_rate is None else line.weekly_sessions * line.platform_rate


def weekly_gain(line: Line) -> float:
    """Return what a week under the own contract brings more, in dollars; never below nothing."""
    if line.platform_rate is None or line.direct_rate is None:
        return 0.0
    return max(line.direct_rate - line.platform_rate, 0.0) * line.weekly_sessions


def dollars(line: Line, found: Gap | None) -> Dollars | None:
    """Return what the gap of one payer costs; None where the gap or the rate is not known."""
    weekly = weekly_income(line)
    if found is None or weekly is None:
        return None
    d20, d50, d80 = (days / 7 * weekly for days in found.days)
    return Dollars((d20, d50, d80), found.expected / 7 * weekly)


def together(pairs: Sequence[tuple[Line, Gap | None]]) -> Dollars | None:
    """Return what all gaps cost together, payers taken as independent; None where nothing is known.

    The sums of every combination are chained on a grid of 16,384 steps up to the largest possible sum.
    """
    known = [
        (weekly / 7, one.chances)
        for line, one in pairs
        if one is not None and (weekly := weekly_income(line)) is not None
    ]
    most = sum(daily * (len(chances) - 1) for daily, chances in known)
    if not known:
        return None
    if most <= 0:
        return Dollars((0.0, 0.0, 0.0), 0.0)
    step = most / (_PLACES - len(known) - 1)
    spectrum = np.ones(_PLACES + 1, dtype=np.complex128)
    for daily, chances in known:
        spectrum *= np.fft.rfft(_on_grid(daily, chances, step), 2 * _PLACES)
    by = np.cumsum(np.maximum(np.fft.irfft(spectrum, 2 * _PLACES), 0.0))
    low, middle, high = (float(np.searchsorted(by, level / 100 - 1e-9)) * step for level in LEVELS)
    expected = sum(daily * float(np.arange(len(chances)) @ chances) for daily, chances in known)
    return Dollars((low, middle, high), expected)


def _on_grid(daily: float, chances: Chances, step: float) -> Chances:
    places = np.rint(np.arange(len(chances)) * daily / step).astype(np.int64)
    found = np.zeros(int(places[-1]) + 1)
    np.add.at(found, places, chances)
    return found
