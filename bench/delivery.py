"""How fast reminders are rendered and mails leave, and what kills cost, beside two usual ways of sending.

`python -m bench.delivery [--mails 5000] [--kills 10]`, on PostgreSQL and Redis, to a local mail sink.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import redis

from bench import databases
from bench.databases import Database
from bench.serving import ROOT, environment

MANAGE = [sys.executable, "manage.py"]


@dataclass
class Sent:
    """What one way of sending did: seconds of work, and what the sink took."""

    seconds: float
    mails: int
    distinct: int

    def words(self, wanted: int) -> str:
        """Return rate, losses and doubles."""
        lost, doubled = wanted - self.distinct, self.mails - self.distinct
        return f"{self.distinct / self.seconds:,.0f} mails/s, {lost} lost, {doubled} doubled"


@dataclass
class Trouble:
    """What falls on the workers: kills at random moments, one flush of Redis; `killed` is called after a kill.

    `patience` is for how many seconds work is waited for that may never end.
    """

    kills: int = 0
    killed: Callable[[], None] | None = None
    flush: Any = None
    patience: float = 600


@dataclass
class Stage:
    """Where everything runs."""

    database: Database
    folder: Path
    redis_url: str

    def environment(self, port: int) -> dict[str, str]:
        """Return what a sender sees."""
        return {
            **environment(self.database, self.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "BENCH_MAIL_PORT": str(port),
            "BENCH_REDIS_URL": self.redis_url,
            # Celery prefers this to what its application says.
            "CELERY_BROKER_URL": self.redis_url,
        }


def say(text: str) -> None:
    """Write one line at once, also through a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.delivery")
    parser.add_argument("--mails", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--redis", default="redis://127.0.0.1:6379/9")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="credtrack-bench-") as made,
        databases.postgres(1, keep=False, name="credtrack_bench_mail") as database,
    ):
        stage = Stage(database, Path(made), asked.redis)
        subprocess.run([*MANAGE, "migrate", "-v0"], cwd=ROOT, env=stage.environment(9), check=True)
        _rendering(stage, asked.mails)
        for workers in (1, 2):
            told = ours(stage, asked.mails, workers=workers)
            say(f"Ours, {workers} worker{'s' if workers > 1 else ''}: {told.words(asked.mails)}")
        say(
            f"Claim then send, one worker: {claim_then_send(stage, asked.mails // 5).words(asked.mails // 5)}"
        )
        say(f"Celery ETA on Redis, one worker: {by_eta(stage, asked.mails // 5).words(asked.mails // 5)}")
        for name, way in (("Ours", ours), ("Claim then send", claim_then_send), ("Celery ETA", by_eta)):
            told = way(stage, asked.mails // 5, kills=asked.kills)
            say(f"{name}, {asked.kills} kills: {told.words(asked.mails // 5)}")
        told = by_eta(stage, asked.mails // 5, flush=True)
        say(f"Celery ETA, Redis flushed once: {told.words(asked.mails // 5)}")


@contextlib.contextmanager
def sink() -> Iterator[tuple[int, Callable[[], dict[str, int]]]]:
    """Run the mail sink; yields its port and a function that stops it and says what it took."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.mail_sink"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101  # asked for above
    port = json.loads(process.stdout.readline())["port"]

    def took() -> dict[str, int]:
        process.terminate()
        told: dict[str, int] = json.loads(process.communicate()[0])
        return told

    try:
        yield port, took
    finally:
        process.kill()
        process.wait()


def _rendering(stage: Stage, lines: int) -> None:
    """Measure planned rows being claimed and rendered into digests of fifty lines."""
    code = f"from bench.dated_mail import reminders; reminders({lines}, 50)"
    subprocess.run([*MANAGE, "shell", "-v0", "-c", code], cwd=ROOT, env=stage.environment(9), check=True)
    start = _seconds(stage, 9, [*MANAGE, "shell", "-v0", "-c", "pass"])
    work = _seconds(stage, 9, [*MANAGE, "send_digests", "--at", "2026-03-02T15:00:00+00:00"]) - start
    with stage.database.connect() as connection:
        told = connection.execute("SELECT count(*) FROM reminders_reminder WHERE state = 'told'").fetchone()[
            0
        ]
        connection.execute("UPDATE reminders_reminder SET message_id = NULL, state = 'shown'")
        connection.execute("DELETE FROM accounts_outboxmessage")
    say(
        f"Claiming and rendering: {told:,} digest lines in {work:.1f} s, {told / work:,.0f} lines/s (aim 500)"
    )


def _seconds(stage: Stage, port: int, command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=stage.environment(port), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ours(stage: Stage, mails: int, *, workers: int = 1, kills: int = 0) -> Sent:
    """Send an outbox of `mails` rows with our delivery."""
    code = f"from bench.dated_mail import outbox; outbox({mails})"
    subprocess.run([*MANAGE, "shell", "-v0", "-c", code], cwd=ROOT, env=stage.environment(9), check=True)
    with sink() as (port, took):
        start = _seconds(stage, port, [*MANAGE, "shell", "-v0", "-c", "pass"])
        command = [*MANAGE, "deliver_outbox", "--limit", str(mails)]

        def lapse() -> None:
            with stage.database.connect() as connection:
                # The time of a dead worker's claims passes.
                connection.execute(
                    "UPDATE accounts_outboxmessage SET claimed_until = now() - interval '1 second' WHERE state = 'sending'"
                )

        def over() -> bool:
            with stage.database.connect() as connection:
                left = connection.execute("SELECT count(*) FROM accounts_outboxmessage WHERE state <> 'sent'")
                return bool(left.fetchone()[0] == 0)

        seconds = (
            _worked(stage, port, command, workers=workers, over=over, trouble=Trouble(kills, lapse)) - start
        )
        told = took()
    return Sent(seconds, told["mails"], told["distinct"])


def claim_then_send(stage: Stage, mails: int, *, kills: int = 0) -> Sent:
    """Send as many alerts with the loop that marks first."""
    with stage.database.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS bench_alert")
        connection.execute(
            "CREATE TABLE bench_alert (id bigint PRIMARY KEY, sent boolean NOT NULL DEFAULT false)"
        )
        connection.execute(f"INSERT INTO bench_alert SELECT n, false FROM generate_series(1, {mails}) AS n")  # noqa: S608  # our own number

    def over() -> bool:
        with stage.database.connect() as connection:
            left = connection.execute("SELECT count(*) FROM bench_alert WHERE NOT sent").fetchone()[0]
        return bool(left == 0)

    with sink() as (port, took):
        command = [sys.executable, "-m", "bench.reference_loops", "claim_then_send"]
        seconds = _worked(stage, port, command, over=over, trouble=Trouble(kills))
        told = took()
    return Sent(seconds, told["mails"], told["distinct"])


def by_eta(stage: Stage, mails: int, *, kills: int = 0, flush: bool = False) -> Sent:
    """Send as many mails with Celery tasks that wait on Redis for their time."""
    client = redis.Redis.from_url(stage.redis_url)
    client.flushdb()
    publish = (
        "import datetime as dt; from bench.reference_loops import app; "
        "at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1); "
        f"[app.send_task('bench.send_by_eta', [n], eta=at) for n in range(1, {mails} + 1)]"
    )
    subprocess.run([sys.executable, "-c", publish], cwd=ROOT, env=stage.environment(9), check=True)
    worker = [
        sys.executable, "-m", "celery", "--app=bench.reference_loops:app", "worker", "--concurrency=1",
        "--loglevel=ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip

    trouble = Trouble(kills, flush=client if flush else None, patience=20)

    def over() -> bool:
        return not client.llen("celery") and not client.hlen("unacked")

    with sink() as (port, took):
        seconds = _worked(stage, port, worker, over=over, trouble=trouble)
        told = took()
    client.flushdb()
    return Sent(seconds, told["mails"], told["distinct"])


def _worked(
    stage: Stage, port: int, command: list[str], *, over: Callable[[], bool], workers: int = 1,
    trouble: Trouble | None = None,
) -> float:  # fmt: skip
    """Run workers until the work is over, and return the seconds; a worker that was killed comes back."""
    random = Random(11)  # repeatable, nothing secret
    trouble = trouble or Trouble()
    left, flush = trouble.kills, trouble.flush
    started = time.perf_counter()
    running = [_start(stage, port, command) for _ in range(workers)]
    while not over() and time.perf_counter() - started < trouble.patience + 4 * trouble.kills:
        # Blows fall at random moments; without any this is the pause between two looks at whether it is over.
        pause = random.uniform(0.5, 2.0) if left or flush else 0.05
        # Reason: the workers are processes that tell nobody when the queue is empty, so the database is asked
        # again and again; the pause only spares it, and no figure and no result rests on its length.
        time.sleep(pause)  # reason above: between two looks, nothing relies on it being long enough
        if flush is not None:
            flush.flushdb()
            flush = None
        if left:
            left -= 1
            os.killpg(running[0].pid, signal.SIGKILL)
            running[0].wait()
            if trouble.killed is not None:
                trouble.killed()
        for place, process in enumerate(running):
            if process.poll() is not None and not over():
                running[place] = _start(stage, port, command)
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return time.perf_counter() - started


def _start(stage: Stage, port: int, command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, cwd=ROOT, env=stage.environment(port), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main()
