"""The access table of the reminders room's pages."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.reminders import ReminderFactory
from tests.guards.rows.providers import made_clinician, made_practice
from tests.guards.rows.row import Row, post

C = Capability
READS = (C.VIEW, C.VIEW_OWN_FILE)


def _reminder(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    """Make a reminder about a clinician's file, told to the clinician whose seat is `own`, or to nobody here."""
    told = {"recipient": own.user} if own else {}
    row = ReminderFactory(
        organization=organization,
        provider=made_clinician(organization, own),
        practice=None if own else made_practice(organization),
        **told,
    )
    return {"pk": row.pk}


def _somebody_elses(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    """Make a reminder of somebody else: nobody puts off or finishes what is not theirs."""
    return {"pk": ReminderFactory(organization=organization).pk}


REMINDERS: dict[str, Row] = {
    "reminders:list": Row(READS),
    "reminders:ledger": Row((C.VIEW,)),
    "reminders:settings": Row((C.MANAGE_ORGANIZATION,)),
    "reminders:wishes": Row(READS),
    "reminders:one": Row(READS, build=_reminder, by_practice=True),
    "reminders:snooze": Row(READS, ok=404, build=_somebody_elses),
    "reminders:done": post(*READS, ok=404, build=_somebody_elses),
    # Sent without a selection they change nothing and go back to the list.
    "reminders:snooze_many": post(*READS),
    "reminders:done_many": post(*READS),
    # The answer to a toast's undo, which loads the page itself: nothing was named, so nothing was undone.
    "reminders:reopen": post(*READS, ok=409),
    "reminders:retry": post(C.MANAGE_ORGANIZATION, build=_reminder, by_practice=False),
}
