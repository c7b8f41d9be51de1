"""In network on that date, through whom? One pure answer per clinician, plan, practice and state.

Two clocks: spans are what is known today about the day asked for, the stage of a pending
application is what had happened by that day. Own participation and participation through a
platform are never added up, and a government line is never satisfied by a delegated one.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from enrollments.enums import Status
from enrollments.recredentialing import DEFAULT_MONTHS, due_on


class Standing(Worded):
    """What a cell of the network matrix says."""

    IN_NETWORK = "in_network", "In network"
    THROUGH_PLATFORM = "in_network_through_platform", "In network through a platform"
    RECREDENTIALING_OVERDUE = "recredentialing_overdue", "Recredentialing overdue"
    AT_RISK = "at_risk", "At risk"
    EFFECTIVE_LATER = "effective_later", "Approved, effective later"
    PENDING = "pending", "Pending"
    PANEL_CLOSED = "panel_closed", "Panel closed"
    ENDED = "ended", "Ended"
    NOT_ENROLLED = "not_enrolled", "Not enrolled"


# These three are not frozen: a matrix makes thousands, and a frozen one takes twice as long to make.
@dataclass(slots=True)
class Span:
    """A participation: when it takes effect, when it ended, and through whom it is held."""

    effective_on: dt.date
    ended_on: dt.date | None = None
    group_link_on: dt.date | None = None
    decided_on: dt.date | None = None
    platform: str = ""
    holder_verified: bool = False
    application_id: int | None = None
    at_risk: str = ""

    @property
    def starts_on(self) -> dt.date:
        """Return the later of the individual and the group-link effective dates."""
        return max(self.effective_on, self.group_link_on or self.effective_on)

    def covers(self, on: dt.date) -> bool:
        """Say whether the clinician participated on `on`; the day it ended is the last one."""
        return self.starts_on <= on and (self.ended_on is None or on <= self.ended_on)


@dataclass(slots=True)
class Attempt:
    """An application as it stood on the day asked for."""

    status: Status
    since: dt.date
    application_id: int | None = None
    submitted_on: dt.date | None = None
    recheck_on: dt.date | None = None
    effective_on: dt.date | None = None


@dataclass(slots=True)
class NetworkStatus:
    """The answer, with what it rests on."""

    standing: Standing
    since: dt.date | None = None
    through: str = ""
    own: bool = False
    platforms: tuple[str, ...] = ()
    stage: Status | None = None
    age_days: int | None = None
    effective_on: dt.date | None = None
    ended_on: dt.date | None = None
    recredentialing_due_on: dt.date | None = None
    recheck_on: dt.date | None = None
    holder_verified: bool = False
    application_id: int | None = None
    note: str = ""


# The status of an attempt that still may lead somewhere, furthest first.
_PENDING = (
    Status.LOADING,
    Status.APPROVED,
    Status.IN_REVIEW,
    Status.INFO_REQUESTED,
    Status.ACKNOWLEDGED,
    Status.SUBMITTED,
    Status.RETURNED,
    Status.READY,
    Status.PREPARING,
    Status.DRAFT,
)
_ORDER = {status: place for place, status in enumerate(_PENDING)}


def network_status(
    spans: Sequence[Span],
    attempts: Sequence[Attempt],
    on: dt.date,
    *,
    government_line: bool = False,
    recredentialing_months: int = DEFAULT_MONTHS,
) -> NetworkStatus:
    """Return where a clinician stood with a plan on the calendar date `on`."""
    if not spans:
        pending = _furthest(attempts)
        return _pending_answer(pending, on) if pending else _closing_answer(spans, attempts, on)
    own = [span for span in spans if not span.platform]
    through = [span for span in spans if span.platform and not government_line]
    platforms = tuple(sorted({span.platform for span in through if span.covers(on)})) if through else ()
    covering = [span for span in own if span.covers(on)]
    if covering:
        return _own_answer(
            max(covering, key=lambda span: span.starts_on), on, platforms, recredentialing_months
        )
    later = [span for span in own if span.starts_on > on and _was_granted(span, attempts)]
    pending = _furthest(attempts)
    if platforms:
        return _platform_answer(through, on, platforms, pending)
    if later:
        return _later_answer(min(later, key=lambda span: span.starts_on))
    ignored = government_line and any(span.platform and span.covers(on) for span in spans)
    if pending is not None:
        return _pending_answer(pending, on, ignored)
    return _closing_answer(spans if not government_line else own, attempts, on, ignored)


# By the day asked for, the contract was executed; approved alone is not a promise yet.
_GRANTED = frozenset({Status.LOADING, Status.ACTIVE, Status.ENDED})


def _was_granted(span: Span, attempts: Sequence[Attempt]) -> bool:
    """Say whether a span that starts later had been granted by the day the attempts stand for."""
    own = [attempt for attempt in attempts if attempt.application_id == span.application_id]
    return span.application_id is None or any(attempt.status in _GRANTED for attempt in own)


def _own_answer(span: Span, on: dt.date, platforms: tuple[str, ...], months: int) -> NetworkStatus:
    due = due_on(span.decided_on, months)
    overdue = due is not None and due < on
    return NetworkStatus(
        standing=Standing.RECREDENTIALING_OVERDUE if overdue else Standing.IN_NETWORK,
        since=span.starts_on,
        own=True,
        platforms=platforms,
        effective_on=span.starts_on,
        ended_on=span.ended_on,
        recredentialing_due_on=due,
        holder_verified=span.holder_verified,
        application_id=span.application_id,
    )


def _platform_answer(
    spans: Sequence[Span], on: dt.date, platforms: tuple[str, ...], pending: Attempt | None
) -> NetworkStatus:
    span = max((span for span in spans if span.covers(on)), key=lambda span: span.starts_on)
    return NetworkStatus(
        standing=Standing.AT_RISK if span.at_risk else Standing.THROUGH_PLATFORM,
        since=span.starts_on,
        through=span.platform,
        platforms=platforms,
        effective_on=span.starts_on,
        ended_on=span.ended_on,
        holder_verified=span.holder_verified,
        stage=pending.status if pending else None,
        age_days=(on - (pending.submitted_on or pending.since)).days if pending else None,
        application_id=pending.application_id if pending else span.application_id,
        note=span.at_risk,
    )


def _later_answer(span: Span) -> NetworkStatus:
    return NetworkStatus(
        standing=Standing.EFFECTIVE_LATER,
        effective_on=span.starts_on,
        holder_verified=span.holder_verified,
        application_id=span.application_id,
    )


def _pending_answer(attempt: Attempt, on: dt.date, ignored: bool = False) -> NetworkStatus:
    # Loading means the contract is executed, so a date ahead is a promise; approved alone is not.
    dated = attempt.status == Status.LOADING and attempt.effective_on and attempt.effective_on > on
    return NetworkStatus(
        standing=Standing.EFFECTIVE_LATER if dated else Standing.PENDING,
        effective_on=attempt.effective_on,
        since=attempt.since,
        stage=attempt.status,
        age_days=(on - (attempt.submitted_on or attempt.since)).days,
        application_id=attempt.application_id,
        note=_GOVERNMENT if ignored else "",
    )


def _closing_answer(
    spans: Sequence[Span], attempts: Sequence[Attempt], on: dt.date, ignored: bool = False
) -> NetworkStatus:
    closed = [attempt for attempt in attempts if attempt.status == Status.PANEL_CLOSED]
    if closed:
        last = max(closed, key=lambda attempt: attempt.since)
        return NetworkStatus(
            standing=Standing.PANEL_CLOSED,
            since=last.since,
            recheck_on=last.recheck_on,
            application_id=last.application_id,
        )
    ended = [span for span in spans if span.ended_on and span.ended_on < on]
    if ended:
        last_span = max(ended, key=lambda span: span.ended_on or span.effective_on)
        return NetworkStatus(
            standing=Standing.ENDED,
            since=last_span.ended_on,
            ended_on=last_span.ended_on,
            through=last_span.platform,
            application_id=last_span.application_id,
        )
    stopped = max(attempts, key=lambda attempt: attempt.since, default=None)
    note = f"Last attempt: {stopped.status.label.lower()} on {stopped.since:%d %b %Y}." if stopped else ""
    return NetworkStatus(
        standing=Standing.NOT_ENROLLED,
        note=_GOVERNMENT if ignored else note,
        application_id=stopped.application_id if stopped else None,
    )


_GOVERNMENT = "A government line needs its own enrollment; participation through a platform does not count."


def _furthest(attempts: Sequence[Attempt]) -> Attempt | None:
    pending = [attempt for attempt in attempts if attempt.status in _ORDER]
    if len(pending) < 2:
        return pending[0] if pending else None
    return min(pending, key=lambda attempt: (_ORDER[attempt.status], attempt.since))
