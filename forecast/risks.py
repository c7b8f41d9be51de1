"""Where does an application stand in the list, worst first, and until when does the law leave the payer time? Pure."""

import datetime as dt
from dataclasses import dataclass

from enrollments.enums import Clock, Status
from forecast.enums import Basis, Risk, Stage
from forecast.published import Range
from forecast.waits import Course
from payers.deadlines import counted, statute_starts
from payers.rules import Fact

_WAITS_FOR_DECISION = frozenset({Status.SUBMITTED, Status.ACKNOWLEDGED, Status.IN_REVIEW})
RANKS: dict[Risk, int] = {risk: place for place, risk in enumerate(Risk)}


@dataclass(frozen=True, slots=True)
class Statute:
    """The last day the state's law leaves the payer, and the law."""

    on: dt.date | None = None
    citation: str = ""


def statute_of(course: Course, law: Fact | None) -> Statute:
    """Return the deadline of an application that waits for a decision; a blocked one has none running."""
    state, present = course.state, course.present
    if law is None or present is None or present.frozen or state.status not in _WAITS_FOR_DECISION:
        return Statute()
    start = statute_starts(
        law,
        submitted_on=state.submitted_on,
        acknowledged_on=state.acknowledged_on,
        complete_on=state.complete_on,
    )
    last = counted(start, law) if start else None
    return Statute(last, (law.citation or law.source)[:200]) if last else Statute()


def risk_of(
    course: Course,
    clock: str,
    today: dt.date,
    *,
    statute: Statute,
    overdue: bool,
    basis: Basis,
    quoted: Range | None,
) -> Risk:
    """Return the worst of what is so."""
    present = course.present
    deciding = present is not None and present.stage == Stage.DECISION
    age = today.toordinal() - present.start if present else 0
    if statute.on is not None and statute.on < today:
        return Risk.STATUTE
    if overdue:
        return Risk.OVERDUE
    if present is not None and present.frozen:
        return Risk.BLOCKED
    if clock in (Clock.OURS, Clock.CLINICIAN):
        return Risk.OURS
    if deciding and quoted is not None and age > quoted.high:
        return Risk.LATE
    return Risk.UNKNOWN if basis == Basis.NONE else Risk.ON_COURSE
