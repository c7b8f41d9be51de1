"""Print who is in network on a date: one object per clinician, plan, practice and state."""

from argparse import ArgumentParser
from typing import Any

from accounts.commands import OrganizationCommand
from credtrack.kernel.commands import iso_date, iso_timestamp
from enrollments.network_reading import NetworkRow, network_rows


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def as_object(row: NetworkRow) -> dict[str, Any]:
    """Return the object that is printed for one row."""
    status = row.status
    return {
        "provider": row.provider.full_name,
        "npi": row.provider.npi or None,
        "payer": str(row.plan.payer),
        "plan": str(row.plan),
        "line_of_business": row.plan.line_of_business,
        "practice": row.practice.legal_name,
        "state": row.state or None,
        "status": status.standing.value,
        "own": status.own,
        "through": status.through or None,
        "platforms": list(status.platforms),
        "stage": status.stage.value if status.stage else None,
        "age_days": status.age_days,
        "since": _iso(status.since),
        "effective_on": _iso(status.effective_on),
        "ended_on": _iso(status.ended_on),
        "recredentialing_due_on": _iso(status.recredentialing_due_on),
        "recheck_on": _iso(status.recheck_on),
        "holder_verified": status.holder_verified,
        "application": status.application_id,
        "note": status.note or None,
    }


class Command(OrganizationCommand):
    help = "Say who is in network on --on DATE; own and through a platform are kept apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the date and, if wanted, what was known when."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=iso_date, required=True, help="Calendar date, such as 2026-03-12.")
        parser.add_argument("--known-on", type=iso_timestamp, help="Instant; without a zone it means UTC.")

    def answer(self, **options: Any) -> list[dict[str, Any]]:
        """Return one object per clinician x plan x practice x state."""
        return [as_object(row) for row in network_rows(options["on"], known_on=options["known_on"])]
