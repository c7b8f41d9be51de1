"""Builds logs in one line per row, for tests that need no database."""

import datetime as dt
from typing import Any

from enrollments.enums import ContractTrack, Status, Verb
from enrollments.fold import LogRow

FIRST = dt.date(2026, 1, 1)


def day(number: int) -> dt.date:
    """Return the day `number` days after the first one."""
    return FIRST + dt.timedelta(days=number)


class Log:
    """Collects rows; each method names the day as a number of days after 1 January 2026."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []

    def _add(self, verb: Verb, on: int, **more: Any) -> "Log":
        opens = not self.rows
        self.rows.append(LogRow(len(self.rows) + 1, verb, day(on), opens=opens, **more))
        return self

    def move(self, status: Status, on: int, **facts: str) -> "Log":
        return self._add(Verb.MOVE, on, to_status=status.value, facts=facts)

    def amend(self, on: int, **facts: str) -> "Log":
        return self._add(Verb.AMEND, on, facts=facts)

    def block(self, on: int, by: str = "ours") -> "Log":
        return self._add(Verb.BLOCK, on, facts={"reason": "Release letter refused", "blocked_by": by})

    def unblock(self, on: int) -> "Log":
        return self._add(Verb.UNBLOCK, on)

    def contract(self, track: ContractTrack, on: int) -> "Log":
        return self._add(Verb.CONTRACT, on, facts={"contract_track": track.value})

    def void(self, row: int, on: int) -> "Log":
        return self._add(Verb.VOID, on, voids=row)


def opened(track: ContractTrack = ContractTrack.NOT_NEEDED) -> Log:
    """Return the log of an application opened as a draft on the first day."""
    return Log().move(Status.DRAFT, 0, contract_track=track.value)
