"""Where tests find PostgreSQL and Redis: named in the environment, already running, or started here.

A server that cannot be found skips the tests that need it, with the reason. On CI (`CI=true`) a skip
fails the run, because there every server must be at hand.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from tests.waiting import wait_for


class Unavailable(Exception):
    """A server is neither running nor installed; the text says what would help."""


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return row is not None and bool(row[0])


def postgres_programs() -> Path:
    """Return the folder with `initdb`; Debian keeps it off the path, one folder per version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise Unavailable(
        "PostgreSQL is neither reachable nor installed (apt install postgresql, or set TEST_DATABASE_URL)"
    )


@contextmanager
def _temporary_postgres() -> Iterator[str]:
    """Start a cluster of our own; PostgreSQL refuses root, so root lends it to the postgres user."""
    programs, port = postgres_programs(), free_port()
    as_owner: list[str] = []
    with tempfile.TemporaryDirectory(prefix="credtrack-postgres-") as folder:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_owner = ["runuser", "-u", "postgres", "--"]
        data = f"{folder}/data"
        control = [*as_owner, str(programs / "pg_ctl"), "-D", data, "-w", "-s"]
        subprocess.run(
            [
                *as_owner,
                str(programs / "initdb"),
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "-N",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run([*control, "-l", f"{folder}/log", "-o", options, "start"], check=True, cwd=folder)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL whose role may create databases; raises `Unavailable`."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        if not _postgres_answers(named):
            raise Unavailable(
                "TEST_DATABASE_URL names a PostgreSQL that does not answer or may not create databases"
            )
        yield named
        return
    local = "postgres://postgres@127.0.0.1:5432/postgres"
    if _postgres_answers(local):
        yield local
        return
    with _temporary_postgres() as url:
        yield url


@contextmanager
def redis_server() -> Iterator[str]:
    """Yield the address of a Redis, one of our own where the program is installed."""
    named = os.environ.get("TEST_REDIS_URL")
    program = shutil.which("redis-server")
    if named or not program:
        url = named or "redis://127.0.0.1:6379/15"
        if not _redis_answers(url):
            raise Unavailable(
                "Redis is neither reachable nor installed (apt install redis-server, or set TEST_REDIS_URL)"
            )
        yield url
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="credtrack-redis-") as folder:
        process = subprocess.Popen(
            [
                program,
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder,
                "--save",
                "",
                "--daemonize",
                "no",
            ],
            stdout=subprocess.DEVNULL,
        )
        url = f"redis://127.0.0.1:{port}/0"
        try:
            wait_for(lambda: _redis_answers(url), "Redis to start", seconds=30)
            yield url
        finally:
            process.terminate()
            process.wait()


def _redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for tests that start processes of their own."""
    try:
        with postgres() as url:
            yield url
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis for tests that start processes of their own."""
    try:
        with redis_server() as url:
            yield url
    except Unavailable as reason:
        pytest.skip(str(reason))


def on_ci() -> bool:
    """Return whether every server must be at hand."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run that skipped anything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput") or not on_ci():
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run without failures failed."""
    if on_ci() and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(
            "CI=true: a skipped test fails the run; the reasons stand above.", red=True
        )
