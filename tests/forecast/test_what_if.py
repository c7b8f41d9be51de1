"""When is the first of several payers billable, when half, when all? Chances by enumeration beside the file's."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.what_if import at_least, by_then, day_of, half, over_by

ROWS = st.lists(
    st.lists(st.integers(0, 9), min_size=1, max_size=4).filter(lambda row: sum(row) > 0),
    min_size=1,
    max_size=4,
)


def shares(rows: list[list[int]]) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return [np.array(row, dtype=np.float64) / sum(row) for row in rows]


@given(ROWS)
def test_the_chance_that_so_many_are_over_is_that_of_counting_every_outcome(rows: list[list[int]]) -> None:
    daily = shares(rows)
    found = at_least(over_by(daily))
    for day in range(found.shape[1]):
        for count in range(1, len(daily) + 1):
            counted = 0.0
            for days in itertools.product(*(range(len(row)) for row in daily)):
                if sum(one <= day for one in days) >= count:
                    counted += float(np.prod([row[one] for row, one in zip(daily, days, strict=True)]))
            assert found[count - 1, day] == pytest.approx(counted, abs=1e-9)


@given(ROWS)
def test_the_first_comes_no_later_than_half_and_half_no_later_than_all(rows: list[list[int]]) -> None:
    reached = at_least(over_by(shares(rows)))
    days = [day_of(reached[count - 1], 0.5) for count in (1, half(len(rows)), len(rows))]
    assert None not in days
    assert days == sorted(day for day in days if day is not None)


@given(ROWS, st.integers(1, 6), st.integers(1, 20))
def test_starting_earlier_never_makes_a_day_less_likely(
    rows: list[list[int]], after: int, earlier: int
) -> None:
    every = at_least(over_by(shares(rows)))[-1]
    assert by_then(every, after + earlier) >= by_then(every, after)


def test_all_of_two_even_chances_are_later_than_either_median() -> None:
    row = np.full(10, 0.1)
    by = over_by([row, row])
    assert day_of(by[0], 0.5) == 4
    assert day_of(at_least(by)[1], 0.5) == 7
    assert day_of(at_least(by)[0], 0.5) == 2


def test_what_never_gets_there_has_no_day() -> None:
    assert day_of(over_by([np.array([0.1, 0.1])])[0], 0.5) is None
    assert by_then(np.array([0.4, 0.7]), 0) == 0.0
