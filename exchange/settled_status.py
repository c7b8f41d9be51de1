"""Which status do a row's words and facts together tell? One word may stand for several statuses."""

import datetime as dt
from dataclasses import dataclass

from enrollments.enums import Kind, Status
from enrollments.states import OPEN
from exchange.status_words import Meaning, Word

# These ask for a decision, not for participation: a finished one is approved, with no effective date to wait for.
_REQUESTS = {
    Kind.CHANGE, Kind.ADD_LOCATION, Kind.RECREDENTIALING, Kind.REVALIDATION, Kind.TERMINATION, Kind.APPEAL,
}  # fmt: skip
SENT = (OPEN | {Status.ACTIVE, Status.DENIED, Status.ENDED}) - {
    Status.DRAFT, Status.PREPARING, Status.READY, Status.PANEL_CLOSED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """The status of a row, the reason why it is blocked (if it is), and a doubt to tell."""

    status: Status
    blocked: str = ""
    doubt: str = ""


def settle(
    meaning: Meaning,
    *,
    kind: Kind,
    submitted_on: dt.date | None,
    approved_on: dt.date | None,
    effective_on: dt.date | None,
    remark: str = "",
) -> Settled:
    """Return the status that the words mean, given the dates of the row.

    In network without an effective date is `loading` (agreement there, date outstanding); in process and
    pending are `in_review`; on hold is blocked; out of network is `ended` only if it once was effective.
    """
    if isinstance(meaning, Status) and meaning is not Status.ACTIVE:
        return Settled(meaning)
    if meaning in {Word.IN_FORCE, Status.ACTIVE}:
        return _in_force(kind, effective_on)
    if meaning is Word.ON_HOLD:
        status = Status.IN_REVIEW if submitted_on else Status.PREPARING
        return Settled(status, blocked=remark or "On hold in the spreadsheet")
    if meaning is Word.OUT_OF_NETWORK:
        return Settled(Status.ENDED if effective_on or approved_on else Status.WITHDRAWN)
    if meaning is Word.ACCEPTED:
        return Settled(Status.ACKNOWLEDGED)
    if meaning is Word.REJECTED:
        return Settled(Status.RETURNED)
    return Settled(Status.IN_REVIEW)


def _in_force(kind: Kind, effective_on: dt.date | None) -> Settled:
    if effective_on:
        return Settled(Status.ACTIVE)
    if kind in _REQUESTS:
        return Settled(Status.APPROVED)
    return Settled(Status.LOADING, doubt="In network, but no effective date: taken as loading.")
