"""Stages chained against walking through every combination, and what must hold for any of them."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast import stages

Row = list[float]


def wide(row: Row, width: int = stages.HORIZON) -> stages.Chances:
    return np.array([*row, *[0.0] * (width - len(row))])


def walked(first: Row, behind: list[Row]) -> dict[int, float]:
    """Return {days from today: chance} by going through every way the stages can go."""
    found: dict[int, float] = {}
    for ways in itertools.product(range(len(first)), *(range(len(row)) for row in behind)):
        chance = first[ways[0]]
        for row, way in zip(behind, ways[1:], strict=True):
            chance *= row[way] / sum(row)
        found[ways[0] + 1 + sum(ways[1:])] = found.get(ways[0] + 1 + sum(ways[1:]), 0.0) + chance
    return found


chance_rows = st.lists(st.floats(0.01, 1), min_size=1, max_size=5)


@given(chance_rows, st.lists(chance_rows, max_size=3))
def test_a_chain_is_what_walking_every_way_gives(first: Row, behind: list[Row]) -> None:
    first = [chance / sum(first) for chance in first]
    parts = [np.array([wide(row, stages.HORIZON + 1)]) for row in behind]
    tail = stages.joined([stages.among_those_that_get_there(part) for part in parts], 1)
    found = stages.chained(np.array([wide(first)]), tail, np.array([0]))[0]
    for days, chance in walked(first, behind).items():
        assert found[days - 1] == pytest.approx(chance, abs=1e-9)
    assert found.sum() == pytest.approx(1.0)


@given(chance_rows, chance_rows, st.sampled_from([10, 20, 50, 80, 90, 95]))
def test_a_stage_more_never_comes_earlier(first: Row, second: Row, level: int) -> None:
    alone = stages.days_until(np.array([wide(first)]), [level])[0, 0]
    tail = stages.among_those_that_get_there(np.array([wide(second, stages.HORIZON + 1)]))
    both = stages.chained(np.array([wide(first)]), tail, np.array([0]))
    assert stages.days_until(both, [level])[0, 0] >= alone >= 1


def test_days_are_counted_from_tomorrow_and_in_order() -> None:
    rows = np.array([wide([0.1, 0.1, 0.3, 0.3, 0.1, 0.05, 0.05])])
    assert stages.days_until(rows, [10, 20, 50, 80, 90, 95]).tolist() == [[1, 2, 3, 4, 5, 6]]


def test_those_that_never_get_there_are_left_out() -> None:
    half = np.array([wide([0.0, 0.25, 0.25])])
    assert stages.days_until(half, [50, 80]).tolist() == [[2, 3]]


def test_no_chance_at_all_gives_no_day() -> None:
    assert np.isnan(stages.days_until(np.array([wide([])]), [20, 50])).all()


def test_a_known_day_is_told_as_it_is_and_never_before_tomorrow() -> None:
    rows = np.array([stages.certain(12), stages.certain(0), stages.certain(9999)])
    assert stages.days_until(rows, [10, 95]).tolist() == [[12, 12], [1, 1], [stages.HORIZON] * 2]


def test_what_is_slower_than_the_horizon_is_counted_at_its_end() -> None:
    late = np.zeros((1, stages.HORIZON + 1))
    late[0, -1] = 1.0
    joined = stages.joined([late, late], 1)
    assert joined[0, -1] == pytest.approx(1.0)
    assert joined.sum() == pytest.approx(1.0)


def test_each_row_is_chained_with_its_own() -> None:
    first = np.array([stages.certain(1), stages.certain(2), stages.certain(3)])
    behind = np.zeros((2, stages.HORIZON + 1))
    behind[0, 10] = behind[1, 20] = 1.0
    whole = stages.chained(first, behind, np.array([1, 0, 1]))
    assert stages.days_until(whole, [50]).ravel().tolist() == [21, 12, 23]
