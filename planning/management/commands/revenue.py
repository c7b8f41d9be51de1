"""Says what waiting for each open application may cost, and all of them together."""

from argparse import ArgumentParser
from typing import Any

from accounts.commands import OrganizationCommand
from planning.revenue import AtRisk, range_words, rounded, total
from planning.revenue_reading import settings_here, waits


class Command(OrganizationCommand):
    """`manage.py revenue --organization SLUG`."""

    help = "Prices the wait for each open application from the organization's own numbers. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the organization only."""
        super().add_arguments(parser)

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return dollars rounded as on the page, each with what it rests on."""
        found = list(waits(None))
        sums = total((provider, one) for _, provider, one in found)
        return {
            "uses_industry_figure": settings_here().use_industry_figure,
            "applications": [
                {"application": application, "clinician": provider, **_told(one)}
                for application, provider, one in found
                if one is not None
            ],
            "total": {
                "priced": sums.priced,
                "without_basis": sums.unpriced,
                "by_industry_figure": sums.industry,
                "per_week": rounded(sums.per_week),
                "low": rounded(sums.low),
                "likely": rounded(sums.likely),
                "high": rounded(sums.high),
            },
        }

    def as_text(self, found: Any) -> str:
        """Return one line per application, and the sum."""
        lines = [
            f"{row['application']}: ${row['per_week']:,} a week of delay; {row['range'] or 'no forecast'}. {row['basis_words']}"
            for row in found["applications"]
        ]
        sums = found["total"]
        lines.append(
            f"{sums['priced']} priced: about ${sums['likely']:,} (${sums['low']:,} to ${sums['high']:,}); "
            f"{sums['without_basis']} without a basis."
        )
        return "\n".join(lines)


def _told(one: AtRisk) -> dict[str, Any]:
    amounts = {name: getattr(one, name) for name in ("low", "likely", "high")}
    return {
        "per_week": rounded(one.per_week),
        "days": one.days,
        **{name: None if amount is None else rounded(amount) for name, amount in amounts.items()},
        "range": range_words(one),
        "basis": one.basis.value,
        "basis_words": one.words,
    }
