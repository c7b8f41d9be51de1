"""Business days, months and overlaps; federal holidays as 5 USC 6103 and OPM's calendars give them."""

import datetime as dt
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credtrack.kernel import dates

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
counts = st.integers(-400, 400)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Martin Luther King's birthday: third Monday of January"),
        (date(2026, 2, 16), "Washington's Birthday: third Monday of February"),
        (date(2026, 5, 25), "Memorial Day: last Monday of May"),
        (date(2026, 6, 19), "Juneteenth"),
        (date(2026, 7, 3), "4 July 2026 is a Saturday, kept on the Friday"),
        (date(2026, 9, 7), "Labor Day: first Monday of September"),
        (date(2026, 10, 12), "Columbus Day: second Monday of October"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2026, 11, 26), "Thanksgiving: fourth Thursday of November"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 7, 5), "4 July 2027 is a Sunday, kept on the Monday"),
        (date(2027, 12, 24), "Christmas 2027 is a Saturday, kept on the Friday"),
        (date(2021, 12, 31), "1 January 2022 is a Saturday, kept in the year before"),
        (date(2027, 12, 31), "1 January 2028 is a Saturday, kept in the year before"),
        (date(2023, 1, 2), "1 January 2023 is a Sunday, kept on the Monday"),
    ],
)
def test_a_federal_holiday_is_no_business_day(day: date, why: str) -> None:
    assert day in dates.federal_holidays(day.year), why
    assert not dates.is_business_day(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 27), "the day after Thanksgiving is a holiday of states, not of federal offices"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2022, 1, 3), "the holiday of 1 January 2022 was kept on 31 December 2021"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2020, 6, 19), "Juneteenth became a federal holiday in 2021"),
        (date(2026, 7, 6), "the holiday of Saturday 4 July 2026 was kept on the Friday"),
    ],
)
def test_other_days_of_note_are_business_days(day: date, why: str) -> None:
    assert dates.is_business_day(day), why


def test_a_year_has_eleven_holidays_and_those_observed_across_its_edge() -> None:
    assert sum(day.weekday() < 5 for day in dates.federal_holidays(2026)) == 11
    assert sum(day.weekday() < 5 for day in dates.federal_holidays(2021)) == 12
    assert sum(day.weekday() < 5 for day in dates.federal_holidays(2022)) == 10


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 12), 1, date(2026, 3, 13)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2026, 3, 14), 1, date(2026, 3, 16)),
        (date(2026, 7, 2), 1, date(2026, 7, 6)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 3, 16), -1, date(2026, 3, 13)),
        (date(2026, 3, 14), 0, date(2026, 3, 16)),
        (date(2026, 3, 13), 0, date(2026, 3, 13)),
        (date(2026, 6, 1), 60, date(2026, 8, 26)),
    ],
)
def test_adding_business_days(start: date, count: int, end: date) -> None:
    assert dates.add_business_days(start, count) == end


@given(days, counts.filter(bool))
def test_adding_and_counting_business_days_agree(day: date, count: int) -> None:
    start = dates.roll_forward(day)

    assert dates.business_days_between(start, dates.add_business_days(start, count)) == count


@given(days, days)
def test_counting_backward_is_counting_forward_turned_around(one: date, other: date) -> None:
    assert dates.business_days_between(one, other) == -dates.business_days_between(other, one)


@given(days, st.integers(0, 1500))
def test_counting_equals_looking_at_every_day(start: date, length: int) -> None:
    span = [start + dt.timedelta(days=step) for step in range(1, length + 1)]

    expected = sum(dates.is_business_day(day) for day in span)

    assert dates.business_days_between(start, start + dt.timedelta(days=length)) == expected


@given(days)
def test_rolling_ends_on_the_nearest_business_day_of_its_side(day: date) -> None:
    later, earlier = dates.roll_forward(day), dates.roll_backward(day)

    assert earlier <= day <= later
    assert dates.is_business_day(later)
    assert dates.is_business_day(earlier)
    assert (later - earlier).days <= 5


def test_a_business_day_rolls_nowhere() -> None:
    assert (
        dates.roll_forward(date(2026, 3, 12)) == dates.roll_backward(date(2026, 3, 12)) == date(2026, 3, 12)
    )


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 12), 36, date(2029, 3, 12)),
        (date(2026, 3, 12), 0, date(2026, 3, 12)),
    ],
)
def test_adding_months_stays_in_the_month_meant(day: date, months: int, end: date) -> None:
    assert dates.add_months(day, months) == end


@given(days, st.integers(-240, 240))
def test_adding_months_moves_exactly_that_many_months(day: date, months: int) -> None:
    moved = dates.add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day


def test_days_are_counted_in_the_unit_that_is_named() -> None:
    friday = date(2026, 3, 13)

    assert dates.add_days(friday, 3, business=False) == date(2026, 3, 16)
    assert dates.add_days(friday, 3, business=True) == date(2026, 3, 18)


JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
def test_both_ends_belong_to_a_span(day: date, inside: bool) -> None:
    assert dates.covers(JANUARY, day) is inside


def test_a_span_without_an_end_stays_open() -> None:
    assert dates.covers((date(2026, 1, 1), None), date(2099, 1, 1))
    assert not dates.covers((date(2026, 1, 1), None), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ((date(2026, 1, 31), date(2026, 3, 1)), True),
        ((date(2026, 2, 1), date(2026, 3, 1)), False),
        ((date(2025, 1, 1), None), True),
        ((date(2026, 2, 1), None), False),
        ((date(2025, 1, 1), date(2025, 12, 31)), False),
    ],
)
def test_spans_overlap_when_they_share_a_day(other: dates.DateRange, shared: bool) -> None:
    assert dates.overlap(JANUARY, other) is shared
    assert dates.overlap(other, JANUARY) is shared


spans = st.tuples(days, st.none() | st.integers(0, 900)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + dt.timedelta(days=pair[1]))
)


@given(spans, spans)
def test_overlap_is_there_exactly_when_the_later_start_lies_in_both(
    one: dates.DateRange, other: dates.DateRange
) -> None:
    later = max(one[0], other[0])

    assert dates.overlap(one, other) is (dates.covers(one, later) and dates.covers(other, later))
