"""Whose renewal is near in the demo? Two participations decided long ago, and contracts whose turn comes.

Counted back from today, so that the story holds whenever the demo is made.
"""

import datetime as dt

from credtrack.kernel.dates import add_months, roll_backward
from dashboards.demo.caseload import Arc, Telling
from dashboards.demo.telling import Beat, Story, executed
from enrollments.enums import Status
from enrollments.models import Contract
from enrollments.recredentialing import DEFAULT_MONTHS, MEDICARE_MONTHS_AHEAD, month_end

S = Status
# A cycle whose first reminder, half a year ahead, fell in the last days: decided about 31 months ago.
DUE_IN_DAYS = 172
_MEDICARE_MONTHS = 60


def revalidation_opened_on(today: dt.date) -> dt.date:
    """Return the day from which Medicare takes the demo's revalidation: the end of the last month."""
    return today.replace(day=1) - dt.timedelta(days=1)


def due_for_recredentialing(telling: Telling) -> Story:
    """In network for about 31 months: the payer's next cycle begins."""
    due = telling.today + dt.timedelta(days=DUE_IN_DAYS)
    return _active(telling, add_months(due, -DEFAULT_MONTHS))


def due_for_revalidation(telling: Telling) -> Story:
    """In Medicare for four and a half years: the window to revalidate, seven months long, is open."""
    opened = revalidation_opened_on(telling.today)
    due = month_end(add_months(opened, MEDICARE_MONTHS_AHEAD))
    return _active(telling, roll_backward(add_months(due, -_MEDICARE_MONTHS)))


def _active(telling: Telling, decided: dt.date) -> Story:
    def before(days: int) -> dt.date:
        return roll_backward(decided - dt.timedelta(days=days))

    def after(days: int) -> dt.date:
        return roll_backward(decided + dt.timedelta(days=days))

    effective = {"effective_on": decided.isoformat()}
    loaded = {"payer_assigned_id": str(telling.chance.randint(1_000_000, 9_999_999)), **effective}
    return telling.story(
        [
            Beat(before(90), S.DRAFT),
            Beat(before(84), S.PREPARING),
            Beat(before(71), S.READY),
            Beat(before(70), S.SUBMITTED, {"method": "Portal"}),
            Beat(before(50), S.IN_REVIEW),
            Beat(decided, S.APPROVED),
            executed(decided),
            Beat(after(10), S.LOADING, effective),
            Beat(after(30), S.ACTIVE, {**loaded, "loaded_on": after(30).isoformat()}),
        ]
    )


# Which arc these take instead of the drawn one: (place of the house, place of the clinician, payer).
SETTLED: dict[tuple[int, int, str], Arc] = {
    (0, 0, "aetna"): due_for_recredentialing,
    (0, 1, "medicare"): due_for_revalidation,
}
# The turns of practices' contracts, in calendar days from today: (place of the house, payer).
_TURNS: dict[tuple[int, str], dict[str, int]] = {
    (0, "aetna"): {"renews_on": 118, "notice_days": 90},
    (1, "carefirst"): {"renews_on": 240, "notice_days": 120, "renegotiable_from": 28},
    (2, "bcbs-ok"): {"ends_on": 57, "notice_days": 30},
}


def give_turn(contract: Contract, house: int, payer: str, today: dt.date) -> None:
    """Write when the contract renews itself, ends or may be reopened, where the demo tells of it."""
    turn = _TURNS.get((house, payer), {})
    for name, days in turn.items():
        setattr(contract, name, days if name == "notice_days" else today + dt.timedelta(days=days))
    if turn:
        contract.save(update_fields=list(turn))
