"""Exits 0 when the named part of the site is well; container health checks call it."""

import json
import os
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from credtrack.kernel import heartbeat
from credtrack.kernel.health import Health, check_broker, check_database


def web_answer(port: int) -> dict[str, Any]:
    """Ask the site on this machine as its proxy would; raises `CommandError` when it cannot serve."""
    hosts = [host for host in settings.ALLOWED_HOSTS if "*" not in host]
    host = hosts[0].lstrip(".") if hosts else "localhost"
    request = urllib.request.Request(  # a fixed local address
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  # a fixed local address
            told: dict[str, Any] = json.load(answer)
            return told
    except urllib.error.HTTPError as failure:
        raise CommandError(f"The site answers with status {failure.code}.") from failure
    except OSError as failure:
        raise CommandError(f"The site does not answer on port {port} ({failure}).") from failure


class Command(BaseCommand):
    """`manage.py check_health web|worker|beat|services`."""

    help = "Exits 0 when the named part of the site is well, and says on standard error why it is not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=["web", "worker", "beat", "services"])
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        part = options["part"]
        if part == "web":
            self.stdout.write(json.dumps(web_answer(options["port"])))
            return
        problem = self.services() if part == "services" else self.pulse(part)
        if problem:
            raise CommandError(problem)
        self.stdout.write(f"{part}: ok")

    @staticmethod
    def services() -> str:
        """Return what is wrong with database or broker, or nothing."""
        health = Health()
        check_database(health)
        check_broker(health)
        return " ".join(health.problems)

    @staticmethod
    def pulse(part: str) -> str:
        """Return what is wrong with the heartbeat of `part`, or nothing."""
        pulse = heartbeat.read()
        well = pulse.worker_ok if part == "worker" else pulse.beat_ok
        age = pulse.worker_age if part == "worker" else pulse.beat_age
        if well:
            return ""
        return f"The {part} has never reported." if age is None else f"The {part} is silent for {age:.0f} s."
