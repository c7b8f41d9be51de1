"""On which day is notice best given? The first one whose expected gaps stay within what can be borne. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planning.exit_costs import rounded, weekly_gain, weekly_income
from planning.exit_gaps import Chances, Line, expected_gaps, expected_overlaps

SHIFTS = (-56, -28, -14, -7, 0, 7, 14, 28, 56)
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Search:
    """Notice is looked for from `first` over so many days; limits are expected days and expected dollars."""

    first: dt.date
    days: int
    limit_days: float
    limit_dollars: float | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The day that is proposed, if any, and why."""

    notice_on: dt.date | None
    worst_days: float | None
    dollars: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What another day costs: expected days of the worst payer, dollars lost in gaps, dollars forgone by waiting."""

    days: int
    notice_on: dt.date
    worst_days: float
    lost: float
    forgone: float

    @property
    def lost_shown(self) -> int:
        """Return the dollars lost as they are told."""
        return rounded(self.lost)

    @property
    def forgone_shown(self) -> int:
        """Return the dollars forgone as they are told."""
        return rounded(self.forgone)

    @property
    def total_shown(self) -> int:
        """Return both together as they are told."""
        return rounded(self.lost + self.forgone)


def search(lines: Sequence[Line], asked: Search) -> Proposal:
    """Return the earliest day of notice within both limits, or none with the reason."""
    if not lines:
        return Proposal(
            None, None, None, "Nothing is billed through the platform on record, so no day is better."
        )
    blocked = [line.blocked or "a payer has no date" for line in lines if line.own is None]
    if blocked:
        return Proposal(None, None, None, f"No day can be proposed: {blocked[0]}.")
    worst, lost = _worst(lines, asked.first, asked.days), _lost(lines, asked.first, asked.days)
    fits = worst <= asked.limit_days + _CLOSE
    if asked.limit_dollars is not None:
        fits &= lost <= asked.limit_dollars + _CLOSE
    if not fits.any():
        return Proposal(None, None, None, _why_none(lines, asked, float(worst.min())))
    place = int(np.argmax(fits))
    day = asked.first + dt.timedelta(days=place)
    start = "Notice can be given at once" if place == 0 else "Any earlier day has a longer expected gap"
    reason = f"{start}: the worst payer is expected to go {worst[place]:.0f} days unpaid, your limit is {asked.limit_days:g}."
    return Proposal(day, float(worst[place]), float(lost[place]), reason)


def shifts(lines: Sequence[Line], around: dt.date, not_before: dt.date) -> list[Shift]:
    """Return what going earlier or waiting costs, for the lines that have a date; no day before `not_before`."""
    known = [line for line in lines if line.own is not None]
    days = [around + dt.timedelta(days=shift) for shift in SHIFTS]
    wanted = [day for day in days if day >= not_before]
    if not known or not wanted:
        return []
    first = min(*wanted, not_before) if not_before < wanted[0] else wanted[0]
    count = (wanted[-1] - first).days + 1
    worst, lost = _worst(known, first, count), _lost(known, first, count)
    forgone = _forgone(known, first, count)
    return [
        Shift((day - around).days, day, float(worst[at]), float(lost[at]), float(forgone[at]))
        for day in wanted
        for at in [(day - first).days]
    ]


def _worst(lines: Sequence[Line], first: dt.date, days: int) -> Chances:
    found = [gaps for line in lines if (gaps := expected_gaps(line, first, days)) is not None]
    worst: Chances = np.max(found, axis=0)
    return worst


def _lost(lines: Sequence[Line], first: dt.date, days: int) -> Chances:
    total = np.zeros(days)
    for line in lines:
        gaps, weekly = expected_gaps(line, first, days), weekly_income(line)
        if gaps is not None and weekly is not None:
            total += gaps / 7 * weekly
    return total


def _forgone(lines: Sequence[Line], first: dt.date, days: int) -> Chances:
    total = np.zeros(days)
    for line in lines:
        overlaps = expected_overlaps(line, first, days)
        if overlaps is not None:
            total += overlaps / 7 * weekly_gain(line)
    return total


def _why_none(lines: Sequence[Line], asked: Search, best: float) -> str:
    window = max(sum(line.depanel) / 2 for line in lines)
    if window > asked.limit_days:
        return (
            f"No day within the horizon: leaving the panel alone takes {window:.0f} days without pay on average, "
            f"more than your limit of {asked.limit_days:g}. Raise the limit, or get the payer's word in writing "
            "that the window does not apply."
        )
    return (
        f"No day within the horizon keeps within the limits; the best comes to {best:.0f} expected days "
        f"for the worst payer, your limit is {asked.limit_days:g}. Look further ahead or raise the limit."
    )
