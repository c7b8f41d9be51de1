"""When did each job of the worker last run, and how did it end? Notes beside the job, never in its way."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.mail_failures import cleaned, without_addresses
from accounts.models import JobRun
from credtrack.kernel import clock

logger = logging.getLogger(__name__)


@contextmanager
def recorded(name: str) -> Iterator[dict[str, Any]]:
    """Note start and end of the job in the block, which fills the dict with what it counted.

    An exception is noted in words and raised again. A note that cannot be written is logged and
    forgotten: the job's own work counts more. No row is locked while the job runs, unless the caller
    holds a transaction open around all of it.
    """
    counts: dict[str, Any] = {}
    _note(name, started_at=clock.now())
    try:
        yield counts
    except BaseException as problem:
        first_line = str(problem).partition("\n")[0]
        words = cleaned(without_addresses(f"{type(problem).__name__}: {first_line}"))
        _note(name, failed_at=clock.now(), last_error=words)
        raise
    _note(name, finished_at=clock.now(), counts=counts)


def _note(name: str, **values: Any) -> None:
    try:
        with transaction.atomic():
            if not JobRun.objects.filter(name=name).update(**values):
                JobRun.objects.bulk_create([JobRun(name=name)], ignore_conflicts=True)
                JobRun.objects.filter(name=name).update(**values)
    except Exception:
        logger.exception("How the job %s went could not be noted", name)


def read() -> list[JobRun]:
    """Return the notes of every job that ever ran, by name."""
    return list(JobRun.objects.order_by("name"))
