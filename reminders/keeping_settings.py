"""How does an organization change what it wants of reminders? One save, one audit row, one version."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import Membership, User
from accounts.stale import Stale
from credtrack.kernel import clock, scope
from reminders import lead_words, leads, settling
from reminders.enums import Kind, State
from reminders.kinds import KINDS
from reminders.models import KindLeads, Reminder, ReminderSettings


def current() -> ReminderSettings:
    """Return the organization's settings; unsaved defaults where nobody has saved any."""
    return ReminderSettings.objects.first() or ReminderSettings()


@transaction.atomic
def save(
    *,
    digest_at: dt.time,
    lead: Membership | None,
    own: Mapping[Kind, tuple[int, ...]],
    actor: User,
    version: int,
) -> int:
    """Keep time, lead and the leads of the kinds in `own`; raises `Stale` when somebody saved meanwhile.

    Unsent reminders whose lead is gone are taken back; what is new is planned by the next plan. Returns
    how many were taken back.
    """
    row, _ = ReminderSettings.objects.get_or_create(organization_id=scope.current().organization_id)
    # Named before the update: the row still holds what stood there.
    changes = audit.changed_fields(
        {"digest_at": f"{row.digest_at:%H:%M}", "lead": row.lead},
        {"digest_at": f"{digest_at:%H:%M}", "lead": lead},
    )
    won = ReminderSettings.objects.filter(pk=row.pk, version=version).update(
        digest_at=digest_at, lead=lead, version=F("version") + 1
    )
    if not won:
        raise Stale("the reminder settings")
    before, taken = leads.in_force(), 0
    for kind, wanted in own.items():
        if set(before[kind]) != set(wanted):
            _keep(kind, wanted)
            taken += _take_back(kind, set(before[kind]) - set(wanted), never=not wanted)
            changes[kind.value] = [lead_words.words(before[kind]), lead_words.words(wanted)]
    if changes:
        audit.record(actor, "reminders.settings", row, "Changed the reminder settings", changes)
    return taken


def _keep(kind: Kind, wanted: tuple[int, ...]) -> None:
    rows = KindLeads.objects.filter(kind=kind.value)
    if set(wanted) == set(KINDS[kind].leads):
        rows.delete()
    elif not rows.update(leads=list(wanted), version=F("version") + 1):
        KindLeads.objects.create(kind=kind.value, leads=list(wanted))


def _take_back(kind: Kind, gone: set[int], *, never: bool) -> int:
    """Supersede what waits for a lead that is gone; a day somebody chose themselves stays."""
    rows = Reminder.objects.filter(kind=kind.value, state=State.PLANNED, put_off=False)
    if not never:
        # The opening of a window is told at a lead of its own, which no list names.
        rows = rows.filter(lead__in=gone)
    return rows.update(
        state=State.SUPERSEDED,
        is_open=False,
        reason=settling.LEAD_DROPPED,
        settled_at=clock.now(),
        version=F("version") + 1,
    )
