"""Print whether we may bill on a date: one object per clinician, plan, practice and state, with every reason."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel.commands import iso_date, iso_timestamp
from enrollments.billing_reading import BillingRow, billing_rows
from enrollments.billing_reasons import Said
from payers.models import Plan
from payers.selectors import payer_index
from providers.models import Provider


def _told(one: Said) -> dict[str, str]:
    return {"code": one.code.value, "text": one.text, "next_step": one.next_step}


def as_object(row: BillingRow) -> dict[str, Any]:
    """Return the object that is printed for one row; `from` is the first billable day of a verdict with one."""
    network, readiness = row.network, row.readiness
    return {
        "provider": network.provider.full_name,
        "npi": network.provider.npi or None,
        "practice": network.practice.legal_name,
        "payer": str(network.plan.payer),
        "plan": str(network.plan),
        "state": network.state or None,
        "verdict": readiness.verdict.value,
        "from": readiness.from_.isoformat() if readiness.from_ else None,
        "reasons": [_told(one) for one in readiness.reasons],
        "warnings": [_told(one) for one in readiness.warnings],
    }


class Command(OrganizationCommand):
    help = "Say for a date of service whether we may bill in our own name, and if not, every reason why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the date of service and, if wanted, one clinician, one payer and what was known when."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=iso_date, required=True, help="Date of service, such as 2026-03-12.")
        parser.add_argument("--npi", default="", help="Only the clinician with this NPI.")
        parser.add_argument("--payer", default="", help="Only this payer, by name or alias.")
        parser.add_argument("--known-on", type=iso_timestamp, help="Instant; without a zone it means UTC.")

    def answer(self, **options: Any) -> list[dict[str, Any]]:
        """Return one object per clinician x plan x practice x state."""
        rows = billing_rows(
            options["on"],
            provider_ids=_people(options["npi"]),
            plan_ids=_plans(options["payer"]),
            known_on=options["known_on"],
        )
        return [as_object(row) for row in rows]


def _people(npi: str) -> list[int] | None:
    if not npi:
        return None
    found = list(Provider.objects.filter(npi=npi).values_list("pk", flat=True))
    if not found:
        raise CommandError(f"No clinician here has the NPI {npi}. Check the number.")
    return found


def _plans(name: str) -> list[int] | None:
    if not name:
        return None
    rows = Plan.objects.filter(payer__name__iexact=name)
    if not rows.exists():
        named = payer_index().find(name)
        if named is None:
            raise CommandError(f"No payer is called {name!r}. Use a name of the payer list.")
        rows = Plan.objects.filter(payer=named.id)
    return list(rows.values_list("pk", flat=True))
