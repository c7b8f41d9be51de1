"""How our management commands answer: JSON alone on standard output, refusals on standard error.

A command returns what it found; this base prints it. Anything refused is raised as `CommandError`,
which Django prints on standard error and turns into a non-zero exit.
"""

import dataclasses
import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError


def plain(value: Any) -> Any:
    """Return what JSON lacks in its place: ISO dates, exact decimals as text, dataclasses as objects."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here.")


def iso_date(text: str) -> dt.date:
    """Read a date argument; argparse turns the refusal into a message and exit code 2."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as failure:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-03-12.") from failure


def iso_timestamp(text: str) -> dt.datetime:
    """Read an instant; without a zone it means UTC."""
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError as failure:
        raise ArgumentTypeError(f"{text!r} is not a time such as 2026-03-12T09:30:00+00:00.") from failure
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


class JsonCommand(BaseCommand):
    """A command whose `answer` is printed as JSON or as text; `--organization` only where it matters."""

    needs_organization = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Subclasses call this and add their own."""
        parser.add_argument("--format", choices=["json", "text"], default="text", dest="format")
        if self.needs_organization:
            parser.add_argument("--organization", required=True, metavar="SLUG")

    def organization_scope(self, slug: str) -> AbstractContextManager[Any]:
        """Open the organization; `accounts.commands.OrganizationCommand` knows how."""
        return nullcontext()

    def answer(self, **options: Any) -> Any:
        """Do the work and return what is to be printed; raise `CommandError` to refuse."""
        raise CommandError(f"{type(self).__module__} does not say what it answers.")

    def as_text(self, found: Any) -> str:
        """Return the words for `--format text`; the default is readable JSON."""
        return json.dumps(found, default=plain, indent=2, ensure_ascii=False)

    def exit_code(self, found: Any) -> int:
        """Return a non-zero code for an answer that is complete but bad, such as a failed check."""
        return 0

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the scope, print the answer, and exit with its code."""
        scope = self.organization_scope(options["organization"]) if self.needs_organization else nullcontext()
        with scope:
            found = self.answer(**options)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, default=plain, ensure_ascii=False))
        else:
            self.stdout.write(self.as_text(found))
        code = self.exit_code(found)
        if code:
            raise SystemExit(code)
