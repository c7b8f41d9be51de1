"""A PostgreSQL and a Redis of a test's own: to be restarted, killed and flushed without hurting anybody else."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from tests.servers import Unavailable, free_port, postgres_programs
from tests.waiting import wait_for


@dataclass
class Postgres:
    """A cluster in a folder; `restart` cuts every connection, as a crash of the server does."""

    port: int
    control: list[str]
    options: str
    folder: Path

    @property
    def url(self) -> str:
        """The address of its maintenance database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["Postgres"]:
        """Start a cluster; PostgreSQL refuses root, so root lends it to the postgres user."""
        try:
            programs = postgres_programs()
        except Unavailable as reason:
            pytest.skip(str(reason))
        with tempfile.TemporaryDirectory(prefix="credtrack-faults-") as made:
            yield from cls._in(Path(made), programs)

    @classmethod
    def _in(cls, folder: Path, programs: Path) -> Iterator["Postgres"]:
        as_owner: list[str] = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_owner = ["runuser", "-u", "postgres", "--"]
        data, port = folder / "data", free_port()
        initdb = [*as_owner, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
        subprocess.run([*initdb, "-E", "UTF8"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        control = [
            *as_owner,
            str(programs / "pg_ctl"),
            "-D",
            str(data),
            "-w",
            "-s",
            "-l",
            str(folder / "log"),
        ]
        # fsync stays on: a crash of the server must not lose what it confirmed.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        cluster = cls(port, control, options, folder)
        cluster.start()
        try:
            yield cluster
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        subprocess.run([*self.control, "-o", self.options, "start"], check=True, cwd=self.folder)

    def crash_and_restart(self) -> None:
        """Stop it as a crash would, without a word to its clients, and start it again."""
        subprocess.run([*self.control, "-m", "immediate", "stop"], check=True, cwd=self.folder)
        self.start()

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database, as a copy of `template`, and return its address."""
        with psycopg.connect(self.url, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url.rpartition("/")[0] + f"/{name}"


@dataclass
class RedisServer:
    """A Redis on a port of its own."""

    url: str

    @classmethod
    @contextmanager
    def running(cls, folder: Path) -> Iterator["RedisServer"]:
        """Start it, without persistence, so that a flush or a kill loses everything."""
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("Redis is not installed: apt install redis-server")
        port = free_port()
        words = [
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(folder),
            "--save",
            "",
            "--daemonize",
            "no",
        ]
        process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
        server = cls(f"redis://127.0.0.1:{port}/0")
        try:
            wait_for(server.answers, "Redis to start", seconds=30)
            yield server
        finally:
            process.terminate()
            process.wait()

    def answers(self) -> bool:
        """Say whether it is there."""
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def flush(self) -> None:
        """Lose every message, and whatever a worker holds unconfirmed."""
        with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
            client.flushall()
