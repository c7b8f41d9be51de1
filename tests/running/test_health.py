"""/healthz tells what serves, what is degraded, and when the site cannot serve at all."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from credtrack.kernel import child, heartbeat
from credtrack.kernel.child import Child
from credtrack.kernel.health import Health, check_processes, collect
from credtrack.kernel.heartbeat import Pulse

pytestmark = pytest.mark.django_db


def beat(age: float) -> None:
    """Pretend that beat dispatched `age` seconds ago."""
    cache.set(heartbeat.BEAT, time.time() - age)


def worked(age: float, handled: float) -> None:
    """Pretend that a worker ran `age` seconds ago what beat had dispatched `handled` seconds ago."""
    cache.set_many({heartbeat.WORKER: time.time() - age, heartbeat.HANDLED: time.time() - handled})


@pytest.fixture
def database_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_all_is_well(client: Client) -> None:
    heartbeat.stamp_worker(heartbeat.stamp_beat())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["problems"] == []
    assert {answer.json()[part]["ok"] for part in ("database", "broker", "worker", "beat")} == {True}


def test_anybody_may_ask_without_signing_in(client: Client) -> None:
    assert client.get("/healthz").headers["Cache-Control"].startswith("max-age=0")
    assert client.post("/healthz").status_code == 405


def test_site_without_worker_and_beat_serves_and_says_so(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["problems"] == ["The worker has not reported yet.", "The beat has not reported yet."]


def test_silent_worker_is_told_apart_from_silent_beat(client: Client) -> None:
    heartbeat.stamp_beat()
    worked(age=300, handled=300)
    told = client.get("/healthz").json()
    assert told["problems"] == ["The worker was last heard of 300 seconds ago."]
    assert (told["worker"]["ok"], told["beat"]["ok"]) == (False, True)
    assert told["worker"]["age_seconds"] == pytest.approx(300, abs=60)


def test_worker_is_not_blamed_for_a_silent_beat(client: Client) -> None:
    moment = time.time() - 300
    cache.set_many({heartbeat.BEAT: moment, heartbeat.WORKER: moment, heartbeat.HANDLED: moment})
    told = client.get("/healthz").json()
    assert told["problems"] == ["The beat was last heard of 300 seconds ago."]
    assert (told["worker"]["ok"], told["beat"]["ok"]) == (True, False)


def test_worker_that_missed_the_last_beats_is_blamed_even_when_beat_is_silent() -> None:
    assert not Pulse(beat_age=300, worker_age=400, worker_handled_last=False).worker_ok


def test_database_out_of_reach_is_503_and_tells_no_address(client: Client, database_down: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["database"] == {"ok": False}
    assert b"10.1.2.3" not in answer.content


def test_broker_out_of_reach_only_degrades(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError("redis.internal:6379")

    monkeypatch.setattr("credtrack.kernel.health.app.connection_for_write", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "The broker does not answer (ConnectionRefusedError)." in answer.json()["problems"]
    assert b"redis.internal" not in answer.content


def test_shared_cache_out_of_reach_only_degrades(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(heartbeat, "read", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "The heartbeats cannot be read (ConnectionRefusedError)." in answer.json()["problems"]


def test_process_managers_notes_tell_restarts_and_a_missing_process(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "worker.starts").write_text(f"11 1.0\n12 2.0\n{ended.pid} 3.0\n")
    (tmp_path / "beat.starts").write_text(f"{os.getpid()} 1.0\n")
    children = child.read_children(tmp_path)
    assert children == {"worker": Child(ended.pid, 2), "beat": Child(os.getpid(), 0)}

    health = Health(worker={"ok": True}, beat={"ok": True})
    check_processes(health, children)
    assert health.worker == {"ok": False, "running": False, "restarts": 2}
    assert health.beat == {"ok": True, "running": True, "restarts": 0}
    assert health.problems == ["The worker is not running; it is being started again."]


def test_collect_reads_the_run_folder_of_a_one_machine_site(tmp_path: Path, settings: Any) -> None:
    settings.RUN_DIR = tmp_path
    (tmp_path / "beat.starts").write_text(f"{os.getpid()} 1.0\n")
    assert collect().beat["restarts"] == 0


def test_starts_are_noted_and_forgotten(tmp_path: Path) -> None:
    for _ in range(2):
        child.note_start(tmp_path, "worker")
    assert child.read_children(tmp_path) == {"worker": Child(os.getpid(), 1)}
    child.forget_starts(tmp_path)
    assert child.read_children(tmp_path) == {}


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_container_check_follows_the_heartbeats(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match=f"The {part} has never reported"):
        call_command("check_health", part)
    heartbeat.stamp_worker(heartbeat.stamp_beat())
    call_command("check_health", part)
    assert capsys.readouterr().out == f"{part}: ok\n"
    beat(age=500)
    worked(age=500, handled=600)
    with pytest.raises(CommandError, match=f"The {part} is silent for 500 s"):
        call_command("check_health", part)


def test_container_check_of_the_site_says_when_nobody_listens() -> None:
    with pytest.raises(CommandError, match="does not answer on port 9"):
        call_command("check_health", "web", "--port", "9")


def test_services_check_names_what_is_down(database_down: None) -> None:
    with pytest.raises(CommandError, match="The database does not answer"):
        call_command("check_health", "services")


def test_health_answer_is_plain_json(client: Client) -> None:
    told = json.loads(client.get("/healthz").content)
    assert list(told) == ["status", "problems", "database", "broker", "worker", "beat", "jobs", "mail"]
