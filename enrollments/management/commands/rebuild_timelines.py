"""Prove that every cached status and milestone equals what its log folds to, or mend it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from credtrack.kernel import scope
from credtrack.kernel.commands import JsonCommand
from enrollments.rebuilding import differences, mend


class Command(JsonCommand):
    help = "Compare the cached state of all applications with their logs; without --check, mend what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check (compare only) and --organization (default: all)."""
        super().add_arguments(parser)
        parser.add_argument(
            "--check", action="store_true", help="Only compare; exit 1 when anything differs."
        )
        parser.add_argument("--organization", help="Slug of one organization (default: all).")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return how many were compared and what differed."""
        with scope.unscoped("timelines of all organizations are compared in one run"):
            compared, found = differences(options["organization"])
            if options["check"] and found:
                shown = "; ".join(str(difference) for difference in found[:10])
                raise CommandError(f"{len(found)} of {compared} applications differ from their log: {shown}")
            mended = 0 if options["check"] else mend(found)
        return {"compared": compared, "different": len(found), "mended": mended}
