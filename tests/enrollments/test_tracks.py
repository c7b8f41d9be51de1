"""How far it is, as two tracks with dates."""

from enrollments.enums import ContractTrack
from enrollments.fold import LogRow, fold
from enrollments.tracks import Track, contract, credentialing
from tests.enrollments.logs import contract as contract_row
from tests.enrollments.logs import day, move

OPENED = move(1, 0, "draft", contract_track="not_started")


def drawn(rows: list[LogRow]) -> list[tuple[str, str]]:
    """Return the credentialing steps as (label, state)."""
    return [(step.label, step.state) for step in credentialing(fold(rows), rows).steps]


def test_a_draft_stands_at_the_first_step() -> None:
    assert drawn([OPENED])[:2] == [("Draft", "current"), ("Submitted", "todo")]


def test_steps_that_a_payer_skipped_say_so() -> None:
    rows = [OPENED, move(2, 5, "submitted"), move(3, 30, "approved")]
    assert drawn(rows) == [
        ("Preparing", "done"),
        ("Submitted", "done"),
        ("Acknowledged", "skipped"),
        ("In review", "skipped"),
        ("Approved", "current"),
        ("Loading", "todo"),
        ("Active", "todo"),
    ]


def test_a_question_of_the_payer_stands_in_the_review() -> None:
    rows = [OPENED, move(2, 5, "submitted"), move(3, 9, "info_requested")]
    assert ("Info requested", "current") in drawn(rows)


def test_the_end_of_the_way_is_done() -> None:
    rows = [OPENED, move(2, 5, "submitted"), move(3, 9, "approved"), move(4, 20, "active")]
    steps = credentialing(fold(rows), rows).steps
    assert (steps[-1].label, steps[-1].state, steps[-1].day) == ("Active", "done", day(20))


def test_a_stop_ends_the_track_where_it_was() -> None:
    rows = [OPENED, move(2, 5, "submitted"), move(3, 9, "denied")]
    assert drawn(rows) == [("Preparing", "done"), ("Submitted", "done"), ("Denied", "stopped")]


def test_a_contract_that_is_not_needed_is_one_step() -> None:
    rows = [move(1, 0, "draft", contract_track="not_needed")]
    assert [step.label for step in contract(fold(rows), rows).steps] == ["Not needed"]


def shown(rows: list[LogRow]) -> Track:
    """Return the contract track."""
    return contract(fold(rows), rows)


def test_the_contract_runs_on_its_own() -> None:
    rows = [OPENED, contract_row(2, 3, ContractTrack.REQUESTED), contract_row(3, 9, ContractTrack.SIGNED)]
    assert [(step.label, step.state, step.day) for step in shown(rows).steps] == [
        ("Requested", "done", day(3)),
        ("Received", "skipped", None),
        ("In negotiation", "skipped", None),
        ("Signed by us", "current", day(9)),
        ("Executed", "todo", None),
    ]


def test_an_ended_contract_says_when() -> None:
    rows = [OPENED, contract_row(2, 3, ContractTrack.EXECUTED), contract_row(3, 90, ContractTrack.ENDED)]
    last = shown(rows).steps[-1]
    assert (last.label, last.state, last.day) == ("Ended", "stopped", day(90))
    assert shown(rows[:2]).steps[-1].state == "done"
