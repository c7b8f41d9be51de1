"""What the rows of a log add up to, now and as of any day."""

import pytest

from enrollments.enums import ContractTrack, Status
from enrollments.fold import Folded, IllegalSequence, LogRow, as_of, fold, in_order
from tests.enrollments.logs import amend, at, block, contract, day, move, unblock, void

OPENED = move(1, 0, "draft", contract_track="not_started")
SENT = move(2, 10, "submitted", method="Portal")
REVIEWED = move(3, 20, "in_review", reference="A-77")
APPROVED = move(4, 40, "approved", effective_on="2026-03-01")


def test_an_empty_log_says_nothing() -> None:
    assert fold([]) == Folded()


def test_a_log_folds_to_its_last_status_and_every_milestone() -> None:
    state = fold([OPENED, SENT, REVIEWED, APPROVED])
    assert state.status is Status.APPROVED
    assert state.status_since == day(40)
    assert (state.opened_on, state.submitted_on, state.complete_on, state.decided_on) == (
        day(0),
        day(10),
        day(20),
        day(40),
    )
    assert (state.method, state.reference) == ("Portal", "A-77")
    assert str(state.effective_on) == "2026-03-01"


def test_order_is_by_occurrence_then_by_recording() -> None:
    assert [row.sequence for row in in_order([APPROVED, REVIEWED, SENT, OPENED])] == [1, 2, 3, 4]
    same_day = move(9, 10, "acknowledged")
    assert [row.sequence for row in in_order([same_day, SENT])] == [2, 9]


def test_a_back_dated_row_comes_between() -> None:
    late = move(5, 12, "acknowledged", recorded=41)
    state = fold([OPENED, SENT, REVIEWED, APPROVED, late], strict=True)
    assert state.status is Status.APPROVED
    assert state.acknowledged_on == day(12)


def test_the_opening_row_comes_first_whatever_its_day() -> None:
    opened_late = move(1, 30, "draft")
    sent_before = move(2, 10, "submitted", method="Fax")
    state = fold([opened_late, sent_before], strict=True)
    assert state.status is Status.SUBMITTED
    assert state.opened_on == day(10)


def test_a_step_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(IllegalSequence) as refusal:
        fold([OPENED, move(2, 3, "active")], strict=True)
    assert "from Draft to Active" in refusal.value.message
    assert "Preparing" in refusal.value.message
    assert "8 Jan 2026" in refusal.value.message


def test_without_strict_the_same_step_is_read_as_it_stands() -> None:
    assert fold([OPENED, move(2, 3, "active")]).status is Status.ACTIVE


def test_a_closed_log_says_that_it_leads_nowhere() -> None:
    with pytest.raises(IllegalSequence, match="nowhere, it is closed"):
        fold([OPENED, move(2, 3, "withdrawn", reason="Left"), move(3, 4, "ready")], strict=True)


def test_voiding_restores_what_was_before() -> None:
    before = fold([OPENED, SENT, REVIEWED])
    assert fold([OPENED, SENT, REVIEWED, APPROVED, void(5, APPROVED, recorded=50)]) == before


def test_a_voided_row_still_counts_for_who_did_not_know_of_the_void() -> None:
    rows = [OPENED, SENT, REVIEWED, APPROVED, void(5, APPROVED, recorded=50)]
    assert fold(as_of(rows, known_on=at(45))).status is Status.APPROVED
    assert fold(as_of(rows, known_on=at(50))).status is Status.IN_REVIEW


def test_known_on_hides_what_was_recorded_later() -> None:
    late = move(3, 12, "acknowledged", recorded=30)
    rows = [OPENED, SENT, late]
    assert fold(as_of(rows, on=day(15))).status is Status.ACKNOWLEDGED
    assert fold(as_of(rows, on=day(15), known_on=at(15))).status is Status.SUBMITTED


@pytest.mark.parametrize(
    ("number", "status"), [(0, "draft"), (9, "draft"), (10, "submitted"), (39, "in_review"), (90, "approved")]
)
def test_as_of_a_day_reads_what_had_happened_by_its_end(number: int, status: str) -> None:
    assert fold(as_of([OPENED, SENT, REVIEWED, APPROVED], day(number))).status == status


def test_as_of_before_the_first_day_there_is_nothing() -> None:
    assert fold(as_of([OPENED, SENT], day(-1))).status is None


def test_a_new_submission_starts_the_payers_milestones_over() -> None:
    rows = [
        OPENED,
        SENT,
        move(3, 15, "acknowledged"),
        move(4, 20, "returned", reason="Page missing"),
        move(5, 25, "submitted"),
    ]
    state = fold(rows, strict=True)
    assert state.submitted_on == day(25)
    assert state.acknowledged_on is None
    assert state.status_reason == ""
    assert state.method == "Portal"


def test_going_back_into_review_keeps_the_first_complete_day() -> None:
    asked = move(4, 25, "info_requested", reason="CV gap", answer_due_on="2026-02-20")
    rows = [OPENED, SENT, REVIEWED, asked, move(5, 30, "in_review")]
    assert fold(rows[:-1]).answer_due_on is not None
    assert fold(rows).complete_on == day(20)
    assert fold(rows).answer_due_on is None


def test_a_reversed_denial_takes_its_decision_along() -> None:
    denied = move(4, 30, "denied", reason="Gap", appeal_until="2026-03-30")
    rows = [OPENED, SENT, REVIEWED, denied]
    assert fold(rows).decided_on == day(30)
    reopened = fold([*rows, move(5, 35, "in_review")], strict=True)
    assert (reopened.decided_on, reopened.appeal_until) == (None, None)


def test_an_amendment_changes_facts_and_not_the_status() -> None:
    rows = [OPENED, SENT, REVIEWED, APPROVED]
    state = fold([*rows, amend(5, 45, effective_on="2026-04-01", payer_assigned_id="P1")])
    assert (state.status, state.status_since) == (Status.APPROVED, day(40))
    assert str(state.effective_on) == "2026-04-01"
    assert state.payer_assigned_id == "P1"
    assert fold([*rows, amend(5, 45, effective_on="")]).effective_on is None


def test_a_spreadsheet_may_know_the_status_and_not_the_day() -> None:
    imported = LogRow(1, "move", day(5), Status.SUBMITTED, {"submitted_on": ""}, opens=True)
    assert fold([imported]).submitted_on is None


def test_the_contract_runs_beside_the_status() -> None:
    state = fold([OPENED, contract(2, 1, ContractTrack.SIGNED), move(3, 2, "preparing")])
    assert (state.status, state.contract_track) == (Status.PREPARING, ContractTrack.SIGNED)


def test_a_block_is_a_flag_and_closing_lifts_it() -> None:
    rows = [OPENED, block(2, 1)]
    assert fold(rows).status is Status.DRAFT
    assert (fold(rows).blocked_by, fold(rows).blocked_since) == ("platform", day(1))
    assert fold([*rows, unblock(3, 2)]).blocked_reason == ""
    assert fold([*rows, move(3, 2, "withdrawn", reason="Left")]).blocked_since is None
