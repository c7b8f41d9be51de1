"""What a log tells of waits: read as a specification, one case per rule."""

import datetime as dt

import pytest

from enrollments.enums import ContractTrack, Status
from forecast.cases import APPROVED, OPEN, OTHER
from forecast.enums import Stage
from forecast.waits import Present, Wait, course
from tests.forecast.logs import FIRST, Log, day, opened

S = Status
ZERO = FIRST.toordinal()


def waits(log: Log, on: int, stage: Stage | None = None) -> list[tuple[str, int, int, int]]:
    """Return the waits known on a day as (stage, start, end, outcome), counted from the first day."""
    rows = [row for row in log.rows if row.occurred_on <= day(on)]
    found = course(rows, day(on)).waits
    return [
        (wait.stage.value, wait.start - ZERO, wait.end - ZERO, wait.outcome)
        for wait in found
        if stage in (None, wait.stage)
    ]


def decisions(log: Log, on: int) -> list[tuple[int, int, int]]:
    return [wait[1:] for wait in waits(log, on, Stage.DECISION)]


def present(log: Log, on: int) -> Present | None:
    rows = [row for row in log.rows if row.occurred_on <= day(on)]
    return course(rows, day(on)).present


def test_a_draft_waits_to_be_sent_and_tells_of_no_wait() -> None:
    assert waits(opened(), 9) == []
    assert present(opened(), 9) == Present(Stage.SUBMISSION, ZERO + 9, ZERO)


def test_a_submission_is_open_until_today() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.IN_REVIEW, 20)
    assert decisions(log, 30) == [(5, 30, OPEN)]
    assert present(log, 30) == Present(Stage.DECISION, ZERO + 5, ZERO + 5)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(S.APPROVED, APPROVED), (S.DENIED, OTHER), (S.WITHDRAWN, OTHER), (S.PANEL_CLOSED, OTHER)],
)
def test_how_a_decision_ends(status: Status, outcome: int) -> None:
    log = opened().move(S.SUBMITTED, 5).move(status, 45)
    assert decisions(log, 60) == [(5, 45, outcome)]


def test_a_decision_on_the_day_of_sending_took_no_days() -> None:
    assert decisions(opened().move(S.SUBMITTED, 5).move(S.APPROVED, 5), 60) == [(5, 5, APPROVED)]


def test_a_return_is_no_end_when_the_file_is_sent_again_which_starts_a_new_wait() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.RETURNED, 15).move(S.SUBMITTED, 40).move(S.APPROVED, 90)
    assert decisions(log, 100) == [(5, 15, OPEN), (40, 90, APPROVED)]


def test_a_returned_file_waits_to_be_sent_again() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.RETURNED, 15)
    assert decisions(log, 20) == [(5, 15, OPEN)]
    assert present(log, 20) == Present(Stage.SUBMISSION, ZERO + 20, ZERO + 15)


def test_a_return_that_was_given_up_was_the_end() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.RETURNED, 15).move(S.WITHDRAWN, 60)
    assert decisions(log, 70) == [(5, 15, OTHER)]


def test_a_denial_the_payer_took_back_was_no_end() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.DENIED, 50).move(S.IN_REVIEW, 60).move(S.APPROVED, 80)
    assert decisions(log, 55) == [(5, 50, OTHER)]
    assert decisions(log, 70) == [(5, 70, OPEN)]
    assert decisions(log, 90) == [(5, 80, APPROVED)]


def test_blocked_days_are_taken_out_and_freeze_the_age() -> None:
    log = opened().move(S.SUBMITTED, 5).block(15).unblock(35).move(S.APPROVED, 65)
    assert decisions(log, 70) == [(25, 65, APPROVED)]
    assert [present(log, on) for on in (20, 30)] == [
        Present(Stage.DECISION, ZERO + 10, ZERO + 5, frozen=True),
        Present(Stage.DECISION, ZERO + 20, ZERO + 5, frozen=True),
    ]


def test_a_block_of_the_payers_is_the_payers_time() -> None:
    log = opened().move(S.SUBMITTED, 5).block(15, by="payer").unblock(35).move(S.APPROVED, 65)
    assert decisions(log, 70) == [(5, 65, APPROVED)]


def test_questions_of_the_payer_stay_in_the_wait() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.INFO_REQUESTED, 15).move(S.IN_REVIEW, 35).move(S.APPROVED, 65)
    assert decisions(log, 70) == [(5, 65, APPROVED)]


def test_corrected_days_count() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 65)
    log.amend(66, submitted_on=day(2).isoformat(), decided_on=day(60).isoformat())
    assert decisions(log, 70) == [(2, 60, APPROVED)]


def test_a_voided_decision_never_was() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 65).void(3, 66)
    assert decisions(log, 70) == [(5, 70, OPEN)]


@pytest.mark.parametrize("facts", [{"submitted_on": ""}, {}])
def test_nothing_is_learnt_from_an_unknown_day(facts: dict[str, str]) -> None:
    status = S.SUBMITTED if facts else S.IN_REVIEW
    log = Log().move(status, 5, **facts).move(S.APPROVED, 30)
    assert decisions(log, 40) == []
    found = present(Log().move(status, 5, **facts), 20)
    assert found == Present(Stage.DECISION, ZERO + 5, ZERO + 5, guessed=True, contract=True)


def test_a_stand_in_for_the_day_of_the_decision_teaches_nothing() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 65)
    assert course(log.rows, day(70), {3}).waits == ()


def test_the_contract_is_waited_for_from_the_approval() -> None:
    log = opened(ContractTrack.NOT_STARTED).move(S.SUBMITTED, 5).move(S.APPROVED, 45)
    assert waits(log, 50, Stage.CONTRACT) == [("contract", 45, 50, OPEN)]
    assert present(log, 50) == Present(Stage.CONTRACT, ZERO + 45, ZERO + 45, contract=True)
    log.contract(ContractTrack.EXECUTED, 70)
    assert waits(log, 80, Stage.CONTRACT) == [("contract", 45, 70, APPROVED)]


def test_a_contract_executed_meanwhile_takes_no_days_and_one_from_before_is_no_stage() -> None:
    meanwhile = opened(ContractTrack.NOT_STARTED).move(S.SUBMITTED, 5)
    meanwhile.contract(ContractTrack.EXECUTED, 20).move(S.APPROVED, 45)
    before = opened(ContractTrack.NOT_STARTED).contract(ContractTrack.EXECUTED, 1)
    before.move(S.SUBMITTED, 5).move(S.APPROVED, 45)
    assert waits(meanwhile, 50, Stage.CONTRACT) == [("contract", 45, 45, APPROVED)]
    assert waits(before, 50, Stage.CONTRACT) == []


def test_an_effective_date_is_over_on_the_later_of_being_told_and_the_date() -> None:
    ahead = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 45, effective_on=day(60).isoformat())
    assert waits(ahead, 50, Stage.EFFECTIVE) == [("effective", 45, 50, OPEN)]
    assert present(ahead, 50) == Present(Stage.EFFECTIVE, ZERO + 45, ZERO + 45, known_end=ZERO + 60)
    assert waits(ahead, 61, Stage.EFFECTIVE) == [("effective", 45, 60, APPROVED)]
    back = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 45).amend(52, effective_on=day(1).isoformat())
    assert waits(back, 60, Stage.EFFECTIVE) == [("effective", 45, 52, APPROVED)]


def test_loading_ends_with_the_day_it_was_seen_or_the_move_to_active() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 45, effective_on=day(45).isoformat())
    assert present(log, 50) == Present(Stage.LOADING, ZERO + 45, ZERO + 45)
    log.move(S.ACTIVE, 70)
    assert waits(log, 80, Stage.LOADING) == [("loading", 45, 70, APPROVED)]
    log.amend(75, loaded_on=day(62).isoformat())
    assert waits(log, 80, Stage.LOADING) == [("loading", 45, 62, APPROVED)]
    assert present(log, 80) is None


def test_giving_up_after_the_approval_ends_the_stage_it_stood_in() -> None:
    log = opened(ContractTrack.NOT_STARTED).move(S.SUBMITTED, 5).move(S.APPROVED, 45)
    log.move(S.DECLINED_BY_US, 60)
    assert waits(log, 70) == [("decision", 5, 45, APPROVED), ("contract", 45, 60, OTHER)]


def test_a_closed_panel_is_watched() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.PANEL_CLOSED, 20, recheck_on=day(200).isoformat())
    assert present(log, 50) == Present(Stage.WATCH, ZERO + 20, ZERO + 20)


def test_a_wait_never_ends_before_it_began() -> None:
    log = opened().move(S.SUBMITTED, 5).move(S.APPROVED, 45)
    log.amend(50, submitted_on=day(48).isoformat())
    assert [wait for wait in course(log.rows, day(60)).waits if wait.end < wait.start] == []
    assert course(log.rows, dt.date(2026, 3, 1)).waits == (
        Wait(Stage.EFFECTIVE, ZERO + 45, dt.date(2026, 3, 1).toordinal(), OPEN),
    )
