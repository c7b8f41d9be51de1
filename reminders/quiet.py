"""Can a plan be left out, because nothing was recorded since the last one that read everything?

Every write of an organization leaves a row in its audit trail. When the newest row is the one that the
last plan saw, on the same local day and under the same shared rules, there is nothing new to plan. The
comparison is of row numbers, so a clock that jumps does not deceive it; a row younger than `SETTLED`
is not trusted to be the last, because a transaction that took a lower number may still commit.
"""

import datetime as dt
from hashlib import sha256

from accounts.models import AuditEntry
from credtrack.kernel import clock
from payers.models import Rule
from reminders.gathering.rulings import RULE_OF
from reminders.models import ReminderSettings

SETTLED = dt.timedelta(hours=1)


def mark() -> str:
    """Return what the open organization's plan rests on, to be compared with a later one; two queries."""
    newest = AuditEntry.objects.order_by("-id").values_list("pk", flat=True).first()
    return f"{clock.today().isoformat()} {newest or 0} {_shared_rules()}"


def _shared_rules() -> str:
    """Return a digest of what the shared rules say: a new catalogue leaves no audit row here."""
    kinds = [str(kind) for kind in RULE_OF.values()]
    columns = [field.attname for field in Rule._meta.concrete_fields]
    rows = Rule.objects.filter(organization=None, kind__in=kinds).order_by("pk").values_list(*columns)
    return sha256(repr(list(rows)).encode()).hexdigest()[:32]


def is_quiet(settings: ReminderSettings | None, now_mark: str) -> bool:
    """Say whether the last plan still stands; without any audit row nothing can be said."""
    if settings is None or settings.planned_mark != now_mark:
        return False
    newest = AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()
    return newest is not None and newest <= clock.now() - SETTLED
