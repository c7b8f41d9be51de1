"""Removes the texts of mail that left more than 90 days ago, as the worker does every day."""

from argparse import ArgumentParser
from typing import Any

from accounts import mail_retention
from credtrack.kernel.commands import JsonCommand


class Command(JsonCommand):
    """`manage.py tidy_outbox`; a second run finds nothing left to remove."""

    help = "Removes the texts of mail sent more than 90 days ago; the rows and their keys stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--days", type=int, default=mail_retention.KEPT_DAYS)

    def answer(self, **options: Any) -> dict[str, int]:
        return {"removed": mail_retention.tidy(days=options["days"])}

    def as_text(self, found: dict[str, int]) -> str:
        return f"{found['removed']} texts removed"
