"""Where an interval stands on its axis."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from forecast.interval_drawing import WIDTH, Axis, axis_of, bar

TODAY = dt.date(2026, 6, 1)
days_ahead = st.lists(st.integers(1, 2000), min_size=4, max_size=4).map(sorted)


def ahead(days: list[int]) -> tuple[dt.date | None, ...]:
    return tuple(TODAY + dt.timedelta(days=number) for number in days)


@given(days_ahead)
def test_its_parts_stand_in_order_on_the_paper(days: list[int]) -> None:
    drawn = bar(axis_of(TODAY, ahead(days)), ahead(days))
    assert drawn is not None
    assert 0 <= drawn.left <= drawn.left + drawn.width <= WIDTH
    assert drawn.left - 4 <= drawn.tick <= drawn.left + drawn.width + 4
    assert drawn.faint_left + drawn.faint_width <= WIDTH
    assert not drawn.runs_on


def test_a_date_that_is_missing_leaves_the_bar_out() -> None:
    assert bar(axis_of(TODAY, []), (None, None, None, None)) is None


def test_beyond_the_edge_it_runs_on() -> None:
    axis = Axis(TODAY, TODAY + dt.timedelta(days=100), TODAY)
    drawn = bar(axis, ahead([10, 20, 50, 400]))
    assert drawn is not None
    assert drawn.runs_on
    assert (drawn.left, drawn.tick, drawn.faint_left + drawn.faint_width) == (100.0, 200.0, WIDTH)


def test_months_begin_inside_the_axis() -> None:
    axis = Axis(dt.date(2026, 6, 15), dt.date(2026, 8, 20), dt.date(2026, 6, 20))
    assert [first for _, first in axis.months] == [dt.date(2026, 7, 1), dt.date(2026, 8, 1)]
    assert [x for x, _ in axis.months] == sorted(x for x, _ in axis.months)


def test_its_words_name_all_four_days() -> None:
    drawn = bar(axis_of(TODAY, ahead([10, 20, 50, 80])), ahead([10, 20, 50, 80]), late=True)
    assert drawn is not None
    assert drawn.late
    assert [f"{day.day} {day:%b %Y}" in drawn.words for day in ahead([10, 20, 50, 80]) if day] == [True] * 4
