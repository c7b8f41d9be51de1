"""Which columns, filters and order has the list of open applications with the price of their wait?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage
from enrollments.filters import payers_in_use, people_named, practices_seen
from forecast.models import Outlook
from planning.enums import RevenueBasis
from planning.revenue import AtRisk, money_words, range_words, rounded
from planning.revenue_reading import PRICED_FROM, open_waits, priced, priced_values

_BASIS = 60


class RevenueFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(method="by_name", label="Search by clinician or NPI")
    payer = django_filters.ModelChoiceFilter(queryset=payers_in_use, label="Payer", empty_label="Any payer")
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any practice"
    )
    basis = django_filters.ChoiceFilter(
        choices=[("own", "Our own numbers"), ("none", "No own number")],
        method="by_basis",
        label="Rests on",
        empty_label="No matter",
    )
    application = django_filters.NumberFilter(field_name="application", label="Application number")

    class Meta:
        model = Outlook
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the clinicians whose name has every word, or whose NPI it is."""
        return rows.filter(provider__in=people_named(value.strip()).order_by().values("pk"))

    def by_basis(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those with sessions and a rate of our own, or the others."""
        rate = Q(share_direct_rate__isnull=False) | Q(share_platform_rate__isnull=False)
        return rows.filter(rate) if value == "own" else rows.exclude(rate)


def _rows(request: OrganizationRequest) -> QuerySet[Outlook]:
    return open_waits(request.membership).select_related("provider", "payer", "practice")


def _dollars(key: str, label: str, pick: Callable[[AtRisk], Any], *, default: bool = True) -> Column:
    def value(row: Any) -> str:
        found = priced(row)
        return money_words(pick(found)) if found else ""

    def export(*values: Any) -> int | None:
        found = priced_values(*values)
        amount = pick(found) if found else None
        return None if amount is None else rounded(amount)

    return Column(key, label, value, default=default, css="num", export=export, export_from=PRICED_FROM)


def _at_risk(row: Any) -> Cell | None:
    found = priced(row)
    if found is None or not range_words(found):
        return None
    note = "industry figure" if found.basis == RevenueBasis.INDUSTRY else ""
    return Cell(range_words(found), note=note, title=found.words)


def _basis(row: Any) -> Cell | None:
    found = priced(row)
    if found is None:
        return Cell("No basis, so no number", title="Enter weekly sessions and a rate for this payer.")
    return Cell(Truncator(found.words).chars(_BASIS), title=found.words)


def _days(row: Any) -> int | None:
    found = priced(row)
    return found.days if found else None


def _day(row: Outlook) -> dt.date | None:
    return row.billable_50


def _exported(words: Callable[[AtRisk], Any]) -> Callable[..., Any]:
    def export(*values: Any) -> Any:
        found = priced_values(*values)
        return words(found) if found else ""

    return export


REVENUE = ListPage(
    key="planning.revenue",
    title="What waiting costs",
    noun=("open application", "open applications"),
    queryset=_rows,
    filterset=RevenueFilter,
    row_url=lambda row: org_reverse("enrollments:detail", row.application_id),
    columns=(
        Column(
            "clinician",
            "Clinician",
            lambda row: row.provider.name_with_degree,
            sort=("provider__sort_name",),
            export=lambda first, last: f"{last}, {first}",
            export_from=("provider__first_name", "provider__last_name"),
        ),
        Column(
            "payer", "Payer", lambda row: row.payer.name, sort=("payer__name",), export_from=("payer__name",)
        ),
        Column("state", "State", lambda row: row.state, sort=("state",), export_from=("state",)),
        Column(
            "sessions",
            "Sessions a week",
            lambda row: None if row.share_weekly_sessions is None else f"{row.share_weekly_sessions:g}",
            sort=("share_weekly_sessions",),
            css="num",
            export_from=("share_weekly_sessions",),
        ),
        _dollars("week", "A week of delay, about", lambda found: found.per_week),
        Column("billable", "Billable likely by", _day, sort=("billable_50",), export_from=("billable_50",)),
        Column(
            "days",
            "Days still ahead",
            _days,
            css="num",
            export=_exported(lambda found: found.days),
            export_from=PRICED_FROM,
        ),
        Column(
            "range",
            "At risk until then, about",
            _at_risk,
            export=_exported(range_words),
            export_from=PRICED_FROM,
        ),
        _dollars("low", "At risk, low", lambda found: found.low, default=False),
        _dollars("likely", "At risk, likely", lambda found: found.likely, default=False),
        _dollars("high", "At risk, high", lambda found: found.high, default=False),
        Column(
            "basis",
            "Rests on",
            _basis,
            css="wrap",
            export=_exported(lambda found: found.words),
            export_from=PRICED_FROM,
        ),
        Column(
            "practice",
            "Practice",
            lambda row: str(row.practice),
            sort=("practice__legal_name",),
            default=False,
            export_from=("practice__legal_name",),
            css="wrap",
        ),
    ),
    sort="billable",
    empty=Empty(
        "No open application to price",
        "Forecasts are made every morning for the applications that are open then.",
        icon="hourglass",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
)
