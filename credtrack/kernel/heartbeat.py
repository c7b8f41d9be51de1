"""When did beat and the worker last show that they live? Each stamps the shared cache by itself.

Beat stamps while it dispatches the heartbeat task, the worker when it runs that task. So a silent
worker is told apart from a worker that merely gets nothing because beat is gone.
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

BEAT = "heartbeat-beat"
WORKER = "heartbeat-worker"
HANDLED = "heartbeat-handled"
# Two lost beats are a hiccup; after that, and a moment for a slow machine, somebody should look.
MISSED_BEATS = 3
GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """Ages in seconds, None for never: of beat's last dispatch and the worker's last run."""

    beat_age: float | None
    worker_age: float | None
    worker_handled_last: bool

    @property
    def beat_ok(self) -> bool:
        """Beat dispatched recently."""
        return self.beat_age is not None and self.beat_age <= limit_seconds()

    @property
    def worker_ok(self) -> bool:
        """The worker ran recently, or has run everything that a silent beat ever gave it."""
        recent = self.worker_age is not None and self.worker_age <= limit_seconds()
        return recent or (not self.beat_ok and self.worker_handled_last)


class NotAHeartbeat(logging.Filter):
    """Keeps the log readable: a heartbeat every few seconds would bury every other line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop Celery's lines about the heartbeat task unless something went wrong."""
        return record.levelno > logging.INFO or "heartbeat" not in record.getMessage()


def limit_seconds() -> float:
    """Return the age in seconds after which a heartbeat counts as missing."""
    return MISSED_BEATS * float(settings.HEARTBEAT_SECONDS) + GRACE_SECONDS


def stamp_beat() -> float:
    """Record that beat dispatches now; runs inside beat, whose message carries the returned time."""
    now = time.time()
    cache.set(BEAT, now, timeout=None)
    return now


def stamp_worker(dispatched_at: float) -> None:
    """Record that a worker ran the heartbeat which beat dispatched at `dispatched_at` (Unix time)."""
    cache.set_many({WORKER: time.time(), HANDLED: dispatched_at}, timeout=None)


def read() -> Pulse:
    """Return the current ages; a clock that was set back counts as zero."""
    now = time.time()
    found = cache.get_many([BEAT, WORKER, HANDLED])

    def age(key: str) -> float | None:
        return max(0.0, now - found[key]) if key in found else None

    handled_last = BEAT in found and found.get(HANDLED) == found[BEAT]
    return Pulse(age(BEAT), age(WORKER), handled_last)
