"""Says what leaving a platform comes to: last day, own day, gap and dollars of each payer, and when to give notice."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from planning.exit_costs import BASIS, Dollars
from planning.exit_reading import ExitLook, ExitRow, look
from planning.forms.exits import FARTHEST
from planning.models import ExitPlan

LEVELS = ("20", "50", "80")


class Command(OrganizationCommand):
    """`manage.py exit_plan --organization SLUG --plan NAME [--notice DATE] [--format json]`."""

    help = "Says what an exit plan comes to today. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the plan and a day of notice to try."""
        super().add_arguments(parser)
        parser.add_argument("--plan", required=True, metavar="NAME")
        parser.add_argument("--notice", type=iso_date, metavar="DATE", help="a day of notice to try")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the plan's figures; raises `CommandError` naming the known plans."""
        plans = ExitPlan.objects.select_related("platform", "practice")
        plan = plans.filter(name__iexact=options["plan"]).first()
        if plan is None:
            known = ", ".join(ExitPlan.objects.values_list("name", flat=True)[:20]) or "none yet"
            raise CommandError(f"No exit plan is called {options['plan']!r}. Known: {known}.")
        tried = options["notice"]
        if tried and abs(tried - clock.today()) > FARTHEST:
            raise CommandError(f"{tried} is more than ten years away. Check the year.")
        return told(look(plan, tried))

    def as_text(self, found: Any) -> str:
        """Return a line for each payer and the proposal."""
        lines = [f"{found['plan']}: notice on {found['notice_on']} ({found['notice_is']})"]
        for one in found["payers"]:
            days = one["gap_days"]
            gap = (
                one["blocked"]
                if days is None
                else f"gap {days['20']}/{days['50']}/{days['80']} days, expected {days['expected']}"
            )
            lines.append(f"{one['payer']}, {one['clinician']}: last day {one['last_platform_day']}, {gap}")
        lines += [found["proposal"]["reason"], *found["warnings"]]
        return "\n".join(lines)


def told(found: ExitLook) -> dict[str, Any]:
    """Return the figures under the names that the JSON has."""
    return {
        "plan": found.plan.name,
        "state": found.plan.state,
        "platform": found.plan.platform.name,
        "notice_on": found.notice_on,
        "notice_is": found.notice_is,
        "payers": [_payer(row) for row in found.rows],
        "dollars": _dollars(found.total),
        "dollars_basis": BASIS,
        "proposal": {
            "notice_on": found.proposal.notice_on,
            "reason": found.proposal.reason,
            "beyond_window": found.beyond_window.notice_on if found.beyond_window else None,
        },
        "shifts": [
            {
                "days": one.days,
                "notice_on": one.notice_on,
                "expected_gap_days": round(one.worst_days, 1),
                "lost": one.lost_shown,
                "forgone": one.forgone_shown,
            }
            for one in found.shifts
        ],
        "warnings": found.warnings,
    }


def _payer(row: ExitRow) -> dict[str, Any]:
    days = None
    if row.gap is not None:
        days = {
            **dict(zip(LEVELS, row.gap.days, strict=True)),
            "expected": round(row.gap.expected, 1),
            "chance_of_any": round(row.gap.chance_of_any, 2),
        }
    return {
        "payer": row.share.payer.name,
        "clinician": str(row.share.provider),
        "weekly_sessions": row.share.weekly_sessions,
        "sessions_as_of": row.share.as_of,
        "last_platform_day": row.last_day,
        "own_day": dict(zip(LEVELS, row.own_days, strict=True)) if row.own_days else None,
        "gap_days": days,
        "dollars": _dollars(row.dollars),
        "blocked": row.line.blocked,
        "basis": row.outlook.basis,
        "example": row.outlook.example,
        "government_line": row.government,
    }


def _dollars(found: Dollars | None) -> dict[str, int] | None:
    if found is None:
        return None
    return {**dict(zip(LEVELS, found.shown, strict=True)), "expected": round(found.expected / 10) * 10}
