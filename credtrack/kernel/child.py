"""How one process of a one-machine site begins: it notes its start, then becomes the real program.

Run as `python -m credtrack.kernel.child RUN_DIR MANAGER_PID NAME PROGRAM [ARGUMENT ...]`. The notes tell
`/healthz` which process runs and how often it had to be started again.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Child:
    """One process of the site: its newest process id and how often it was started again."""

    pid: int
    restarts: int

    @property
    def running(self) -> bool:
        """Whether a process with this id exists."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def note_start(run_dir: Path, name: str) -> None:
    """Add this process to the starts of `name`; one short append is never torn."""
    with (run_dir / f"{name}.starts").open("a") as notes:
        notes.write(f"{os.getpid()} {time.time():.3f}\n")


def forget_starts(run_dir: Path) -> None:
    """Begin counting restarts anew."""
    for notes in run_dir.glob("*.starts"):
        notes.unlink()


def read_children(run_dir: Path) -> dict[str, Child]:
    """Return the processes that noted a start in `run_dir`, by name."""
    children = {}
    for notes in run_dir.glob("*.starts"):
        lines = notes.read_text().splitlines()
        if lines:
            children[notes.stem] = Child(pid=int(lines[-1].split()[0]), restarts=len(lines) - 1)
    return children


def _stop_with(manager_pid: int) -> None:
    """Ask Linux to stop this process if the process manager is killed without a chance to do so."""
    with contextlib.suppress(OSError, AttributeError):  # not Linux: the manager's own stop must do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
    if os.getppid() != manager_pid:  # it died before the request above
        sys.exit("The process manager is gone.")


def main(arguments: list[str]) -> None:
    """Note the start and turn into the program; never returns."""
    run_dir, manager_pid, name, program, *rest = arguments
    _stop_with(int(manager_pid))
    note_start(Path(run_dir), name)
    os.execv(program, [program, *rest])  # noqa: S606  # the manager's own configuration names it


if __name__ == "__main__":
    main(sys.argv[1:])
