"""Which processes make up a one-machine site, and how they are kept: supervisor's configuration.

supervisor restarts each process on its own, so the site answers while the worker is down. It runs
in the foreground and listens nowhere; everything it writes lies in the run and log folders.
"""

import os
import signal
import sys
from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path

from supervisor.medusa import asyncore_25 as asyncore
from supervisor.options import ServerOptions
from supervisor.supervisord import Supervisor

# Seconds between the request to stop and the kill: the worker finishes the task in hand.
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Site:
    """Where a one-machine site listens and writes."""

    host: str
    port: int
    project: Path
    data: Path

    @property
    def run_dir(self) -> Path:
        """The folder of locks, notes and beat's memory."""
        return self.data / "run"

    @property
    def log_dir(self) -> Path:
        """The folder of one log per process."""
        return self.data / "logs"

    @property
    def address(self) -> str:
        """The address people type."""
        return f"http://{self.host}:{self.port}"


def commands(site: Site) -> dict[str, list[str]]:
    """Return the command of each process, by name."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "credtrack"]
    return {
        "web": [
            *[python, "-m", "gunicorn", "credtrack.wsgi:application", "--bind", f"{site.host}:{site.port}"],
            *["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"],
            *["--graceful-timeout", "10", "--worker-tmp-dir", str(site.run_dir), "--no-control-socket"],
            *["--access-logfile", "-"],
        ],
        # Threads, not processes: SQLite has one writer anyway, and a kill leaves no pool behind.
        "worker": [
            *[*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"],
            *["--without-gossip", "--without-mingle", "--without-heartbeat"],
        ],
        # Beat stands alone: inside the worker it would outlive a killed worker and double.
        "beat": [
            *[*celery, "beat", "--loglevel", "INFO", "--pidfile="],
            *["--schedule", str(site.run_dir / "beat-schedule")],
        ],
    }


def _quoted(command: list[str]) -> str:
    """Join a command for supervisor, which splits like a shell and expands `%`."""
    words = ['"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in command]
    return " ".join(words).replace("%", "%%")


def configuration(site: Site) -> RawConfigParser:
    """Return supervisor's configuration for the site's processes.

    Files are named relative to the data folder: supervisor expands `%` in some of them twice.
    """
    parser = RawConfigParser()
    parser["supervisord"] = {
        "nodaemon": "true",
        "logfile": f"{site.log_dir.name}/manager.log",
        "pidfile": f"{site.run_dir.name}/manager.pid",
        "childlogdir": site.log_dir.name,
        "nocleanup": "true",
    }
    if os.geteuid() == 0:
        parser["supervisord"]["user"] = "root"  # supervisor asks root to say so
    wrapper = [sys.executable, "-m", "credtrack.kernel.child", str(site.run_dir), str(os.getpid())]
    for name, command in commands(site).items():
        parser[f"program:{name}"] = {
            "command": _quoted([*wrapper, name, *command]),
            "directory": str(site.project).replace("%", "%%"),
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "1000000",  # never give up: the wait between tries grows by itself
            "stopsignal": "TERM",
            "stopwaitsecs": str(STOP_SECONDS),
            "stopasgroup": "false",  # the main process stops its own children, in its own order
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": f"{site.log_dir.name}/{name}.log",
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": "2",
        }
    # One group, so that all stop at the same time.
    parser["group:site"] = {"programs": ",".join(commands(site))}
    return parser


class _Options(ServerOptions):  # type: ignore[misc]  # supervisor ships no types
    """A closed terminal means stop; supervisor on its own would restart everything and live on."""

    def get_signal(self) -> int | None:
        received: int | None = super().get_signal()
        return signal.SIGTERM if received == signal.SIGHUP else received


def run(site: Site) -> None:
    """Run the site's processes until Ctrl-C, TERM or a closed terminal has stopped all of them."""
    path = site.run_dir / "supervisor.conf"
    with path.open("w") as handle:
        configuration(site).write(handle)
    os.chdir(site.data)
    options = _Options()
    options.realize(["-c", str(path)])
    options.first = True
    options.test = False
    try:
        Supervisor(options).main()
    except asyncore.ExitNow:
        options.close_logger()
