"""When to chase next: a business day, what to do on it, and why."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credtrack.kernel.dates import is_business_day
from enrollments.enums import Status
from enrollments.followups import WHAT, WHAT_BLOCKED, Cadence, Situation, Suggestion, suggest
from enrollments.states import OPEN
from payers.enums import RuleKind, SourceQuality, Unit
from payers.rules import Fact

# A Monday; no federal holiday falls into the two weeks after it.
MONDAY = dt.date(2026, 3, 2)


def rule(days: int, **changes: Any) -> Fact:
    """Return a cadence row of `days` calendar days."""
    row = Fact(
        id=1,
        kind=RuleKind.FOLLOW_UP,
        value_min=days,
        unit=Unit.CALENDAR_DAYS,
        source="Status legend",
        source_quality=SourceQuality.WEAK,
        quoted_on=dt.date(2026, 1, 2),
    )
    return dataclasses.replace(row, **changes)


def next_of(status: str, cadence: Cadence | None = None, **changes: Any) -> Suggestion:
    """Return what follows for an application that got `status` on Monday, read on that day."""
    situation = Situation(Status(status), MONDAY, MONDAY)
    found = suggest(dataclasses.replace(situation, **changes), cadence or Cadence(rule(7)))
    assert found is not None
    return found


def test_the_first_check_is_on_day_seven_after_sending() -> None:
    found = next_of("submitted")
    assert found.due_on == MONDAY + dt.timedelta(days=7)
    assert found.what == "Ask whether the payer has it"
    assert found.basis == "7 calendar days after sending. Weak: Status legend, as of 2 Jan 2026"


def test_then_weekly_from_the_last_contact() -> None:
    found = next_of(
        "submitted", last_contact_on=MONDAY + dt.timedelta(days=7), today=MONDAY + dt.timedelta(days=7)
    )
    assert found.due_on == MONDAY + dt.timedelta(days=14)
    assert "after the last contact" in found.basis


def test_a_contact_before_the_last_move_does_not_count() -> None:
    found = next_of("in_review", last_contact_on=MONDAY - dt.timedelta(days=1))
    assert found.due_on == MONDAY + dt.timedelta(days=7)


def test_a_weekend_rolls_forward() -> None:
    found = next_of("in_review", Cadence(rule(5)))
    assert found.due_on == dt.date(2026, 3, 9)


def test_a_holiday_rolls_forward() -> None:
    thanksgiving = dt.date(2026, 11, 26)
    start = thanksgiving - dt.timedelta(days=7)
    assert next_of("submitted", status_since=start, today=start).due_on == dt.date(2026, 11, 27)


def test_business_days_are_counted_as_such() -> None:
    found = next_of("loading", Cadence(rule(7, unit=Unit.BUSINESS_DAYS)))
    assert found.due_on == dt.date(2026, 3, 11)
    assert found.basis.startswith("7 business days after the last move")


def test_the_smaller_number_of_a_range_is_taken() -> None:
    assert next_of("in_review", Cadence(rule(7, value_max=14))).due_on == dt.date(2026, 3, 9)
    assert next_of("in_review", Cadence(rule(0, value_min=None, value_max=14))).due_on == dt.date(2026, 3, 16)


def test_nothing_is_planned_into_the_past() -> None:
    a_sunday = dt.date(2026, 5, 31)
    assert next_of("submitted", today=a_sunday).due_on == dt.date(2026, 6, 1)


def test_without_any_rule_the_default_is_said_to_be_ours() -> None:
    found = next_of("submitted", Cadence())
    assert found.due_on == MONDAY + dt.timedelta(days=7)
    assert "CredTrack's own default" in found.basis


def test_an_answer_is_given_before_it_is_due() -> None:
    found = next_of("info_requested", Cadence(rule(3)), answer_due_on=dt.date(2026, 3, 20))
    assert found.due_on == dt.date(2026, 3, 5)
    near = next_of("info_requested", Cadence(rule(7)), answer_due_on=dt.date(2026, 3, 9))
    assert near.due_on == dt.date(2026, 3, 6)
    assert "waits for the answer until 9 Mar 2026" in near.basis


def test_an_answer_that_is_overdue_is_for_today() -> None:
    found = next_of("info_requested", answer_due_on=MONDAY - dt.timedelta(days=4))
    assert found.due_on == MONDAY


def test_a_closed_panel_is_asked_again_on_the_day_noted() -> None:
    found = next_of("panel_closed", recheck_on=dt.date(2026, 9, 5))
    assert found.due_on == dt.date(2026, 9, 8)
    assert "5 Sep 2026" in found.basis


@pytest.mark.parametrize(("panel", "due"), [(rule(3, unit=Unit.MONTHS), (2026, 6, 2)), (None, (2026, 9, 2))])
def test_a_closed_panel_without_a_day_follows_the_rule(panel: Fact | None, due: tuple[int, int, int]) -> None:
    assert next_of("panel_closed", Cadence(panel=panel)).due_on == dt.date(*due)


def test_a_denial_is_decided_on_while_the_window_is_open() -> None:
    until = dt.date(2026, 4, 1)
    assert next_of("denied", appeal_until=until).due_on == dt.date(2026, 3, 9)
    assert next_of("denied", appeal_until=dt.date(2026, 3, 8)).due_on == dt.date(2026, 3, 6)
    situation = Situation(Status.DENIED, MONDAY, MONDAY)
    assert suggest(situation, Cadence(rule(7))) is None
    assert (
        suggest(dataclasses.replace(situation, appeal_until=MONDAY - dt.timedelta(days=1)), Cadence()) is None
    )


def test_a_payer_that_takes_calls_late_is_left_alone_until_then() -> None:
    wait = rule(120, kind=RuleKind.STATUS_CALLS_FROM, source="Optum talking points")
    cadence = Cadence(rule(7), calls_from=wait)
    found = next_of("in_review", cadence, complete_on=MONDAY)
    assert found.due_on == MONDAY + dt.timedelta(days=120)
    assert found.basis.startswith("The payer takes status calls only from day 120")
    assert next_of("submitted", cadence, complete_on=MONDAY).due_on == MONDAY + dt.timedelta(days=7)


def test_a_block_is_looked_at_whatever_the_status() -> None:
    assert next_of("panel_closed", Cadence(rule(30)), blocked=True).what == WHAT_BLOCKED


@pytest.mark.parametrize("status", ["active", "withdrawn", "declined_by_us", "ended"])
def test_nobody_chases_what_is_closed(status: str) -> None:
    assert suggest(Situation(Status(status), MONDAY, MONDAY), Cadence(rule(7))) is None


def test_every_open_status_says_what_to_do() -> None:
    assert set(WHAT) >= OPEN


days = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@given(
    status=st.sampled_from(sorted(OPEN)),
    since=days,
    waited=st.integers(0, 400),
    contact=st.none() | days,
    deadline=st.none() | days,
    every=st.integers(0, 60),
    business=st.booleans(),
)
def test_a_chase_is_always_on_a_business_day_from_today_on(
    status: Status,
    since: dt.date,
    waited: int,
    contact: dt.date | None,
    deadline: dt.date | None,
    every: int,
    business: bool,
) -> None:
    today = since + dt.timedelta(days=waited)
    situation = Situation(status, since, today, contact, since, deadline, deadline, deadline)
    unit = Unit.BUSINESS_DAYS if business else Unit.CALENDAR_DAYS
    found = suggest(situation, Cadence(rule(every, unit=unit)))
    assert found is not None
    assert found.due_on >= today
    assert is_business_day(found.due_on)
    assert found.basis
