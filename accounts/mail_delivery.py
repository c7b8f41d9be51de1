"""How does one delivery run go? Claim, hand over, record, until nothing is due or the time is up."""

import logging
import time
from collections import deque
from dataclasses import dataclass, field

from accounts import mail_claims, mail_outcomes
from accounts.enums import MessageState
from accounts.mail_carrier import Carrier
from accounts.mail_claims import BATCH, Batch
from accounts.mail_failures import Cause, Failure, cleaned, judge
from accounts.models import OutboxMessage
from credtrack.kernel import clock

logger = logging.getLogger(__name__)

# Failures of the connection in a row after which a run leaves the rest of the queue untouched.
MOST_STRIKES = 3


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery run did; `retried` are those that wait for their next attempt."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    expired: int = 0


@dataclass
class Run:
    """One run: at most `limit` messages, none started after `seconds`.

    `stopped` says in words why the run ended with messages still due.
    """

    limit: int
    seconds: float
    carrier: Carrier = field(default_factory=Carrier)
    outcomes: list[MessageState] = field(default_factory=list)
    strikes: int = 0
    broken: int = 0
    stopped: str = ""

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def go(self) -> None:
        """Work until nothing is due, the limit is reached or the run has to stop."""
        try:
            while self._goes_on() and (batch := self._claimed()).messages:
                self._work_off(batch)
        finally:
            self.carrier.close()

    def _claimed(self) -> Batch:
        return mail_claims.take(min(BATCH, self.limit - len(self.outcomes)))

    def _goes_on(self) -> bool:
        return not self.stopped and len(self.outcomes) < self.limit and time.monotonic() < self._ends

    def _work_off(self, batch: Batch) -> None:
        waiting = deque(batch.messages)
        try:
            while waiting and self._goes_on() and batch.has_time():
                self.outcomes.append(self.deliver_one(waiting.popleft()))
        finally:
            batch.release(list(waiting))

    def deliver_one(self, message: OutboxMessage) -> MessageState:
        """Send one claimed message and record what became of it.

        Whatever goes wrong is parked with a wait before it is reported, so one bad row stops nobody.
        """
        if message.unfinished >= mail_outcomes.MOST_UNFINISHED:
            return mail_outcomes.died_too_often(message)
        if mail_outcomes.is_late(message):
            return mail_outcomes.expired(message)
        try:
            answer = self.carrier.hand_over(self.carrier.pack(message))
        except Exception as problem:  # noqa: BLE001  # each mail backend has its own kinds
            return self._after_failure(message, problem)
        self.strikes = 0
        return mail_outcomes.sent(message, answer)

    def _after_failure(self, message: OutboxMessage, problem: Exception) -> MessageState:
        failure = judge(problem, opening=self.carrier.is_opening)
        state = mail_outcomes.failed(message, failure)
        # One trace tells what a mistake of ours is; thousands of messages may share it.
        trace = problem if failure.cause is Cause.BROKEN and not self.broken else None
        self.broken += failure.cause is Cause.BROKEN
        logger.warning("Message %s was not taken (%s)", message.pk, failure.cause, exc_info=trace)
        self._count_strike(failure)
        return state

    def _count_strike(self, failure: Failure) -> None:
        """Renew a connection that failed; stop where the next message would fare the same."""
        if failure.is_strike or failure.cause is Cause.OURS:
            self.carrier.close()
            self.strikes += 1
        else:
            self.strikes = 0
        if failure.cause is Cause.OURS or self.strikes >= MOST_STRIKES:
            self.stopped = cleaned(failure.cause.words)


def is_held_back() -> bool:
    """Say whether a refused sign-in or sender is being waited for, so that nothing else is tried.

    Trying every due message in turn would mean a wrong sign-in at each tick.
    """
    waiting = OutboxMessage.objects.filter(state=MessageState.QUEUED, failure=Cause.OURS)
    return waiting.filter(due_at__gt=clock.now()).exists()
