"""May this one move now? Every refusal in words that say what to do."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from enrollments.enums import ContractTrack, Source, Status
from enrollments.fold import Folded
from enrollments.guards import Request, about_the_day, broken_by, refusals, unreadable_facts

TODAY = dt.date(2026, 6, 15)


def asked(to: str, **changes: Any) -> list[str]:
    """Return the refusals of a move to `to`, today, with nothing else known."""
    request = Request(to=Status(to), occurred_on=TODAY, today=TODAY)
    return refusals(dataclasses.replace(request, **changes))


def test_a_move_without_needs_goes_ahead() -> None:
    assert asked("preparing") == []


def test_tomorrow_is_refused_and_today_is_not() -> None:
    assert "in the future" in asked("preparing", occurred_on=TODAY + dt.timedelta(days=1))[0]
    assert asked("preparing", occurred_on=TODAY - dt.timedelta(days=900)) == []


def test_a_year_that_nobody_meant_is_refused() -> None:
    assert about_the_day(dt.date(206, 1, 1), TODAY) == ["1 Jan 206 is too long ago. Check the year."]


def test_a_missing_fact_is_named() -> None:
    assert asked("submitted") == ["Submitted needs how it was sent."]
    assert asked("info_requested") == ["Info requested needs the day the answer is due and the reason."]
    assert asked("submitted", facts={"method": "Portal"}) == []


def test_an_imported_row_states_what_is_and_is_not_asked() -> None:
    assert asked("submitted", source=Source.IMPORT) == []
    assert asked("active", source=Source.IMPORT) == []


@pytest.mark.parametrize(
    ("to", "facts", "words"),
    [
        ("info_requested", {"answer_due_on": "2026-06-14", "reason": "CV"}, "cannot be due before"),
        ("panel_closed", {"recheck_on": "2026-06-15"}, "Choose a later day"),
        ("denied", {"reason": "Gap", "appeal_until": "2026-06-01"}, "cannot close before the denial"),
    ],
)
def test_days_in_the_wrong_order_are_refused(to: str, facts: dict[str, str], words: str) -> None:
    found = asked(to, facts=facts)
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"effective_on": "12/03/2026"}, "Write it like 2026-03-12"),
        ({"effective_on": "0206-01-01"}, "Check the year"),
        ({"effective_on": "2126-01-01"}, "Check the year"),
        ({"color": "red"}, "No fact is called 'color'"),
        ({"reference": "x" * 81}, "Shorten the payer's reference number to 80 characters"),
        ({"contract_track": "executed"}, "No fact is called 'contract_track'"),
    ],
)
def test_unreadable_facts_are_refused(facts: dict[str, str], words: str) -> None:
    assert words in unreadable_facts(facts, TODAY)[0]
    assert words in asked("approved", facts=facts)[0]


def test_an_imported_row_may_state_its_milestones() -> None:
    assert unreadable_facts({"decided_on": "2026-01-01"}, TODAY, imported=True) == []
    assert unreadable_facts({"decided_on": "2026-01-01"}, TODAY) != []


def test_what_is_missing_holds_back_ready_only() -> None:
    assert "W-9" in asked("ready", missing=["W-9"])[0]
    assert asked("submitted", missing=["W-9"], facts={"method": "Fax"}) == []


@pytest.mark.parametrize("to", ["ready", "submitted"])
def test_a_blocked_application_is_not_sent(to: str) -> None:
    found = asked(to, blocked_reason="Release letter refused", facts={"method": "Portal"})
    assert found == ["Blocked: Release letter refused. Lift the block first, or the payer will send it back."]


def test_a_blocked_application_may_still_be_answered_by_the_payer() -> None:
    assert asked("approved", blocked_reason="Release letter refused") == []


FULL = {"effective_on": "2026-06-01", "payer_assigned_id": "P1"}


def test_active_needs_an_executed_contract() -> None:
    assert "needs an executed contract" in asked("active", facts=FULL)[0]
    assert (
        "needs an executed contract" in asked("active", facts=FULL, contract_track=ContractTrack.EXECUTED)[0]
    )
    assert "needs an executed contract" in asked("loading", contract_track=ContractTrack.SIGNED)[0]
    assert (
        asked(
            "active",
            facts=FULL,
            contract_track=ContractTrack.EXECUTED,
            contract_executed_on=dt.date(2026, 5, 1),
        )
        == []
    )


def test_a_kind_that_needs_no_contract_may_become_active() -> None:
    assert asked("active", facts=FULL, contract_track=ContractTrack.NOT_NEEDED) == []


def test_reopening_is_refused_while_another_one_is_open() -> None:
    assert "Another application" in asked("in_review", sibling_open=True, was_open=False)[0]
    assert asked("in_review", sibling_open=True, was_open=True) == []
    assert asked("ended", sibling_open=True, was_open=False, facts={"reason": "Left"}) == []


def test_what_held_before_must_hold_after() -> None:
    held = Folded(
        status=Status.ACTIVE, effective_on=TODAY, contract_track=ContractTrack.EXECUTED, decided_on=TODAY
    )
    assert broken_by(held, held) == []
    assert "keeps an effective date" in broken_by(held, dataclasses.replace(held, effective_on=None))[0]
    signed = dataclasses.replace(held, contract_track=ContractTrack.SIGNED)
    assert "keeps an executed contract" in broken_by(held, signed)[0]
    assert "day of the decision" in broken_by(held, Folded(status=Status.APPROVED))[0]
    assert "needs the reason" in broken_by(held, Folded(status=Status.DENIED))[0]


def test_what_was_imported_incomplete_may_be_completed_step_by_step() -> None:
    imported = Folded(status=Status.ACTIVE)
    assert broken_by(imported, dataclasses.replace(imported, effective_on=TODAY)) == []
