"""The world of a fault test; the machine must have PostgreSQL and Redis, or the test says what is missing."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import mail_server
from tests.faults.stage import Postgres, RedisServer
from tests.faults.world import World

TEMPLATE = "storm_template"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def fault_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A cluster for all fault tests, with a migrated database to copy."""
    with Postgres.running() as cluster, mail_server.running() as nobody:
        folder = tmp_path_factory.mktemp("template")
        (folder / "clock").write_text("0")
        template = World(
            folder, cluster, RedisServer("redis://127.0.0.1:9/0"), nobody, cluster.create(TEMPLATE)
        )
        template.run("manage.py", "migrate", "-v0")
        yield cluster


@pytest.fixture
def world(fault_postgres: Postgres, tmp_path: Path) -> Iterator[World]:
    """A database, a Redis and a mail server of its own; whatever was started is killed at the end."""
    with RedisServer.running(tmp_path) as broker, mail_server.running() as mail:
        database = fault_postgres.create(f"storm_{next(_numbers)}", TEMPLATE)
        made = World(tmp_path, fault_postgres, broker, mail, database)
        made.clock_file.write_text("0")
        yield made
        made.stop()
