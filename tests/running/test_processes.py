"""supervisor's configuration: each process restarts by itself, and all files lie in the data folder."""

import shlex
from pathlib import Path

import pytest

from credtrack.kernel.processes import STOP_SECONDS, Site, commands, configuration

pytestmark = pytest.mark.one_leg


@pytest.fixture
def site() -> Site:
    return Site("127.0.0.1", 8123, Path('/srv/it\'s 100% "ours"'), Path("/srv/data 50%"))


def test_three_processes_that_always_start_again(site: Site) -> None:
    parser = configuration(site)
    programs = [name for name in parser.sections() if name.startswith("program:")]
    assert programs == ["program:web", "program:worker", "program:beat"]
    for name in programs:
        assert parser[name]["autorestart"] == "true"
        assert int(parser[name]["startretries"]) > 1000
        assert parser[name]["killasgroup"] == "true"
        assert int(parser[name]["stopwaitsecs"]) == STOP_SECONDS


def test_manager_stays_in_front_and_listens_nowhere(site: Site) -> None:
    parser = configuration(site)
    assert parser["supervisord"]["nodaemon"] == "true"
    assert not [name for name in parser.sections() if "server" in name or "rpc" in name]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_odd_characters_in_folders_survive(site: Site, name: str) -> None:
    text = configuration(site)[f"program:{name}"]["command"]
    words = shlex.split(text % {})
    assert words[-len(commands(site)[name]) :] == commands(site)[name]


def test_site_listens_where_it_was_told(site: Site) -> None:
    assert "127.0.0.1:8123" in commands(site)["web"]
    assert site.address == "http://127.0.0.1:8123"


def test_everything_written_lies_in_the_data_folder(site: Site) -> None:
    beat = commands(site)["beat"]
    assert beat[beat.index("--schedule") + 1] == "/srv/data 50%/run/beat-schedule"
    web = commands(site)["web"]
    assert web[web.index("--worker-tmp-dir") + 1] == "/srv/data 50%/run"
    assert "--no-control-socket" in web, "it would lie in the home folder"
    parser = configuration(site)
    files = [
        parser[name][key]
        for name in parser.sections()
        for key in parser[name]
        if "logfile" in key or key == "pidfile"
    ]
    paths = [value for value in files if "/" in value]
    assert paths
    assert all(not Path(value).is_absolute() for value in paths)
