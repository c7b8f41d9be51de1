"""Beat stops between two ticks: a signal that falls into one arrives after it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from celery import Celery
from celery.beat import PersistentScheduler

from credtrack.celery import app
from credtrack.kernel.beat import Scheduler


class Stopped(BaseException):
    """What our stand-in for beat's handler raises, as `SystemExit` is."""


@pytest.fixture
def stop_raises() -> Iterator[None]:
    """Raise out of the handler of SIGTERM, as Celery's beat does."""

    def handler(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = signal.signal(signal.SIGTERM, handler)
    yield
    signal.signal(signal.SIGTERM, before)


def told_while_publishing(kind: type[PersistentScheduler], folder: Path) -> list[str]:
    """Tick a scheduler whose publishing is hit by a stop signal; return what it got done."""
    done: list[str] = []

    class Publishing(kind):  # type: ignore[misc, valid-type]  # the same body over both schedulers
        def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **kwargs: Any) -> None:
            os.kill(os.getpid(), signal.SIGTERM)
            done.append(entry.name)

    celery = Celery("beat-test", broker="memory://", set_as_current=False)
    celery.conf.beat_schedule = {"nudge": {"task": "nothing", "schedule": 0.0}}
    scheduler = Publishing(celery, schedule_filename=str(folder / "schedule"))
    try:
        with pytest.raises(Stopped):
            scheduler.tick()
    finally:
        scheduler.close()
    return done


def test_a_signal_waits_until_the_message_is_out(stop_raises: None, tmp_path: Path) -> None:
    assert told_while_publishing(Scheduler, tmp_path) == ["nudge"]


def test_without_it_the_signal_cuts_the_message_off(stop_raises: None, tmp_path: Path) -> None:
    assert told_while_publishing(PersistentScheduler, tmp_path) == []


def test_it_is_the_scheduler_that_beat_uses() -> None:
    assert app.conf.beat_scheduler == "credtrack.kernel.beat:Scheduler"
