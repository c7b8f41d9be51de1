"""Who looks after an application? The owner, and with it the open follow-ups nobody else was given."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q

from accounts import audit
from accounts.models import AuditEntry, User
from enrollments.models import Application, FollowUp


@transaction.atomic
def assign(applications: Sequence[Application], owner: User | None, *, actor: User | None) -> int:
    """Give applications to `owner`; returns how many changed hands. Follow-ups of the old owner go along."""
    changing = [
        application for application in applications if application.owner_id != (owner.pk if owner else None)
    ]
    theirs = FollowUp.objects.filter(application__in=changing, done_at=None)
    # Of a follow-up without anybody, the owner is meant.
    along = theirs.filter(Q(assigned_to=F("application__owner")) | Q(assigned_to=None))
    FollowUp.objects.filter(pk__in=list(along.values_list("pk", flat=True))).update(assigned_to=owner)
    Application.objects.filter(pk__in=[application.pk for application in changing]).update(
        owner=owner, version=F("version") + 1
    )
    AuditEntry.objects.bulk_create(
        audit.entry(
            actor,
            "application.assign",
            application,
            f"Given to {owner or 'nobody'}",
            {"owner": [str(application.owner or ""), str(owner or "")]},
        )
        for application in changing
    )
    return len(changing)
