"""Makes the forecasts of one organization anew, as the worker does every morning, and prints what is said."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from forecast.refreshing import refresh


class Command(OrganizationCommand):
    """`manage.py refresh_forecasts --organization SLUG [--on DATE]`; a second run writes nothing.

    An earlier day is read as it was known by its end, and nothing is stored: the record keeps only
    forecasts that were really made at the time.
    """

    help = "Says when each open application will be approved and billable, and stores what is new today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the day."""
        super().add_arguments(parser)
        parser.add_argument(
            "--on", type=iso_date, metavar="DATE", help="as it was known on this earlier day; stores nothing"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """Refresh; raises `CommandError` for a day ahead."""
        on = options["on"]
        if on is not None and on > clock.today():
            raise CommandError(f"{on} lies ahead. A forecast is made on a day that has come: leave --on out.")
        found = refresh(on)
        rows = [row.as_object() for row in found.rows]
        return {"on": found.on, "stored": found.stored, **found.as_counts(), "forecasts": rows}

    def as_text(self, found: Any) -> str:
        """Return the counts in words."""
        number = found["applications"]
        open_ones = f"{number:,} open application{'' if number == 1 else 's'}"
        if not found["stored"]:
            return (
                f"As known on {found['on']}: {open_ones}, {found['without_basis']:,} without a basis. "
                "Nothing was stored."
            )
        return (
            f"{open_ones}: {found['written']:,} new or changed forecasts written, "
            f"{found['unchanged']:,} unchanged, {found['without_basis']:,} without a basis."
        )
