"""Due rows and the moments at which mail is made of them, for tests of sending."""

import datetime as dt
from typing import Any

from accounts.models import Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from reminders import digests
from reminders.models import Reminder
from reminders.sending import Sent
from tests.factories.reminders import ReminderFactory

# Thursday 12 Mar 2026, 07:02 in New York; daylight saving has begun.
THURSDAY = dt.datetime(2026, 3, 12, 11, 2, tzinfo=dt.UTC)
FRIDAY = THURSDAY + dt.timedelta(days=1)
SATURDAY = THURSDAY + dt.timedelta(days=2)
MONDAY = THURSDAY + dt.timedelta(days=4)


def row(organization: Organization, recipient: User, at: dt.datetime = THURSDAY, **given: Any) -> Reminder:
    """Return a planned reminder that is due at `at`."""
    day = at.date()
    values = {"send_on": day, "due_on": day + dt.timedelta(days=30), **given}
    made: Reminder = ReminderFactory(organization=organization, recipient=recipient, **values)
    return made


def send_at(organization: Organization, at: dt.datetime = THURSDAY) -> Sent:
    """Make the organization's mails as of `at`."""
    with organization_scope(organization), clock.standing_at(at):
        return digests.send()


def mails(organization: Organization) -> list[OutboxMessage]:
    """Return the organization's mails in the order they were made."""
    with organization_scope(organization):
        return list(OutboxMessage.objects.order_by("id"))


def message_of(reminder: Reminder) -> OutboxMessage:
    """Return the mail that tells of the row."""
    message = fresh(reminder).message
    assert message is not None
    return message


def fresh(reminder: Reminder) -> Reminder:
    """Return the row as it stands now."""
    with organization_scope(reminder.organization):
        found: Reminder = Reminder.objects.select_related("message").get(pk=reminder.pk)
    return found
