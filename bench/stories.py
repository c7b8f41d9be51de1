"""What happened to an application: a random but lawful log, folded once and reused for many rows."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from enrollments.clocks import clock_of
from enrollments.enums import ContractTrack, Status, Verb
from enrollments.fold import Folded, LogRow, fold

S = Status
# How often an application stands where; roughly what a practice with a backlog sees.
WEIGHTS: dict[Status, int] = {
    S.DRAFT: 3, S.PREPARING: 6, S.READY: 3, S.SUBMITTED: 12, S.ACKNOWLEDGED: 8, S.IN_REVIEW: 20,
    S.INFO_REQUESTED: 5, S.APPROVED: 6, S.LOADING: 5, S.ACTIVE: 24, S.RETURNED: 2, S.DENIED: 2,
    S.PANEL_CLOSED: 2, S.WITHDRAWN: 2,
}  # fmt: skip
_UPWARD = (S.DRAFT, S.PREPARING, S.READY, S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW)
_BEFORE: dict[Status, tuple[Status, ...]] = {
    **{status: _UPWARD[: _UPWARD.index(status)] for status in _UPWARD},
    S.INFO_REQUESTED: _UPWARD,
    S.APPROVED: _UPWARD,
    S.LOADING: (*_UPWARD, S.APPROVED),
    S.ACTIVE: (*_UPWARD, S.APPROVED, S.LOADING),
    S.RETURNED: _UPWARD[:5],
    S.DENIED: _UPWARD,
    S.PANEL_CLOSED: _UPWARD[:5],
    S.WITHDRAWN: _UPWARD[:4],
}
SAID = (
    "In process, no further documents needed.",
    "Assigned to a specialist; allow 60 business days from receipt.",
    "Committee meets on the second Tuesday of the month.",
    "Could not find the application; sent the confirmation again.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One call of a story."""

    day: dt.date
    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Story:
    """A log with the state it folds to, the calls made and the open follow-up."""

    rows: tuple[LogRow, ...]
    state: Folded
    clock: str
    calls: tuple[Said, ...] = ()
    follow_up_on: dt.date | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def story(random: Random, today: dt.date) -> Story:
    """Return one story that ends by `today`."""
    final = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    steps = (*_BEFORE[final], final)
    gaps = [random.randint(2, 25) for _ in steps]
    ended = random.randint(1, 500) if final == S.ACTIVE else random.randint(1, 75)
    day = today - dt.timedelta(days=ended + sum(gaps[1:]))
    opening = day
    rows = []
    for number, (status, gap) in enumerate(zip(steps, gaps, strict=True), start=1):
        day += dt.timedelta(days=gap if number > 1 else 0)
        facts = _facts(random, status, day)
        if number == 1:
            facts["contract_track"] = ContractTrack.EXECUTED.value
        rows.append(LogRow(number, Verb.MOVE, day, status.value, facts, opens=number == 1))
    state = fold(rows, strict=True)
    waiting = final in (S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW, S.INFO_REQUESTED, S.APPROVED, S.LOADING)
    calls = _calls(random, opening, today) if waiting else ()
    due = today + dt.timedelta(days=random.randint(-12, 40)) if waiting and random.random() < 0.9 else None
    return Story(tuple(rows), state, clock_of(final).value, calls, due)


def _facts(random: Random, status: Status, day: dt.date) -> dict[str, str]:
    def later(days: int) -> str:
        return (day + dt.timedelta(days=days)).isoformat()

    return {
        S.SUBMITTED: {"method": "portal", "reference": f"R{random.randint(10**7, 10**8)}"},
        S.INFO_REQUESTED: {"answer_due_on": later(90), "reason": "Malpractice face sheet has expired"},
        S.LOADING: {"effective_on": later(20)},
        S.ACTIVE: {"effective_on": day.isoformat(), "payer_assigned_id": f"P{random.randint(10**6, 10**7)}"},
        S.RETURNED: {"reason": "Signature page is missing"},
        S.DENIED: {"reason": "Network adequacy"},
        S.PANEL_CLOSED: {"recheck_on": later(180)},
        S.WITHDRAWN: {"reason": "The clinician has left"},
    }.get(status, {})


def _calls(random: Random, opening: dt.date, today: dt.date) -> tuple[Said, ...]:
    span = (today - opening).days
    days = sorted(
        opening + dt.timedelta(days=random.randint(1, max(1, span))) for _ in range(random.randint(1, 4))
    )
    return tuple(Said(day, random.choice(SAID), f"C{random.randint(10**6, 10**7)}") for day in days)
