"""Network status, rule by rule: spans, platforms, government lines, pending, closed, ended."""

import datetime as dt

import pytest

from enrollments.enums import Status
from enrollments.network import Attempt, Span, Standing, network_status

ON = dt.date(2026, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def own(effective: str, **more: object) -> Span:
    return Span(effective_on=day(effective), **more)  # type: ignore[arg-type]


def attempt(status: Status, since: str = "2026-04-02", **more: object) -> Attempt:
    return Attempt(status, day(since), **more)  # type: ignore[arg-type]


def test_nothing_recorded_is_not_enrolled() -> None:
    assert network_status([], [], ON).standing == Standing.NOT_ENROLLED


def test_an_own_span_that_covers_the_day_is_in_network() -> None:
    answer = network_status([own("2026-01-01")], [], ON)

    assert (answer.standing, answer.own, answer.since) == (Standing.IN_NETWORK, True, day("2026-01-01"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-12-31", Standing.EFFECTIVE_LATER),
        ("2026-01-01", Standing.IN_NETWORK),
        ("2026-09-30", Standing.IN_NETWORK),
        ("2026-10-01", Standing.ENDED),
    ],
)
def test_a_span_holds_from_its_first_to_its_last_day(on: str, expected: Standing) -> None:
    span = own("2026-01-01", ended_on=day("2026-09-30"))

    assert network_status([span], [], day(on)).standing == expected


def test_the_later_of_individual_and_group_link_date_counts() -> None:
    span = own("2026-05-01", group_link_on=day("2026-06-15"))

    assert network_status([span], [], ON).standing == Standing.EFFECTIVE_LATER
    assert network_status([span], [], day("2026-06-15")).standing == Standing.IN_NETWORK


def test_participation_through_a_platform_is_not_our_own() -> None:
    answer = network_status([own("2026-01-01", platform="Headway")], [], ON)

    assert (answer.standing, answer.own, answer.through) == (Standing.THROUGH_PLATFORM, False, "Headway")


def test_own_comes_before_the_platform_and_both_are_told() -> None:
    spans = [own("2026-01-01"), own("2025-01-01", platform="Alma")]
    answer = network_status(spans, [], ON)

    assert (answer.standing, answer.own, answer.platforms) == (Standing.IN_NETWORK, True, ("Alma",))


def test_through_a_platform_while_the_own_application_is_pending_shows_both() -> None:
    answer = network_status(
        [own("2026-01-01", platform="Headway")],
        [attempt(Status.IN_REVIEW, application_id=7, submitted_on=day("2026-04-02"))],
        ON,
    )

    assert answer.standing == Standing.THROUGH_PLATFORM
    assert (answer.stage, answer.age_days, answer.application_id) == (Status.IN_REVIEW, 60, 7)


def test_a_government_line_is_never_satisfied_by_a_platform() -> None:
    answer = network_status([own("2026-01-01", platform="Headway")], [], ON, government_line=True)

    assert answer.standing == Standing.NOT_ENROLLED
    assert "government line" in answer.note


def test_a_suspended_delegate_puts_participation_at_risk() -> None:
    span = own("2026-01-01", platform="Headway", at_risk="Audit failed on 20 May 2026")

    assert network_status([span], [], ON).standing == Standing.AT_RISK


def test_recredentialing_is_overdue_after_36_months_from_the_decision() -> None:
    span = own("2023-07-01", decided_on=day("2023-05-31"))
    answer = network_status([span], [], ON)

    assert (answer.standing, answer.recredentialing_due_on) == (
        Standing.RECREDENTIALING_OVERDUE,
        day("2026-05-31"),
    )
    assert network_status([span], [], day("2026-05-31")).standing == Standing.IN_NETWORK


def test_a_payer_rule_moves_the_recredentialing_date() -> None:
    span = own("2023-07-01", decided_on=day("2023-05-31"))

    assert network_status([span], [], ON, recredentialing_months=60).standing == Standing.IN_NETWORK


def test_approved_without_contract_is_pending_not_in_network() -> None:
    answer = network_status([], [attempt(Status.APPROVED, effective_on=day("2026-05-01"))], ON)

    assert (answer.standing, answer.stage) == (Standing.PENDING, Status.APPROVED)


def test_loading_with_a_date_ahead_is_effective_later() -> None:
    answer = network_status([], [attempt(Status.LOADING, effective_on=day("2026-07-01"))], ON)

    assert (answer.standing, answer.effective_on) == (Standing.EFFECTIVE_LATER, day("2026-07-01"))


def test_of_several_attempts_the_furthest_is_shown() -> None:
    answer = network_status([], [attempt(Status.DRAFT), attempt(Status.IN_REVIEW)], ON)

    assert answer.stage == Status.IN_REVIEW


def test_of_two_that_went_equally_far_on_one_day_the_first_is_shown() -> None:
    both = [attempt(Status.IN_REVIEW, application_id=7), attempt(Status.IN_REVIEW, application_id=8)]

    assert network_status([], both, ON).application_id == 7


def test_age_counts_from_submission_or_else_from_the_status() -> None:
    sent = attempt(Status.IN_REVIEW, "2026-05-20", submitted_on=day("2026-04-02"))

    assert network_status([], [sent], ON).age_days == 60
    assert network_status([], [attempt(Status.DRAFT, "2026-05-20")], ON).age_days == 12


def test_a_closed_panel_says_when_to_ask_again() -> None:
    closed = attempt(Status.PANEL_CLOSED, recheck_on=day("2026-09-01"))
    answer = network_status([], [closed], ON)

    assert (answer.standing, answer.recheck_on) == (Standing.PANEL_CLOSED, day("2026-09-01"))


def test_a_denied_attempt_is_not_enrolled_and_says_so() -> None:
    answer = network_status([], [attempt(Status.DENIED)], ON)

    assert answer.standing == Standing.NOT_ENROLLED
    assert "denied on 02 Apr 2026" in answer.note


def test_a_span_that_was_not_granted_by_then_is_still_pending() -> None:
    span = own("2026-08-01", application_id=7)
    reviewed = attempt(Status.IN_REVIEW, application_id=7)
    granted = attempt(Status.ACTIVE, application_id=7)

    assert network_status([span], [reviewed], ON).standing == Standing.PENDING
    assert network_status([span], [granted], ON).standing == Standing.EFFECTIVE_LATER
    assert network_status([span], [], ON).standing == Standing.NOT_ENROLLED
