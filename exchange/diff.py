"""Will this spreadsheet row change anything? Pure: what the row says, what was said last, what is known now.

A blank cell says nothing. What the row said already last time is not said again, so that whatever people
recorded in the meantime stays.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enrollments.enums import Status
from enrollments.states import OPEN
from enrollments.stories import Stated
from exchange.names import name_key
from exchange.rows import TrackerRow

Facts = dict[str, Any]

FIELD_LABELS = {
    "status": "Status", "submitted_on": "Submitted on", "approved_on": "Approved on", "effective_on": "Effective on",
    "ended_on": "Ended on", "follow_up_on": "Follow-up on", "recred_on": "Recredentialing due on",
    "reference": "Reference number", "method": "Method",
    "payer_assigned_id": "Payer-assigned ID", "blocked": "Blocked", "missing": "Missing items", "notes": "Notes",
    "npi": "NPI", "caqh_id": "CAQH ID",
}  # fmt: skip
# Without an earlier import to compare with, these are compared with what the application says itself.
_COMPARED = (
    "submitted_on", "approved_on", "effective_on", "follow_up_on", "recred_on", "reference", "method", "payer_assigned_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a row changes; texts as a person reads them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Known:
    """An application that exists, as far as choosing among several of one key needs it."""

    id: int
    status: str
    submitted_on: dt.date | None
    fingerprint: str = ""


@dataclass(slots=True)
class Verdict:
    """What becomes of a row: `create`, `update`, `same` or `refuse`."""

    outcome: str
    application_id: int | None = None
    changes: list[Change] = field(default_factory=list)
    reason: str = ""
    words: str = ""


def facts_of(row: TrackerRow) -> Facts:
    """Return what a row says, in a form that can be stored and compared."""
    return {
        "status": row.status.value,
        "submitted_on": _iso(row.submitted_on),
        "approved_on": _iso(row.approved_on),
        "effective_on": _iso(row.effective_on),
        "ended_on": _iso(row.ended_on or row.status_on),
        "follow_up_on": _iso(row.follow_up_on),
        "recred_on": _iso(row.recred_on),
        "reference": row.reference,
        "method": row.method,
        "payer_assigned_id": row.provider_assigned_id,
        "blocked": row.blocked[:300],
        "missing": list(row.missing_items),
        "notes": row.notes,
        "npi": row.npi,
        "caqh_id": row.caqh_id,
    }


def fingerprint(facts: Facts) -> str:
    """Return a short text that is equal exactly when two rows say the same."""
    told = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def stored(facts: Facts) -> Facts:
    """Return the facts as kept for the next comparison: of notes only their fingerprint."""
    notes = (
        hashlib.sha256(facts["notes"].encode("utf-8", "surrogatepass")).hexdigest() if facts["notes"] else ""
    )
    return {name: value for name, value in {**facts, "notes": notes}.items() if value}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def stated(row: TrackerRow) -> Stated:
    """Return the row as the teller of stories reads it."""
    days = [entry.day for entry in row.entries] + [day for day in (row.last_update_on,) if day]
    return Stated(
        status=row.status,
        kind=row.kind,
        submitted_on=row.submitted_on,
        approved_on=row.approved_on,
        effective_on=row.effective_on,
        ended_on=row.ended_on,
        status_on=row.status_on,
        learnt_on=max(days, default=None),
        recheck_on=row.follow_up_on,
        method=row.method,
        reference=row.reference,
        payer_assigned_id=row.provider_assigned_id,
        reason=row.reason,
        blocked=row.blocked,
    )


def pair(
    rows: Sequence[tuple[TrackerRow, str]], known: Sequence[Known]
) -> Iterator[tuple[TrackerRow, Known | None]]:
    """Pair the rows of one key (with their fingerprints) with its applications; None means a new one."""
    free = list(known)
    exact: dict[int, Known] = {}
    for at, (_, told) in enumerate(rows):
        match = next((one for one in free if one.fingerprint == told), None)
        if match:
            exact[at] = match
            free.remove(match)
    for at, (row, _) in enumerate(rows):
        found = exact.get(at) or _fitting(row, free)
        if found in free:
            free.remove(found)
        yield row, found


def _fitting(row: TrackerRow, free: Sequence[Known]) -> Known | None:
    same_day = [one for one in free if row.submitted_on and one.submitted_on == row.submitted_on]
    if same_day:
        return same_day[-1]
    still_open = [one for one in free if one.status in OPEN]
    if still_open:
        return still_open[-1]
    # Where all are closed, a row that was sent later than they were is a new application.
    closed = list(free)
    if row.status in OPEN and row.submitted_on:
        closed = [one for one in free if one.submitted_on and one.submitted_on >= row.submitted_on]
    return closed[-1] if closed else None


def changes(now: Facts, last: Facts | None, current: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return {field: (before, after)} for what the row says anew and the application says otherwise."""
    found: dict[str, tuple[str, str]] = {}
    before = stored(now)
    for name in FIELD_LABELS:
        value = now.get(name)
        if not value and name != "blocked":
            continue
        if last is not None and before.get(name, "") == last.get(name, ""):
            continue
        if last is None and name not in _COMPARED and name not in {"status", "missing", "notes"}:
            continue
        known: Any = current.get(name, "")
        if name == "notes":
            found[name] = ("", "new entries")
        elif name == "missing":
            there = {name_key(str(one)) for one in known}
            lacking = [item for item in value or () if name_key(item) not in there]
            if lacking:
                found[name] = (", ".join(known), ", ".join(lacking))
        elif str(value) != str(known):
            found[name] = (str(known), str(value))
    return found


def shown(name: str, text: str) -> str:
    """Return a value of a change as a person reads it."""
    if name == "status" and text:
        return Status(text).label
    if name.endswith("_on") and text:
        day = dt.date.fromisoformat(text)
        return f"{day.day} {day:%b %Y}"
    return text
