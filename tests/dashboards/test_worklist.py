"""The day's page, rule by rule: what is due, what waits too long, what comes up, what can rest."""

import datetime as dt
from typing import Any

import pytest

from dashboards.worklist import Facts, Section, place, silent_days
from enrollments.enums import Clock, Status

TODAY = dt.date(2026, 11, 23)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def facts(**more: Any) -> Facts:
    given = {"status": Status.IN_REVIEW, "clock": Clock.PAYER, "today": TODAY, "last_contact_on": days(-2)}
    return Facts(**{**given, **more})


@pytest.mark.parametrize(
    ("follow_up", "section", "reason"),
    [
        (-3, Section.ACT_NOW, "Follow-up 3 days overdue"),
        (-1, Section.ACT_NOW, "Follow-up 1 day overdue"),
        (0, Section.ACT_NOW, "Follow-up due today"),
        (1, Section.COMING_UP, "Follow-up due in 1 day"),
        (7, Section.COMING_UP, "Follow-up due in 7 days"),
    ],
)
def test_a_follow_up_is_placed_by_its_day(follow_up: int, section: Section, reason: str) -> None:
    found = place(facts(follow_up_on=days(follow_up)))

    assert found is not None
    assert (found.section, found.reason) == (section, reason)


def test_a_follow_up_further_away_rests() -> None:
    assert place(facts(follow_up_on=days(8))) is None


def test_an_answer_due_within_three_days_is_for_today() -> None:
    asked = {"status": Status.INFO_REQUESTED, "clock": Clock.OURS}

    near = place(facts(**asked, answer_due_on=days(3)))
    later = place(facts(**asked, answer_due_on=days(4)))

    assert near is not None
    assert later is not None
    assert (near.section, later.section) == (Section.ACT_NOW, Section.COMING_UP)


def test_the_payer_past_its_turnaround_waits_too_long() -> None:
    found = place(facts(late_since=days(-12), follow_up_on=days(5)))

    assert found is not None
    assert (found.section, found.reason) == (Section.WAITING, "12 days past the payer's turnaround")


def test_what_is_late_but_ours_is_not_the_payers_delay() -> None:
    assert place(facts(clock=Clock.PLATFORM, late_since=days(-12), follow_up_on=days(20))) is None


@pytest.mark.parametrize(("quiet", "expected"), [(30, None), (31, 31)])
def test_silence_begins_after_thirty_days(quiet: int, expected: int | None) -> None:
    assert silent_days(facts(last_contact_on=days(-quiet))) == expected


def test_silence_counts_from_submission_when_nobody_ever_called() -> None:
    quiet = facts(last_contact_on=None, submitted_on=days(-44))

    found = place(quiet)

    assert found is not None
    assert (found.section, found.reason) == (Section.WAITING, "Nothing heard for 44 days")


def test_a_due_follow_up_comes_before_silence() -> None:
    found = place(facts(last_contact_on=days(-60), follow_up_on=TODAY))

    assert found is not None
    assert found.section == Section.ACT_NOW


def test_ours_without_a_next_date_is_not_lost() -> None:
    found = place(facts(status=Status.DRAFT, clock=Clock.OURS, status_since=days(-9)))

    assert found is not None
    assert (found.section, found.reason) == (Section.UNDATED, "Waiting on us for 9 days")


def test_a_closed_panel_with_a_far_recheck_rests() -> None:
    assert place(facts(status=Status.PANEL_CLOSED, clock=Clock.NONE, last_contact_on=days(-90))) is None
