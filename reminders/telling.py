"""How do reminders and the mail that tells of them become one? Under one lock, in one transaction.

A crash leaves both or neither. The rows are locked, the mail's key is used once, and each update names
the state it expects: whatever runs twice, late or on two workers tells nobody twice.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F, QuerySet

from accounts import outbox
from accounts.enums import MessageState
from accounts.models import OutboxMessage
from credtrack.kernel import clock
from enrollments.wording import day_words
from reminders import mailing
from reminders.digest_days import at_once_key, digest_key, digest_prefix, ledger_words
from reminders.enums import State
from reminders.mailing import Reader
from reminders.models import Reminder
from reminders.sending import Sent

NOT_THEIRS = "No longer theirs to see."
# More than so many records at once are one mail: thirty mails in a minute are read by nobody.
MOST_SINGLES = 5
UNSENT = (MessageState.QUEUED, MessageState.FAILED)
# SQLite takes only so many values in one statement.
_CHUNK = 500


# Says of a row whether its recipient may still know of its record.
Sees = Callable[[Reminder], bool]


class AlreadyMade(Exception):
    """The digest of the day exists: whatever was prepared for another one is rolled back."""


class ChangedMeanwhile(RuntimeError):
    """A reminder was told or closed under our lock, which must not happen; nothing is written."""


def due(today: dt.date) -> QuerySet[Reminder]:
    """Return what is planned to be mailed by `today`, to whomever."""
    return Reminder.objects.filter(state=State.PLANNED, by_mail=True, send_on__lte=today)


def locked(rows: QuerySet[Reminder]) -> list[Reminder]:
    """Return the rows under a lock, in an order that lets two workers never wait for each other."""
    return list(rows.select_for_update(of=("self",)).select_related("practice").order_by("id"))


def supersede(rows: QuerySet[Reminder], reason: str) -> int:
    """Take unsent or withdrawn reminders back and return how many; the reason is a sentence."""
    return rows.update(
        state=State.SUPERSEDED, is_open=False, reason=reason, settled_at=clock.now(), version=F("version") + 1
    )


def chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the numbers in pieces that one statement takes."""
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


@transaction.atomic
def digest(reader: Reader, today: dt.date, own_mail: frozenset[str], sees: Sees) -> Sent:
    """Make a person's digest of `today` from all that is due, but for kinds they want by a mail of its own.

    Earlier digests that have not left are replaced, and what is still open in them is told in this one.
    Raises `AlreadyMade` when another worker just made it.
    """
    done = Sent()
    rows = _seen(
        locked(due(today).filter(recipient_id=reader.user_id).exclude(kind__in=own_mail)), sees, done
    )
    if not rows:
        return done
    key = digest_key(reader.user_id, today)
    rows = [*_seen(_taken_over(reader, key, today, done), sees, done), *rows]
    message = outbox.enqueue_new(**mailing.compose(rows, reader, key, mailing.DIGEST, today))
    if message is None:
        raise AlreadyMade
    done.digests = 1
    done.told = _mark(rows, message)
    return done


def _seen(rows: list[Reminder], sees: Sees, done: Sent) -> list[Reminder]:
    """Return what the person may still see; the rest is taken back: walls move after the planning."""
    hidden = [row.pk for row in rows if not sees(row)]
    for numbers in chunks(hidden):
        done.superseded += supersede(Reminder.objects.filter(pk__in=numbers, is_open=True), NOT_THEIRS)
    gone = set(hidden)
    return [row for row in rows if row.pk not in gone]


def _taken_over(reader: Reader, key: str, today: dt.date, done: Sent) -> list[Reminder]:
    """Stop earlier digests that have not left, and return what in them is still open.

    One that is being sent at this moment stays as it is, and so do its reminders.
    """
    waiting = OutboxMessage.objects.filter(
        kind=mailing.DIGEST,
        state__in=UNSENT,
        key__startswith=digest_prefix(reader.user_id),
    ).exclude(key=key)
    rows: list[Reminder] = []
    for message in waiting.order_by("id"):
        if outbox.withdraw(message.key, f"Replaced by the digest of {day_words(today)}."):
            done.replaced += 1
            rows += locked(Reminder.objects.filter(message=message, state=State.TOLD, is_open=True))
    return rows


@transaction.atomic
def at_once(reader: Reader, today: dt.date, sees: Sees) -> Sent:
    """Make the mails of what is urgent and still unsent: one a record, or one for all when there are many."""
    done = Sent()
    rows = _seen(locked(due(today).filter(recipient_id=reader.user_id, at_once=True)), sees, done)
    records = groupby(sorted(rows, key=mailing.record_of), key=mailing.record_of)
    letters = [list(same) for _, same in records]
    if len(letters) > MOST_SINGLES:
        letters = [rows]
    for letter in letters:
        message = _new_at_once(letter, reader, today)
        done.at_once += message is not None
        # A reminder that was taken back and came again has had its mail: it is told by that one.
        done.told += _mark(letter, message or OutboxMessage.objects.get(key=_at_once_key(letter)))
    return done


def _new_at_once(rows: list[Reminder], reader: Reader, today: dt.date) -> OutboxMessage | None:
    is_one = len({mailing.record_of(row) for row in rows}) == 1
    templates = mailing.ALONE if is_one else mailing.IN_DIGEST
    mail = mailing.compose(rows, reader, _at_once_key(rows), mailing.AT_ONCE, today, templates=templates)
    return outbox.enqueue_new(**mail)


def _at_once_key(rows: list[Reminder]) -> str:
    return at_once_key(min(_ledger(row) for row in rows))


def _ledger(row: Reminder) -> str:
    return ledger_words(row.kind, row.subject_id, row.due_on, row.lead, row.recipient_id)


def _mark(rows: Sequence[Reminder], message: OutboxMessage) -> int:
    """Note that the rows are told of in `message`; raises `ChangedMeanwhile` when one is not as it was read.

    The condition names columns of the row itself: one that looks into another table is not asked again
    when the update has waited for somebody else's.
    """
    told = 0
    for state, mail in {(row.state, row.message_id) for row in rows}:
        same = [row.pk for row in rows if (row.state, row.message_id) == (state, mail)]
        for numbers in chunks(same):
            still = Reminder.objects.filter(pk__in=numbers, is_open=True, state=state, message=mail)
            told += still.update(
                state=State.TOLD, message=message, told_at=clock.now(), version=F("version") + 1
            )
    if told != len(rows):
        raise ChangedMeanwhile(f"{len(rows) - told} of {len(rows)} reminders changed while they were told.")
    return told
