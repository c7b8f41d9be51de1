"""Runs the whole suite twice: on SQLite, then on PostgreSQL with Redis where they can be had.

`python -m tests.suite [PATH ...]`. Tests marked `one_leg` start processes of their own and choose
their database themselves, so they run in the first leg only.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = int(pytest.ExitCode.NO_TESTS_COLLECTED)


def say(text: str) -> None:
    """Tell which leg runs, before its own output."""
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def leg(paths: list[str], environment: dict[str, str], *extra: str) -> int:
    """Run pytest once and return its exit code."""
    spread = [] if paths else ["-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", "-rfEs", *spread, *extra, *paths]
    code = subprocess.run(command, env={**os.environ, **environment}, cwd=ROOT, check=False).returncode
    return 0 if code == NOTHING_COLLECTED and paths else code


def main(paths: list[str]) -> int:
    """Return 0 when every leg passed; on CI a leg that cannot run is a failure."""
    missing = 0
    with ExitStack() as stack:
        os.environ.pop("DATABASE_URL", None)
        environment: dict[str, str] = {}
        try:
            environment["TEST_REDIS_URL"] = stack.enter_context(servers.redis_server())
        except servers.Unavailable as reason:
            say(f"Without Redis: {reason}.")
        try:
            server = stack.enter_context(servers.postgres())
            environment["TEST_DATABASE_URL"] = server
        except servers.Unavailable as reason:
            say(f"The leg on PostgreSQL is left out: {reason}.")
            server, missing = "", 1
        say("First leg: SQLite.")
        code = leg(paths, environment)
        # A failed first leg ends the run, so that the closing line always tells the truth.
        if server and code == 0:
            say("Second leg: PostgreSQL.")
            # Two checkouts may test at the same time on one server: each has its own database name.
            name = "credtrack_" + sha256(str(ROOT).encode()).hexdigest()[:8]
            environment["DATABASE_URL"] = server.rsplit("/", 1)[0] + "/" + name
            code = leg(paths, environment, "-m", "not one_leg")
    return code or (missing if servers.on_ci() else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
