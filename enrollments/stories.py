"""Which rows of a log tell what one line of a spreadsheet states? Pure: the statement in, the story out.

The story opens where the earliest known date puts it and walks legal arrows only, so that any earlier
day can be read back. Days the spreadsheet does not give stay unknown wherever the record allows it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enrollments.enums import Clock, ContractTrack, Kind, Status, Verb
from enrollments.fold import Folded, LogRow, fold, in_order
from enrollments.guards import EARLIEST
from enrollments.states import ARROWS, FACT_LENGTHS, OPEN, track_for

S = Status
UNTOLD = "As the spreadsheet says; it names no reason."
_BEFORE_SENDING = frozenset({S.DRAFT, S.PREPARING, S.READY})
_WITH_PAYER = frozenset({S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW, S.INFO_REQUESTED})
_AFTER_APPROVAL = frozenset({S.LOADING, S.ACTIVE, S.ENDED})
_NEEDS_REASON = frozenset({S.DENIED, S.RETURNED, S.WITHDRAWN, S.DECLINED_BY_US, S.ENDED, S.INFO_REQUESTED})
# What the fold would take from the day of the row, where the spreadsheet knows no such day.
_DAY_UNKNOWN: dict[Status, str] = {
    S.SUBMITTED: "submitted_on",
    S.ACKNOWLEDGED: "acknowledged_on",
    S.IN_REVIEW: "complete_on",
    S.APPROVED: "decided_on",
    S.DENIED: "decided_on",
}
# The database wants the day of the decision here; the best known day stands in and the note says so.
_DAY_NEEDED = frozenset({S.APPROVED})
STAND_IN = "The spreadsheet names no day; the best known one stands in."


@dataclass(frozen=True, slots=True)
class Stated:
    """What a line of a spreadsheet states. Calendar dates; `learnt_on` is the last day it speaks of."""

    status: Status
    kind: Kind
    submitted_on: dt.date | None = None
    approved_on: dt.date | None = None
    effective_on: dt.date | None = None
    ended_on: dt.date | None = None
    status_on: dt.date | None = None
    learnt_on: dt.date | None = None
    recheck_on: dt.date | None = None
    method: str = ""
    reference: str = ""
    payer_assigned_id: str = ""
    reason: str = ""
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One row to write, in order; `note` says what is doubtful about its day."""

    row: LogRow
    note: str = ""


def story(stated: Stated, today: dt.date) -> list[Told]:
    """Return the log of an application that is opened from a spreadsheet; every step is a legal one."""
    steps = _path(stated, today)
    told = list(_rows(stated, steps, None, 1, today))
    opening = told[0].row
    facts = {**opening.facts, "contract_track": _track(stated).value}
    first = LogRow(1, Verb.MOVE, opening.occurred_on, opening.to_status, facts, opens=True)
    told[0] = Told(first, told[0].note)
    if stated.blocked and stated.status in OPEN:
        told.append(_block_row(stated.blocked, told[-1].row, len(told) + 1))
    return told


def continuation(log: Sequence[LogRow], stated: Stated, today: dt.date) -> list[Told] | None:
    """Return the rows that lead from where the log stands to the stated status; None if no arrow does.

    An equal status yields no rows. The way may lead over submitted and approved, which a spreadsheet
    often skips.
    """
    state = fold(log)
    if state.status is None or state.status == stated.status:
        return []
    way = _way(state.status, stated.status)
    if way is None:
        return None
    start = max((row.sequence for row in log), default=0) + 1
    # Nothing may come before the last row of the log: what is later counts.
    last = in_order(log)[-1].occurred_on
    told = list(_rows(stated, way, last, start, today))
    if stated.blocked and stated.status in OPEN and not state.blocked_reason:
        told.append(_block_row(stated.blocked, told[-1].row, start + len(told)))
    return told


def amendment(state: Folded, stated: Stated) -> dict[str, str]:
    """Return the facts that the statement gives and the state lacks or gives otherwise."""
    facts: dict[str, str] = {}
    for name, value in (
        ("effective_on", stated.effective_on.isoformat() if stated.effective_on else ""),
        ("reference", stated.reference[: FACT_LENGTHS["reference"]]),
        ("method", stated.method[: FACT_LENGTHS["method"]]),
        ("payer_assigned_id", stated.payer_assigned_id[: FACT_LENGTHS["payer_assigned_id"]]),
        ("submitted_on", stated.submitted_on.isoformat() if stated.submitted_on else ""),
        ("decided_on", stated.approved_on.isoformat() if stated.approved_on else ""),
    ):
        known = getattr(state, name)
        text = known.isoformat() if isinstance(known, dt.date) else known or ""
        if value and value != text:
            facts[name] = value
    if "decided_on" in facts and state.status not in {S.APPROVED, *_AFTER_APPROVAL}:
        del facts["decided_on"]
    return facts


def reblocking(log: Sequence[LogRow], blocked: str) -> list[Told]:
    """Return the row that blocks or unblocks, where the statement differs from the log; else nothing."""
    state = fold(log)
    if bool(blocked) is bool(state.blocked_reason) or state.status not in OPEN:
        return []
    last = in_order(log)[-1]
    sequence = max(row.sequence for row in log) + 1
    if not blocked:
        return [Told(LogRow(sequence, Verb.UNBLOCK, last.occurred_on))]
    return [_block_row(blocked, last, sequence)]


def _path(stated: Stated, today: dt.date) -> list[Status]:
    """Return the statuses to enter, first to last."""
    target = stated.status
    sent = target not in _BEFORE_SENDING and stated.submitted_on is not None and stated.submitted_on <= today
    if target is S.DECLINED_BY_US:
        return [target]
    path = [S.SUBMITTED] if sent else []
    if target in _AFTER_APPROVAL and (path or stated.approved_on):
        path.append(S.APPROVED)
    if target is S.ENDED and stated.effective_on:
        path.append(S.ACTIVE)
    return path if path and path[-1] is target else [*path, target]


def _way(current: Status, target: Status) -> list[Status] | None:
    for way in ([target], [S.APPROVED, target], [S.SUBMITTED, target], [S.SUBMITTED, S.APPROVED, target]):
        steps = zip([current, *way], way, strict=False)
        if len(set(way)) == len(way) and all(after in ARROWS[before] for before, after in steps):
            return way
    return None


def _rows(
    stated: Stated, path: Sequence[Status], after: dt.date | None, start: int, today: dt.date
) -> Iterator[Told]:
    days = _days(stated, path, today)
    day = after
    for place, status in enumerate(path):
        is_last = place == len(path) - 1
        known = _day_of(stated, status, is_last=is_last)
        day = _fitting(days[place], day, today)
        facts = _facts(stated, status, day, is_last=is_last, is_first=place == 0)
        blank = _DAY_UNKNOWN.get(status)
        guessed = blank is not None and known != day
        if guessed and blank is not None and not (is_last and status in _DAY_NEEDED):
            facts[blank] = known.isoformat() if known and known <= today else ""
        note = STAND_IN if guessed and is_last and status in _DAY_NEEDED else ""
        yield Told(LogRow(start + place, Verb.MOVE, day, status.value, facts), note)


def _days(stated: Stated, path: Sequence[Status], today: dt.date) -> list[dt.date | None]:
    """Return the day wanted for each step; a step without one takes place with the step behind it."""
    target = path[-1]
    # "In review" lasts since it was sent; of a decision without a day we learn today.
    unknown = stated.learnt_on or (None if target in _WITH_PAYER and len(path) > 1 else today)
    days = [_day_of(stated, target, is_last=True) or unknown]
    for status in reversed(path[:-1]):
        days.insert(0, _day_of(stated, status, is_last=False) or days[0])
    return days


def _fitting(wanted: dt.date | None, after: dt.date | None, today: dt.date) -> dt.date:
    """Return the day itself where it can stand, else the nearest that can: in order, not ahead, not ancient."""
    day = wanted or after or today
    return min(max(day, after or day, EARLIEST), today)


def _day_of(stated: Stated, status: Status, *, is_last: bool) -> dt.date | None:
    if status is S.SUBMITTED:
        return stated.submitted_on
    if status is S.APPROVED:
        return stated.approved_on or (stated.status_on if is_last else None)
    if status is S.ACTIVE:
        days = [day for day in (stated.effective_on, stated.approved_on) if day]
        return max(days, default=None)
    if status is S.ENDED:
        return stated.ended_on or stated.status_on
    if status is S.LOADING:
        return stated.status_on or stated.approved_on
    # "In review 10/12" tells since when, not that the application was complete that day.
    return None if status is S.IN_REVIEW and stated.status_on is None else stated.status_on


def _facts(stated: Stated, status: Status, day: dt.date, *, is_last: bool, is_first: bool) -> dict[str, str]:
    facts: dict[str, str] = {}
    if is_first:
        facts["method"] = stated.method[: FACT_LENGTHS["method"]]
        facts["reference"] = stated.reference[: FACT_LENGTHS["reference"]]
    if stated.effective_on and (is_last or status is S.ACTIVE):
        facts["effective_on"] = stated.effective_on.isoformat()
    if is_last:
        facts["payer_assigned_id"] = stated.payer_assigned_id[: FACT_LENGTHS["payer_assigned_id"]]
        facts["reason"] = _reason(stated)
        if status is S.PANEL_CLOSED and stated.recheck_on and stated.recheck_on > day:
            facts["recheck_on"] = stated.recheck_on.isoformat()
        if status is S.IN_REVIEW:
            facts["complete_on"] = ""
    return {name: value for name, value in facts.items() if value or name == "complete_on"}


def _reason(stated: Stated) -> str:
    if stated.status not in _NEEDS_REASON and stated.status is not S.PANEL_CLOSED:
        return ""
    told = " ".join(stated.reason.split())[: FACT_LENGTHS["reason"]]
    return told or (UNTOLD if stated.status in _NEEDS_REASON else "")


def _track(stated: Stated) -> ContractTrack:
    """Return where the contract stands: whoever is in network by the practice's own list has one."""
    track = track_for(stated.kind)
    if track is ContractTrack.NOT_NEEDED:
        return track
    if stated.status in {S.ACTIVE, S.LOADING}:
        return ContractTrack.EXECUTED
    return ContractTrack.ENDED if stated.status is S.ENDED else track


def _block_row(blocked: str, last: LogRow, sequence: int) -> Told:
    facts = {"reason": " ".join(blocked.split())[:300], "blocked_by": Clock.OURS.value}
    return Told(LogRow(sequence, Verb.BLOCK, last.occurred_on, facts=facts))
