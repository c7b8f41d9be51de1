"""A Celery application of its own for broker tests: what its tasks did stands in files."""

import os
import signal
import threading
from pathlib import Path

from celery import Celery

from credtrack.kernel import broker

broker.register()
app = Celery("worked", broker="sqlitefile://")
app.conf.update(
    broker_transport_options={"path": os.environ["WORKED_BROKER"], "polling_interval": 0.05},
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=4,
    worker_enable_remote_control=False,
)


def write(path: str, line: str) -> list[str]:
    """Append a line and return all lines."""
    with Path(path).open("a") as handle:
        handle.write(line + "\n")
    return Path(path).read_text().splitlines()


@app.task(name="note")
def note(path: str, line: str) -> None:
    """Append a line."""
    write(path, line)


@app.task(name="hang_at_first")
def hang_at_first(path: str) -> None:
    """Hang the first time it is delivered and finish the second time."""
    if len(write(path, "started")) == 1:
        threading.Event().wait()
    write(path, "finished")


@app.task(name="kill_worker")
def kill_worker(path: str) -> None:
    """Die as a crash would, each time."""
    write(path, "dying")
    os.kill(os.getpid(), signal.SIGKILL)
