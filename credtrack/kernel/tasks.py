"""What every task shares: it takes ids, opens nothing by itself, and losing it loses nothing.

A task is a nudge. The database rows are the truth and a sweep finds what a lost message forgot, so
`nudge` never lets a broker that is down spoil the request that wrote the rows.
"""

import logging
from functools import partial
from typing import Any

from celery import Task, shared_task
from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError

from credtrack.kernel import heartbeat as pulse

logger = logging.getLogger(__name__)

_ALLOWED = (str, int, float, bool, type(None))


class IdTask(DjangoTask):  # type: ignore[type-arg]  # generic for mypy only, not when it runs
    """The base of all our tasks; arguments are ids and other scalars, never rows or files."""

    abstract = True

    def apply_async(
        self, args: Any = None, kwargs: dict[str, Any] | None = None, *rest: Any, **options: Any
    ) -> Any:
        """Publish at once; raises `TypeError` for an argument that would be stale when it arrives."""
        for value in [*(args or ()), *(kwargs or {}).values()]:
            if not isinstance(value, _ALLOWED):
                raise TypeError(f"{self.name} takes ids, not {type(value).__name__}.")
        return super().apply_async(args, kwargs, *rest, **options)


def nudge(task: "Task[Any, Any]", *ids: int | str) -> None:
    """Publish after the transaction commits; a broker that is down is logged, not raised."""
    transaction.on_commit(partial(_publish, task, ids))


def _publish(task: "Task[Any, Any]", ids: tuple[int | str, ...]) -> None:
    try:
        task.apply_async(ids, retry=False)
    except OperationalError:
        logger.warning("%s was not queued: no broker. The sweep will find its work.", task.name)


@shared_task(name="credtrack.kernel.tasks.heartbeat")
def heartbeat(dispatched_at: float) -> None:
    """Show that beat, broker and worker are connected; `dispatched_at` is beat's Unix time."""
    pulse.stamp_worker(dispatched_at)
