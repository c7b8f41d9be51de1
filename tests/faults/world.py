"""The stage of a fault test: servers and workers of its own, a clock to turn, and the tasks to publish."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import redis
from celery import Celery

from tests.faults.stage import Postgres, RedisServer
from tests.mail_server import MailServer
from tests.running.processes import ROOT, Program, session_members
from tests.waiting import wait_for

TASKS = ("reminders.tasks.plan_reminders", "reminders.tasks.send_digests", "accounts.tasks.deliver_outbox")
ZONE = ZoneInfo("America/New_York")
# A Monday without a holiday near it; the clocks change the Sunday after.
START = dt.date(2026, 3, 2)


@dataclass
class World:
    """Everything a fault test needs; `kills` and `log` tell what was done, for the message of a failure."""

    folder: Path
    postgres: Postgres
    redis: RedisServer
    mail: MailServer
    database: str
    random: Random = field(default_factory=lambda: Random(7))
    programs: list[Program] = field(default_factory=list)
    kills: int = 0

    @property
    def clock_file(self) -> Path:
        """The file that moves the clock of the programs under test."""
        return self.folder / "clock"

    def environment(self, **more: str) -> dict[str, str]:
        """Return what every program under test sees."""
        return {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "credtrack.settings.local",
            "CREDTRACK_DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.database,
            "CELERY_BROKER_URL": self.redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "FAULTS_CLOCK": str(self.clock_file),
            "SITE_URL": "https://credtrack.example",
            **more,
        }

    # Time

    def set_clock(self, day: dt.date, at: dt.time = dt.time(8, 0), path: Path | None = None) -> None:
        """Let it be `at` on `day` in the organization's zone; the clock runs on from there."""
        wanted = dt.datetime.combine(day, at, ZONE)
        self._offset((wanted - dt.datetime.now(dt.UTC)).total_seconds(), path)

    def jump(self, by: dt.timedelta) -> None:
        """Move the clock forward, or back."""
        self._offset(float(self.clock_file.read_text()) + by.total_seconds())

    def _offset(self, seconds: float, path: Path | None = None) -> None:
        path = path or self.clock_file
        fresh = path.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(path)

    # Programs

    def run(self, *words: str) -> None:
        """Run a module of the tests, or a step of `working.py`, under the moved clock to its end."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment(), cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"

    def do(self, *steps: str) -> None:
        """Do steps of `working.py` in one undisturbed process: plan, send, deliver, drain."""
        self.run("-m", "tests.faults.working", *steps)

    def seed(self, *, people: int = 12, days: int = 10, start: dt.date = START) -> None:
        """Make the organization whose reminders are watched."""
        asked = ("--people", str(people), "--days", str(days), "--start", start.isoformat())
        self.run("-m", "tests.faults.seeding", *asked)

    def start_worker(self, name: str = "worker", *extra: str, processes: int = 1, **more: str) -> Program:
        """Start a Celery worker and wait until it takes tasks."""
        program = self.begin_worker(name, *extra, processes=processes, **more)
        program.wait_for_line("ready.")
        return program

    def begin_worker(self, name: str = "worker", *extra: str, processes: int = 1, **more: str) -> Program:
        """Start a Celery worker; it may be struck before it says that it takes tasks."""
        command = [
            sys.executable, "-m", "celery", "--app=credtrack", "worker", "--loglevel=INFO", f"--hostname={name}@storm",
            "--pool=prefork", f"--concurrency={processes}", "--without-gossip", "--without-mingle",
            "-I", "tests.faults.clocked", *extra,
        ]  # fmt: skip
        program = Program.start(
            command, self.environment(**more), self.folder / f"{name}-{len(self.programs)}.log"
        )
        self.programs.append(program)
        return program

    def start_beat(self, name: str) -> Program:
        """Start a Celery beat in fast motion; a second one doubles every tick."""
        command = [
            sys.executable, "-m", "celery", "--app=tests.faults.fast_beat:app", "beat", "--loglevel=INFO",
            "--pidfile=", "--schedule", str(self.folder / f"{name}-schedule"),
        ]  # fmt: skip
        program = Program.start(command, self.environment(), self.folder / f"{name}.log")
        self.programs.append(program)
        program.wait_for_line("Sending due task")
        return program

    def children(self, program: Program) -> list[int]:
        """Return what a worker has started: its pool processes, and the tracker of its semaphores."""
        return [pid for pid in session_members(program.process.pid) if pid != program.process.pid]

    def kill_children(self, program: Program) -> bool:
        """Kill a worker's processes but its main one, as the kernel does for want of memory."""
        struck = False
        for pid in self.children(program):
            try:
                os.kill(pid, signal.SIGKILL)
                struck = True
            except ProcessLookupError:
                continue
        self.kills += struck
        return struck

    # Work

    def publish(self, *tasks: str) -> None:
        """Put tasks on the broker as beat does; a broker that is away loses them, which must not matter."""
        app = Celery("storm", broker=self.redis.url, set_as_current=False)
        on_disk = {"path": str(self.folder / "data" / "broker.sqlite3"), "polling_interval": 0.2}
        in_memory = {"socket_connect_timeout": 2}
        app.conf.broker_transport_options = on_disk if self.redis.url.startswith("sqlitefile") else in_memory
        try:
            with app.connection_for_write() as connection:
                for task in tasks or TASKS:
                    app.send_task(task, connection=connection, retry=False)
        except (OSError, redis.RedisError) as away:
            self.note(f"not published: {type(away).__name__}")
        finally:
            app.close()

    def note(self, text: str) -> None:
        """Keep what happened for the message of a failure."""
        with (self.folder / "story.log").open("a") as story:
            story.write(f"{dt.datetime.now(dt.UTC):%H:%M:%S.%f} {text}\n")

    def moment(self, longest: float) -> None:
        """Let a random time up to `longest` seconds pass, so that a blow falls anywhere in the work."""
        threading.Event().wait(self.random.random() * longest)

    # What stands in the database

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database beside the programs; one statement with %s marks serves both databases."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=60)) as lite:
                marks = [value.isoformat() if isinstance(value, dt.date) else value for value in values]
                return lite.execute(statement.replace("%s", "?"), marks).fetchall()
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    def stop(self, programs: Sequence[Program] | None = None) -> None:
        """Kill what was started."""
        for program in programs if programs is not None else self.programs:
            program.kill()
        if programs is None:
            self.programs.clear()

    def end_blocked(self, holder: int) -> None:
        """End the sessions that wait for `holder`: the server would still carry out what a dead client sent."""
        self.ask(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))",
            holder,
        )

    def wait_until_blocked(self, table: str, holder: int) -> None:
        """Wait until a session waits for a lock on `table` that the server's process `holder` holds."""
        statement = (
            "SELECT pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
            "WHERE relname = %s AND NOT granted AND %s = ANY(pg_blocking_pids(pid))"
        )
        wait_for(lambda: self.ask(statement, table, holder), f"a wait for {table}", 60)
