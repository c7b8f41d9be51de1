"""How Celery talks to the broker on disk: a kombu transport over `message_store`.

Used as `CELERY_BROKER_URL=sqlitefile://` with the file's `path` in the transport options. There is
no fanout: remote control and worker events stay off on one machine.
"""

import json
import sqlite3
import time
from functools import cached_property
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual

from credtrack.kernel.message_store import Claimed, MessageStore

ALIAS = "sqlitefile"
SWEEP_SECONDS = 5.0


def register() -> None:
    """Teach kombu the `sqlitefile://` address; must run before the Celery application is made."""
    TRANSPORT_ALIASES[ALIAS] = "credtrack.kernel.broker:Transport"


def _read(claimed: Claimed) -> dict[str, Any] | None:
    """Return what was published, tagged for its answer, or nothing when it is no message at all."""
    try:
        message: dict[str, Any] = json.loads(claimed.payload)
        # The row is what an answer must find again, so its id replaces the publisher's tag.
        message["properties"]["delivery_tag"] = str(claimed.id)
    except (ValueError, TypeError, KeyError):
        return None
    return message


class QoS(virtual.QoS):
    """Writes each answer of the consumer to the file at once, so that a kill repeats nothing done."""

    channel: "Channel"

    def ack(self, delivery_tag: str) -> None:
        """The work is done: forget the message."""
        self.channel.store.acknowledge(int(delivery_tag))
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Hand the message out again, or put it aside when nobody can read it."""
        if requeue:
            self.channel.store.release(int(delivery_tag), tried=True)
        else:
            self.channel.store.bury(int(delivery_tag), "refused by the worker")
        super().ack(delivery_tag)


class Channel(virtual.Channel):
    """One consumer's or publisher's view of the queues in the file."""

    QoS = QoS

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self._unanswered: set[str] = set()
        self._next_sweep = 0.0

    @cached_property
    def store(self) -> MessageStore:
        """The file named by the transport option `path`."""
        client: Any = self.connection.client
        options: dict[str, Any] = client.transport_options
        return MessageStore(Path(options["path"]))

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        self.store.put(queue, json.dumps(message))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        if time.monotonic() >= self._next_sweep:
            self.store.sweep()
            self._next_sweep = time.monotonic() + SWEEP_SECONDS
        while claimed := self.store.claim(queue):
            message = _read(claimed)
            if message is None:
                self.store.bury(claimed.id, "not a message")
                continue
            if queue in self._unanswered:
                self.store.acknowledge(claimed.id)
            return message
        raise Empty

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> Any:
        """Start consuming; `no_ack` queues get no answer, so their messages are done on arrival."""
        if no_ack:
            self._unanswered.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        """Take one message without consuming; see `basic_consume` for `no_ack`."""
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.store.acknowledge(int(message.properties["delivery_tag"]))
        return message

    def _restore(self, message: Any) -> None:
        """An orderly stop gives back what it never tried: that delivery does not count."""
        self.store.release(int(message.delivery_tag), tried=False)

    def _purge(self, queue: str) -> int:
        return self.store.purge(queue)

    def _size(self, queue: str) -> int:
        return self.store.size(queue)

    def close(self) -> None:
        """Give back what was not answered, then close the file."""
        super().close()
        if "store" in self.__dict__:
            self.store.close()


class Transport(virtual.Transport):
    """kombu's entry point, found by the alias that `register` sets."""

    Channel = Channel
    driver_type = ALIAS
    driver_name = ALIAS
    default_port = 0
    connection_errors = (*virtual.Transport.connection_errors, sqlite3.OperationalError)

    def driver_version(self) -> str:
        """Return the version of the SQLite library."""
        return sqlite3.sqlite_version
