"""Has this message left? May it be retried? Rows are written with the change and sent afterwards.

Promise: at least once up to the mail server's answer. A kill after it, before the answer is
committed, can repeat one mail, which then carries the same Message-ID; nothing is ever dropped
silently. A message that is not sent stands as failed or expired with the reason in words.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts import job_runs, mail_claims, mail_outcomes
from accounts.enums import MessageState
from accounts.mail_carrier import Carrier
from accounts.mail_delivery import Delivered, Run, is_held_back
from accounts.mail_failures import Cause, cleaned
from accounts.mail_message import checked_headers
from accounts.models import OutboxMessage
from credtrack.kernel import clock, scope

__all__ = [
    "Delivered",
    "Mail",
    "claim",
    "deliver",
    "enqueue",
    "enqueue_many",
    "enqueue_new",
    "retry",
    "send",
    "withdraw",
]

# The name under which runs are recorded (accounts/job_runs.py).
JOB = "deliver_outbox"


class Mail(TypedDict):
    """A mail to be queued.

    `key` names it in the ledger of its organization, for ever. `html` is what readers see whose
    programs show it, `headers` are further ones such as List-Unsubscribe. `is_secret` blanks the text
    once the mail has left, for links that only their reader may open. At `expires_at` an unsent
    message becomes useless: it is not sent any more but expires.
    """

    key: str
    kind: str
    recipient: str
    subject: str
    body: str
    html: NotRequired[str]
    headers: NotRequired[Mapping[str, str] | None]
    is_secret: NotRequired[bool]
    expires_at: NotRequired[dt.datetime | None]


def enqueue(**mail: Unpack[Mail]) -> OutboxMessage:
    """Queue a mail in the caller's transaction; the same `key` is queued once, however often asked.

    Raises `mail_message.HeaderRefused` for a header that would forge another one.
    """
    message: OutboxMessage
    message, _ = OutboxMessage.objects.get_or_create(
        organization_id=scope.current().organization_id, key=mail["key"], defaults=_columns(mail)
    )
    return message


def enqueue_new(**mail: Unpack[Mail]) -> OutboxMessage | None:
    """Queue a mail like `enqueue`, but return None when its key was already there, sent or not.

    Of two callers at once, in whichever transactions, one gets the message and the other None.
    """
    columns, known = _columns(mail), _by_key(mail["key"])
    if known.exists():
        return None
    try:
        with transaction.atomic():
            message: OutboxMessage = OutboxMessage.objects.create(
                organization_id=scope.current().organization_id, key=mail["key"], **columns
            )
    except IntegrityError:
        if known.exists():
            return None
        raise
    return message


def enqueue_many(mails: Iterable[Mail]) -> int:
    """Queue mails whose keys name the row being written in this transaction, and return how many.

    Nobody else can know such a key: a key that is there already means a mistake, and nothing is written.
    """
    organization = scope.current().organization_id
    rows = [OutboxMessage(organization_id=organization, key=mail["key"], **_columns(mail)) for mail in mails]
    OutboxMessage.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _by_key(key: str) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(organization_id=scope.current().organization_id, key=key)


def _columns(mail: Mail) -> dict[str, Any]:
    return {
        "kind": mail["kind"],
        "recipient": mail["recipient"],
        # A line break in a subject would be refused as a forged header.
        "subject": " ".join(mail["subject"].split())[:200],
        "body": mail["body"],
        "html": mail.get("html", ""),
        "headers": checked_headers(mail.get("headers")),
        "is_secret": mail.get("is_secret", False),
        "expires_at": mail.get("expires_at"),
        "due_at": clock.now(),
    }


def withdraw(key: str, reason: str = "Withdrawn") -> bool:
    """Stop the message with this key if it has not left; say whether it was stopped."""
    waiting = _by_key(key).filter(state__in=[MessageState.QUEUED, MessageState.FAILED])
    secret = mail_outcomes.blanked_if_secret()
    return bool(waiting.update(state=MessageState.EXPIRED, last_answer=cleaned(reason), **secret))


def can_be_retried() -> Q:
    """Return the condition of messages that failed or wait for another attempt."""
    return Q(state=MessageState.FAILED) | Q(state=MessageState.QUEUED, attempts__gt=0)


def retry(message: OutboxMessage) -> bool:
    """Let a message that failed, or waits after a failure, be tried at once with all its patience back.

    Says whether it was one of these; what has left or expired stays as it is.
    """
    stuck = OutboxMessage.objects.filter(can_be_retried(), pk=message.pk)
    return bool(
        stuck.update(
            state=MessageState.QUEUED,
            attempts=0,
            unfinished=0,
            failing_since=None,
            failed_at=None,
            due_at=clock.now(),
            failure="",
        )
    )


def claim(limit: int = 1) -> list[OutboxMessage]:
    """Take up to `limit` due messages; nobody else gets them until their lease has run out."""
    return mail_claims.take(limit).messages


def send(message: OutboxMessage) -> MessageState:
    """Hand one claimed message to the mail server and record its answer."""
    run = Run(limit=1, seconds=0, carrier=Carrier())
    try:
        return run.deliver_one(message)
    finally:
        run.carrier.close()


def deliver(limit: int = 10_000, seconds: float = 15.0) -> Delivered:
    """Send what is due in every organization: at most `limit` messages, none started after `seconds`.

    While the mail server is away a few messages are tried and the others stay as they are.
    """
    with (
        scope.unscoped("the outbox is delivered for all organizations at once"),
        job_runs.recorded(JOB) as counts,
    ):
        late = mail_outcomes.expire_waiting()
        run = Run(limit, seconds)
        if is_held_back():
            run.stopped = Cause.OURS.words
        else:
            run.go()
        done = Delivered(
            sent=run.outcomes.count(MessageState.SENT),
            retried=run.outcomes.count(MessageState.QUEUED),
            failed=run.outcomes.count(MessageState.FAILED),
            expired=run.outcomes.count(MessageState.EXPIRED) + late,
        )
        counts.update(asdict(done), **({"stopped": run.stopped} if run.stopped else {}))
    return done
