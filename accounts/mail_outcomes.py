"""What became of one attempt? Each outcome is committed by itself, right after the server's answer."""

import datetime as dt
from typing import Any

from django.db import Error, connection
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, Left

from accounts.enums import MessageState
from accounts.mail_failures import LONGEST_ANSWER, Cause, Failure, next_attempt
from accounts.models import OutboxMessage
from credtrack.kernel import clock

BLANKED = "This mail held a personal link. Its text was removed when the link was sent or withdrawn."
# A message whose worker died so often while holding it is not tried any more.
MOST_UNFINISHED = 5
GIVEN_UP = "Given up: the sender stopped each time before the mail server answered."
_EXPIRED = "Not sent: its time had passed before it could leave."

# Of the columns below, only those that say where a row stands; a claim ends with every outcome.
_UNCLAIMED: dict[str, Any] = {"claim": None, "claimed_until": None}


def blanked_if_secret() -> dict[str, Any]:
    """Return the columns that hold a secret text, emptied where the row says it is one."""
    return {
        "body": Case(When(is_secret=True, then=Value(BLANKED)), default=F("body"), output_field=TextField()),
        "html": Case(When(is_secret=True, then=Value("")), default=F("html"), output_field=TextField()),
    }


def _ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """Return the row while the claim is still ours: after the lease another worker may have sent it."""
    return OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, claim=message.claim)


def sent(message: OutboxMessage, answer: str) -> MessageState:
    """Record that the server took the mail, which is true whatever happened to the lease.

    A database that dropped the connection meanwhile is asked once more: a mail that has left but is
    not marked would be repeated.
    """
    secret = {"body": BLANKED, "html": "", "text_removed_at": clock.now()} if message.is_secret else {}
    row = OutboxMessage.objects.filter(pk=message.pk)
    values = {
        "state": MessageState.SENT,
        "sent_at": clock.now(),
        "attempts": message.attempts + 1,
        "failure": "",
        "failing_since": None,
        "failed_at": None,
        "last_answer": answer,
        **_UNCLAIMED,
        **secret,
    }
    try:
        row.update(**values)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()
        row.update(**values)
    return MessageState.SENT


def failed(message: OutboxMessage, failure: Failure) -> MessageState:
    """Move the row to its next attempt, or to failed when the cause's patience has run out."""
    now = clock.now()
    attempts, since = message.attempts + 1, message.failing_since or now
    due = next_attempt(failure.cause, attempts, since, now)
    if due is None:
        return _give_up(message, failure, since)
    _ours(message).update(
        state=MessageState.QUEUED,
        due_at=due,
        attempts=attempts,
        failure=failure.cause,
        failing_since=since,
        last_answer=failure.answer,
        **_UNCLAIMED,
    )
    return MessageState.QUEUED


def _give_up(message: OutboxMessage, failure: Failure, since: dt.datetime) -> MessageState:
    _ours(message).update(
        state=MessageState.FAILED,
        failed_at=clock.now(),
        attempts=message.attempts + 1,
        failure=failure.cause,
        failing_since=since,
        last_answer=failure.answer,
        **_UNCLAIMED,
    )
    return MessageState.FAILED


def died_too_often(message: OutboxMessage) -> MessageState:
    """Fail a message that was claimed again and again without an outcome."""
    return _give_up(message, Failure(Cause.BROKEN, GIVEN_UP), message.failing_since or clock.now())


def is_late(message: OutboxMessage) -> bool:
    """Say whether the message is of no use to its reader any more."""
    return message.expires_at is not None and message.expires_at <= clock.now()


def expired(message: OutboxMessage) -> MessageState:
    """Record that a claimed message came too late to be sent."""
    _ours(message).update(**_expiry())
    return MessageState.EXPIRED


def expire_waiting() -> int:
    """Expire every queued message whose time has passed, due or not; return how many."""
    late = OutboxMessage.objects.filter(state=MessageState.QUEUED, expires_at__lte=clock.now())
    return late.update(**_expiry())


def _expiry() -> dict[str, Any]:
    reason = Left(Concat(Value(f"{_EXPIRED} "), F("last_answer")), LONGEST_ANSWER)
    return {"state": MessageState.EXPIRED, "last_answer": reason, **_UNCLAIMED, **blanked_if_secret()}
