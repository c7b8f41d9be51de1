"""The sentence that matters, for every status."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from enrollments.enums import Clock, ContractTrack, Status
from enrollments.headline import Quoted, Standpoint, against_the_quote, headline
from enrollments.states import CLOCK

TODAY = dt.date(2026, 6, 15)


def said(status: str, **changes: Any) -> str:
    """Return the sentence of an application that got `status` ten days ago."""
    at = Standpoint(
        payer="Aetna",
        clinician="Dana Whitfield",
        status=Status(status),
        status_since=TODAY - dt.timedelta(days=10),
        today=TODAY,
        clock=CLOCK[Status(status)],
        next_on=dt.date(2026, 6, 22),
        next_what="Ask for the status",
    )
    return headline(dataclasses.replace(at, **changes))


def ago(days: int) -> dt.date:
    """Return the calendar date `days` before the day read."""
    return TODAY - dt.timedelta(days=days)


def test_the_payer_has_had_it_too_long() -> None:
    quoted = Quoted(45, business=False, by_payer=True)
    assert said("in_review", submitted_on=ago(57), quoted=quoted) == (
        "Aetna has had it for 57 days; 12 days past the 45 calendar days it quotes; "
        "yours to do: nothing until 22 Jun 2026."
    )


def test_business_days_are_measured_as_business_days() -> None:
    quoted = Quoted(30, business=True, by_payer=False)
    assert against_the_quote(quoted, dt.date(2026, 5, 1), TODAY) == (
        "0 business days left of the 30 business days quoted for it"
    )
    assert against_the_quote(quoted, dt.date(2026, 4, 29), TODAY) == (
        "2 business days past the 30 business days quoted for it"
    )


def test_without_a_quote_nothing_is_made_up() -> None:
    assert said("submitted", submitted_on=ago(3)) == (
        "Aetna has had it for 3 days; yours to do: nothing until 22 Jun 2026."
    )


@pytest.mark.parametrize(
    ("next_on", "words"),
    [
        (TODAY, "yours to do: ask for the status, due today."),
        (ago(3), "yours to do: ask for the status, 3 days late."),
        (None, "yours to do: plan the next follow-up."),
    ],
)
def test_what_is_ours_is_named(next_on: dt.date | None, words: str) -> None:
    assert said("acknowledged", next_on=next_on).endswith(words)


def test_a_clinician_is_not_told_what_the_office_has_to_do() -> None:
    assert said("submitted", tells_to_do=False) == "Aetna has had it for 10 days."


def test_approved_without_a_contract_is_not_in_network() -> None:
    assert said("approved", contract_track=ContractTrack.SIGNED).startswith(
        "Credentialed, contract pending (signed by us); not in network until the contract is executed"
    )


def test_after_the_contract_what_is_still_to_come_is_named() -> None:
    assert said("loading", contract_track=ContractTrack.EXECUTED).startswith(
        "Aetna is loading it for 10 days; still to come: the effective date and the payer's ID"
    )
    done = {"effective_on": TODAY, "payer_assigned_id": "P1", "contract_track": ContractTrack.NOT_NEEDED}
    assert said("approved", **done) == "Approved for 10 days; yours to do: nothing until 22 Jun 2026."


@pytest.mark.parametrize(
    ("due", "when"), [(5, "in 5 days"), (1, "in 1 day"), (0, "today"), (-2, "2 days late")]
)
def test_an_answer_that_the_payer_waits_for(due: int, when: str) -> None:
    day = TODAY + dt.timedelta(days=due)
    found = said("info_requested", answer_due_on=day, reason="CV gap")
    assert found.startswith(
        f"Aetna waits for your answer until {day.day} Jun 2026 ({when}); asked for: CV gap"
    )


def test_a_block_is_never_the_payers() -> None:
    blocked = {"blocked_reason": "Release letter refused.", "blocked_since": ago(12)}
    assert said("in_review", clock=Clock.PLATFORM, **blocked).startswith(
        "Blocked for 12 days: Release letter refused; the platform can lift it"
    )
    assert "yours to lift" in said("ready", clock=Clock.OURS, **blocked)
    assert "Dana Whitfield can lift it" in said("ready", clock=Clock.CLINICIAN, **blocked)


def test_what_the_clinician_owes_is_listed() -> None:
    items = ["W-9", "CV", "License", "Diploma"]
    found = said("preparing", clock=Clock.CLINICIAN, missing=items, missing_from_clinician=items)
    assert found.startswith("Waiting on Dana Whitfield for W-9, CV and License and 1 more")


@pytest.mark.parametrize(
    ("status", "changes", "start"),
    [
        ("draft", {}, "In your hands for 10 days, nothing sent yet"),
        ("ready", {}, "Ready to send for 10 days"),
        ("preparing", {"missing": ["W-9"]}, "Still missing 1 item: W-9"),
        ("returned", {"reason": "Page 3 missing."}, "Aetna sent it back 10 days ago: Page 3 missing"),
        ("returned", {}, "Aetna sent it back 10 days ago: no reason noted"),
        ("panel_closed", {}, "Aetna's panel was found closed on 5 Jun 2026; no day to ask again is set"),
        ("panel_closed", {"recheck_on": TODAY}, "Aetna's panel was found closed on 5 Jun 2026; ask again on"),
        ("denied", {"reason": "Gap"}, "Denied on 5 Jun 2026: Gap; no appeal window is open"),
        ("denied", {"appeal_until": TODAY}, "Denied on 5 Jun 2026; an appeal is open until 15 Jun 2026"),
        ("denied", {"appeal_until": ago(1)}, "Denied on 5 Jun 2026; no appeal window is open"),
        ("withdrawn", {"reason": "Left"}, "Withdrawn on 5 Jun 2026: Left; nothing is left to do"),
        ("active", {}, "Active since 5 Jun 2026; the payer's ID is not on file"),
        (
            "active",
            {"effective_on": ago(30), "payer_assigned_id": "P1"},
            "Active since 5 Jun 2026, effective 16 May 2026; ID P1",
        ),
    ],
)
def test_every_other_status_has_its_sentence(status: str, changes: dict[str, Any], start: str) -> None:
    assert said(status, **changes).startswith(start)
    assert said(status, **changes).endswith(".")
