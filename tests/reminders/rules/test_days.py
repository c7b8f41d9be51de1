"""On which day is a date told? Weekends, federal holidays, windows, what is learnt late; FACTS section 11."""

import datetime as dt
from datetime import date

import pytest

from reminders.enums import Kind
from reminders.kinds import KINDS
from reminders.schedule import (
    FARTHEST_DAYS,
    Occurrence,
    Span,
    days_late,
    due_days,
    is_over,
    merged,
    occurrences,
    occurrences_within,
    send_day,
    span_of,
    within,
)
from tests.reminders.rules.dated import told_on


@pytest.mark.parametrize(
    ("kind", "due", "lead", "day", "why"),
    [
        (Kind.LICENSE, date(2026, 11, 15), 0, date(2026, 11, 13), "a Sunday: the Friday before"),
        (Kind.LICENSE, date(2026, 12, 15), 30, date(2026, 11, 13), "30 days before lies on a Sunday"),
        (Kind.LICENSE, date(2026, 12, 25), 0, date(2026, 12, 24), "Christmas: the day before"),
        (Kind.LICENSE, date(2022, 1, 1), 0, date(2021, 12, 30), "New Year's Day 2022 is kept on 31 December"),
        (Kind.LICENSE, date(2021, 12, 31), 0, date(2021, 12, 30), "New Year's Eve, observed"),
        (
            Kind.LICENSE,
            date(2026, 7, 4),
            0,
            date(2026, 7, 2),
            "4 July 2026 is a Saturday, kept on the Friday",
        ),
        (Kind.LICENSE, date(2026, 11, 13), -1, date(2026, 11, 16), "after its date: never before it"),
        (Kind.LICENSE, date(2021, 12, 30), -1, date(2022, 1, 3), "observed holiday, then a weekend"),
        (Kind.RECREDENTIALING, date(2026, 8, 31), 0, date(2026, 8, 31), "a Monday stays"),
        (Kind.STATUTE_OVERDUE, date(2026, 11, 22), 7, date(2026, 11, 13), "a legal date goes back"),
        (Kind.STATUTE_OVERDUE, date(2026, 11, 13), -1, date(2026, 11, 16), "and forward once it is past"),
        (Kind.FOLLOW_UP, date(2026, 11, 14), 0, date(2026, 11, 16), "a Saturday: the Monday after"),
        (Kind.FOLLOW_UP, date(2026, 11, 11), 0, date(2026, 11, 12), "Veterans Day"),
        (Kind.FOLLOW_UP, date(2023, 1, 1), 0, date(2023, 1, 3), "a Sunday, kept on the Monday"),
        (Kind.SILENCE, date(2026, 11, 26), 0, date(2026, 11, 27), "Thanksgiving"),
        (Kind.FOLLOW_UP_OVERDUE, date(2026, 11, 25), -2, date(2026, 11, 30), "two business days around it"),
        (Kind.FOLLOW_UP_ESCALATED, date(2026, 11, 25), -5, date(2026, 12, 3), "a business week around it"),
        (Kind.FOLLOW_UP_OVERDUE, date(2026, 11, 14), -2, date(2026, 11, 17), "a Saturday counts from itself"),
        (Kind.LOADING_CHECK, date(2026, 11, 14), -7, date(2026, 11, 23), "weekly, from the day itself"),
        (Kind.LICENSE, date(2028, 2, 29), 0, date(2028, 2, 29), "29 February"),
        (Kind.LICENSE, date(2028, 2, 29), 30, date(2028, 1, 28), "30 January 2028 is a Sunday"),
    ],
)
def test_the_business_day_of_a_telling(kind: Kind, due: date, lead: int, day: date, why: str) -> None:
    assert send_day(due, lead, KINDS[kind]) == day, why


def test_a_license_is_told_eleven_times_at_most_once_a_day() -> None:
    assert told_on(Kind.LICENSE, date(2026, 11, 16)) == {
        120: date(2026, 7, 17),  # 19 July is a Sunday
        90: date(2026, 8, 18),
        60: date(2026, 9, 17),
        30: date(2026, 10, 16),  # the 17th is a Saturday
        14: date(2026, 11, 2),
        7: date(2026, 11, 9),
        1: date(2026, 11, 13),  # the 15th is a Sunday
        0: date(2026, 11, 16),
        -1: date(2026, 11, 17),
        -30: date(2026, 12, 16),
    }


def test_of_two_tellings_on_a_day_the_one_nearer_the_date_stays() -> None:
    """Due on a Sunday: the day before and the day itself both roll back to the Friday."""
    told = told_on(Kind.LICENSE, date(2026, 11, 15))
    assert told[0] == date(2026, 11, 13)
    assert 1 not in told


def test_caqh_is_told_as_caqh_itself_writes() -> None:
    """FACTS 3: 15, 10 and 5 days before; expired the day after; +1, +14, +28, +42."""
    due = date(2026, 11, 17)
    told = told_on(Kind.CAQH, due)
    assert [lead for lead in told if lead < 0] == [-1, -14, -28, -42]
    assert told[15] == date(2026, 11, 2)
    assert told[10] == date(2026, 11, 6)  # the 7th is a Saturday
    assert told[-42] == date(2026, 12, 29)


def test_what_passed_before_it_was_known_is_told_once() -> None:
    due = date(2026, 11, 20)
    told = told_on(Kind.LICENSE, due, known_on=date(2026, 10, 27))
    assert told == {
        30: date(2026, 10, 27), 14: date(2026, 11, 6), 7: date(2026, 11, 13), 1: date(2026, 11, 19),
        0: due, -1: date(2026, 11, 23), -30: date(2026, 12, 21),
    }  # fmt: skip


def test_what_is_recorded_on_a_weekend_is_told_on_the_monday() -> None:
    told = told_on(Kind.LICENSE, date(2026, 11, 1), known_on=date(2026, 11, 14))
    assert told == {-1: date(2026, 11, 16), -30: date(2026, 12, 1)}


def test_a_paper_that_ran_out_years_ago_is_told_once_when_it_is_recorded() -> None:
    assert told_on(Kind.LICENSE, date(2021, 5, 3), known_on=date(2026, 11, 17)) == {-30: date(2026, 11, 17)}


@pytest.mark.parametrize(
    ("kind", "due", "known", "told"),
    [
        (Kind.EFFECTIVE_COMING, date(2024, 1, 1), date(2026, 11, 17), []),
        (Kind.EFFECTIVE_COMING, date(2026, 11, 17), date(2026, 11, 17), []),
        (Kind.EFFECTIVE_COMING, date(2026, 11, 18), date(2026, 11, 17), [(3, date(2026, 11, 17))]),
        (Kind.EFFECTIVE_REACHED, date(2024, 1, 1), date(2026, 11, 17), []),
        (Kind.EFFECTIVE_REACHED, date(2026, 9, 1), date(2026, 11, 17), [(0, date(2026, 11, 17))]),
        (Kind.LOADING_CHECK, date(2024, 1, 1), date(2026, 11, 17), []),
        (Kind.LOADING_CHECK, date(2026, 8, 27), date(2026, 11, 17), [(-77, date(2026, 11, 17)), (-84, date(2026, 11, 19))]),
        (Kind.APPEAL, date(2026, 11, 16), date(2026, 11, 17), []),
        (Kind.APPEAL, date(2026, 11, 17), date(2026, 11, 17), [(0, date(2026, 11, 17))]),
        (Kind.MEDICARE_OPT_OUT, date(2026, 12, 16), date(2026, 11, 17), []),
        (Kind.CONTRACT_ENDS, date(2025, 12, 31), date(2026, 11, 17), []),
    ],
)  # fmt: skip
def test_what_is_learnt_too_late_to_be_of_use_is_not_told(
    kind: Kind, due: date, known: date, told: list[tuple[int, date]]
) -> None:
    """A spreadsheet tells of hundreds of active applications: none asks for a check of years ago."""
    assert list(told_on(kind, due, known_on=known).items()) == told


def test_the_last_day_of_use() -> None:
    spec = KINDS[Kind.APPEAL]
    assert not is_over(date(2026, 11, 17), date(2026, 11, 17), spec)
    assert is_over(date(2026, 11, 17), date(2026, 11, 18), spec)
    assert not is_over(date(2020, 1, 1), date(2026, 11, 18), KINDS[Kind.LICENSE])


def test_how_late_a_telling_is() -> None:
    spec = KINDS[Kind.LICENSE]
    assert days_late(date(2026, 11, 16), Occurrence(7, date(2026, 11, 9)), spec) == 0
    assert days_late(date(2026, 11, 16), Occurrence(7, date(2026, 11, 12)), spec) == 3


def test_news_is_told_on_the_day_it_is_learnt() -> None:
    spec = KINDS[Kind.EFFECTIVE_DIFFERS]
    far = date(2027, 6, 1)
    assert told_on(Kind.EFFECTIVE_DIFFERS, far, known_on=date(2026, 11, 14)) == {0: date(2026, 11, 16)}
    assert occurrences(far, (0,), spec) == []
    assert occurrences(far, (), spec, known_on=date(2026, 11, 16)) == []


OPENS, DUE = date(2026, 1, 31), date(2026, 8, 31)


def test_a_revalidation_is_told_when_its_window_opens_and_never_before() -> None:
    """42 CFR 424.515; Noridian: what is sent more than seven months ahead is returned."""
    told = told_on(Kind.REVALIDATION, DUE, opens_on=OPENS)
    assert next(iter(told.items())) == (212, date(2026, 2, 2))  # 31 January 2026 is a Saturday
    assert list(told)[1:] == [180, 120, 90, 60, 30, 14, 7, 1, 0, -1, -30]


def test_leads_longer_than_the_window_wait_for_it() -> None:
    spec = KINDS[Kind.REVALIDATION]
    found = occurrences(DUE, (300, 213, 30), spec, opens_on=OPENS)
    assert [one.lead for one in found] == [212, 30]
    assert occurrences(DUE, (), spec, opens_on=OPENS) == []


def test_days_of_due_dates_hold_the_opening_of_the_window_whatever_the_leads() -> None:
    today = date(2026, 2, 2)
    ranges = due_days((30,), KINDS[Kind.REVALIDATION], span_of(today, 7))
    assert within(DUE, ranges)
    assert due_days((), KINDS[Kind.REVALIDATION], span_of(today, 7)) == []


def test_a_plan_reaches_a_week_ahead_and_the_grace_back() -> None:
    assert span_of(date(2026, 11, 17), 7) == Span(date(2026, 11, 17), date(2026, 11, 10), date(2026, 11, 24))
    assert span_of(date(2026, 11, 17), 7).grace_from(6) == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("planned_until", "start"),
    [
        (date(2026, 11, 23), date(2026, 11, 10)),  # yesterday: the grace
        (date(2026, 11, 10), date(2026, 11, 10)),
        (date(2026, 10, 18), date(2026, 10, 18)),  # down for a month
        (date(2026, 8, 1), date(2026, 8, 1)),
        (date(2020, 1, 1), date(2026, 11, 17) - dt.timedelta(days=FARTHEST_DAYS)),
    ],
)
def test_after_a_downtime_the_plan_begins_where_the_last_one_ended(planned_until: date, start: date) -> None:
    assert span_of(date(2026, 11, 17), 7, planned_until).start == start


def test_ranges_become_few_and_disjoint() -> None:
    a, b = date(2026, 1, 1), date(2026, 1, 10)
    assert merged([(b, date(2026, 1, 12)), (a, date(2026, 1, 9))]) == [(a, date(2026, 1, 12))]
    assert merged([(a, a), (b, b)]) == [(a, a), (b, b)]
    assert merged([(a, b), (a, a)]) == [(a, b)]
    assert within(b, [(a, b)])
    assert not within(date(2026, 1, 11), [(a, b)])


def test_only_what_lies_in_the_span_is_kept() -> None:
    spec = KINDS[Kind.LICENSE]
    found = occurrences_within(span_of(date(2026, 11, 9), 7), date(2026, 11, 16), spec.leads, spec)
    assert [one.lead for one in found] == [14, 7, 1, 0]
