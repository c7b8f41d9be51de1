"""How each status word looks: which of the four meanings it carries, and its icon."""

import datetime as dt
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from credtrack.kernel import clock
from credtrack.kernel.icons import icon

GOOD, WAITING, ACT, STOPPED, NEUTRAL = "good", "waiting", "act", "stopped", "neutral"
MEANINGS: dict[str, str] = {
    GOOD: "circle-check",
    WAITING: "clock",
    ACT: "circle-alert",
    STOPPED: "octagon-x",
    NEUTRAL: "circle-dashed",
}

# One word keeps one look wherever it appears, so the tables below may not disagree on a key.
APPLICATION: dict[str, tuple[str, str]] = {
    "draft": (NEUTRAL, "file-pen-line"),
    "preparing": (NEUTRAL, "clipboard-list"),
    "ready": (ACT, "send"),
    "submitted": (WAITING, "arrow-right"),
    "acknowledged": (WAITING, "check"),
    "in_review": (WAITING, "hourglass"),
    "info_requested": (ACT, "reply"),
    "approved": (GOOD, "check-check"),
    "loading": (WAITING, "timer"),
    "active": (GOOD, "circle-check"),
    "returned": (ACT, "undo-2"),
    "denied": (STOPPED, "circle-x"),
    "panel_closed": (STOPPED, "door-closed"),
    "withdrawn": (STOPPED, "ban"),
    "declined_by_us": (STOPPED, "ban"),
    "ended": (STOPPED, "archive"),
    "blocked": (STOPPED, "octagon-x"),
}
CONTRACT: dict[str, tuple[str, str]] = {
    "not_needed": (NEUTRAL, "minus"),
    "not_started": (NEUTRAL, "circle-dashed"),
    "requested": (WAITING, "send"),
    "received": (ACT, "inbox"),
    "in_negotiation": (WAITING, "scale"),
    "signed": (WAITING, "signature"),
    "executed": (GOOD, "handshake"),
}
NETWORK: dict[str, tuple[str, str]] = {
    "in_network": (GOOD, "circle-check"),
    "in_network_own": (GOOD, "circle-check"),
    "in_network_through_platform": (GOOD, "layers"),
    "through_platform": (GOOD, "layers"),
    "effective_later": (WAITING, "calendar-clock"),
    "approved_effective_later": (WAITING, "calendar-clock"),
    "pending": (WAITING, "hourglass"),
    "recredentialing_overdue": (ACT, "alarm-clock"),
    "at_risk": (ACT, "shield-alert"),
    "not_enrolled": (NEUTRAL, "circle-dashed"),
}
FILE: dict[str, tuple[str, str]] = {
    "current": (GOOD, "circle-check"),
    "expiring": (ACT, "alarm-clock"),
    "expired": (STOPPED, "octagon-x"),
    "missing": (ACT, "circle-dashed"),
    "open": (GOOD, "door-open"),
    "closed": (STOPPED, "door-closed"),
    "unknown": (NEUTRAL, "circle-question-mark"),
    "verified": (GOOD, "badge-check"),
    "overdue": (ACT, "clock-alert"),
    "due": (ACT, "alarm-clock"),
    "upcoming": (NEUTRAL, "calendar"),
    "done": (GOOD, "check"),
}
IMPORT: dict[str, tuple[str, str]] = {
    "create": (GOOD, "plus"),
    "update": (WAITING, "refresh-cw"),
    "unchanged": (NEUTRAL, "minus"),
    "reject": (STOPPED, "circle-x"),
}
LOOKS: dict[str, tuple[str, str]] = {
    **{meaning: (meaning, name) for meaning, name in MEANINGS.items()},
    **APPLICATION, **CONTRACT, **NETWORK, **FILE, **IMPORT,
}  # fmt: skip


def meaning_of(status: str) -> str:
    """Return which meaning (`good`, `waiting`, `act`, `stopped`, `neutral`) a status word carries."""
    return LOOKS.get(str(status), (NEUTRAL, ""))[0]


def days_text(count: int, kind: str = "") -> str:
    """Return a duration with its unit: "1 day", "23 business days" for kind "business"."""
    return f"{count:,} {kind + ' ' if kind else ''}{'day' if abs(count) == 1 else 'days'}"


def chip(status: str, label: str, since: dt.date | int | None = None) -> SafeString:
    """Return the chip of a status: icon, word and, when known, how many calendar days it has lasted.

    `since` is the day the status began (counted to the organization's today) or the count itself.
    A list page draws hundreds, so equal chips are built once and kept as strings.
    """
    if isinstance(since, dt.datetime):
        since = clock.local_date(since)
    age = (clock.today() - since).days if isinstance(since, dt.date) else since
    return _chip(str(status), str(label), age)


@lru_cache(maxsize=8192)
def _chip(status: str, label: str, age: int | None) -> SafeString:
    meaning, name = LOOKS.get(status, (NEUTRAL, MEANINGS[NEUTRAL]))
    if age is None:
        return format_html('<span class="chip {}">{}{}</span>', meaning, icon(name), label)
    return format_html(
        '<span class="chip {}">{}{} <span class="age">{}</span></span>',
        meaning, icon(name), label, days_text(age),
    )  # fmt: skip


@lru_cache(maxsize=2048)
def badge(meaning: str, label: str, icon_name: str = "") -> SafeString:
    """Return a small label that carries a meaning but is no status, such as "Client-visible"."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge {}">{}{}</span>', meaning, drawn, label)
