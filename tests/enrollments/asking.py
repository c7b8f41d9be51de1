"""Short ways to ask the pages of applications and to read their answers."""

import datetime as dt
from typing import Any

from django.urls import reverse

HTMX = {"HX-Request": "true"}


def url(name: str, *args: Any) -> str:
    """Return the address of a page of Maple Street."""
    return reverse(f"enrollments:{name}", args=["maple", *args])


def text_of(answer: Any) -> str:
    """Return the words of an answer."""
    return str(answer.content.decode())


def log_data(today: dt.date, **changes: Any) -> dict[str, Any]:
    """Return a filled-in log form."""
    return {
        "channel": "call",
        "occurred_on": today,
        "said": "With the analyst",
        "person": "Pat",
        "reference": "C-9",
        "then": "rule",
        **changes,
    }
