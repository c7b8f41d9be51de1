"""A message in the file is handed out until somebody finished it: claims, answers, deaths, forks."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from credtrack.kernel.message_store import MAX_DELIVERIES, MessageStore
from tests.waiting import wait_for

pytestmark = pytest.mark.one_leg

CLAIM_AND_HANG = """
import sys, threading
from pathlib import Path
from credtrack.kernel.message_store import MessageStore
store = MessageStore(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    assert store.claim("work")
print("claimed", flush=True)
threading.Event().wait()
"""
SWEEP = """
import sys
from pathlib import Path
from credtrack.kernel.message_store import MessageStore
print(MessageStore(Path(sys.argv[1])).sweep())
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MessageStore]:
    found = MessageStore(tmp_path / "broker.sqlite3")
    yield found
    found.close()


def claimer(store: MessageStore, count: int = 1) -> subprocess.Popen[str]:
    """Start a process that claims `count` messages and then hangs."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIM_AND_HANG, str(store.path), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "claimed\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_oldest_message_goes_out_first(store: MessageStore) -> None:
    for text in ("first", "second"):
        store.put("work", text)
    assert [store.claim("work").payload for _ in range(2)] == ["first", "second"]  # type: ignore[union-attr]


def test_queues_are_apart(store: MessageStore) -> None:
    store.put("work", "here")
    assert store.claim("elsewhere") is None
    assert store.size("work") == 1


def test_claimed_message_is_not_handed_out_twice(store: MessageStore) -> None:
    store.put("work", "once")
    assert store.claim("work") is not None
    assert store.claim("work") is None
    with closing(MessageStore(store.path)) as second:
        assert second.claim("work") is None


def test_acknowledged_message_is_gone(store: MessageStore) -> None:
    store.put("work", "done")
    claimed = store.claim("work")
    assert claimed is not None
    store.acknowledge(claimed.id)
    assert rows(store) == []


def test_released_message_is_handed_out_again(store: MessageStore) -> None:
    store.put("work", "again")
    first = store.claim("work")
    assert first is not None
    store.release(first.id, tried=True)
    assert store.claim("work") == first


def test_message_of_a_killed_process_is_handed_out_again(store: MessageStore) -> None:
    store.put("work", "survives")
    process = claimer(store)
    assert store.sweep() == 0, "its holder still lives"
    kill(process)
    assert store.sweep() == 1
    claimed = store.claim("work")
    assert claimed is not None
    assert claimed.payload == "survives"


def test_sweep_frees_only_the_dead(store: MessageStore) -> None:
    for number in range(3):
        store.put("work", str(number))
    living, dying = claimer(store), claimer(store, 2)
    try:
        kill(dying)
        assert store.sweep() == 2
        assert store.size("work") == 2
    finally:
        kill(living)


def test_own_messages_survive_the_own_sweep(store: MessageStore) -> None:
    store.put("work", "mine")
    assert store.claim("work") is not None
    assert store.sweep() == 0
    with closing(MessageStore(store.path)) as second:
        assert second.sweep() == 0, "a second store in this process is no stranger"


def test_poison_is_put_aside_after_five_deaths_and_can_be_revived(store: MessageStore) -> None:
    store.put("work", "kills its worker")
    for _ in range(MAX_DELIVERIES):
        kill(claimer(store))
        store.sweep()
    assert store.claim("work") is None
    (dead,) = store.dead()
    assert (dead.payload, dead.deliveries) == ("kills its worker", MAX_DELIVERIES + 1)
    assert store.revive() == 1
    assert store.dead() == []
    assert store.claim("work") is not None


def test_poison_does_not_block_what_waits_behind_it(store: MessageStore) -> None:
    store.put("work", "poison")
    store.put("work", "good")
    for _ in range(MAX_DELIVERIES):
        poison = store.claim("work")
        assert poison is not None
        store.release(poison.id, tried=True)
    claimed = store.claim("work")
    assert claimed is not None
    assert claimed.payload == "good"


def test_orderly_returns_never_put_a_message_aside(store: MessageStore) -> None:
    store.put("work", "patient")
    for _ in range(3 * MAX_DELIVERIES):
        claimed = store.claim("work")
        assert claimed is not None
        store.release(claimed.id, tried=False)
    assert store.dead() == []


def test_late_release_cannot_take_a_message_from_its_new_holder(store: MessageStore) -> None:
    message_id = store.put("work", "elsewhere by now")
    process = claimer(store)
    try:
        store.release(message_id, tried=True)
        assert store.claim("work") is None
    finally:
        kill(process)


def test_unfinished_write_is_invisible(store: MessageStore) -> None:
    store.put("work", "whole")
    writer = sqlite3.connect(store.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO message (queue, payload) VALUES ('work', 'torn')")
    assert store.size("work") == 1
    writer.close()  # as a kill would: the transaction never commits
    assert store.size("work") == 1


def test_purge_leaves_claimed_messages(store: MessageStore) -> None:
    store.put("work", "in hand")
    claimed = store.claim("work")
    store.put("work", "waiting")
    assert store.purge("work") == 1
    assert claimed is not None
    assert rows(store) == ["in hand"]


def in_fork(action: Callable[[], bool]) -> bool:
    """Run `action` in a forked child and return whether it held there."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if action() else 1
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_fork_gets_its_own_connection_and_identity(store: MessageStore) -> None:
    store.put("work", "parent's")
    mine = store.claim("work")
    assert mine is not None

    def child_works() -> bool:
        store.release(mine.id, tried=True)  # not the child's to give back
        store.put("work", "child's")
        claimed = store.claim("work")
        return claimed is not None and claimed.payload == "child's"

    assert in_fork(child_works)
    assert store.sweep() == 1, "only the dead child's claim is freed"
    store.acknowledge(mine.id)
    assert rows(store) == ["child's"]


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_exit_of_a_fork_keeps_the_parents_claims(store: MessageStore) -> None:
    store.put("work", "parent's")
    assert store.claim("work") is not None
    assert in_fork(lambda: True)
    other = subprocess.run(
        [
            sys.executable,
            "-c",
            SWEEP,
            str(store.path),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == "0"


def drain(path: str, done: "multiprocessing.Queue[str]") -> None:
    store = MessageStore(Path(path))
    while claimed := store.claim("work"):
        done.put(claimed.payload)
        store.acknowledge(claimed.id)


def test_many_processes_open_a_fresh_file_and_share_the_work(store: MessageStore) -> None:
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[str] = context.Queue()

    def publish(numbers: range) -> None:
        for number in numbers:
            store.put("work", str(number))
        store.close()

    publishers = [threading.Thread(target=publish, args=(range(n, n + 10),)) for n in range(0, 60, 10)]
    for thread in publishers:
        thread.start()
    for thread in publishers:
        thread.join()
    workers = [context.Process(target=drain, args=(str(store.path), done)) for _ in range(3)]
    for worker in workers:
        worker.start()
    texts = sorted(int(done.get(timeout=60)) for _ in range(60))
    for worker in workers:
        worker.join()
    assert texts == list(range(60))
    assert wait_for(done.empty, "an empty answer queue")


def rows(store: MessageStore) -> list[str]:
    with closing(sqlite3.connect(store.path)) as connection:
        return [row[0] for row in connection.execute("SELECT payload FROM message ORDER BY id")]
