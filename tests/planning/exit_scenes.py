"""Random small plans and their slow, plain reckoning, for tests of exits."""

import datetime as dt

import numpy as np
from hypothesis import strategies as st

from planning.exit_gaps import Line, OwnDay

TODAY = dt.date(2026, 6, 1)


def own(first_in: int, weights: list[int]) -> OwnDay:
    """Return an own day that begins so many days after `TODAY`, with these weights."""
    chances = np.array(weights, dtype=np.float64)
    return OwnDay(TODAY + dt.timedelta(days=first_in), chances / chances.sum())


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Draw a payer with few possible own days, a clause, and maybe a window."""
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(lambda row: sum(row) > 0))
    low = draw(st.integers(0, 6))
    return Line(
        weekly_sessions=draw(st.integers(0, 30)),
        platform_rate=draw(st.integers(40, 120)),
        direct_rate=draw(st.integers(40, 160)),
        own=own(draw(st.integers(-10, 60)), weights),
        notice_days=draw(st.integers(0, 40)),
        depanel=(low, low + draw(st.integers(0, 5))) if draw(st.booleans()) else (0, 0),
        notice_on=TODAY + dt.timedelta(days=draw(st.integers(0, 30)))
        if draw(st.integers(0, 4)) == 0
        else None,
    )


def outcomes(line: Line, notice_on: dt.date) -> list[tuple[float, int]]:
    """Return every outcome as (chance, days of gap), counted one by one."""
    assert line.own is not None
    begins = line.notice_on or notice_on
    low, high = line.depanel
    window = range(low, high + 1)
    found = []
    for place, chance in enumerate(line.own.chances):
        day = line.own.first + dt.timedelta(days=place)
        late = max(0, (day - (begins + dt.timedelta(days=line.notice_days))).days)
        found += [(float(chance) / len(window), late + more) for more in window]
    return found


def expected(line: Line, notice_on: dt.date) -> float:
    """Return the expected gap in days, counted one by one."""
    return sum(chance * days for chance, days in outcomes(line, notice_on))
