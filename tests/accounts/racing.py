"""How two workers do the same thing at the same moment, each on a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


def both(act: Callable[[int], T]) -> list[T | Exception]:
    """Run `act(0)` and `act(1)` at once; what one raises stands in its place of the answer."""

    def one(number: int) -> T | Exception:
        try:
            return act(number)
        except Exception as failure:  # noqa: BLE001  # the caller looks at it
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


class Meeting:
    """Where both workers wait for each other; one that is held up elsewhere is not waited for long."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)

    def wait(self) -> None:
        """Go on when both are here, or after a second."""
        try:
            self._barrier.wait(timeout=1)
        except threading.BrokenBarrierError:
            return

    def before(self, act: Callable[..., T]) -> Callable[..., T]:
        """Return `act` with a meeting before it."""

        def met(*args: Any, **kwargs: Any) -> T:
            self.wait()
            return act(*args, **kwargs)

        return met

    def after(self, act: Callable[..., T]) -> Callable[..., T]:
        """Return `act` with a meeting after it."""

        def met(*args: Any, **kwargs: Any) -> T:
            found = act(*args, **kwargs)
            self.wait()
            return found

        return met
