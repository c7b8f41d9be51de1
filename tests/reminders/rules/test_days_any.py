"""For any dates and leads: tellings are business days in order, one a day, and no query misses one."""

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credtrack.kernel import dates
from credtrack.kernel.dates import is_business_day, roll_backward, roll_forward
from enrollments.recredentialing import next_renewal
from reminders.enums import Counting, Kind, Roll
from reminders.kinds import KINDS, KindSpec
from reminders.schedule import Span, due_days, is_over, occurrences, occurrences_within, span_of, within
from tests.reminders.rules.dated import MEDICARE

DAYS = st.dates(dt.date(2021, 1, 1), dt.date(2032, 12, 31))
LEADS = st.lists(st.integers(-60, 240), unique=True, max_size=12)
SPECS = st.builds(
    replace,
    st.sampled_from([spec for spec in KINDS.values() if not spec.when_known]),
    counting=st.sampled_from(Counting),
    roll=st.sampled_from(Roll),
    until=st.none() | st.integers(-90, 30),
)
CALENDAR = SPECS.map(lambda spec: replace(spec, counting=Counting.CALENDAR))
MAYBE = st.none() | DAYS


@given(DAYS, LEADS, SPECS, MAYBE, MAYBE)
def test_tellings_are_business_days_in_order_one_a_day(
    due: dt.date, leads: list[int], spec: KindSpec, known_on: dt.date | None, opens_on: dt.date | None
) -> None:
    found = occurrences(due, leads, spec, known_on=known_on, opens_on=opens_on)
    days = [one.send_on for one in found]
    assert all(map(is_business_day, days))
    assert days == sorted(set(days))
    assert len({one.lead for one in found}) == len(found)
    for earliest in (known_on, opens_on):
        assert earliest is None or all(day >= earliest for day in days)


@given(DAYS, LEADS, CALENDAR)
def test_before_the_date_never_after_it_and_after_it_never_before(
    due: dt.date, leads: list[int], spec: KindSpec
) -> None:
    for one in occurrences(due, leads, spec):
        if one.lead < 0:
            assert one.send_on > due
        elif spec.roll == Roll.BACKWARD:
            assert one.send_on <= due - dt.timedelta(days=one.lead)


@given(DAYS, LEADS, SPECS)
def test_every_day_that_is_asked_for_is_told(due: dt.date, leads: list[int], spec: KindSpec) -> None:
    """Of several leads on one business day the nearest to the date speaks; no day is lost."""
    found = {one.send_on: one.lead for one in occurrences(due, leads, spec)}
    alone = [occurrences(due, (lead,), spec)[0] for lead in leads]
    assert set(found) == {one.send_on for one in alone}
    assert all(found[one.send_on] <= one.lead for one in alone)


@given(DAYS, LEADS, SPECS, DAYS)
def test_what_is_learnt_late_is_told_once_unless_it_is_of_no_use(
    due: dt.date, leads: list[int], spec: KindSpec, known_on: dt.date
) -> None:
    found = occurrences(due, leads, spec, known_on=known_on)
    passed = [lead for lead in leads if occurrences(due, (lead,), spec)[0].send_on < known_on]
    day = roll_forward(known_on)
    told = [one for one in found if one.send_on == day]
    assert len(told) == 1 or not passed or is_over(due, day, spec)


@given(DAYS, LEADS, SPECS, MAYBE, MAYBE, st.integers(0, 30), MAYBE)
def test_the_short_way_gives_the_same_answer(
    due: dt.date, leads: list[int], spec: KindSpec, known_on: dt.date | None, opens_on: dt.date | None,
    grace: int, planned_until: dt.date | None,
) -> None:  # fmt: skip
    today = due + dt.timedelta(days=grace - 15)
    span = span_of(today, grace, planned_until)
    whole = occurrences(due, leads, spec, known_on=known_on, opens_on=opens_on)
    expected = [one for one in whole if span.start <= one.send_on <= span.end]
    short = occurrences_within(span, due, leads, spec, known_on=known_on, opens_on=opens_on)
    assert short == expected


@given(DAYS, LEADS, SPECS, st.integers(0, 60), st.data())
def test_the_days_to_read_hold_every_date_with_a_telling_in_the_span(
    today: dt.date, leads: list[int], spec: KindSpec, grace: int, data: st.DataObject
) -> None:
    span = span_of(today, grace)
    lead = data.draw(st.sampled_from(leads or [0]))
    due = today + dt.timedelta(days=lead + data.draw(st.integers(-2 * abs(lead) - 70, 2 * abs(lead) + 30)))
    if occurrences_within(span, due, leads, spec):
        assert within(due, due_days(leads, spec, span))


@given(DAYS, st.lists(st.integers(-30, 180), unique=True, min_size=1, max_size=4), st.integers(-7, 7))
def test_the_days_to_read_hold_the_window_of_every_medicare_revalidation(
    decided: dt.date, leads: list[int], offset: int
) -> None:
    renewal = next_renewal(decided, 60, MEDICARE)
    assert renewal.opens_on is not None
    spec = KINDS[Kind.REVALIDATION]
    span = span_of(renewal.opens_on + dt.timedelta(days=offset), 7)
    if occurrences_within(span, renewal.due_on, leads, spec, opens_on=renewal.opens_on):
        assert within(renewal.due_on, due_days(leads, spec, span))


@given(DAYS)
def test_the_window_in_the_table_is_the_window_of_the_rule(decided: dt.date) -> None:
    renewal = next_renewal(decided, 60, MEDICARE)
    fewest, most = KINDS[Kind.REVALIDATION].window or (0, 0)
    assert renewal.opens_on is not None
    assert fewest <= (renewal.due_on - renewal.opens_on).days <= most


@given(DAYS, LEADS, SPECS, st.randoms())
def test_the_order_of_the_leads_means_nothing(
    due: dt.date, leads: list[int], spec: KindSpec, chance: object
) -> None:
    shuffled = list(leads)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert occurrences(due, shuffled, spec) == occurrences(due, leads, spec)


@given(DAYS, st.integers(0, 30), st.integers(1, 30))
def test_two_plans_leave_no_day_between_them(today: dt.date, grace: int, gap: int) -> None:
    first = span_of(today, grace)
    second = span_of(today + dt.timedelta(days=gap), grace, planned_until=first.end)
    assert second.start <= first.end + dt.timedelta(days=1)


@given(DAYS, st.sets(DAYS, max_size=12), LEADS, CALENDAR)
def test_any_calendar_of_holidays_is_respected(
    due: dt.date, closed: set[dt.date], leads: list[int], spec: KindSpec
) -> None:
    """The rule asks the calendar and knows no holiday by itself."""
    around = {due + dt.timedelta(days=step) for step in (-1, 0, 1)} | closed

    def holidays(year: int) -> frozenset[dt.date]:
        return frozenset(day for day in around if day.year == year)

    with patch.object(dates, "federal_holidays", holidays):
        days = [one.send_on for one in occurrences(due, leads, spec)]
    assert not around & set(days)
    assert all(day.weekday() < 5 for day in days)


@given(DAYS)
def test_no_day_rolls_farther_than_the_days_to_read_allow(day: dt.date) -> None:
    assert (roll_forward(day) - day).days <= 4
    assert (day - roll_backward(day)).days <= 4


@pytest.mark.parametrize("kind", list(Kind))
def test_a_span_of_one_day_tells_what_that_day_asks(kind: Kind) -> None:
    spec, due = KINDS[kind], dt.date(2026, 11, 17)
    known_on = due if spec.when_known else None
    for one in occurrences(due, spec.leads, spec, known_on=known_on):
        span = Span(one.send_on, one.send_on, one.send_on)
        assert occurrences_within(span, due, spec.leads, spec, known_on=known_on) == [one]
