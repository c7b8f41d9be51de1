"""What do the newest caseloads of a member's practices add up to? Sessions by payer, and average rates."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from planning.models import CaseloadShare


@dataclass(slots=True)
class CaseloadSums:
    """Sessions a week by payer, and rates in dollars weighted by the sessions that have one."""

    by_payer: dict[str, float] = field(default_factory=dict)
    sessions: float = 0.0
    platform_rate: float | None = None
    direct_rate: float | None = None
    rows: int = 0

    def as_numbers(self) -> dict[str, Any]:
        """Return what a form may begin with, rates in whole dollars."""
        found: dict[str, Any] = {"weekly_sessions": round(self.sessions, 1)} if self.rows else {}
        for name, rate in (("platform_rate", self.platform_rate), ("direct_rate", self.direct_rate)):
            if rate is not None:
                found[name] = round(rate)
        return {"notice_months": 3, **found}


def sums_of(rows: QuerySet[CaseloadShare]) -> CaseloadSums:
    """Return the sums of `rows`; one query."""
    found = CaseloadSums()
    paid: dict[int, tuple[float, float]] = {0: (0.0, 0.0), 1: (0.0, 0.0)}
    columns = rows.order_by().values_list("payer__name", "weekly_sessions", "platform_rate", "direct_rate")
    for name, count, *rates in columns:
        sessions = float(count)
        found.by_payer[name] = found.by_payer.get(name, 0.0) + sessions
        found.sessions += sessions
        found.rows += 1
        for place, rate in enumerate(rates):
            if rate is not None:
                money, weight = paid[place]
                paid[place] = money + sessions * float(rate), weight + sessions
    found.platform_rate, found.direct_rate = (
        paid[place][0] / paid[place][1] if paid[place][1] else None for place in (0, 1)
    )
    return found
