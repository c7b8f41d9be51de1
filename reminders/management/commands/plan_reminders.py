"""Plans what is to be told in the coming days, as the worker does every five minutes, and prints the counts."""

from typing import Any

from reminders import running
from reminders.command import RunCommand
from reminders.running import Ran


class Command(RunCommand):
    """`manage.py plan_reminders [--at TIMESTAMP] [--organization SLUG]`; a second run changes nothing."""

    help = "Plans reminders for all organizations and says how many."

    def run(self, slug: str, *, record: bool) -> Ran[Any]:
        """Plan."""
        return running.plan(slug, record=record)
