"""How exit plans and caseloads are shown as lists."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from payers.models import Payer, Platform
from planning.enums import ExitState
from planning.models import CaseloadShare, ExitPlan
from planning.walls import visible_caseloads, visible_exits
from providers.visibility import chosen_practice_id


def _number(value: Any) -> str:
    """Return a decimal as it was typed, without zeros behind."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _dollars(value: Any) -> str:
    return "" if value is None else f"${_number(value)}"


class CaseloadFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Clinician, payer, platform."""

    q = django_filters.CharFilter(method="named", label="Clinician or payer")
    payer = django_filters.ModelChoiceFilter(queryset=lambda request: Payer.objects.all(), label="Payer")
    platform = django_filters.ModelChoiceFilter(
        queryset=lambda request: Platform.objects.all(), label="Platform"
    )

    class Meta:
        model = CaseloadShare
        fields: list[str] = []

    def named(self, rows: QuerySet[CaseloadShare], name: str, value: str) -> QuerySet[CaseloadShare]:
        """Keep rows whose clinician or payer contains the text."""
        text = value.strip()
        return rows.filter(Q(provider__sort_name__icontains=text) | Q(payer__name__icontains=text))


class ExitFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Name, state, platform."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    state = django_filters.ChoiceFilter(choices=ExitState.choices(), label="State")
    platform = django_filters.ModelChoiceFilter(
        queryset=lambda request: Platform.objects.all(), label="Platform"
    )

    class Meta:
        model = ExitPlan
        fields: list[str] = []


def _caseload_rows(request: OrganizationRequest) -> QuerySet[CaseloadShare]:
    rows, chosen = visible_caseloads(request.membership), chosen_practice_id(request)
    return rows if chosen is None else rows.filter(practice=chosen)


def _exit_rows(request: OrganizationRequest) -> QuerySet[ExitPlan]:
    rows, chosen = visible_exits(request.membership), chosen_practice_id(request)
    rows = rows if chosen is None else rows.filter(practice=chosen)
    return rows.annotate(leaving=Count("clinicians"))


def _last_day(row: ExitPlan) -> dt.date | None:
    return row.notice_on + dt.timedelta(days=row.notice_days) if row.notice_on else None


def _may_export(request: OrganizationRequest) -> bool:
    return can(request.membership, Capability.EXPORT)


CASELOAD = ListPage(
    key="caseload",
    title="Caseload",
    noun=("row", "rows"),
    queryset=_caseload_rows,
    columns=(
        Column("clinician", "Clinician", lambda row: str(row.provider), sort=("provider__sort_name", "pk")),
        Column("practice", "Practice", lambda row: str(row.practice), sort=("practice__legal_name", "pk")),
        Column("payer", "Payer", lambda row: row.payer.name, sort=("payer__sort_name", "pk")),
        Column("platform", "Billed through", lambda row: row.platform.name if row.platform else "Own or not yet"),
        Column("sessions", "Sessions a week", lambda row: _number(row.weekly_sessions), sort=("weekly_sessions", "pk"), css="num"),
        Column("share", "Share, %", lambda row: _number(row.share_percent), css="num"),
        Column("platform_rate", "Platform rate", lambda row: _dollars(row.platform_rate), css="num"),
        Column("direct_rate", "Direct rate", lambda row: _dollars(row.direct_rate), css="num"),
        Column("brought", "Clients brought", lambda row: row.clients_brought, css="num"),
        Column("referred", "Clients referred", lambda row: row.clients_referred, css="num"),
        Column("as_of", "As of", lambda row: row.as_of, sort=("as_of", "pk")),
        Column("source", "Source", lambda row: row.source),
    ),
    sort="clinician",
    filterset=CaseloadFilters,
    empty=Empty(
        "No caseload yet",
        "Enter how many sessions a week hang on each payer: counts only, never a person.",
        icon="clipboard-list",
    ),
    may_export=_may_export,
    saved_views=offered,
    save_view_url=save_view_url,
)  # fmt: skip

EXITS = ListPage(
    key="exits",
    title="Exit plans",
    noun=("exit plan", "exit plans"),
    queryset=_exit_rows,
    columns=(
        Column("name", "Plan", lambda row: row.name, sort=("name", "pk")),
        Column("platform", "Platform", lambda row: row.platform.name, sort=("platform__name", "pk")),
        Column("practice", "Practice", lambda row: str(row.practice), sort=("practice__legal_name", "pk")),
        Column("state", "State", lambda row: row.get_state_display(), sort=("state", "pk")),
        Column("leaving", "Clinicians", lambda row: row.leaving, css="num"),
        Column("notice_days", "Notice, days", lambda row: Cell(str(row.notice_days), note=row.notice_source), css="num"),
        Column("notice_on", "Notice on", lambda row: row.notice_on, sort=("notice_on", "pk")),
        Column("last_day", "Last day", _last_day),
    ),
    sort="name",
    filterset=ExitFilters,
    row_url=lambda row: org_reverse("planning:exit", row.pk),
    empty=Empty(
        "No exit plan yet",
        "Make one for a platform you may leave: it shows the gap of each payer before you give notice.",
        icon="route",
    ),
    may_export=_may_export,
    named_views=(NamedView("Notice given", "state=notice_given"),),
    saved_views=offered,
    save_view_url=save_view_url,
)  # fmt: skip
