"""Which open applications are priced, from which numbers? Read in bulk, within the member's walls.

Renewals are left out: who is in network already loses nothing while one is under way.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import Membership
from credtrack.kernel import clock
from enrollments.incident_reading import visible_reach
from enrollments.models import DelegateIncident
from enrollments.network_facts import GRANTING, RENEWING
from forecast.models import Outlook
from planning.caseloads import newest
from planning.models import CaseloadShare, PlanningSettings
from planning.revenue import AtRisk, Caseload, Total, Wait, price, total
from providers.visibility import practice_ids

_PRICED = sorted(kind.value for kind in GRANTING - RENEWING)
# What an annotated row carries of its newest caseload, each with its prefix.
_CASELOAD = ("weekly_sessions", "direct_rate", "platform_rate", "as_of", "source")
_PREFIX = "share_"
# The fields of a row that `priced` reads, for lists that export from columns.
PRICED_FROM = (
    *(f"{_PREFIX}{name}" for name in _CASELOAD),
    "billable_20", "billable_50", "billable_80", "has_own", "industry_chosen",
)  # fmt: skip


def settings_here() -> PlanningSettings:
    """Return what the open organization chose; the usual values where nobody has chosen yet."""
    return PlanningSettings.objects.first() or PlanningSettings()


def open_waits(membership: Membership | None) -> QuerySet[Outlook]:
    """Return the open applications whose delay costs money, each with its newest caseload; None sees all."""
    rows = Outlook.objects.filter(provider__isnull=False, application__kind__in=_PRICED)
    granted = practice_ids(membership) if membership else None
    if granted is not None:
        rows = rows.filter(practice__in=granted)
    same = CaseloadShare.objects.filter(
        provider=OuterRef("provider"), practice=OuterRef("practice"), payer=OuterRef("payer")
    ).order_by("-as_of", "-pk")
    shares = {f"{_PREFIX}{name}": Subquery(same.values(name)[:1]) for name in _CASELOAD}
    own = CaseloadShare.objects.filter(provider=OuterRef("provider")).filter(
        Q(direct_rate__isnull=False) | Q(platform_rate__isnull=False)
    )
    chosen = Value(settings_here().use_industry_figure, output_field=BooleanField())
    priced_rows: QuerySet[Outlook] = rows.annotate(**shares, has_own=Exists(own), industry_chosen=chosen)
    return priced_rows


def priced(row: Any) -> AtRisk | None:
    """Return the price of one row of `open_waits`."""
    return priced_values(*(getattr(row, name) for name in PRICED_FROM))


def priced_values(*values: Any) -> AtRisk | None:
    """Return the price from the values of `PRICED_FROM`, in its order."""
    sessions, direct, platform, as_of, source, early, likely, late, has_own, chosen = values
    caseload = None if sessions is None else Caseload(sessions, direct, platform, as_of, source)
    wait = Wait(early, likely, late)
    return price(caseload, wait, clock.today(), industry=bool(chosen) and not has_own)


def waits(membership: Membership | None) -> Iterator[tuple[int, int | None, AtRisk | None]]:
    """Yield application, clinician and price of each open wait; two queries."""
    rows = open_waits(membership).order_by("pk")
    for application, provider, *values in rows.values_list("application_id", "provider_id", *PRICED_FROM):
        yield application, provider, priced_values(*values)


def total_here(membership: Membership) -> Total:
    """Return what all open waits the member sees may cost together; two queries."""
    return total((provider, found) for _, provider, found in waits(membership))


@dataclass(frozen=True, slots=True)
class IncidentMoney:
    """What hangs on a platform: sessions and dollars a week, of how many, and how many have no number."""

    sessions: Any
    dollars: Any
    counted: int
    without: int
    oldest: dt.date | None


def incident_money(membership: Membership, incident: DelegateIncident) -> IncidentMoney:
    """Return the weekly sessions billed through the platform that an incident reached; two queries.

    Only numbers that name the platform count: the others are our own, or not billed yet. Dollars are what
    the platform pays, the direct rate where its own was not entered.
    """
    reach = visible_reach(membership, incident).order_by()
    keys = set(reach.values_list("provider_id", "practice_id", "plan__payer_id"))
    shares = newest(provider_ids={key[0] for key in keys}, payer_ids={key[2] for key in keys})
    found = [row for key, row in shares.items() if key in keys and row.platform_id == incident.platform_id]
    rates = [(row, row.direct_rate if row.platform_rate is None else row.platform_rate) for row in found]
    return IncidentMoney(
        sessions=sum(row.weekly_sessions for row in found),
        dollars=sum(row.weekly_sessions * rate for row, rate in rates if rate is not None),
        counted=len(found),
        without=len(keys) - len(found),
        oldest=min((row.as_of for row in found), default=None),
    )
