"""Refreshes the forecasts of every organization once its day has begun: one that fails stops no other."""

import logging
from dataclasses import dataclass, field
from typing import Any

from accounts import job_runs
from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from forecast.models import Outlook
from forecast.refreshing import refresh

logger = logging.getLogger(__name__)

NAME = "refresh_forecasts"


@dataclass(slots=True)
class Ran:
    """A run: organizations refreshed, those that were refreshed today already, and those that failed."""

    refreshed: int = 0
    up_to_date: int = 0
    written: int = 0
    failed: list[str] = field(default_factory=list)

    def as_counts(self) -> dict[str, Any]:
        """Return flat numbers without names: the health page is public."""
        return {
            "organizations": self.refreshed,
            "up_to_date": self.up_to_date,
            "forecasts": self.written,
            "failed_organizations": len(self.failed),
        }


def run() -> Ran:
    """Refresh each organization that has not been refreshed on its present day, and note the run."""
    ran = Ran()
    with job_runs.recorded(NAME) as counts:
        for organization in Organization.objects.order_by("slug"):
            try:
                with organization_scope(organization):
                    _one(ran)
            except Exception:
                ran.failed.append(organization.slug)
                logger.exception("The forecasts of %s could not be refreshed", organization.slug)
        counts.update(ran.as_counts())
    return ran


def _one(ran: Ran) -> None:
    if Outlook.objects.filter(refreshed_on=clock.today()).exists():
        ran.up_to_date += 1
        return
    ran.written += refresh().written
    ran.refreshed += 1
