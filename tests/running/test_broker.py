"""Celery over the broker on disk: real workers are killed and nothing is lost or done twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kombu import Connection, Consumer, Producer, Queue

from credtrack.kernel import broker
from credtrack.kernel.message_store import MAX_DELIVERIES, MessageStore
from tests.waiting import wait_for

pytestmark = pytest.mark.one_leg

StartWorker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "broker.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[MessageStore]:
    with closing(MessageStore(path)) as found:
        yield found


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    broker.register()
    options = {"path": str(path), "polling_interval": 0.01}
    with Connection("sqlitefile://", transport_options=options) as opened:
        yield opened


@pytest.fixture
def start_worker(path: Path, tmp_path: Path) -> Iterator[StartWorker]:
    """Start a real Celery worker on the broker; all are killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *[sys.executable, "-m", "celery", "-A", "tests.running.worked_app", "worker"],
                    *["--pool", "threads", "--concurrency", "1", "--loglevel", "INFO"],
                    *["--without-gossip", "--without-mingle", "--without-heartbeat"],
                ],
                env={**without_django(), "WORKED_BROKER": str(path)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def without_django() -> dict[str, str]:
    """Return an environment in which Celery does not load the project: this is about the broker."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def publish(connection: Connection, task: str, *arguments: str) -> None:
    """Publish as Celery does, without loading the worker's application here."""
    producer = Producer(connection)
    producer.publish(
        [arguments, {}, {}],
        routing_key="celery",
        serializer="json",
        headers={"task": task, "id": f"{task}-{len(arguments)}-{os.urandom(4).hex()}", "lang": "py"},
        correlation_id="x",
        declare=[Queue("celery", routing_key="celery")],
    )


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def test_message_comes_back_whole(connection: Connection) -> None:
    queue = connection.SimpleQueue("letters")
    queue.put({"text": "Ünïcode ok", "numbers": [1, 2.5, None]})
    message = queue.get(timeout=5)
    assert message.payload == {"text": "Ünïcode ok", "numbers": [1, 2.5, None]}
    message.ack()
    queue.close()


def test_unanswered_message_goes_back_when_the_consumer_closes(
    connection: Connection, store: MessageStore
) -> None:
    queue = connection.SimpleQueue("letters")
    queue.put("x")
    queue.get(timeout=5)
    assert store.size("letters") == 0
    queue.close()
    connection.release()
    assert store.size("letters") == 1


def test_rejected_message_is_put_aside_and_requeued_one_is_not(
    connection: Connection, store: MessageStore
) -> None:
    queue = connection.SimpleQueue("letters")
    queue.put("x")
    queue.get(timeout=5).requeue()
    queue.get(timeout=5).reject()
    assert store.size("letters") == 0
    assert [dead.reason for dead in store.dead()] == ["refused by the worker"]
    queue.close()


def test_consumer_without_answers_takes_messages_for_good(
    connection: Connection, store: MessageStore
) -> None:
    publish(connection, "note", "a")
    got: list[object] = []
    with Consumer(connection, [Queue("celery")], callbacks=[lambda body, _: got.append(body)], no_ack=True):
        connection.drain_events(timeout=5)
    connection.release()
    assert len(got) == 1
    assert store.size("celery") == 0


def test_purge_counts_what_it_drops(connection: Connection) -> None:
    queue = connection.SimpleQueue("letters")
    for text in "abc":
        queue.put(text)
    assert len(queue) == 3
    assert queue.clear() == 3
    queue.close()


def test_worker_finishes_what_a_killed_worker_held(
    connection: Connection, store: MessageStore, start_worker: StartWorker, tmp_path: Path
) -> None:
    held, behind = tmp_path / "held", tmp_path / "behind"
    first = start_worker()
    publish(connection, "hang_at_first", str(held))
    publish(connection, "note", str(behind), "prefetched, never started")
    wait_for(lambda: lines(held) == ["started"] and store.size("celery") == 0, "the task to start")
    first.send_signal(signal.SIGKILL)
    first.wait()
    start_worker()
    wait_for(lambda: lines(held) == ["started", "started", "finished"], "the second delivery")
    wait_for(lambda: lines(behind) == ["prefetched, never started"], "the message behind it")


def test_worker_survives_its_own_poison(
    connection: Connection, store: MessageStore, start_worker: StartWorker, tmp_path: Path
) -> None:
    """Each worker dies of the message; after five deaths it is put aside and the next one lives."""
    deaths, good = tmp_path / "deaths", tmp_path / "good"
    publish(connection, "kill_worker", str(deaths))
    for _ in range(MAX_DELIVERIES):
        assert start_worker().wait(timeout=60) == -signal.SIGKILL
    publish(connection, "note", str(good), "served")
    start_worker()
    wait_for(lambda: lines(good) == ["served"], "the message behind the poison")
    assert len(lines(deaths)) == MAX_DELIVERIES
    (dead,) = store.dead()
    assert json.loads(dead.payload)["headers"]["task"] == "kill_worker"


def test_message_that_is_no_message_does_not_stop_the_worker(
    connection: Connection, store: MessageStore, start_worker: StartWorker, tmp_path: Path
) -> None:
    for payload in ("", "{", '{"body": 1}', "[]"):
        store.put("celery", payload)
    done = tmp_path / "done"
    publish(connection, "note", str(done), "still here")
    worker = start_worker()
    wait_for(lambda: lines(done) == ["still here"], "the good message")
    assert worker.poll() is None
    assert len(store.dead()) == 4


def test_worker_stops_cleanly_and_gives_back_what_it_did_not_start(
    connection: Connection, store: MessageStore, start_worker: StartWorker, tmp_path: Path
) -> None:
    done = tmp_path / "done"
    worker = start_worker()
    publish(connection, "note", str(done), "one")
    wait_for(lambda: lines(done) == ["one"], "the first task")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    publish(connection, "note", str(done), "two")
    assert store.size("celery") == 1
