"""When is what remains of all stages over? Daily chances of one stage, chained with the stages behind it.

A row of daily chances says for tomorrow, the day after, and so on how likely the stage ends there as
hoped. The stages behind it are asked from their first day, which may also be their last: their rows
begin with the chance of no wait at all. All of it is "among those that get there".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]

# How far ahead one stage is followed, in days; what is slower is counted at the end.
HORIZON = 1024
# Rows that are chained at once: more would only take more memory.
_ROWS = 2048
_NOTHING = 1e-9


def among_those_that_get_there(daily: Chances) -> Chances:
    """Return rows that sum to one, or to nothing where there is nothing to share out."""
    total = daily.sum(axis=-1, keepdims=True)
    found: Chances = np.divide(daily, total, out=np.zeros_like(daily), where=total > _NOTHING)
    return found


def certain(days: int, horizon: int = HORIZON) -> Chances:
    """Return the row of something that ends in `days` days for certain, tomorrow at the earliest."""
    row = np.zeros(horizon)
    row[min(max(days, 1), horizon) - 1] = 1.0
    return row


def joined(parts: Sequence[Chances], rows: int) -> Chances:
    """Return the chance of each length of several stages one after another, row by row, from their first day.

    Each row of a part begins with the chance of no wait at all, and sums to one; so does the answer, which
    is cut at `HORIZON` days. Without parts every row says "no wait at all".
    """
    found = np.zeros((rows, HORIZON + 1))
    found[:, 0] = 1.0
    for place, part in enumerate(parts):
        if place == 0:
            found = part.copy()
            continue
        whole = chained(found, part, np.arange(rows))
        found = whole[:, : HORIZON + 1].copy()
        found[:, HORIZON] += whole[:, HORIZON + 1 :].sum(axis=1)
    return found


def chained(first: Chances, behind: Chances, which: NDArray[np.int64]) -> Chances:
    """Return the chances that everything is over: row i of `first`, then row `which[i]` of `behind`.

    `behind` starts with no wait at all, so column 0 of the answer means what column 0 of `first` means.
    """
    wide = first.shape[1] + behind.shape[1] - 1
    size = 1 << (wide - 1).bit_length()
    found = np.empty((len(first), wide))
    for start in range(0, len(first), _ROWS):
        rows = slice(start, start + _ROWS)
        used, place = np.unique(which[rows], return_inverse=True)
        spectra = np.fft.rfft(behind[used], size, axis=1)
        product = np.fft.rfft(first[rows], size, axis=1) * spectra[place]
        found[rows] = np.fft.irfft(product, size, axis=1)[:, :wide]
    # The transform leaves chances a hair below none.
    np.maximum(found, 0.0, out=found)
    return found


def days_until(daily: Chances, levels: Sequence[int]) -> NDArray[np.float64]:
    """Return for each row the days from today by which so many in a hundred are over; 1 is tomorrow.

    NaN where the row holds no chance at all.
    """
    share = np.cumsum(among_those_that_get_there(daily), axis=1)
    found = np.empty((len(daily), len(levels)))
    for place, level in enumerate(levels):
        found[:, place] = np.minimum((share < level / 100 - 1e-7).sum(axis=1), daily.shape[1] - 1) + 1
    found[share[:, -1] < 0.5] = np.nan
    return found
