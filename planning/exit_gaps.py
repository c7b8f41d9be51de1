"""How long is a payer unpaid after the platform is left? Exact chances of each length, from those of the own day. Pure.

Gap = max(0, E - (D + notice days)) in calendar days (pie Health: a 90-day clause), and where leaving the
panel takes 30 to 60 days without pay, these are added, each whole day of the window equally likely.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]
LEVELS = (20, 50, 80)


@dataclass(frozen=True, slots=True, eq=False)
class OwnDay:
    """When the own contract is billable: place i of `chances` is the day `first` + i; they sum to one."""

    first: dt.date
    chances: Chances

    @classmethod
    def known(cls, day: dt.date) -> "OwnDay":
        """Return the own day that is on record."""
        return cls(day, np.ones(1))

    def day_by(self, level: int) -> dt.date:
        """Return the day by which so many in a hundred are billable."""
        return self.first + dt.timedelta(days=_place(self.chances, level))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What hangs on one payer: sessions a week, dollars a session, the own day, the clause, the window.

    `own` is None where no date can be said; `blocked` then says why. `notice_on` is the payer's own day
    of notice when it is left in a stage of its own; the plan's day counts otherwise.
    """

    weekly_sessions: float
    platform_rate: float | None
    direct_rate: float | None
    own: OwnDay | None
    notice_days: int
    depanel: tuple[int, int] = (0, 0)
    notice_on: dt.date | None = None
    blocked: str = ""

    def last_day(self, notice_on: dt.date) -> dt.date:
        """Return the last day that is paid through the platform: notice and its calendar days."""
        return (self.notice_on or notice_on) + dt.timedelta(days=self.notice_days)


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """The chance of each length of the gap; place i is i calendar days without pay."""

    chances: Chances

    @property
    def expected(self) -> float:
        """Return the expected length in days."""
        return float(np.arange(len(self.chances)) @ self.chances)

    @property
    def chance_of_any(self) -> float:
        """Return the chance that there is a gap at all."""
        return float(min(max(1.0 - self.chances[0], 0.0), 1.0))

    @property
    def days(self) -> tuple[int, int, int]:
        """Return the lengths that 20, 50 and 80 in a hundred stay within."""
        d20, d50, d80 = (_place(self.chances, level) for level in LEVELS)
        return d20, d50, d80


def gap(line: Line, notice_on: dt.date) -> Gap | None:
    """Return the gap when notice is given on `notice_on`; None where no own day can be said."""
    if line.own is None:
        return None
    return Gap(_with_window(waited(line.own, line.last_day(notice_on)), line.depanel))


def waited(own: OwnDay, last_day: dt.date) -> Chances:
    """Return the chance of each length of max(0, E - last day)."""
    offset = (own.first - last_day).days
    found = np.zeros(max(offset + len(own.chances), 1))
    lengths = np.maximum(np.arange(len(own.chances)) + offset, 0)
    np.add.at(found, lengths, own.chances)
    return found


def _with_window(chances: Chances, window: tuple[int, int]) -> Chances:
    low, high = window
    if high <= 0:
        return chances
    spread = np.zeros(high + 1)
    spread[low:] = 1.0 / (high - low + 1)
    # Added up directly: a transform would leave chances a hair beside the truth.
    return np.convolve(chances, spread)


def expected_gaps(line: Line, first: dt.date, days: int) -> Chances | None:
    """Return the expected gap for notice on `first` and each of the `days` - 1 days behind it."""
    if line.own is None:
        return None
    window = sum(line.depanel) / 2
    late = np.zeros(days) if line.notice_on is not None else np.arange(days, dtype=np.float64)
    ahead = (line.own.first - line.last_day(first)).days + np.arange(len(line.own.chances))
    found: Chances = np.maximum(ahead[None, :] - late[:, None], 0.0) @ line.own.chances + window
    return found


def expected_overlaps(line: Line, first: dt.date, days: int) -> Chances | None:
    """Return the expected days still on the platform although the own contract is billable, day by day of notice."""
    if line.own is None:
        return None
    late = np.zeros(days) if line.notice_on is not None else np.arange(days, dtype=np.float64)
    # What was billable before the first day of notice is no merit of any notice day.
    begins = np.maximum((line.own.first - first).days + np.arange(len(line.own.chances)), 0)
    last = (line.last_day(first) - first).days + late
    found: Chances = np.maximum(last[:, None] - begins[None, :], 0.0) @ line.own.chances
    return found


def _place(chances: Chances, level: int) -> int:
    by = np.cumsum(chances)
    return min(int(np.searchsorted(by, level / 100 - 1e-9)), len(chances) - 1)
