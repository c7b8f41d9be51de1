"""The site on one machine, with SQLite and the broker on disk: killed again and again, and started again."""

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from credtrack.kernel import broker
from credtrack.kernel.dates import roll_forward
from tests import mail_server
from tests.faults import invariants
from tests.faults.stage import Postgres, RedisServer
from tests.faults.world import ZONE, World
from tests.running.processes import Program, health, users_of
from tests.servers import free_port
from tests.waiting import wait_for

pytestmark = pytest.mark.one_leg

KILLS = 12


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A data folder of its own, and a mail server; no other server at all."""
    broker.register()
    (tmp_path / "data").mkdir()
    with mail_server.running() as mail:
        database = f"sqlite:///{tmp_path / 'data' / 'credtrack.sqlite3'}"
        nowhere = cast(Postgres, None)
        made = World(tmp_path, nowhere, RedisServer("sqlitefile://"), mail, database)
        made.clock_file.write_text("0")
        made.run("manage.py", "migrate", "-v0")
        yield made
        made.stop()
        for pid in users_of(str(tmp_path)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def serve(world: World, port: int) -> Program:
    """Start the site as `make run` does and wait until all of it is well."""
    command = [sys.executable, "manage.py", "serve", "--no-demo", "--port", str(port)]
    program = Program.start(command, world.environment(HEARTBEAT_SECONDS="1"), world.folder / "serve.log")
    world.programs.append(program)
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: health(address).get("worker", {}).get("ok"), "a worker that answers", 180)
    return program


def workers(world: World) -> list[int]:
    """Return the processes of the site's worker."""
    found = []
    for pid in users_of(str(world.folder)):
        with suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"celery" in b" ".join(words) and b"worker" in words:
                found.append(pid)
    return found


def test_a_site_that_is_killed_and_started_again_tells_everything_once(world: World) -> None:
    today = dt.datetime.now(ZONE).date()
    world.seed(people=5, days=2, start=today)
    port = free_port()
    serve(world, port)
    for number in range(KILLS):
        world.publish()
        world.moment(1.0)
        struck = wait_for(lambda: workers(world), "a worker to kill", 60)
        # All of the worker, or whichever process of it comes first.
        for pid in struck if number % 2 else struck[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        world.kills += 1
    world.stop()
    serve(world, port)
    world.publish()
    wait_for(lambda: world.ask("SELECT count(*) FROM reminders_reminder")[0][0], "a plan", 120)
    world.stop()
    evening = roll_forward(today + dt.timedelta(days=1))
    world.set_clock(evening, dt.time(20, 0))
    world.do("drain")
    assert invariants.problems(world, evening) == []
    repeated = sum(times - 1 for times in invariants.doubles(world).values())
    assert repeated <= world.kills
    assert {mail.recipient for mail in world.mail.accepted} == {f"person{n}@storm.example" for n in range(5)}
