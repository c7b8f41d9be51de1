"""How are days, counts and lists written inside a sentence? Plain text, no Django."""

import datetime as dt
from collections.abc import Sequence


def day_words(day: dt.date) -> str:
    """Return "5 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


def days_words(count: int, kind: str = "") -> str:
    """Return "1 day", "23 business days"."""
    return f"{count:,} {kind + ' ' if kind else ''}{'day' if abs(count) == 1 else 'days'}"


def count_words(count: int, one: str, many: str = "") -> str:
    """Return "1 plan", "3 plans"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
