"""Short ways to write a log for the pure tests: one line per row."""

import datetime as dt

from enrollments.enums import ContractTrack, Status, Verb
from enrollments.fold import LogRow

START = dt.date(2026, 1, 5)


def day(number: int) -> dt.date:
    """Return the calendar date `number` days after 5 Jan 2026."""
    return START + dt.timedelta(days=number)


def at(number: int) -> dt.datetime:
    """Return noon, UTC, of that date: an instant of recording."""
    return dt.datetime.combine(day(number), dt.time(12), tzinfo=dt.UTC)


def move(sequence: int, number: int, to: str, *, recorded: int | None = None, **facts: str) -> LogRow:
    """Return a move to `to` on day `number`."""
    return LogRow(
        sequence,
        Verb.MOVE,
        day(number),
        Status(to),
        facts,
        recorded_at=at(number if recorded is None else recorded),
        opens=sequence == 1,
    )


def amend(sequence: int, number: int, **facts: str) -> LogRow:
    """Return a correction of facts on day `number`."""
    return LogRow(sequence, Verb.AMEND, day(number), facts=facts, recorded_at=at(number))


def void(sequence: int, row: LogRow, *, recorded: int) -> LogRow:
    """Return the row that cancels `row`; it carries that row's day and its own day of recording."""
    return LogRow(sequence, Verb.VOID, row.occurred_on, voids=row.sequence, recorded_at=at(recorded))


def block(sequence: int, number: int, by: str = "platform", reason: str = "Release letter refused") -> LogRow:
    """Return a block on day `number`."""
    facts = {"reason": reason, "blocked_by": by}
    return LogRow(sequence, Verb.BLOCK, day(number), facts=facts, recorded_at=at(number))


def unblock(sequence: int, number: int) -> LogRow:
    """Return the lifting of a block."""
    return LogRow(sequence, Verb.UNBLOCK, day(number), recorded_at=at(number))


def contract(sequence: int, number: int, to: ContractTrack) -> LogRow:
    """Return a step of the contract track."""
    return LogRow(sequence, Verb.CONTRACT, day(number), facts={"contract_track": to}, recorded_at=at(number))
