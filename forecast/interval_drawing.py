"""Where on an axis of days does an interval bar stand? Pure numbers for a server-drawn SVG.

The bar runs from the 20 % to the 80 % day with a tick at 50 %, and faintly on to 95 %. The drawing
stretches to its place, so it holds no text: the template says the same in words beside it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from credtrack.kernel.dates import add_months, day_words

WIDTH = 1000.0
HEIGHT = 24.0
_NARROWEST = 4.0
# Days of the axis at least; a single week would stretch over the whole page.
_SHORTEST = 28


@dataclass(frozen=True, slots=True)
class Axis:
    """The days a drawing spans, from its left to its right edge; `today` is drawn as a line."""

    first: dt.date
    last: dt.date
    today: dt.date

    def x(self, day: dt.date) -> float:
        """Return where a day stands, 0 to `WIDTH`; days beyond an edge stand on it."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)

    @property
    def today_x(self) -> float:
        """Return where today's line stands."""
        return self.x(self.today)

    @property
    def months(self) -> list[tuple[float, dt.date]]:
        """Return where each month begins, with its first day."""
        first = add_months(self.first.replace(day=1), 0 if self.first.day == 1 else 1)
        found = []
        while first <= self.last:
            found.append((self.x(first), first))
            first = add_months(first, 1)
        return found

    @property
    def width(self) -> float:
        """Return the width of the drawing in its own units."""
        return WIDTH

    @property
    def height(self) -> float:
        """Return the height of one bar's row in the drawing's own units."""
        return HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval: where its parts stand, whether it is late, whether it runs on beyond the edge, in words."""

    left: float
    width: float
    tick: float
    faint_left: float
    faint_width: float
    late: bool
    runs_on: bool
    words: str


def axis_of(today: dt.date, days: Iterable[dt.date | None]) -> Axis:
    """Return an axis from today's week to the last of `days`."""
    last = max([day for day in days if day] + [today + dt.timedelta(days=_SHORTEST)])
    margin = dt.timedelta(days=max(2, (last - today).days // 20))
    return Axis(today - margin, last + margin, today)


def bar(axis: Axis, days: tuple[dt.date | None, ...], *, late: bool = False) -> Bar | None:
    """Return the bar of the 20, 50, 80 and 95 % days; None where one of them is not known."""
    d20, d50, d80, d95 = days
    if d20 is None or d50 is None or d80 is None or d95 is None:
        return None
    left, right, far = axis.x(d20), axis.x(d80), axis.x(d95)
    width = max(right - left, _NARROWEST)
    return Bar(
        left=min(left, WIDTH - width),
        width=width,
        tick=axis.x(d50),
        faint_left=right,
        faint_width=max(far - right, 0.0),
        late=late,
        runs_on=d95 > axis.last,
        words=words(d20, d50, d80, d95),
    )


def words(d20: dt.date, d50: dt.date, d80: dt.date, d95: dt.date) -> str:
    """Return an interval in one sentence."""
    return (
        f"Likely by {day_words(d50)}; from {day_words(d20)} (2 in 10) to {day_words(d80)} (8 in 10), "
        f"and by {day_words(d95)} in 19 of 20."
    )
