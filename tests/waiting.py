"""How tests wait: for a condition with a deadline, never for a fixed time."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(condition: Callable[[], T], what: str, seconds: float = 120) -> T:
    """Return the first true answer of `condition`; fails with `what` when the deadline passes."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"After {seconds:.0f} s still waiting for {what}.")
        pause.wait(0.05)
