"""Read a credentialing tracker (XLSX or CSV), say what it would change, and with --apply change it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from exchange.applying import Source, apply_import, sha256
from exchange.matching import PayerNames, find_practice
from exchange.planning import TooStrange, plan_import
from exchange.reading import read_tracker
from exchange.reporting import json_pieces, report
from exchange.rows import Reading
from exchange.tables import Unreadable
from exchange.workbook import LARGEST_FILE
from providers.models import Practice


class Command(OrganizationCommand):
    help = "Import a tracker. Without --apply nothing is written and the counts are those that would result."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what it does not say itself."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="The XLSX or CSV file.")
        parser.add_argument(
            "--practice",
            help="Practice of the rows that name none (legal name or DBA); the first one is made.",
        )
        parser.add_argument("--state", default="", help="Postal code for the rows that name no state.")
        parser.add_argument("--apply", action="store_true", help="Write what the rows say.")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the report of the dry run or of what was written."""
        practice = self._practice(options["practice"])
        payers = PayerNames()
        data = self._bytes(options["file"])
        try:
            name = practice.legal_name if practice else options["practice"]
            reading = self._read(data, options, name, payers)
            if options["apply"]:
                source = Source(options["file"].name, sha256(data))
                _, plan = apply_import(reading, payers, source, actor=None, practice=practice)
            else:
                plan = plan_import(reading, payers, practice=practice)
        except (Unreadable, TooStrange) as refusal:
            raise CommandError(str(refusal)) from refusal
        return {**report(plan), "applied": bool(options["apply"])}

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report as it is made; text is readable JSON with the applications counted."""
        with self.organization_scope(options["organization"]):
            found = self.answer(**options)
            if options["format"] == "json":
                for piece in json_pieces(found):
                    self.stdout.write(piece, ending="")
                self.stdout.write("")
            else:
                self.stdout.write(
                    self.as_text({**found, "applications": sum(1 for _ in found["applications"])})
                )

    def _practice(self, name: str | None) -> Practice | None:
        """Return the practice of that name; an organization without any gets it with the import."""
        if not name:
            return None
        practice = find_practice(name)
        if practice is None and Practice.objects.exists():
            known = ", ".join(Practice.objects.values_list("legal_name", flat=True)[:20])
            raise CommandError(f"There is no practice called {name!r}. Known: {known}.")
        return practice

    def _bytes(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CommandError("The file is larger than 25 MB. Delete what is not the tracker.")
            return path.read_bytes()
        except OSError as failure:
            raise CommandError(f"{path} cannot be read: {failure.strerror}.") from failure

    def _read(
        self, data: bytes, options: dict[str, Any], practice: str | None, payers: PayerNames
    ) -> Reading:
        return read_tracker(
            data,
            options["file"].name,
            default_state=options["state"].upper() or None,
            default_practice=practice,
            today=clock.today(),
            payer_key_of=payers.key,
        )
