"""`make setup` and `make run` make the environment once, and say in words why they cannot."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.running.processes import ROOT

pytestmark = pytest.mark.one_leg


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script, confined to a folder with requirement files of its own."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / "scripts/environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"# {name}\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    return module


@pytest.fixture
def installs(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what would be installed instead of asking a registry."""
    noted: list[str] = []

    def note(name: str) -> None:
        noted.append(name)
        script.stamp(name).write_text(script.digest(name))

    def make() -> None:
        noted.append("venv")
        script.VENV.mkdir()

    monkeypatch.setattr(script, "install", note)
    monkeypatch.setattr(script, "make_environment", make)
    monkeypatch.setattr(script, "succeeds", lambda command: script.VENV.exists())
    return noted


def test_environment_is_made_once_and_followed_when_the_list_changes(
    script: ModuleType, installs: list[str], tmp_path: Path
) -> None:
    script.main("run")
    script.main("run")
    assert installs == ["venv", "requirements.txt"]
    (tmp_path / "requirements.txt").write_text("# newer\n")
    script.main("run")
    assert installs[2:] == ["requirements.txt"]


def test_development_environment_serves_the_site_too(script: ModuleType, installs: list[str]) -> None:
    script.main("dev")
    script.main("run")
    assert installs == ["venv", "requirements-dev.txt"]


def test_old_python_is_refused_with_the_way_out(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(script, "VERSION", "3.9")
    with pytest.raises(SystemExit, match=r"this is Python 3.9, and 3.11 or newer is needed.*PYTHON=python3"):
        script.main("run")


def test_missing_venv_package_is_named(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        script.main("run")


def test_failed_installation_leaves_no_stamp(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    script.VENV.mkdir()
    monkeypatch.setattr(script, "installer", lambda: [sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(SystemExit, match="could not be installed"):
        script.install("requirements.txt")
    assert not script.installed("requirements.txt")


def test_packages_are_installed_by_hash_with_pip_alone(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    script.VENV.mkdir()
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    monkeypatch.setattr(script, "succeeds", lambda command: True)

    def call(command: list[str]) -> int:
        asked.append(command)
        return 0

    monkeypatch.setattr(script.subprocess, "call", call)
    script.install("requirements.txt")
    (command,) = asked
    assert command[1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in command


def test_help_lists_every_target_with_its_purpose() -> None:
    told = subprocess.run(
        ["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True
    ).stdout
    for target in (
        "run",
        "setup",
        "test",
        "lint",
        "lock",
        "faults",
        "bench",
        "shots",
        "migrations-check",
        "help",
    ):
        assert f"make {target} " in told
