"""The gap of a payer: the rule of the article, and the chances of its length against plain counting."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.concentration import concentrations
from planning.exit_costs import dollars, rounded, together
from planning.exit_gaps import Line, OwnDay, expected_gaps, expected_overlaps, gap
from tests.planning.exit_scenes import TODAY, expected, lines, outcomes, own

D = TODAY


def known(days_late: int, window: tuple[int, int] = (0, 0)) -> Line:
    """Return a line with 7 sessions at $80 whose own day is so many days behind notice + 90."""
    return Line(7, 80, 100, OwnDay.known(D + dt.timedelta(days=90 + days_late)), 90, window)


@pytest.mark.parametrize(("late", "days"), [(45, 45), (1, 1), (0, 0), (-30, 0)])
def test_gap_is_the_own_day_less_notice_and_ninety_days(late: int, days: int) -> None:
    found = gap(known(late), D)
    assert found is not None
    assert found.days == (days, days, days)
    assert found.expected == days
    assert found.chance_of_any == (1.0 if days else 0.0)


def test_leaving_the_panel_adds_thirty_to_sixty_days() -> None:
    found = gap(known(45, (30, 60)), D)
    assert found is not None
    assert (np.flatnonzero(found.chances)[0], len(found.chances) - 1) == (75, 105)
    assert found.expected == pytest.approx(45 + 45)
    none = gap(known(-30, (30, 60)), D)
    assert none is not None
    assert none.days == (36, 45, 54)


def test_without_an_own_day_there_is_no_gap_to_tell() -> None:
    line = replace(known(0), own=None, blocked="Aetna has no date: the release letter was refused")
    assert gap(line, D) is None
    assert dollars(line, None) is None
    assert expected_gaps(line, D, 5) is None


@given(lines(), st.integers(0, 60))
def test_chances_of_each_length_are_those_of_counting_every_outcome(line: Line, later: int) -> None:
    day = D + dt.timedelta(days=later)
    found = gap(line, day)
    assert found is not None
    counted = np.zeros(len(found.chances))
    for chance, days in outcomes(line, day):
        counted[days] += chance
    assert found.chances == pytest.approx(counted, abs=1e-12)
    assert found.expected == pytest.approx(expected(line, day), abs=1e-9)
    for level, days in zip((20, 50, 80), found.days, strict=True):
        assert counted[: days + 1].sum() >= level / 100 - 1e-8
        assert counted[:days].sum() < level / 100


@given(lines(), st.integers(1, 50))
def test_expected_gaps_of_many_days_are_those_of_each(line: Line, days: int) -> None:
    found = expected_gaps(line, D, days)
    assert found is not None
    each = [expected(line, D + dt.timedelta(days=place)) for place in range(days)]
    assert found == pytest.approx(each, abs=1e-9)
    assert (np.diff(found) <= 1e-9).all()


@given(lines(), st.integers(1, 50))
def test_waiting_longer_never_shortens_the_days_forgone(line: Line, days: int) -> None:
    found = expected_overlaps(line, D, days)
    assert found is not None
    assert (np.diff(found) >= -1e-9).all()


@given(lines(), st.integers(0, 40))
def test_more_sessions_never_cost_less(line: Line, more: int) -> None:
    found = gap(line, D)
    few, many = (
        dollars(line, found),
        dollars(replace(line, weekly_sessions=line.weekly_sessions + more), found),
    )
    assert few is not None
    assert many is not None
    assert many.expected >= few.expected - 1e-9
    assert all(b >= a - 1e-9 for a, b in zip(few.levels, many.levels, strict=True))
    assert all(b >= a for a, b in zip(few.shown, many.shown, strict=True))


def test_dollars_are_weeks_times_sessions_times_the_platforms_rate() -> None:
    line = known(45)
    found = dollars(line, gap(line, D))
    assert found is not None
    assert found.levels == pytest.approx((3600, 3600, 3600))
    assert found.shown == (3600, 3600, 3600)
    assert (rounded(847.0), rounded(3_612.0), rounded(24_380.0)) == (850, 3_600, 24_400)


def test_all_payers_together_agree_with_drawing_them_many_times() -> None:
    pair = [
        Line(7, 80, 100, own(80, list(range(1, 60))), 90, (0, 0)),
        Line(12, 95, 100, own(120, list(range(40, 0, -1))), 90, (30, 60)),
    ]
    found = together([(line, gap(line, D)) for line in pair])
    assert found is not None
    random = np.random.default_rng(7)
    total = np.zeros(400_000)
    for line in pair:
        assert line.own is not None
        days = random.choice(len(line.own.chances), size=len(total), p=line.own.chances)
        late = np.maximum(days + (line.own.first - line.last_day(D)).days, 0)
        low, high = line.depanel
        late = late + random.integers(low, high + 1, size=len(total))
        total += late / 7 * line.weekly_sessions * (line.platform_rate or 0)
    assert found.levels == pytest.approx(np.quantile(total, [0.2, 0.5, 0.8]), rel=0.02)
    assert found.expected == pytest.approx(total.mean(), rel=0.02)


def test_one_payer_with_three_quarters_of_the_sessions_is_warned_of() -> None:
    found = concentrations({"Keystone First": 15, "Aetna": 5}, 50)
    assert [(one.name, one.percent) for one in found] == [("Keystone First", 75)]
    assert "75 %" in found[0].words
    assert concentrations({"Aetna": 5, "Cigna": 5}, 50) == []
    assert concentrations({}, 50) == []
