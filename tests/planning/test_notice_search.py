"""The proposed day of notice against trying every day, and what another day costs."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.exit_gaps import Line, OwnDay
from planning.notice_search import Search, search, shifts
from tests.planning.exit_scenes import TODAY, expected, lines

PLANS = st.lists(lines(), min_size=1, max_size=4)


def fits(plan: list[Line], day: dt.date, limit: float, money: float | None) -> bool:
    """Say by plain counting whether a day keeps within the limits."""
    worst = max(expected(line, day) for line in plan)
    lost = sum(expected(line, day) / 7 * line.weekly_sessions * (line.platform_rate or 0) for line in plan)
    return worst <= limit + 1e-6 and (money is None or lost <= money + 1e-6)


@given(PLANS, st.integers(0, 30), st.one_of(st.none(), st.integers(0, 5_000)), st.integers(1, 60))
def test_no_day_that_was_tried_is_earlier_and_fits(
    plan: list[Line], limit: int, money: float | None, days: int
) -> None:
    found = search(plan, Search(TODAY, days, limit, money))
    every = [TODAY + dt.timedelta(days=place) for place in range(days)]
    good = [day for day in every if fits(plan, day, limit, money)]
    # A hair above a limit counting and summing may differ; the limits are whole numbers, the gaps are not.
    if found.notice_on is None:
        assert not [
            day for day in good if fits(plan, day, limit - 1e-5, None if money is None else money - 1e-5)
        ]
        return
    assert fits(plan, found.notice_on, limit, money)
    assert found.notice_on == good[0]
    assert found.worst_days == pytest.approx(max(expected(line, found.notice_on) for line in plan), abs=1e-6)


def test_a_blocked_payer_leaves_no_day() -> None:
    blocked = Line(7, 80, 100, None, 90, blocked="Aetna has no date: the release letter was refused")
    free = Line(7, 80, 100, OwnDay.known(TODAY), 90)
    found = search([free, blocked], Search(TODAY, 700, 14))
    assert found.notice_on is None
    assert "refused" in found.reason


def test_a_window_longer_than_the_limit_is_named_as_the_reason() -> None:
    line = Line(7, 80, 100, OwnDay.known(TODAY), 90, (30, 60))
    found = search([line], Search(TODAY, 700, 14))
    assert found.notice_on is None
    assert "45 days" in found.reason


def test_the_earliest_day_of_one_known_own_day_is_limit_and_notice_before_it() -> None:
    line = Line(7, 80, 100, OwnDay.known(dt.date(2027, 1, 1)), 90)
    found = search([line], Search(TODAY, 700, 14))
    assert found.notice_on == dt.date(2027, 1, 1) - dt.timedelta(days=104)


def test_a_week_earlier_costs_a_week_and_waiting_costs_the_better_rate() -> None:
    line = Line(7, 80, 100, OwnDay.known(TODAY + dt.timedelta(days=150)), 90)
    found = {one.days: one for one in shifts([line], TODAY + dt.timedelta(days=60), TODAY)}
    assert found[-7].lost == pytest.approx(7 * 80)
    assert found[0].lost == 0
    assert found[0].forgone == 0
    assert found[14].forgone == pytest.approx(2 * 7 * 20)
    assert min(one.notice_on for one in found.values()) >= TODAY
