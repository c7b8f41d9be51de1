"""Says for each practice and payer how far the group minimum is, what is suggested, and why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from planning.grouping_reading import GroupingRow, grouping_rows
from providers.models import Practice


class Command(OrganizationCommand):
    """`manage.py grouping --organization SLUG [--practice NAME] [--on DATE]`."""

    help = "Says per practice and payer how far the minimum for a group contract is. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the practice and the day."""
        super().add_arguments(parser)
        parser.add_argument("--practice", default="", metavar="NAME", help="one practice, by its legal name")
        parser.add_argument("--on", type=iso_date, default=None, metavar="DATE", help="today when not given")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the rows; raises `CommandError` for a practice nobody knows."""
        practices = list(Practice.objects.filter(is_active=True))
        if options["practice"]:
            practices = [row for row in practices if row.legal_name.lower() == options["practice"].lower()]
            if not practices:
                raise CommandError(f"No practice is called {options['practice']!r}. Give its legal name.")
        on = options["on"] or clock.today()
        return {"on": on, "rows": [_told(row) for row in grouping_rows(practices, on)]}

    def as_text(self, found: Any) -> str:
        """Return a line a practice and payer."""
        return "\n".join(
            f"{row['practice']}: {row['meter']}; suggested: {row['suggested']}" for row in found["rows"]
        )


def _told(row: GroupingRow) -> dict[str, Any]:
    minimum = row.situation.minimum
    return {
        "practice": row.practice.legal_name,
        "payer": row.payer.name,
        "clinicians": row.situation.clinicians,
        "minimum": minimum.needed if minimum else None,
        "meter": row.advice.meter,
        "basis": row.advice.basis,
        "group_contract": row.situation.has_group_contract,
        "panel_closed": row.situation.panel_closed,
        "group_disabled": row.advice.group_disabled,
        "suggested": str(row.advice.suggested),
        "reasons": row.advice.reasons,
        "convertible": row.advice.convertible,
        "can_add": row.advice.can_add,
        "approved": row.approved,
        "decided_applications": row.decided,
        "minimum_met_since": row.reached_on,
        "decision": row.decision.route if row.decision else None,
    }
