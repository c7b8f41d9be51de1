"""Queues the digests and urgent mails that are due, as the worker does every two minutes, and prints the counts."""

from typing import Any

from reminders import running
from reminders.command import RunCommand
from reminders.running import Ran


class Command(RunCommand):
    """`manage.py send_digests [--at TIMESTAMP] [--organization SLUG]`; a second run makes no second mail."""

    help = "Queues the mails of reminders that are due for all organizations and says how many."

    def run(self, slug: str, *, record: bool) -> Ran[Any]:
        """Send."""
        return running.send(slug, record=record)
