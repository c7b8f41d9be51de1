"""`load_taxonomy [FILE]`: keeps the NUCC code list, the shipped one or a newer download."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from credtrack.kernel.commands import JsonCommand
from providers.loading_taxonomy import SHIPPED, Loaded, NotLoaded, load


class Command(JsonCommand):
    help = "Keep the NUCC taxonomy codes (csv from nucc.org; without FILE the shipped list)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an optional file."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, nargs="?", default=SHIPPED, metavar="FILE")

    def answer(self, **options: Any) -> Loaded:
        """Load the list; what it did is the answer."""
        try:
            return load(options["file"])
        except NotLoaded as failure:
            raise CommandError(str(failure)) from failure

    def as_text(self, found: Loaded) -> str:
        """Return one line a person reads."""
        return (
            f"{found.created:,} codes created, {found.updated:,} updated, {found.unchanged:,} unchanged "
            f"(rows: {found.created + found.updated + found.unchanged:,})."
        )
