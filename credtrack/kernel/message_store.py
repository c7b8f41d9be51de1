"""Which message goes to which worker when there is no broker server: rows of one SQLite file.

A message belongs to nobody until a consumer claims it, and it stays in the file until that consumer
acknowledges it. Every consuming process holds a lock on one byte of a lock file; the kernel frees
the lock on any kind of death, so another process sees at once whose messages must go out again. A
message that was handed out `MAX_DELIVERIES` times without an answer is put aside, not lost.

Unix only and one host only: neither the locks nor WAL work on a network file system.
"""

import fcntl
import os
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import NamedTuple

MAX_DELIVERIES = 5

_SCHEMA = """
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    payload TEXT NOT NULL,
    owner INTEGER,
    deliveries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS message_free ON message (queue, id) WHERE owner IS NULL;
CREATE INDEX IF NOT EXISTS message_owner ON message (owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS dead_message (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    payload TEXT NOT NULL,
    deliveries INTEGER NOT NULL,
    reason TEXT NOT NULL,
    died_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
"""


class Claimed(NamedTuple):
    """A message handed to this process; `id` acknowledges or returns it."""

    id: int
    payload: str


class DeadMessage(NamedTuple):
    """A message that nobody could finish, kept so that a person can look at it."""

    id: int
    queue: str
    payload: str
    deliveries: int
    reason: str


class _Owner:
    """This process's byte in the lock file: taken at the first claim, free again when it dies."""

    def __init__(self, path: Path) -> None:
        # POSIX locks fall when the process closes *any* descriptor of the file: open it only once.
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self.pid = os.getpid()
        # A random byte offset below 2**62 needs no registry and is never used twice.
        self.number = secrets.randbits(62)
        fcntl.lockf(self.descriptor, fcntl.LOCK_EX, 1, self.number)

    def is_dead(self, number: int) -> bool:
        """Return whether no living process holds the byte `number`."""
        try:
            fcntl.lockf(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError:
            return False
        fcntl.lockf(self.descriptor, fcntl.LOCK_UN, 1, number)
        return True


# Keyed by lock file: two stores on one file in one process must share the descriptor.
_owners: dict[Path, _Owner] = {}
_owners_guard = threading.Lock()
# SQLite forbids even closing a connection that came through a fork, so those are kept, unused.
_inherited: list[object] = []


def _owner_of(lock_path: Path) -> _Owner:
    with _owners_guard:
        found = _owners.get(lock_path)
        if found is None or found.pid != os.getpid():
            if found is not None:
                _inherited.append(found)
            found = _owners[lock_path] = _Owner(lock_path)
        return found


class MessageStore:
    """The queues in the SQLite file at `path`; safe to share between threads and across forks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock_path = path.with_name(f"{path.name}.owners")
        self._local = threading.local()

    @property
    def _connection(self) -> sqlite3.Connection:
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == os.getpid():
            return held[1]
        if held is not None:
            _inherited.append(held[1])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(_SCHEMA)
        self._local.held = (os.getpid(), connection)
        return connection

    def close(self) -> None:
        """Close this thread's connection; the next call opens a new one. Claims stay."""
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == os.getpid():
            held[1].close()
            self._local.held = None

    def put(self, queue: str, payload: str) -> int:
        """Append a message to `queue` and return its id; it is readable whole or not at all."""
        row = self._connection.execute(
            "INSERT INTO message (queue, payload) VALUES (?, ?) RETURNING id", (queue, payload)
        ).fetchall()
        return int(row[0][0])

    def claim(self, queue: str) -> Claimed | None:
        """Take the oldest free message of `queue`, or nothing; puts aside what was tried too often."""
        while self._has_free(queue):
            owner = _owner_of(self._lock_path)
            rows = self._connection.execute(
                "UPDATE message SET owner = ?, deliveries = deliveries + 1 WHERE id = "
                "(SELECT id FROM message WHERE queue = ? AND owner IS NULL ORDER BY id LIMIT 1) "
                "RETURNING id, payload, deliveries",
                (owner.number, queue),
            ).fetchall()
            if not rows:
                return None
            message_id, payload, deliveries = rows[0]
            if deliveries <= MAX_DELIVERIES:
                return Claimed(message_id, payload)
            self.bury(message_id, f"handed out {MAX_DELIVERIES} times without an answer")
        return None

    def _has_free(self, queue: str) -> bool:
        """An idle worker only reads: a write lock five times a second would slow publishers."""
        found = self._connection.execute(
            "SELECT 1 FROM message WHERE queue = ? AND owner IS NULL LIMIT 1", (queue,)
        ).fetchone()
        return found is not None

    def acknowledge(self, message_id: int) -> None:
        """Forget a message that is done."""
        self._connection.execute("DELETE FROM message WHERE id = ?", (message_id,))

    def release(self, message_id: int, *, tried: bool) -> None:
        """Give a message back; `tried` says whether the delivery counts towards `MAX_DELIVERIES`."""
        self._connection.execute(
            "UPDATE message SET owner = NULL, deliveries = deliveries - ? WHERE id = ? AND owner = ?",
            (0 if tried else 1, message_id, _owner_of(self._lock_path).number),
        )

    def bury(self, message_id: int, reason: str) -> None:
        """Put a message aside in `dead_message`, from where `revive` brings it back."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT OR IGNORE INTO dead_message (id, queue, payload, deliveries, reason) "
            "SELECT id, queue, payload, deliveries, ? FROM message WHERE id = ?",
            (reason, message_id),
        )
        connection.execute("DELETE FROM message WHERE id = ?", (message_id,))
        connection.execute("COMMIT")

    def sweep(self) -> int:
        """Free the messages of processes that died, and return how many went back to their queues."""
        mine = _owner_of(self._lock_path)
        rows = self._connection.execute(
            "SELECT DISTINCT owner FROM message WHERE owner IS NOT NULL AND owner <> ?", (mine.number,)
        ).fetchall()
        freed = 0
        for (number,) in rows:
            if mine.is_dead(number):
                done = self._connection.execute("UPDATE message SET owner = NULL WHERE owner = ?", (number,))
                freed += done.rowcount
        return freed

    def purge(self, queue: str) -> int:
        """Drop the free messages of `queue` and return how many there were."""
        done = self._connection.execute("DELETE FROM message WHERE queue = ? AND owner IS NULL", (queue,))
        return done.rowcount

    def size(self, queue: str) -> int:
        """Return how many messages of `queue` wait for a consumer."""
        rows = self._connection.execute(
            "SELECT count(*) FROM message WHERE queue = ? AND owner IS NULL", (queue,)
        ).fetchall()
        return int(rows[0][0])

    def dead(self) -> list[DeadMessage]:
        """Return the messages that were put aside, oldest first."""
        rows = self._connection.execute(
            "SELECT id, queue, payload, deliveries, reason FROM dead_message ORDER BY id"
        )
        return [DeadMessage(*row) for row in rows]

    def revive(self) -> int:
        """Queue every message that was put aside once more and return how many there were."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO message (queue, payload) SELECT queue, payload FROM dead_message ORDER BY id"
        )
        done = connection.execute("DELETE FROM dead_message")
        connection.execute("COMMIT")
        return done.rowcount
