"""Sends the mail that is due, as the worker does every 20 seconds, and prints how many left."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from accounts import outbox

# A person who calls it waits for the whole queue, but not for ever.
_LONGEST_SECONDS = 3600.0


class Command(BaseCommand):
    """`manage.py deliver_outbox`; running it twice, or beside the worker, sends nothing twice."""

    help = "Sends the mail that is due and says how many messages left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=10_000, help="at most so many messages")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        done = outbox.deliver(limit=options["limit"], seconds=_LONGEST_SECONDS)
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(done)))
        else:
            self.stdout.write(
                f"{done.sent} sent, {done.retried} to be tried again, {done.failed} failed, {done.expired} expired"
            )
