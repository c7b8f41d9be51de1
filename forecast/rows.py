"""What is written of one open application: the forecast and its present outlook, as plain values. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from enrollments.clocks import clock_of
from enrollments.enums import Status
from forecast.enums import Basis, Risk, Stage
from forecast.episodes import Told
from forecast.fingerprints import Fingerprints
from forecast.history import History
from forecast.predicting import Dates, Said
from forecast.risks import RANKS, Statute, risk_of, statute_of
from payers.rules import Fact

BLOCKED = "Blocked: counted as if the block were lifted today"
UNSENT = "Not sent yet: counted as if it were sent today"
GUESSED = "The day it was sent is not on record: counted from the first day it was known to be with the payer"
OVERDUE = "Overdue: 9 in 10 like it were decided by now"
SO_LATE = "No date: none like it was decided so late"


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """One open application on one day; dates are calendar dates in the organization's zone."""

    application_id: int
    practice_id: int
    provider_id: int | None
    payer_id: int
    state: str
    owner_id: int | None
    status: str
    status_since: dt.date
    clock: str
    stage: Stage
    waiting_since: dt.date | None
    approval: Dates
    billable: Dates
    published: Dates
    chance_other: float | None
    overdue: bool
    basis: Basis
    basis_words: str
    decisions: int
    fingerprint: str
    risk: Risk
    statute: Statute

    @property
    def risk_rank(self) -> int:
        """Return the place of the risk, 0 for the worst."""
        return RANKS[self.risk]

    def as_object(self) -> dict[str, Any]:
        """Return the object that the command line prints."""
        return {
            "application": self.application_id,
            "stage": self.stage.value,
            "risk": self.risk.value,
            "approval": _named(self.approval),
            "billable": _named(self.billable),
            "published": _named(self.published),
            "chance_other": self.chance_other,
            "overdue": self.overdue,
            "basis": self.basis.value,
            "basis_words": self.basis_words,
            "decisions": self.decisions,
            "fingerprint": self.fingerprint,
            "statute_on": self.statute.on,
        }


def outlook_row(
    one: Told, said: Said, history: History, law: Fact | None, prints: Fingerprints
) -> OutlookRow:
    """Return what is written of an application of which `said` is said."""
    state, present = one.course.state, one.course.present
    assert present is not None and state.status is not None and state.status_since is not None  # noqa: S101, PT018
    today = dt.date.fromordinal(history.today)
    turn = _clock(one, state.status, state.blocked_by)
    statute = statute_of(one.course, law)
    quoted = history.range_of(Stage.DECISION, history.leaves[one.cohort])
    basis = said.rests.basis
    risk = risk_of(one.course, turn, today, statute=statute, overdue=said.overdue, basis=basis, quoted=quoted)
    return OutlookRow(
        one.pk, one.practice_id, one.provider_id, one.payer_id, one.state, one.owner_id,
        state.status.value, state.status_since, turn, present.stage,
        dt.date.fromordinal(present.since), said.approval, said.billable, said.published,
        None if said.other is None else round(said.other, 2),
        said.overdue, basis, _words(one, said), said.rests.decisions, prints.of(one), risk, statute,
    )  # fmt: skip


def _clock(one: Told, status: Status, blocked_by: str) -> str:
    """Return whose turn it is; the cached one knows of missing papers, the log alone does not."""
    found = clock_of(status, blocked_by=blocked_by)
    waits_for_papers = status == Status.PREPARING and not blocked_by
    return one.clock if waits_for_papers else found.value


def _words(one: Told, said: Said) -> str:
    present, state = one.course.present, one.course.state
    if present is None:
        return said.rests.words
    parts = [OVERDUE if said.overdue else "", said.rests.words]
    if present.stage == Stage.WATCH and state.recheck_on:
        parts.append(f"ask again on {state.recheck_on.day} {state.recheck_on:%b %Y}")
    if said.rests.basis != Basis.NONE:
        deciding = present.stage in (Stage.DECISION, Stage.SUBMISSION)
        parts.append(SO_LATE if deciding and said.approval[0] is None and said.billable[0] is None else "")
        parts.append(BLOCKED if present.frozen else "")
        parts.append(UNSENT if present.stage == Stage.SUBMISSION else "")
        parts.append(GUESSED if present.guessed and present.stage == Stage.DECISION else "")
    return ". ".join(f"{part[0].upper()}{part[1:]}" for part in parts if part)[:400]


def _named(dates: Dates) -> dict[str, dt.date | None]:
    return dict(zip(("10", "20", "50", "80", "90", "95"), dates, strict=False))
