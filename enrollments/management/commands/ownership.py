"""Print the contract ownership sheets: per clinician the five questions at each payer, with their basis."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from enrollments.ownership_paper import heading_of
from enrollments.ownership_reading import Sheet, SheetLine, every_source, sheets
from providers.models import Provider


def _line(line: SheetLine) -> dict[str, Any]:
    return {
        "heading": heading_of(line),
        "payer": line.way.payer,
        "platform": line.way.platform or None,
        "contract": line.way.agreement.id if line.way.agreement else None,
        "portable": line.badge.value,
        "standings": list(line.way.standings),
        "plans": list(line.way.plans),
        "answers": {
            item.question.value: {
                "answer": item.answer,
                "basis": item.basis,
                "on": item.on,
                "recorded": item.is_recorded,
                "said": list(item.said),
            }
            for item in line.answers
        },
    }


def as_object(sheet: Sheet) -> dict[str, Any]:
    """Return the object that is printed for one clinician."""
    return {
        "provider": sheet.provider.full_name,
        "npi": sheet.provider.npi or None,
        "on": sheet.on,
        "payers": [_line(line) for line in sheet.lines],
        "government": [
            {"line": row.line, "answer": row.answer, "basis": row.basis, "needs_own": row.needs_own}
            for row in sheet.government
        ],
    }


class Command(OrganizationCommand):
    """`manage.py ownership --organization SLUG [--on DATE] [--npi NPI] --format json`; reads only."""

    help = "Answer the five ownership questions for every payer of each clinician, as of --on DATE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and, if wanted, one clinician."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=iso_date, help="Calendar date, such as 2026-03-12 (today).")
        parser.add_argument("--npi", help="Only the clinician with this NPI.")

    def answer(self, **options: Any) -> list[dict[str, Any]]:
        """Return one object per clinician, by name."""
        rows = Provider.objects.order_by("sort_name", "pk")
        if options["npi"]:
            rows = rows.filter(npi=options["npi"])
            if not rows.exists():
                raise CommandError(f"No clinician here has the NPI {options['npi']}.")
        on = options["on"] or clock.today()
        return [as_object(sheet) for sheet in sheets(list(rows), on, every_source())]

    def as_text(self, found: Any) -> str:
        """Return the sheets as lines of text."""
        lines: list[str] = []
        for sheet in found:
            lines.append(f"{sheet['provider']}, as of {sheet['on']}")
            for row in sheet["payers"]:
                lines.append(f"  {row['heading']}")
                lines += [f"    {item['answer']} [{item['basis']}]" for item in row["answers"].values()]
            lines += [f"  {row['line']}: {row['answer']}" for row in sheet["government"]]
        return "\n".join(lines) or "No clinicians are recorded."
