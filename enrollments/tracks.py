"""How far is it, as two tracks with dates? Credentialing and contracting run side by side. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from enrollments.enums import ContractTrack, Status, Verb
from enrollments.fold import Folded, LogRow, in_order

_STEPS = (
    (Status.PREPARING, "Preparing"),
    (Status.SUBMITTED, "Submitted"),
    (Status.ACKNOWLEDGED, "Acknowledged"),
    (Status.IN_REVIEW, "In review"),
    (Status.APPROVED, "Approved"),
    (Status.LOADING, "Loading"),
    (Status.ACTIVE, "Active"),
)
# Where a status that is no step of its own stands on the way.
_PLACE: dict[Status, int] = {
    **{status: place for place, (status, _) in enumerate(_STEPS)},
    Status.DRAFT: 0,
    Status.READY: 0,
    Status.RETURNED: 1,
    Status.INFO_REQUESTED: 3,
    Status.ENDED: 6,
}
_STOPPED = frozenset(
    {
        Status.DENIED,
        Status.PANEL_CLOSED,
        Status.WITHDRAWN,
        Status.DECLINED_BY_US,
        Status.ENDED,
        Status.RETURNED,
    }
)
_CONTRACT_STEPS = (
    ContractTrack.REQUESTED,
    ContractTrack.RECEIVED,
    ContractTrack.IN_NEGOTIATION,
    ContractTrack.SIGNED,
    ContractTrack.EXECUTED,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page draws it; `state` is done, current, todo, skipped or stopped."""

    label: str
    state: str
    day: dt.date | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A labelled row of steps."""

    label: str
    steps: tuple[Step, ...]


def credentialing(state: Folded, rows: Sequence[LogRow]) -> Track:
    """Return the credentialing track: what was reached, on which day, and where it stands."""
    days = _first_days(rows)
    current = state.status or Status.DRAFT
    reached = _PLACE.get(current, max((_PLACE[status] for status in days if status in _PLACE), default=0))
    steps = []
    for place, (status, label) in enumerate(_STEPS):
        day = days.get(status)
        if place == reached and current not in _STOPPED:
            done = status == Status.ACTIVE == current
            word = label if current == status else current.label
            steps.append(Step(word, "done" if done else "current", state.status_since))
        elif place <= reached and (day or place == 0):
            steps.append(Step(label, "done", day or state.opened_on))
        elif place < reached:
            steps.append(Step(label, "skipped"))
        elif current not in _STOPPED:
            steps.append(Step(label, "todo"))
    if current in _STOPPED:
        steps.append(Step(current.label, "stopped", state.status_since))
    return Track("Credentialing", tuple(steps))


def contract(state: Folded, rows: Sequence[LogRow]) -> Track:
    """Return the contract track; one that is not needed says so in a single step."""
    track = state.contract_track
    if track == ContractTrack.NOT_NEEDED:
        return Track("Contract", (Step("Not needed", "skipped", hint="Covered without one of its own"),))
    days = {
        ContractTrack(row.facts["contract_track"]): row.occurred_on
        for row in in_order(rows)
        if row.verb == Verb.CONTRACT
    }
    reached = _CONTRACT_STEPS.index(track) if track in _CONTRACT_STEPS else -1
    if track == ContractTrack.ENDED:
        reached = len(_CONTRACT_STEPS) - 1
    steps = [_contract_step(step, place, reached, days) for place, step in enumerate(_CONTRACT_STEPS)]
    if track == ContractTrack.ENDED:
        steps.append(Step("Ended", "stopped", days.get(track)))
    return Track("Contract", tuple(steps))


def _contract_step(step: ContractTrack, place: int, reached: int, days: dict[ContractTrack, dt.date]) -> Step:
    if place == reached:
        done = step == ContractTrack.EXECUTED
        return Step(step.label, "done" if done else "current", days.get(step))
    if place < reached:
        return Step(step.label, "done" if step in days else "skipped", days.get(step))
    return Step(step.label, "todo")


def _first_days(rows: Sequence[LogRow]) -> dict[Status, dt.date]:
    """Return the day each status was last entered before the present one; a restart counts anew."""
    return {Status(row.to_status): row.occurred_on for row in in_order(rows) if row.verb == Verb.MOVE}
