"""The commands that docker-compose.yml names, run as they stand against a real PostgreSQL and Redis.

Only what a container would give is put in its place: the addresses of the servers, the port, and
folders that would be volumes.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.running.compose import Compose, filled_example
from tests.running.processes import ROOT, Program, ask, health, users_of
from tests.servers import free_port
from tests.waiting import wait_for

pytestmark = [pytest.mark.one_leg, pytest.mark.postgres, pytest.mark.redis]

PROXIED = {"Host": "credtrack.example.com", "X-Forwarded-Proto": "https"}


@dataclass
class Stack:
    """The compose file with loopback servers in place of its containers."""

    compose: Compose
    database: str
    broker: str
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, name: str) -> dict[str, str]:
        """Return what the container would see, with our servers and folders."""
        return {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **self.compose.services[name]["environment"],
            "DATABASE_URL": self.database,
            "CELERY_BROKER_URL": f"{self.broker}/0",
            "CACHE_URL": f"{self.broker}/1",
            "CREDTRACK_DATA_DIR": str(self.folder),
            "CREDTRACK_STATIC_ROOT": str(self.folder / "static"),
            "HEARTBEAT_SECONDS": "1",
            "HOSTNAME": socket.gethostname(),
            "PORT": str(self.port),
        }

    def _here(self, words: list[str]) -> list[str]:
        """Move the container's address and folders to this machine."""
        swaps = {"--bind=0.0.0.0:8000": f"--bind=127.0.0.1:{self.port}"}
        return [swaps.get(word, word.replace("/data/beat", str(self.folder / "beat"))) for word in words]

    def run(self, name: str, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command of service `name` to its end."""
        return subprocess.run(
            self._here(words),
            env=self.environment(name),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def command(self, name: str) -> list[str]:
        """Return the very command of a service."""
        return self._here(self.compose.services[name]["command"])

    def check(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run the very health check of a service."""
        kind, *words = self.compose.services[name]["healthcheck"]["test"]
        return self.run(name, words if kind == "CMD" else ["sh", "-c", words[0]])


@pytest.fixture
def stack(postgres_url: str, redis_url: str, tmp_path: Path) -> Iterator[Stack]:
    """A database of our own on the server, the release step done, and static files collected."""
    name = f"credtrack_compose_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    (tmp_path / "beat").mkdir()
    stack = Stack(
        Compose(filled_example()),
        postgres_url.rsplit("/", 1)[0] + f"/{name}",
        redis_url.rsplit("/", 1)[0],
        tmp_path,
        free_port(),
    )
    try:
        for words in (stack.command("release"), ["python", "manage.py", "collectstatic", "--noinput"]):
            done = stack.run("release", words)
            assert done.returncode == 0, done.stderr
        yield stack
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def start(stack: Stack) -> Iterator[Callable[[str], Program]]:
    """Start services by name; whatever is left at the end is killed."""
    started: list[Program] = []

    def run(name: str) -> Program:
        program = Program.start(stack.command(name), stack.environment(name), stack.folder / f"{name}.log")
        started.append(program)
        return program

    yield run
    for program in started:
        program.kill()


def test_stack_starts_is_healthy_does_its_work_and_stops(
    stack: Stack, start: Callable[[str], Program]
) -> None:
    programs = {name: start(name) for name in ("web", "worker", "beat")}
    wait_for(lambda: health(stack.address, PROXIED).get("status") == "ok", "a healthy stack", 120)

    for name in programs:
        checked = stack.check(name)
        assert checked.returncode == 0, f"{name}: {checked.stdout}{checked.stderr}"
    assert ask(f"{stack.address}/accounts/login/", PROXIED)[0] == 200
    assert ask(f"{stack.address}/accounts/login/", {"Host": "elsewhere.example"})[0] == 400

    for name in ("beat", "worker", "web"):
        os.kill(programs[name].process.pid, signal.SIGTERM)
        assert programs[name].ended(seconds=90) == 0, programs[name].output
    wait_for(lambda: not users_of(str(stack.folder)), "the last process to end")


def test_health_checks_notice_what_is_gone(stack: Stack, start: Callable[[str], Program]) -> None:
    for name in ("web", "worker", "beat"):
        assert stack.check(name).returncode != 0, f"{name} does not run yet"
    start("web")
    wait_for(lambda: health(stack.address, PROXIED), "the site alone")
    assert health(stack.address, PROXIED)["status"] == "degraded"
    assert stack.check("web").returncode == 0, "a site without its worker still serves"


def test_queue_asks_for_its_password_and_passes_its_check(tmp_path: Path) -> None:
    compose, port = Compose(filled_example()), free_port()
    service = compose.services["redis"]
    needed("redis-server", "redis-cli")
    place = f"redis-server --port {port} --bind 127.0.0.1 --dir {tmp_path}"
    shell, option, line = service["command"]
    environment = {"PATH": os.environ["PATH"], **service["environment"]}
    program = Program.start(
        [shell, option, line.replace("redis-server", place)], environment, tmp_path / "redis.log"
    )
    check = service["healthcheck"]["test"][1].replace("redis-cli", f"redis-cli -p {port}")
    try:
        wait_for(
            lambda: subprocess.run(["sh", "-c", check], env=environment, check=False).returncode == 0, "PONG"
        )
        stranger = {"PATH": os.environ["PATH"]}
        assert subprocess.run(["sh", "-c", check], env=stranger, check=False).returncode != 0
    finally:
        program.kill()


def test_database_check_asks_the_server(postgres_url: str) -> None:
    needed("pg_isready")
    _, *words = Compose(filled_example()).services["db"]["healthcheck"]["test"]
    server = urlsplit(postgres_url)
    for port, expected in ((server.port or 5432, 0), (free_port(), 2)):
        environment = {"PATH": os.environ["PATH"], "PGHOST": server.hostname or "", "PGPORT": str(port)}
        assert subprocess.run(words, env=environment, check=False).returncode == expected


def needed(*programs: str) -> None:
    """Skip with the reason when a server's own program is not installed."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (apt install redis-server postgresql)")
