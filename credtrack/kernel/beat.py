"""How does beat stop? Between two ticks only, so that no signal falls into the middle of a message.

Celery's beat raises `SystemExit` out of its signal handler, wherever the program stands. Inside the
Redis client that exit was lost on the way (its clean-up failed on the closed socket), and beat went
on until it was killed. Held back for the length of a tick, the signal arrives where beat expects it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery.beat import PersistentScheduler

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Scheduler(PersistentScheduler):
    """Celery's scheduler, deaf to stop signals while it publishes what is due."""

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Publish what is due and return the seconds until the next look."""
        with held_back():
            return super().tick(*args, **kwargs)


@contextmanager
def held_back() -> Iterator[None]:
    """Keep stop signals until the block is left, and raise them then.

    The handlers are swapped rather than the signals masked: a mask holds for one thread only, and the
    kernel gives a signal to any thread that takes it.
    """
    if threading.current_thread() is not threading.main_thread():
        # Python runs handlers in the main thread only, and lets nobody else set them.
        yield
        return
    pending: list[int] = []
    before = {number: signal.signal(number, lambda found, _: pending.append(found)) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for held in pending:
            signal.raise_signal(held)
