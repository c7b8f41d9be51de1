"""Which waits does the log of an application tell of, how long was each, and how did it end? Pure.

The log is read as it stands: whoever asks about an earlier day hands in the rows that had happened, and
had been recorded, by then. Four waits follow one another: for the decision on a submission, for the
contract, for the effective date, for loading. Days are day numbers (`date.toordinal()`).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from enrollments.enums import Clock, ContractTrack, Status, Verb
from enrollments.fold import Folded, LogRow, fold, in_order
from enrollments.states import OPEN as OPEN_STATUSES
from forecast.cases import APPROVED, OPEN, OTHER
from forecast.enums import Stage

S = Status
WITH_PAYER = frozenset({S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW, S.INFO_REQUESTED})
NOT_SENT = frozenset({S.DRAFT, S.PREPARING, S.READY, S.RETURNED})
_STOPS = frozenset({S.DENIED, S.PANEL_CLOSED, S.WITHDRAWN, S.DECLINED_BY_US})
_GRANTED = frozenset({S.APPROVED, S.LOADING})
# A track that was executed before the first row that tells a day.
_LONG_AGO = 0
_RETURNED = -1


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait; `start` is moved later by the days blocked in it, so that end less start is the payer's time."""

    stage: Stage
    start: int
    end: int
    outcome: int


@dataclass(frozen=True, slots=True)
class Present:
    """What an open application waits for; `start` as in `Wait`, `since` the calendar day it began.

    `known_end` is set where the day is known already: an effective date that lies ahead. `guessed` says
    that nobody recorded when it was sent. `contract` says whether its contract is still to come.
    """

    stage: Stage
    start: int
    since: int
    frozen: bool = False
    guessed: bool = False
    contract: bool = False
    known_end: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The waits of one application as its log tells them, and what it waits for now (None: closed)."""

    state: Folded
    waits: tuple[Wait, ...]
    present: Present | None


@dataclass(slots=True)
class _Attempt:
    """One submission: from being sent to its end."""

    since: int
    sent: int | None
    end: int | None = None
    outcome: int = OPEN


@dataclass(slots=True)
class _Log:
    """What the walk through the log gathers."""

    doubtful: Collection[int]
    attempts: list[_Attempt] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    blocked_since: int | None = None
    executed: int | None = None
    effective_stated: int | None = None
    effective: int | None = None
    loaded: int | None = None
    activated: int | None = None
    stopped: int | None = None


def course(rows: Sequence[LogRow], on: dt.date, doubtful: Collection[int] = ()) -> Course:
    """Return the waits that `rows` tell of by the end of the day `on`.

    `doubtful` are the sequences of rows whose day is a stand-in: no duration is learnt from them.
    Time under a block is taken out of a wait unless the payer itself is said to block. The time in
    which the payer waits for an answer of ours stays in: it is a usual part of the way, and the date
    asked for is one in the calendar.
    """
    state = fold(rows)
    log = _Log(doubtful)
    for row in in_order(rows):
        _take(log, row)
    today = on.toordinal()
    if log.blocked_since is not None:
        log.blocks.append((log.blocked_since, today))
    waits = [wait for attempt in log.attempts if (wait := _decision(log, attempt, today))]
    granted, present = _after_approval(log, state, today)
    return Course(state, (*waits, *granted), _present(log, state, present, today))


def _take(log: _Log, row: LogRow) -> None:
    day = row.occurred_on.toordinal()
    if row.verb == Verb.MOVE:
        _enter(log, Status(row.to_status), row, day)
    elif row.verb == Verb.CONTRACT:
        executed = row.facts["contract_track"] == ContractTrack.EXECUTED
        log.executed = (log.executed or day) if executed else None
    elif row.verb in (Verb.BLOCK, Verb.UNBLOCK):
        _unblock(log, day)
        if row.verb == Verb.BLOCK and row.facts.get("blocked_by") != Clock.PAYER:
            log.blocked_since = day
    if row.facts and row.verb in (Verb.MOVE, Verb.AMEND):
        _learn(log, row, day)


def _unblock(log: _Log, day: int) -> None:
    if log.blocked_since is not None:
        log.blocks.append((log.blocked_since, day))
        log.blocked_since = None


def _enter(log: _Log, status: Status, row: LogRow, day: int) -> None:
    last = log.attempts[-1] if log.attempts else None
    running = last is not None and last.outcome == OPEN
    if status not in OPEN_STATUSES:
        _unblock(log, day)
    if status in WITH_PAYER and not running:
        if status == S.IN_REVIEW and last is not None and last.outcome == OTHER:
            # A denial that the payer took back was no end: the wait goes on.
            last.outcome, last.end = OPEN, None
        else:
            log.attempts.append(_Attempt(day, day if status == S.SUBMITTED else None))
    elif status == S.APPROVED:
        if not running:
            last = _Attempt(day, None)
            log.attempts.append(last)
        _end(last, APPROVED, None if row.sequence in log.doubtful else day)
    elif status == S.RETURNED:
        _end(last, _RETURNED, day)
    elif status in _STOPS and last is not None and last.outcome != APPROVED:
        # Returned and never sent again: the return was its end. Otherwise it was no end at all.
        _end(last, OTHER, last.end if last.outcome == _RETURNED else day)
    elif status == S.ACTIVE:
        log.activated = None if row.sequence in log.doubtful else day
    if status in _STOPS or status == S.ENDED:
        log.stopped = day


def _end(attempt: _Attempt | None, outcome: int, day: int | None) -> None:
    if attempt is not None:
        attempt.outcome, attempt.end = outcome, day


def _learn(log: _Log, row: LogRow, day: int) -> None:
    facts = row.facts
    last = log.attempts[-1] if log.attempts else None
    if last is not None:
        if "submitted_on" in facts:
            last.sent = _number(facts["submitted_on"])
        if "decided_on" in facts and last.outcome in (APPROVED, OTHER):
            last.end = _number(facts["decided_on"])
    if facts.get("contract_track") == ContractTrack.EXECUTED:
        log.executed = _LONG_AGO
    if "effective_on" in facts:
        number = _number(facts["effective_on"])
        if number != log.effective:
            log.effective, log.effective_stated = number, day
    if "loaded_on" in facts:
        log.loaded = _number(facts["loaded_on"])


def _number(text: str) -> int | None:
    return dt.date.fromisoformat(text).toordinal() if text else None


def _shifted(log: _Log, start: int, end: int) -> int:
    """Return `start` moved later by the blocked days between the two."""
    return start + sum(max(0, min(end, last) - max(start, first)) for first, last in log.blocks)


def _wait(log: _Log, stage: Stage, start: int, end: int, outcome: int) -> Wait:
    return Wait(stage, _shifted(log, start, end), end, outcome)


def _decision(log: _Log, attempt: _Attempt, today: int) -> Wait | None:
    """Return the wait for the decision on one submission; None where nobody knows when it began or ended."""
    if attempt.sent is None:
        return None
    outcome = OPEN if attempt.outcome == _RETURNED else attempt.outcome
    end = today if attempt.outcome == OPEN else attempt.end
    if end is None or not attempt.sent <= end <= today:
        return None
    return _wait(log, Stage.DECISION, attempt.sent, end, outcome)


def _after_approval(log: _Log, state: Folded, today: int) -> tuple[list[Wait], Present | None]:
    """Return the waits behind the approval in force, and the one that is still open if there is one."""
    last = log.attempts[-1] if log.attempts else None
    waits: list[Wait] = []
    known = last is not None and last.outcome == APPROVED and last.end is not None and last.end <= today
    if last is None or last.end is None or not known:
        return waits, None
    start: int | None = last.end
    sent = last.since if last.sent is None else last.sent
    ends = _ends(log, state, sent)
    for stage, done in ends:
        if start is None:
            break
        end = None if done is None else max(done, start)
        if end is not None and end <= today:
            waits.append(_wait(log, stage, start, end, APPROVED))
            start = end
            continue
        stopped = log.stopped if log.stopped is not None and log.stopped >= start else None
        if log.activated is not None or state.status in (S.ACTIVE, S.ENDED):
            # It got there, and nobody recorded on which day.
            return waits, None
        if stopped is not None:
            waits.append(_wait(log, stage, start, stopped, OTHER))
            return waits, None
        open_wait = _wait(log, stage, start, today, OPEN)
        waits.append(open_wait)
        return waits, Present(stage, open_wait.start, start, contract=_needs(log, state), known_end=end)
    return waits, None


def _ends(log: _Log, state: Folded, sent: int) -> list[tuple[Stage, int | None]]:
    """Return the stages behind the approval with the day each is over, as far as it is known.

    A contract executed before the application was sent is no stage: nobody waited for it. One that was
    executed between sending and decision is, with no wait at all. An effective date is over on the later
    of the day it was told and the date itself, which may lie ahead or back.
    """
    stages: list[tuple[Stage, int | None]] = []
    if state.contract_track not in (ContractTrack.NOT_NEEDED, ContractTrack.ENDED) and not (
        log.executed is not None and log.executed <= sent
    ):
        stages.append((Stage.CONTRACT, log.executed))
    told = None
    if log.effective is not None and log.effective_stated is not None:
        told = max(log.effective, log.effective_stated)
    loaded = log.loaded if log.loaded is not None else log.activated
    return [*stages, (Stage.EFFECTIVE, told), (Stage.LOADING, loaded)]


def _needs(log: _Log, state: Folded) -> bool:
    settled = (ContractTrack.NOT_NEEDED, ContractTrack.ENDED)
    return log.executed is None and state.contract_track not in settled


def _present(log: _Log, state: Folded, present: Present | None, today: int) -> Present | None:
    """Return what the application waits for at the end of the day."""
    status, since = state.status, state.status_since
    if status is None or since is None or status not in OPEN_STATUSES:
        return None
    frozen = log.blocked_since is not None
    contract = _needs(log, state)
    entered = since.toordinal()
    if status == S.PANEL_CLOSED:
        return Present(Stage.WATCH, entered, entered, frozen, contract=contract)
    if status in NOT_SENT:
        return Present(Stage.SUBMISSION, today, entered, frozen, contract=contract)
    if status in WITH_PAYER:
        last = log.attempts[-1]
        sent = last.since if last.sent is None else min(last.sent, today)
        start = _shifted(log, sent, today)
        return Present(Stage.DECISION, start, sent, frozen, last.sent is None, contract)
    if present is not None:
        return Present(
            present.stage, present.start, present.since, frozen, False, contract, present.known_end
        )
    # Approved on a day nobody recorded, or loaded already and not yet moved to active.
    stage = Stage.CONTRACT if contract else Stage.EFFECTIVE if log.effective is None else Stage.LOADING
    loaded = log.loaded if stage == Stage.LOADING else None
    return Present(stage, _shifted(log, entered, today), entered, frozen, True, contract, loaded)
