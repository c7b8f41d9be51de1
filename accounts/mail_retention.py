"""How long is the text of a mail kept? Ninety days after it left; its row and key stay for ever.

The key is what keeps a second run of a planner from telling the same thing again.
"""

import datetime as dt

from accounts import job_runs
from accounts.enums import MessageState
from accounts.models import OutboxMessage
from credtrack.kernel import clock, scope

KEPT_DAYS = 90
REMOVED = "The text of this mail was removed 90 days after it was sent."
JOB = "tidy_outbox"
_AT_ONCE = 1000


def tidy(days: int = KEPT_DAYS) -> int:
    """Remove texts and extra headers of messages sent more than `days` (24 hours each) ago; say how many."""
    removed = 0
    with (
        scope.unscoped("old mail of all organizations is tidied at once"),
        job_runs.recorded(JOB) as counts,
    ):
        # Small bites: a year's mail in one statement would hold up those who send.
        while bite := _removed(clock.now() - dt.timedelta(days=days)):
            removed += bite
        counts["removed"] = removed
    return removed


def _removed(before: dt.datetime) -> int:
    old = OutboxMessage.objects.filter(state=MessageState.SENT, sent_at__lt=before, text_removed_at=None)
    ids = list(old.order_by("sent_at").values_list("pk", flat=True)[:_AT_ONCE])
    return OutboxMessage.objects.filter(pk__in=ids).update(
        body=REMOVED, html="", headers={}, text_removed_at=clock.now()
    )
