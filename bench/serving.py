"""The product as it is served: gunicorn, two workers with four threads each, production settings."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.databases import Database

WORKERS, THREADS = 2, 4
ROOT = Path(__file__).resolve().parent.parent


def environment(database: Database, folder: Path) -> dict[str, str]:
    """Return the environment of every child process."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database.url,
        "CREDTRACK_DATA_DIR": str(folder),
        "CREDTRACK_STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "a fixed key keeps the benchmark's session alive between processes",
    }


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    import socket

    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(database: Database, folder: Path) -> Iterator[int]:
    """Yield the port of a running site; stops it afterwards."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "credtrack.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread",
        "--keep-alive", "75", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment(database, folder))
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("The site did not start; what gunicorn says stands above.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.2)
    raise SystemExit("The site did not answer within a minute.")
