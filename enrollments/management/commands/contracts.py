"""Print the contract ledger: one object per contract, with who holds it, what proves it, and the notice clock."""

from argparse import ArgumentParser
from typing import Any

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from enrollments.contracts import holder_words, is_verified, last_day_for_notice
from enrollments.ledger import RELATED, portability_of
from enrollments.models import Contract


def as_object(row: Contract, on: Any) -> dict[str, Any]:
    """Return the object that is printed for one contract."""
    found = portability_of(row, on)
    days = {
        name: getattr(row, name)
        for name in ("executed_on", "effective_on", "ends_on", "renews_on", "renegotiable_from")
    }
    return {
        "id": row.pk,
        "payer": row.payer.name,
        "plan": row.plan.name if row.plan else None,
        "practice": row.practice.legal_name if row.practice else None,
        "clinician": row.provider.full_name if row.provider else None,
        "holder_kind": row.holder_kind,
        "holder": holder_words(row),
        "scope": row.scope,
        "mode": row.mode,
        "controlling_npi": row.controlling_npi or None,
        **days,
        "notice_days": row.notice_days,
        "notice_source": row.notice_source or None,
        "notice_by": last_day_for_notice(row),
        "rate_visibility": row.rate_visibility,
        "verified": is_verified(row),
        "verified_on": row.verified_on,
        "evidence": row.evidence or None,
        "portable": found.badge.value,
        "reasons": list(found.reasons),
    }


class Command(OrganizationCommand):
    """`manage.py contracts --organization SLUG [--on DATE] --format json`; reads only."""

    help = "List the contracts: holder, evidence, days, notice, and whether each is portable on --on DATE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day on which portability is judged."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=iso_date, help="Calendar date, such as 2026-03-12 (today).")

    def answer(self, **options: Any) -> list[dict[str, Any]]:
        """Return one object per contract, by payer."""
        on = options["on"] or clock.today()
        rows = Contract.objects.select_related(*RELATED).order_by("payer__name", "pk")
        return [as_object(row, on) for row in rows]

    def as_text(self, found: Any) -> str:
        """Return one line per contract."""
        lines = [
            f"{row['payer']} ({row['plan'] or 'every plan'}): {row['holder']}; {row['portable']}"
            + ("" if row["verified"] else "; not verified")
            + (f"; notice by {row['notice_by']}" if row["notice_by"] else "")
            for row in found
        ]
        return "\n".join(lines) or "No contracts are recorded."
