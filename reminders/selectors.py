"""Which reminders may this member see, and which are theirs? Reads for pages, mails and counts."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Membership
from credtrack.kernel import clock
from enrollments.models import Application
from providers.models import Affiliation
from providers.visibility import own_provider_id, practice_ids
from reminders import recipients
from reminders.enums import State
from reminders.models import Reminder

# Asks for something as long as it is open; unsent ones too, for the list needs no mail server.
_ASKING = (State.PLANNED, State.TOLD, State.SHOWN)


def visible_reminders(membership: Membership) -> QuerySet[Reminder]:
    """Return the reminders about records the member may see: the walls of `providers/visibility.py`."""
    rows: QuerySet[Reminder] = Reminder.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        kinds = [kind.value for kind in recipients.kinds_of(Role.CLINICIAN)]
        rows = rows.filter(provider=own, kind__in=kinds)
    granted = practice_ids(membership)
    if granted is None:
        return rows
    # The practice of today counts: an application may have moved since the reminder was planned.
    at_granted = Application.objects.filter(pk=OuterRef("application_id"), practice__in=granted)
    works_there = Affiliation.objects.filter(provider=OuterRef("provider_id"), practice__in=granted)
    by_record = Q(application=None) | Exists(at_granted)
    by_practice = Q(practice=None) | Q(practice__in=granted)
    by_clinician = Q(provider=None) | ~Q(practice=None) | Exists(works_there)
    return rows.filter(by_record, by_practice, by_clinician)


def mine(membership: Membership) -> QuerySet[Reminder]:
    """Return the member's own reminders, as far as they may still see what they are about."""
    return visible_reminders(membership).filter(recipient=membership.user_id)


def open_now(rows: QuerySet[Reminder], today: dt.date | None = None) -> QuerySet[Reminder]:
    """Return those of `rows` that ask for something by the organization's today."""
    day = today or clock.today()
    return rows.filter(is_open=True, state__in=_ASKING, send_on__lte=day)
