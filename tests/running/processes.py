"""How tests start real programs and make sure that none outlives its test."""

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Program:
    """A running program in a session of its own, with its output in a file."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, command: Sequence[str], environment: dict[str, str], log: Path) -> "Program":
        """Start `command` in the project's folder with exactly this environment."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(process, log)

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text(errors="replace")

    def wait_for_line(self, text: str, seconds: float = 180) -> str:
        """Wait until a line with `text` was printed; fails with the output when the program ends."""

        def printed() -> bool:
            if text in self.output:
                return True
            assert self.process.poll() is None, f"It ended before printing {text!r}:\n{self.output}"
            return False

        wait_for(printed, f"{text!r} in the output", seconds)
        return self.output

    def interrupt(self) -> None:
        """Press Ctrl-C: the terminal sends SIGINT to the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ended(self, seconds: float = 120) -> int:
        """Wait for the end and return the exit code."""
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as failure:
            raise AssertionError(f"It did not end in {seconds:.0f} s:\n{self.output}") from failure

    def kill(self) -> None:
        """Make sure that nothing of it is left."""
        for pid in session_members(self.process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


def _status(pid: int) -> tuple[str, int] | None:
    """Return the state letter and session of a process, or nothing when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    return fields[0], int(fields[3])


def session_members(session: int) -> list[int]:
    """Return the living processes of a session, whatever their group."""
    members = []
    for folder in Path("/proc").iterdir():
        found = _status(int(folder.name)) if folder.name.isdigit() else None
        if found and found[0] != "Z" and found[1] == session:
            members.append(int(folder.name))
    return members


def users_of(text: str) -> list[int]:
    """Return the living processes whose command line or environment holds `text`, but not this one."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        status = _status(int(folder.name))
        if text.encode() in told and status and status[0] != "Z":
            found.append(int(folder.name))
    return found


def ask(url: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Return status and body of a page; status 0 when nobody answers."""
    request = urllib.request.Request(url, headers=headers or {})  # noqa: S310  # our own loopback address
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  # the same
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode(errors="replace")
    except OSError:
        return 0, ""


def health(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what /healthz tells, or an empty answer when nobody listens."""
    status, body = ask(f"{address}/healthz", headers)
    told: dict[str, Any] = json.loads(body) if status in {200, 503} else {}
    return told
