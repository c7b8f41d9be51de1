"""Serves CredTrack on one machine: prepares the data, then runs site, worker and beat until Ctrl-C."""

import fcntl
import hashlib
import io
import json
import os
import socket
import threading
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from credtrack.kernel import child, processes
from credtrack.kernel.processes import Site

START_SECONDS = 60


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` when something already listens there."""
    with socket.socket() as probe:
        # As gunicorn does: a port that merely lingers after the last stop is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            raise CommandError(
                f"Port {port} on {host} is not free ({failure.strerror}). "
                f"Choose another one, for example: make run PORT={port + 1}"
            ) from failure


def lock(run_dir: Path) -> TextIO:
    """Take the data folder for this process, or raise `CommandError` when a site runs on it."""
    handle = (run_dir / "serve.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as failure:
        raise CommandError(
            f"CredTrack already runs on the data in {run_dir.parent}. Stop it first, or start a second "
            "site on data of its own: make run PORT=8001 CREDTRACK_DATA_DIR=var-2"
        ) from failure
    return handle


def static_fingerprint() -> str:
    """Return a digest that changes whenever a static file changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    """`manage.py serve [--host HOST] [--port PORT] [--no-demo]`."""

    help = "Prepares the data and serves the site with its worker and beat until Ctrl-C."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--no-demo", action="store_true", help="Leave an empty database empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE.endswith(".production"):
            raise CommandError("serve is for one machine. docs/deployment.md shows how production runs.")
        data: Path = settings.DATA_DIR
        site = Site(options["host"], options["port"], settings.BASE_DIR, data)
        for folder in (site.run_dir, site.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        refuse_taken_port(site.host, site.port)
        with lock(site.run_dir):
            sign_ins = self.prepare(site, demo=not options["no_demo"])
            child.forget_starts(site.run_dir)
            os.environ |= {"CREDTRACK_RUN_DIR": str(site.run_dir), "PORT": str(site.port)}
            threading.Thread(target=self.announce, args=(site, sign_ins), daemon=True).start()
            processes.run(site)
        self.stdout.write("CredTrack has stopped. The data stays in " + str(data))

    def prepare(self, site: Site, *, demo: bool) -> list[str]:
        """Bring database, catalogue and static files up to date; return lines about demo sign-ins."""
        call_command("release", stdout=self.stdout)
        sign_ins = self.seed() if demo and "seed_demo" in get_commands() else []
        self.collect_static(site)
        return sign_ins

    def seed(self) -> list[str]:
        """Fill an empty database with the demo workspaces; return how to sign in to them."""
        self.stdout.write("Looking for the demo workspaces ...")
        answer = io.StringIO()
        call_command("seed_demo", "--if-empty", "--format", "json", stdout=answer)
        told = json.loads(answer.getvalue())
        return [
            f"  {entry['email']:<32} {entry['password']:<16} {entry['role']} in {entry['organization']}"
            for entry in told["sign_ins"]
        ]

    def collect_static(self, site: Site) -> None:
        """Compress and name the static files, unless they are the ones of the last start."""
        stamp = site.run_dir / "static.stamp"
        fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).exists():
            return
        self.stdout.write("Collecting static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)

    def announce(self, site: Site, sign_ins: list[str]) -> None:
        """Say where the site is as soon as it answers."""
        wait = threading.Event()
        for _ in range(START_SECONDS * 5):
            if self.answers(site):
                break
            wait.wait(0.2)
        else:
            self.stderr.write(f"The site does not answer yet. Its log: {site.log_dir / 'web.log'}")
            return
        lines = ["", f"CredTrack runs at {site.address}", f"Logs are in {site.log_dir}"]
        if sign_ins:
            lines += ["Demo sign-ins:", *sign_ins]
        self.stdout.write("\n".join([*lines, "Ctrl-C stops everything.", ""]))
        self.stdout.flush()

    @staticmethod
    def answers(site: Site) -> bool:
        """Return whether the site's health page can be reached."""
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5):  # noqa: S310  # our own address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
