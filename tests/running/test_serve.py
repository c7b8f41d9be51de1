"""`make run` on one machine: it starts, heals itself, says so, keeps its data and leaves nothing behind."""

import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.running.processes import ROOT, Program, ask, health, session_members, users_of
from tests.servers import free_port
from tests.waiting import wait_for

pytestmark = pytest.mark.one_leg

Serve = Callable[..., "Site"]


class Site:
    """A started site: its program, its address and its data folder."""

    def __init__(self, program: Program, port: int, data: Path) -> None:
        self.program = program
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self.data = data

    def wait_until_ready(self) -> "Site":
        self.program.wait_for_line("Ctrl-C stops everything.")
        return self

    def wait_until_well(self) -> None:
        wait_for(lambda: health(self.address).get("status") == "ok", "a healthy site")

    def pid(self, name: str) -> int:
        """Return the newest process id of web, worker or beat."""
        return int((self.data / "run" / f"{name}.starts").read_text().split()[-2])


def environment(data: Path) -> dict[str, str]:
    """Return a plain shell's environment: nothing of the test run leaks into the site."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(data.parent / "home"),
        "CREDTRACK_DATA_DIR": str(data),
        "HEARTBEAT_SECONDS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder as a first start without the demo leaves it; tests take copies."""
    data = tmp_path_factory.mktemp("prepared") / "var"
    command = [sys.executable, "manage.py", "serve", "--port", str(free_port()), "--no-demo"]
    program = Program.start(command, environment(data), data.parent / "serve.log")
    program.wait_for_line("Ctrl-C stops everything.")
    program.interrupt()
    assert program.ended() == 0
    return data


@pytest.fixture
def serve(tmp_path: Path, prepared: Path) -> Iterator[Serve]:
    """Start `manage.py serve` on an own port and data folder; everything is gone afterwards."""
    started: list[Program] = []

    def start(port: int | None = None, data: Path | None = None, *options: str) -> Site:
        port, data = port or free_port(), data or tmp_path / "own data, 100%"
        if "--no-demo" in options and not data.exists():
            shutil.copytree(prepared, data)
        command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
        program = Program.start(command, environment(data), tmp_path / f"serve-{len(started)}.log")
        started.append(program)
        return Site(program, port, data)

    yield start
    for program in started:
        program.kill()


def started_again(site: Site, name: str) -> bool:
    """Return whether /healthz tells of one restart of a process."""
    return bool(health(site.address)[name]["restarts"] == 1)


def test_site_starts_heals_and_stops_without_a_trace(serve: Serve, tmp_path: Path) -> None:
    site = serve().wait_until_ready()
    site.wait_until_well()
    first = {name: site.pid(name) for name in ("worker", "beat")}

    for name, pid in first.items():
        os.kill(pid, signal.SIGKILL)
        assert ask(f"{site.address}/healthz")[0] == 200, "the site answers meanwhile"
        wait_for(partial(started_again, site, name), f"{name} to start again")
        assert site.pid(name) != pid
    site.wait_until_well()

    everything = users_of(str(site.data))
    assert len(everything) >= 5
    site.program.interrupt()
    assert site.program.ended() == 0
    assert "CredTrack has stopped." in site.program.output
    assert session_members(site.program.process.pid) == []
    assert users_of(str(site.data)) == []
    assert ask(f"{site.address}/healthz")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "serve-0.log") == [site.data.name]


def test_second_start_keeps_the_data_and_says_how_to_sign_in_again(serve: Serve) -> None:
    first = serve().wait_until_ready()
    told = sign_ins(first.program.output)
    organizations = rows(first.data, "accounts_organization")
    first.program.interrupt()
    assert first.program.ended() == 0

    second = serve(first.port, first.data).wait_until_ready()
    assert "Collecting static files" not in second.program.output, "nothing to do, so it starts at once"
    assert rows(second.data, "accounts_organization") == organizations > 0
    assert sign_ins(second.program.output) == told
    assert any("@" in line for line in told)
    second.program.interrupt()
    assert second.program.ended() == 0


def sign_ins(output: str) -> list[str]:
    """Return the lines that tell how to sign in."""
    return output.partition("Demo sign-ins")[2].partition("Ctrl-C")[0].splitlines()[1:]


def rows(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "credtrack.sqlite3")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own name


def test_taken_port_is_refused_with_the_way_out(serve: Serve) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        site = serve(port)
        assert site.program.ended() == 1
    assert f"Port {port} on 127.0.0.1 is not free" in site.program.output
    assert f"make run PORT={port + 1}" in site.program.output
    assert not (site.data / "credtrack.sqlite3").exists(), "refused before anything was touched"


def test_two_sites_run_side_by_side_but_not_on_the_same_data(serve: Serve, tmp_path: Path) -> None:
    one = serve(None, None, "--no-demo").wait_until_ready()
    two = serve(None, tmp_path / "var-2", "--no-demo").wait_until_ready()
    third = serve(None, one.data, "--no-demo")
    assert third.program.ended() == 1
    assert f"CredTrack already runs on the data in {one.data}" in third.program.output
    one.program.interrupt()
    assert one.program.ended() == 0
    assert ask(f"{two.address}/healthz")[0] == 200
    two.program.interrupt()
    assert two.program.ended() == 0


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_outlives_the_manager_however_it_goes(serve: Serve, blow: signal.Signals) -> None:
    """Asked to stop, its terminal closed, or killed: all of its processes end."""
    site = serve(None, None, "--no-demo").wait_until_ready()
    assert users_of(str(site.data))
    os.kill(site.program.process.pid, blow)
    site.program.ended()
    wait_for(lambda: not users_of(str(site.data)), "the last process to end")


def test_killed_site_process_is_started_again(serve: Serve) -> None:
    site = serve(None, None, "--no-demo").wait_until_ready()
    os.kill(site.pid("web"), signal.SIGKILL)
    wait_for(lambda: len((site.data / "run/web.starts").read_text().splitlines()) == 2, "a second start")
    wait_for(lambda: ask(f"{site.address}/healthz")[0] == 200, "the site to answer again")


def test_production_settings_are_not_served_this_way(tmp_path: Path) -> None:
    from tests.guards.test_settings import COMPLETE, manage

    ended = manage(COMPLETE, "serve", "--port", str(free_port()))
    assert ended.returncode == 1
    assert "docs/deployment.md" in ended.stderr


def test_make_passes_ctrl_c_on_and_reports_the_address(tmp_path: Path, prepared: Path) -> None:
    port, data = free_port(), tmp_path / "own data"
    shutil.copytree(prepared, data)
    plain = {**environment(data), "PORT": str(port), "PYTHON": sys.executable}
    program = Program.start(["make", "-C", str(ROOT), "run"], plain, tmp_path / "make.log")
    try:
        program.wait_for_line(f"CredTrack runs at http://127.0.0.1:{port}", seconds=240)
        program.interrupt()
        program.ended()
        assert session_members(program.process.pid) == []
        assert "CredTrack has stopped." in program.output
    finally:
        program.kill()
