"""Who is to be mailed now? The morning's digest on business days, and what is urgent on any day.

From the outbox on its promise holds: at least once up to the mail server's answer.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db.models import F

from accounts.models import Organization, OutboxMessage, User
from credtrack.kernel import clock, scope
from reminders import digest_days, recipients, telling
from reminders.digest_days import digest_key
from reminders.enums import Channel, State
from reminders.facts import About
from reminders.mailing import Reader
from reminders.models import Preference, Reminder, ReminderSettings
from reminders.recipients import Recipients, Seat, sees
from reminders.sending import Sent

logger = logging.getLogger(__name__)

NO_MEMBER = "No longer an active member."


@dataclass(frozen=True, slots=True)
class _Desk:
    """What everybody's mail needs, read once a run."""

    today: dt.date
    digests_due: bool
    organization: str
    people: Recipients
    addresses: dict[int, str]
    # The digests of the day that exist already, and the kinds a seat wants by a mail of their own.
    made: frozenset[str]
    own_mail: dict[int, frozenset[str]]

    def reader(self, seat: Seat) -> Reader:
        """Return the seat as the mail names it."""
        address = self.addresses[seat.user_id]
        return Reader(seat.membership_id, seat.user_id, address, self.organization, seat.practices)


def send() -> Sent:
    """Make the mails that are due in the open organization as of the clock's now.

    One person's failure is logged and counted and stops nobody else.
    """
    local = clock.local_time(clock.now())
    today = local.date()
    done = Sent(shown=_show(today))
    settings = ReminderSettings.objects.first() or ReminderSettings()
    if not digest_days.is_reached(local, settings.digest_at):
        return done
    waiting = set(telling.due(today).order_by().values_list("recipient_id", flat=True).distinct())
    if not waiting:
        return done
    desk = _desk(today, waiting, digests_due=digest_days.is_digest_due(local, settings.digest_at))
    seats = {seat.user_id: seat for seat in desk.people.seats}
    for user_id in sorted(waiting):
        try:
            done += _tell(seats[user_id], desk) if user_id in seats else _leave(user_id, today)
        except Exception:
            done.failed += 1
            logger.exception("The mail of reminders for user %s could not be made", user_id)
    return done


def _desk(today: dt.date, waiting: set[int], *, digests_due: bool) -> _Desk:
    organization = Organization.objects.get(pk=scope.current().organization_id)
    keys = [digest_key(user_id, today) for user_id in waiting]
    own_mail: dict[int, set[str]] = {}
    wishes = Preference.objects.filter(channel=Channel.AT_ONCE).values_list("membership_id", "kind")
    for membership_id, kind in wishes:
        own_mail.setdefault(membership_id, set()).add(kind)
    return _Desk(
        today=today,
        digests_due=digests_due,
        organization=organization.name,
        people=recipients.read(),
        addresses=dict(User.objects.filter(pk__in=waiting).values_list("pk", "email")),
        made=frozenset(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True)),
        own_mail={seat: frozenset(kinds) for seat, kinds in own_mail.items()},
    )


def _show(today: dt.date) -> int:
    """Let what is wanted without mail stand in the list."""
    rows = Reminder.objects.filter(state=State.PLANNED, by_mail=False, send_on__lte=today)
    return rows.update(state=State.SHOWN, told_at=clock.now(), version=F("version") + 1)


def _leave(user_id: int, today: dt.date) -> Sent:
    """Take back what is due to somebody who left."""
    return Sent(superseded=telling.supersede(telling.due(today).filter(recipient_id=user_id), NO_MEMBER))


def _tell(seat: Seat, desk: _Desk) -> Sent:
    """Make one member's mails."""
    done = Sent()
    reader = desk.reader(seat)

    def may_see(row: Reminder) -> bool:
        return sees(seat, about(row), desk.people.works_at)

    if desk.digests_due and digest_key(seat.user_id, desk.today) not in desk.made:
        wished = desk.own_mail.get(seat.membership_id, frozenset())
        try:
            done += telling.digest(reader, desk.today, wished, may_see)
        except telling.AlreadyMade:
            logger.info("Another worker made the digest of user %s", seat.user_id)
    return done + telling.at_once(reader, desk.today, may_see)


def about(row: Reminder) -> About:
    """Return what a row is about, as far as walls are concerned."""
    return About(application_id=row.application_id, provider_id=row.provider_id, practice_id=row.practice_id)
