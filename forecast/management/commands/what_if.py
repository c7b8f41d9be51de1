"""Says when a clinician who joins would be billable with each payer, with half of them, and with all."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from credtrack.kernel.dates import day_words
from forecast.what_if_reading import LEVELS, Question, answer
from payers.matching import PayerIndex
from payers.models import Payer
from payers.selectors import payer_index

Days = tuple[dt.date | None, ...]


class Command(OrganizationCommand):
    """`manage.py what_if --organization SLUG --on DATE --payer NAME [--payer NAME …] [--state XX]`."""

    help = "Says when a clinician who joins on a day would be billable with some payers. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the day, the payers and who the clinician is."""
        super().add_arguments(parser)
        parser.add_argument(
            "--on", type=iso_date, required=True, metavar="DATE", help="applications are sent"
        )
        parser.add_argument("--payer", action="append", required=True, metavar="NAME", help="may be repeated")
        parser.add_argument("--state", default="", metavar="XX")
        parser.add_argument("--license", default="", metavar="TYPE", help="such as LPC")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the days; raises `CommandError` for a day that is over or a payer nobody knows."""
        on: dt.date = options["on"]
        if on < clock.today():
            raise CommandError(f"{on} is over. Give today or a day ahead.")
        index = payer_index()
        payers = [_payer(index, name, options["state"]) for name in options["payer"]]
        found = answer(Question(on, on, payers, options["state"].upper(), options["license"]))
        return {
            "sent_on": on,
            "payers": [
                {"payer": way.payer.name, "billable": _named(way.days), "basis": way.basis}
                for way in [*found.ways, *found.left_out]
            ],
            "marks": [
                {
                    "label": mark.label,
                    "billable": _named(mark.days),
                    "two_weeks_earlier": mark.earlier if found.could_start_earlier else None,
                }
                for mark in found.marks
            ],
        }

    def as_text(self, found: Any) -> str:
        """Return a line for each payer and each mark."""
        rows = [(one["payer"], one["billable"]) for one in found["payers"]]
        rows += [(one["label"], one["billable"]) for one in found["marks"]]
        return "\n".join(f"{name}: {_words(days)}" for name, days in rows)


def _payer(index: PayerIndex, name: str, state: str) -> Payer:
    named = index.find(name, state.upper())
    if named is None:
        raise CommandError(f"No payer is called {name!r}. Give its name as the list of payers has it.")
    found: Payer = Payer.objects.get(pk=named.id)
    return found


def _named(days: Days) -> dict[str, dt.date | None]:
    return {str(level): day for level, day in zip(LEVELS, days, strict=True)}


def _words(days: dict[str, dt.date | None]) -> str:
    d20, d50, d80 = (days[level] for level in ("20", "50", "80"))
    if d20 is None or d50 is None or d80 is None:
        return "no basis for a date"
    return f"likely by {day_words(d50)} (20-80 %: {day_words(d20)} to {day_words(d80)})"
