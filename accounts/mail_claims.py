"""Who may send this row now? Rows are claimed in batches, for a time counted on the database's clock."""

import datetime as dt
import time
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from accounts.enums import MessageState
from accounts.models import OutboxMessage
from credtrack.kernel import clock

# EMAIL_TIMEOUT bounds each step of the talk: connect, greeting, EHLO, STARTTLS, EHLO, sign-in (2),
# MAIL, RCPT, DATA, text, RSET.
_STEPS = 12
# How much longer than the longest talk a lease runs.
_SPARE_SECONDS = 60.0
# What one claim takes: short enough that a dead worker delays few, long enough to cost next to nothing.
BATCH = 100


def longest_talk() -> float:
    """Return the seconds that sending one mail may take."""
    return _STEPS * float(settings.EMAIL_TIMEOUT or 60)


def lease_seconds() -> float:
    """Return how long a claim holds; then another worker may take its rows."""
    return longest_talk() + _SPARE_SECONDS


@dataclass
class Batch:
    """Rows of one claim; `started` is when the claim was asked for, on this machine's steady clock."""

    token: uuid.UUID
    started: float
    messages: list[OutboxMessage] = field(default_factory=list)

    def has_time(self) -> bool:
        """Say whether enough of the lease is left to start one more mail."""
        return time.monotonic() - self.started + longest_talk() <= lease_seconds()

    def release(self, messages: list[OutboxMessage]) -> None:
        """Give back what was not started, unless the lease ran out and somebody else has it."""
        if messages:
            mine = OutboxMessage.objects.filter(state=MessageState.SENDING, claim=self.token)
            mine.filter(pk__in=[message.pk for message in messages]).update(
                state=MessageState.QUEUED, claim=None, claimed_until=None
            )


def take(limit: int = BATCH) -> Batch:
    """Claim up to `limit` due rows; the locks end with this call, before any mail server is asked.

    A row whose worker died is claimed alone: were it the one that kills its worker, it would take
    the rest of its batch along each time.
    """
    batch = Batch(uuid.uuid4(), time.monotonic())
    with transaction.atomic():
        rows = _picked(_lapsed().order_by("claimed_until"), 1)
        if rows:
            _mark(rows, _lapsed_still(), batch, unfinished=F("unfinished") + 1)
        else:
            due = OutboxMessage.objects.filter(state=MessageState.QUEUED, due_at__lte=clock.now())
            rows = _picked(due.order_by("due_at", "id"), limit)
            _mark(rows, _queued_still(), batch)
    return batch


def _lapsed() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(_lapsed_still())


def _lapsed_still() -> Q:
    return Q(state=MessageState.SENDING, claimed_until__lt=Now())


def _queued_still() -> Q:
    return Q(state=MessageState.QUEUED)


def _picked(rows: QuerySet[OutboxMessage], limit: int) -> list[OutboxMessage]:
    return list(_locked(rows)[:limit])


def _locked(rows: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Pass over what another worker is claiming; SQLite's IMMEDIATE transaction lets one in at a time."""
    return rows.select_for_update(skip_locked=True)


def _mark(rows: list[OutboxMessage], still: Q, batch: Batch, **more: Combinable) -> None:
    """Write the claim into the rows that are still free and keep those in the batch."""
    if not rows:
        return
    lease = Now() + dt.timedelta(seconds=lease_seconds())
    free = OutboxMessage.objects.filter(still, pk__in=[row.pk for row in rows])
    free.update(state=MessageState.SENDING, claim=batch.token, claimed_until=lease, **more)
    mine = OutboxMessage.objects.filter(claim=batch.token, pk__in=[row.pk for row in rows])
    numbers = dict(mine.values_list("pk", "unfinished"))
    for row in rows:
        if row.pk in numbers:
            row.state, row.claim, row.unfinished = MessageState.SENDING, batch.token, numbers[row.pk]
            batch.messages.append(row)
