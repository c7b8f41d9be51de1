"""Is mail leaving, and do the worker's jobs run? Counts and ages for `/healthz` and the health page.

`/healthz` is public, so nothing here names an address, an organization or an exception's words.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts import job_runs, outbox
from accounts.enums import MessageState
from accounts.models import JobRun, OutboxMessage
from credtrack.kernel import clock, scope
from credtrack.kernel.health import Health

# A run every 20 seconds: after so long several in a row are missing.
SILENT = dt.timedelta(minutes=5)
OVERDUE = dt.timedelta(minutes=15)
FAILED_DAYS = 7
# Counting further than this costs more than it tells.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Queue:
    """How the mail of the open scope stands; each count stops at 10,000."""

    due: int
    stuck: int
    failed: int


def due() -> QuerySet[OutboxMessage]:
    """Return what should leave now and has not."""
    return OutboxMessage.objects.filter(
        Q(state=MessageState.QUEUED, due_at__lte=clock.now()) | Q(state=MessageState.SENDING)
    )


def stuck() -> QuerySet[OutboxMessage]:
    """Return what was claimed for longer than its lease, or has been due for over fifteen minutes."""
    return OutboxMessage.objects.filter(
        Q(state=MessageState.SENDING, claimed_until__lt=Now())
        | Q(state=MessageState.QUEUED, due_at__lt=clock.now() - OVERDUE)
    )


def failed_lately() -> QuerySet[OutboxMessage]:
    """Return what failed for good in the last seven days."""
    since = clock.now() - dt.timedelta(days=FAILED_DAYS)
    return OutboxMessage.objects.filter(state=MessageState.FAILED, failed_at__gte=since)


def read_queue() -> Queue:
    """Count the mail of the organization whose scope is open, or of all."""
    return Queue(*(rows.order_by()[:MOST].count() for rows in (due(), stuck(), failed_lately())))


def age_seconds(run: JobRun) -> float | None:
    """Return how long ago the job last ended well, or first began when it never has; None for neither."""
    last = run.finished_at or run.started_at
    return None if last is None else (clock.now() - last).total_seconds()


def is_failing(run: JobRun) -> bool:
    """Say whether the job's last end was a bad one."""
    return run.failed_at is not None and (run.finished_at is None or run.failed_at > run.finished_at)


def check(health: Health) -> None:
    """Add jobs and mail to the answer of `/healthz`."""
    runs = {run.name: run for run in job_runs.read()}
    health.jobs = {name: _told(run) for name, run in runs.items()}
    health.jobs.setdefault(outbox.JOB, {"ok": True, "age_seconds": None, "said": "has not run yet"})
    delivery = runs.get(outbox.JOB)
    age = age_seconds(delivery) if delivery else None
    if age is not None and age > SILENT.total_seconds():
        health.jobs[outbox.JOB]["ok"] = False
        health.problems.append(f"Mail delivery last ended well {age / 60:.0f} minutes ago.")
    if delivery and delivery.counts.get("stopped"):
        health.problems.append(f"Mail delivery stops early: {delivery.counts['stopped']}.")
    health.problems += [
        f"The job {name} failed when it last ran." for name, run in runs.items() if is_failing(run)
    ]
    with scope.unscoped("the health page counts the mail of all organizations"):
        queue = read_queue()
    health.mail = {
        "ok": not queue.stuck,
        "due": queue.due,
        "stuck": queue.stuck,
        "failed_7_days": queue.failed,
    }
    if queue.stuck:
        count = "1 message is" if queue.stuck == 1 else f"{queue.stuck} messages are"
        health.problems.append(f"{count} stuck in the outbox.")


def _told(run: JobRun) -> dict[str, Any]:
    age = age_seconds(run)
    said = "failed" if is_failing(run) else "ended well" if run.finished_at else "is running"
    return {
        "ok": not is_failing(run),
        "age_seconds": None if age is None else round(age, 1),
        "said": said,
    }
