"""Print every application of an organization as it stood on a day, as known on another."""

from argparse import ArgumentParser
from typing import Any

from accounts.commands import OrganizationCommand
from credtrack.kernel.commands import iso_date, iso_timestamp
from enrollments.as_of import standings
from enrollments.models import Application


class Command(OrganizationCommand):
    help = "List applications; --on gives the day, --known-on what had been recorded by then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two clocks."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=iso_date, help="Calendar date, such as 2026-03-12 (default: now).")
        parser.add_argument("--known-on", type=iso_timestamp, help="Instant; without a zone it means UTC.")

    def answer(self, **options: Any) -> list[dict[str, Any]]:
        """Return one object per application that existed on that day."""
        rows = standings(Application.objects.all(), options["on"], options["known_on"])
        return [row.as_object() for row in rows]
