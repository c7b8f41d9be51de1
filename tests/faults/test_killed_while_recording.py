"""Whoever records an incident is killed in the middle of it: everything turns, or nothing does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.recording import PEOPLE, STEPS

pytestmark = [pytest.mark.one_leg]

ROOT = Path(__file__).resolve().parents[2]
NOTHING = {"incidents": 0, "reach": 0, "audit": 0, "mails": 0, "at_risk": 0}
RECORDED = {"incidents": 1, "reach": PEOPLE, "audit": 1, "mails": 1, "at_risk": PEOPLE}
RESTORED = {"incidents": 2, "reach": 2 * PEOPLE, "audit": 2, "mails": 2, "at_risk": 0}
Recording = Callable[..., "subprocess.CompletedProcess[str]"]


def _made(folder: Path, url: str) -> Recording:
    data = folder / "data"
    data.mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "credtrack.settings.local",
        "CREDTRACK_DATA_DIR": str(data),
        "DATABASE_URL": url,
    }

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    migrated = run("manage.py", "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr

    def recording(*words: str) -> "subprocess.CompletedProcess[str]":
        return run("-m", "tests.faults.recording", *words)

    assert recording("seed").returncode == 0
    return recording


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Recording]:
    """Return what runs a step of `recording.py` on a database of its own."""
    if request.param == "sqlite":
        yield _made(tmp_path, f"sqlite:///{tmp_path / 'faults.sqlite3'}")
        return
    cluster = request.getfixturevalue("fault_postgres")
    yield _made(tmp_path, cluster.create("killed_while_recording"))


def _count(recording: Recording) -> Any:
    done = recording("count")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_kill_at_any_step_leaves_all_or_nothing(recording: Recording) -> None:
    for verb, before, after in (("record", NOTHING, RECORDED), ("restore", RECORDED, RESTORED)):
        for step in STEPS:
            assert recording(verb, step).returncode == -signal.SIGKILL, step
            assert _count(recording) == before, step
        done = recording(verb)
        assert done.returncode == 0, done.stderr
        assert _count(recording) == after
