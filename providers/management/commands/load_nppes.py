"""`load_nppes FILE`: keeps an NPPES dissemination file, so that NPIs can be looked up without the registry."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from credtrack.kernel.commands import JsonCommand
from credtrack.kernel.us_states import NAMES
from providers.loading_nppes import Loaded, NotLoaded, load


class Command(JsonCommand):
    help = "Keep the NPIs of an NPPES file (csv or zip, from download.cms.gov/nppes/NPI_Files.html)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and states to confine it to."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--state",
            action="append",
            default=[],
            choices=sorted(NAMES),
            help="keep only this state; repeatable",
        )

    def answer(self, **options: Any) -> Loaded:
        """Load the file; what it did is the answer."""
        try:
            return load(options["file"], frozenset(options["state"]))
        except NotLoaded as failure:
            raise CommandError(str(failure)) from failure

    def as_text(self, found: Loaded) -> str:
        """Return one line a person reads, and the first refused rows."""
        counts = (
            f"{found.read:,} rows: {found.created:,} created, {found.updated:,} updated, "
            f"{found.unchanged:,} unchanged, {found.older:,} older than what is kept, "
            f"{found.skipped:,} of other states, {found.refused:,} refused."
        )
        return "\n".join([counts, *found.reasons])
