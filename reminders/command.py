"""What the commands of this room share: `--at`, `--organization`, and a bad end when an organization failed."""

from abc import abstractmethod
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from credtrack.kernel import clock
from credtrack.kernel.commands import JsonCommand, iso_timestamp
from reminders.running import NoSuchOrganization, Ran


class RunCommand(JsonCommand):
    """A command that runs over all organizations, or the one named, as of now or of another time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the time and the organization."""
        super().add_arguments(parser)
        parser.add_argument(
            "--at", type=iso_timestamp, metavar="TIMESTAMP", help="run as if it were this time"
        )
        parser.add_argument("--organization", default="", metavar="SLUG", help="only this organization")

    @abstractmethod
    def run(self, slug: str, *, record: bool) -> Ran[Any]:
        """Do the work and return what was counted."""

    def answer(self, **options: Any) -> dict[str, Any]:
        """Run as of the time given, and return the counts and who failed."""
        slug, at = options["organization"], options["at"]
        try:
            with clock.standing_at(at):
                # A run of one organization, or of another time, says nothing about the machine's health.
                ran = self.run(slug, record=not slug and at is None)
        except NoSuchOrganization as refusal:
            raise CommandError(str(refusal)) from refusal
        return ran.as_counts() | {"failed_slugs": ran.failed}

    def as_text(self, found: Any) -> str:
        """Return the counts in one line, and a second one when something failed."""
        numbers = {name: value for name, value in found.items() if isinstance(value, int)}
        line = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in numbers.items())
        failed = found["failed_slugs"]
        return f"{line}\nFailed for {', '.join(failed)}: see the log." if failed else line

    def exit_code(self, found: Any) -> int:
        """Return 1 when an organization failed; the others are done."""
        return 1 if found["failed_slugs"] else 0
