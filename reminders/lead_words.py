"""How are leads written and read by people? "120, 90, 60, 30", or "never"; pure."""

import re
from collections.abc import Iterable

NEVER = "never"
# A loading check is told weekly for twelve weeks after its date; nothing reaches farther back.
SOONEST, LATEST = 400, -90


class Unreadable(ValueError):
    """The text names no leads; the message says what would."""


def words(leads: Iterable[int]) -> str:
    """Return leads as somebody types them, the earliest telling first; "never" for none."""
    return ", ".join(str(lead) for lead in sorted(leads, reverse=True)) or NEVER


def read(text: str) -> tuple[int, ...]:
    """Return the leads that `text` names, the earliest telling first; raises `Unreadable`.

    Days before the date; a negative number is that many days after it.
    """
    said = text.strip().lower()
    if said == NEVER:
        return ()
    parts = [part for part in re.split(r"[,;\s]+", said.replace("\N{MINUS SIGN}", "-")) if part]
    if not parts:
        raise Unreadable('Write days such as "90, 30, 7", or "never".')
    found: list[int] = []
    for part in parts:
        if not re.fullmatch(r"[+-]?[0-9]{1,6}", part):
            raise Unreadable(f'"{part[:20]}" is no whole number of days. Write them like "90, 30, 7, -1".')
        lead = int(part)
        if not LATEST <= lead <= SOONEST:
            raise Unreadable(
                f"{lead} is out of reach: up to {SOONEST} days before the date and {-LATEST} after it (as {LATEST})."
            )
        if lead in found:
            raise Unreadable(f"{lead} stands there twice. Keep it once.")
        found.append(lead)
    return tuple(sorted(found, reverse=True))


def when(lead: int, unit: str = "day") -> str:
    """Return when a lead is told: "30 days before", "on the day", "1 business day after"."""
    if lead == 0:
        return "on the day"
    count = abs(lead)
    return f"{count} {unit}{'' if count == 1 else 's'} {'before' if lead > 0 else 'after'}"
