"""May this one move now? Every refusal in words that say what to do; pure, no database."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from enrollments.enums import ContractTrack, Kind, Source, Status
from enrollments.fold import Folded
from enrollments.states import (
    CONTRACT_SETTLED,
    DATE_FACTS,
    ENTERING,
    FACT_LABELS,
    FACT_LENGTHS,
    OPEN,
    lacking,
)
from enrollments.wording import day_words, listed

EARLIEST = dt.date(1990, 1, 1)
# A day further ahead than this is a slip of the keyboard: no payer sets dates twenty years out.
LATEST_YEARS_AHEAD = 20
SIBLING_OPEN = (
    "Another application for the same clinician, payer, state and kind is open. "
    "Continue that one, or close it first."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a move is judged by. Dates are calendar dates; `today` is the organization's."""

    to: Status
    occurred_on: dt.date
    today: dt.date
    facts: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.INITIAL_INDIVIDUAL
    contract_track: ContractTrack = ContractTrack.NOT_STARTED
    contract_executed_on: dt.date | None = None
    blocked_reason: str = ""
    missing: Sequence[str] = ()
    # What is missing without which a payer reads nothing: the prerequisites in CAQH.
    needed_to_send: Sequence[str] = ()
    sibling_open: bool = False
    was_open: bool = True
    source: Source = Source.PERSON


def refusals(request: Request) -> list[str]:
    """Return why the move is refused, most basic first; an empty list means it may go ahead.

    An imported row states what already is, so only the facts the database itself demands are asked.
    """
    found = about_the_day(request.occurred_on, request.today)
    unreadable = unreadable_facts(request.facts, request.today, imported=request.source == Source.IMPORT)
    found += unreadable or _about_facts(request)
    if request.sibling_open and request.to in OPEN and not request.was_open:
        found.append(SIBLING_OPEN)
    if request.source == Source.PERSON:
        found += _about_readiness(request)
    return found


def about_the_day(occurred_on: dt.date, today: dt.date) -> list[str]:
    """Refuse days ahead of the organization's today, and years that nobody meant."""
    if occurred_on > today:
        return [
            (
                f"{day_words(occurred_on)} is in the future. Record it on the day it happens; "
                "set a follow-up for that day instead."
            )
        ]
    if occurred_on < EARLIEST:
        return [f"{day_words(occurred_on)} is too long ago. Check the year."]
    return []


def unreadable_facts(facts: Mapping[str, str], today: dt.date, *, imported: bool = False) -> list[str]:
    """Return what is wrong with the facts as written: unknown names, days that are none, long texts."""
    found = []
    for name, value in facts.items():
        label = FACT_LABELS.get(name)
        if imported and name in IMPORTED_FACTS:
            continue
        if label is None:
            found.append(f"No fact is called {name!r}. Known: {', '.join(sorted(FACT_LABELS))}.")
        elif name in DATE_FACTS and value:
            found += _about_date_fact(label, value, today)
        elif len(value) > FACT_LENGTHS.get(name, 400):
            found.append(f"Shorten {label} to {FACT_LENGTHS.get(name, 400)} characters.")
    return found


# Only rows that open or import an application may carry these: elsewhere the moves themselves set them.
IMPORTED_FACTS = frozenset({"contract_track", "submitted_on", "acknowledged_on", "complete_on", "decided_on"})


def _about_date_fact(label: str, value: str, today: dt.date) -> list[str]:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return [f"{value!r} is not a day for {label}. Write it like 2026-03-12."]
    if not day >= EARLIEST or day.year > today.year + LATEST_YEARS_AHEAD:
        return [f"{day_words(day)} cannot be {label}. Check the year."]
    return []


def broken_by(before: Folded, after: Folded) -> list[str]:
    """Return what would no longer hold after a change and did hold before it, in words.

    The database holds the same line; a void or a correction is stopped here first, with a reason.
    """
    standing = set(_broken(before))
    return [reason for reason in _broken(after) if reason not in standing]


def _broken(state: Folded) -> list[str]:
    found = []
    if state.status == Status.APPROVED and state.decided_on is None:
        found.append("An approved application needs the day of the decision.")
    if state.status == Status.ACTIVE:
        if state.effective_on is None:
            found.append("An active application keeps an effective date. Correct it instead of clearing it.")
        if state.contract_track not in CONTRACT_SETTLED:
            found.append("An active application keeps an executed contract. End the participation first.")
    if state.status in _NEEDS_REASON and not state.status_reason:
        found.append("An application that was stopped needs the reason.")
    return found


_NEEDS_REASON = frozenset(status for status, entering in ENTERING.items() if "reason" in entering.needs)


def _about_facts(request: Request) -> list[str]:
    found = []
    if request.source == Source.PERSON:
        missing = lacking(request.to, request.facts)
        if missing:
            labels = listed([FACT_LABELS[name] for name in missing])
            found.append(f"{request.to.label} needs {labels}.")
    answer_due = request.facts.get("answer_due_on")
    if answer_due and dt.date.fromisoformat(answer_due) < request.occurred_on:
        found.append("The answer cannot be due before the payer asked. Check both days.")
    recheck = request.facts.get("recheck_on")
    if recheck and dt.date.fromisoformat(recheck) <= request.occurred_on:
        found.append("The day to ask again lies before the panel was found closed. Choose a later day.")
    appeal = request.facts.get("appeal_until")
    if appeal and dt.date.fromisoformat(appeal) < request.occurred_on:
        found.append("The appeal window cannot close before the denial. Check both days.")
    return found


def _about_readiness(request: Request) -> list[str]:
    found = []
    if request.to in (Status.READY, Status.SUBMITTED) and request.blocked_reason:
        found.append(
            f"Blocked: {request.blocked_reason}. Lift the block first, or the payer will send it back."
        )
    if request.to == Status.READY and request.missing:
        found.append(
            "Still missing: " + ", ".join(request.missing) + ". Tick off what arrived, then move it to ready."
        )
    if request.to == Status.SUBMITTED and request.needed_to_send:
        found.append(
            f"The payer cannot read the file yet: {', '.join(request.needed_to_send)}. "
            "Tick it off once it is done, then send it."
        )
    if ENTERING[request.to].needs_contract:
        found += _about_contract(request)
    return found


def _about_contract(request: Request) -> list[str]:
    if request.contract_track == ContractTrack.NOT_NEEDED:
        return []
    if request.contract_track != ContractTrack.EXECUTED or request.contract_executed_on is None:
        return [
            (
                f"{request.to.label} needs an executed contract. Credentialing is approved, contracting is not: "
                "link the countersigned contract first."
            )
        ]
    return []
