"""What do the rows of a timeline add up to? Pure: the log in, the state out, as of any day.

Order is by day of occurrence, then by order of recording. A voided row counts for nothing. The
status each row starts from is what the rows before it fold to, so a back-dated row re-reads the rest.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from enrollments.enums import ContractTrack, Status, Verb
from enrollments.states import ARROWS, DATE_FACTS, OPEN, is_legal
from enrollments.wording import day_words


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log; `sequence` is its order of recording, `voids` the sequence it cancels.

    `opens` marks the row that opened the application: it comes first whatever its day, because work
    often began before anybody opened a record of it.
    """

    sequence: int
    verb: str
    occurred_on: dt.date
    to_status: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    voids: int | None = None
    recorded_at: dt.datetime | None = None
    opens: bool = False


@dataclass(slots=True)
class Folded:
    """Where an application stands, with every date the log gives it."""

    status: Status | None = None
    status_since: dt.date | None = None
    status_reason: str = ""
    contract_track: ContractTrack = ContractTrack.NOT_STARTED
    blocked_reason: str = ""
    blocked_since: dt.date | None = None
    blocked_by: str = ""
    opened_on: dt.date | None = None
    submitted_on: dt.date | None = None
    acknowledged_on: dt.date | None = None
    complete_on: dt.date | None = None
    decided_on: dt.date | None = None
    effective_on: dt.date | None = None
    group_link_on: dt.date | None = None
    requested_effective_on: dt.date | None = None
    loaded_on: dt.date | None = None
    activated_on: dt.date | None = None
    ended_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    recheck_on: dt.date | None = None
    appeal_until: dt.date | None = None
    reference: str = ""
    payer_assigned_id: str = ""
    method: str = ""


class IllegalSequence(ValueError):
    """In order of occurrence, one move does not follow from the one before it."""

    def __init__(self, row: LogRow, current: Status | None) -> None:
        self.row = row
        self.current = current
        target = Status(row.to_status).label
        before = current.label if current else "nothing"
        allowed = ", ".join(status.label for status in ARROWS[current]) if current else ""
        self.message = (
            f"On {day_words(row.occurred_on)} the application would go from {before} to {target}, "
            f"which is not a step that exists. From {before} it can go to: {allowed or 'nowhere, it is closed'}."
        )
        super().__init__(self.message)


# The milestone that entering a status sets; going back into review keeps the first complete date.
_MILESTONE: dict[Status, str] = {
    Status.SUBMITTED: "submitted_on",
    Status.ACKNOWLEDGED: "acknowledged_on",
    Status.IN_REVIEW: "complete_on",
    Status.APPROVED: "decided_on",
    Status.DENIED: "decided_on",
    Status.ACTIVE: "activated_on",
    Status.ENDED: "ended_on",
}
# Milestones that a new submission starts over.
_RESTARTED = ("acknowledged_on", "complete_on", "decided_on", "answer_due_on", "recheck_on", "appeal_until")
# Facts that only mean something while the status that asked for them lasts.
_ONLY_WHILE: dict[str, Status] = {
    "answer_due_on": Status.INFO_REQUESTED,
    "recheck_on": Status.PANEL_CLOSED,
    "appeal_until": Status.DENIED,
}


def in_order(rows: Iterable[LogRow]) -> list[LogRow]:
    """Return the rows that count: the opening one, then by day of occurrence, then of recording."""
    rows = list(rows)
    voided = {row.voids for row in rows if row.verb == Verb.VOID}
    counting = (row for row in rows if row.verb != Verb.VOID and row.sequence not in voided)
    return sorted(counting, key=lambda row: (not row.opens, row.occurred_on, row.sequence))


def as_of(
    rows: Iterable[LogRow], on: dt.date | None = None, known_on: dt.datetime | None = None
) -> list[LogRow]:
    """Return the rows that had happened by `on` and had been recorded by `known_on`."""
    return [
        row
        for row in rows
        if (on is None or row.occurred_on <= on)
        and (known_on is None or row.recorded_at is None or row.recorded_at <= known_on)
    ]


def fold(rows: Sequence[LogRow], *, strict: bool = False) -> Folded:
    """Return what `rows` add up to; with `strict`, raise `IllegalSequence` at the first wrong step."""
    state = Folded()
    for row in in_order(rows):
        if row.verb == Verb.MOVE:
            target = Status(row.to_status)
            if strict and not is_legal(state.status, target):
                raise IllegalSequence(row, state.status)
            _enter(state, target, row)
        elif row.verb == Verb.CONTRACT:
            state.contract_track = ContractTrack(row.facts["contract_track"])
        elif row.verb == Verb.BLOCK:
            state.blocked_reason = row.facts.get("reason", "")
            state.blocked_by = row.facts.get("blocked_by", "")
            state.blocked_since = row.occurred_on
        elif row.verb == Verb.UNBLOCK:
            state.blocked_reason, state.blocked_by, state.blocked_since = "", "", None
        if row.verb in (Verb.MOVE, Verb.AMEND):
            _take_facts(state, row.facts)
    return state


def linked_contract(rows: Iterable[LogRow]) -> int | None:
    """Return the id of the contract that the log links last, if any row that counts names one."""
    named = [row.facts["contract"] for row in in_order(rows) if row.facts.get("contract")]
    return int(named[-1]) if named else None


def _enter(state: Folded, target: Status, row: LogRow) -> None:
    day = row.occurred_on
    state.opened_on = min(state.opened_on or day, day)
    if target == Status.SUBMITTED:
        for name in _RESTARTED:
            setattr(state, name, None)
    if target == Status.IN_REVIEW and state.status == Status.DENIED:
        state.decided_on = None
    milestone = _MILESTONE.get(target)
    if milestone and not (target == Status.IN_REVIEW and state.complete_on):
        setattr(state, milestone, day)
    for name, status in _ONLY_WHILE.items():
        if target != status:
            setattr(state, name, None)
    if target not in OPEN:
        state.blocked_reason, state.blocked_by, state.blocked_since = "", "", None
    state.status = target
    state.status_since = day
    state.status_reason = row.facts.get("reason", "")


def _take_facts(state: Folded, facts: Mapping[str, str]) -> None:
    for name, value in facts.items():
        if name in DATE_FACTS:
            setattr(state, name, dt.date.fromisoformat(value) if value else None)
        elif name in ("reference", "payer_assigned_id", "method") and value:
            setattr(state, name, value)
        elif name in ("submitted_on", "acknowledged_on", "complete_on", "decided_on"):
            # A spreadsheet may say "approved" without a day: an empty fact keeps the day unknown.
            setattr(state, name, dt.date.fromisoformat(value) if value else None)
        elif name == "contract_track" and value:
            state.contract_track = ContractTrack(value)
