"""How payers and rules are shown as lists."""

from typing import Any

from django.db.models import Prefetch, QuerySet, Subquery

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from credtrack.kernel.us_states import NAMES
from payers.enums import LineOfBusiness, PanelStatus, SourceQuality, Standing
from payers.filters import PayerFilters, RuleFilters, newest_panel
from payers.models import Payer, Plan, Rule
from payers.rule_cards import scope_words
from payers.rules import value_words
from payers.selectors import fact_of

# More states than this are counted instead of listed.
MANY_STATES = 6


def _payer_rows(request: OrganizationRequest) -> QuerySet[Payer]:
    plans = Prefetch("plans", Plan.objects.filter(is_active=True))
    rows: QuerySet[Payer] = Payer.objects.filter(is_active=True)
    return (
        rows.select_related("parent", "behavioral_health_administered_by")
        .prefetch_related(plans)
        .annotate(panel=Subquery(newest_panel("status")), panel_since=Subquery(newest_panel("learnt_on")))
    )


def states_words(codes: list[str]) -> str:
    """Return the states served, in words that fit a cell."""
    if not codes:
        return "Not known"
    if codes == ["all"]:
        return "Every state"
    if len(codes) == 1:
        return NAMES.get(codes[0], codes[0])
    return ", ".join(codes) if len(codes) <= MANY_STATES else f"{len(codes)} states"


def lines_words(plans: list[Plan]) -> str:
    """Return the lines of business of some plans, each once, default plans first."""
    ordered = sorted(plans, key=lambda plan: not plan.is_default)
    return ", ".join(dict.fromkeys(LineOfBusiness(plan.line_of_business).label for plan in ordered))


def _states(row: Payer) -> Cell:
    return Cell(states_words(row.states_served), title=" ".join(row.states_served))


def _panel(row: Any) -> Cell:
    if not row.panel:
        return Cell("")
    return Cell(PanelStatus(row.panel).label, chip=row.panel, since=row.panel_since)


PAYERS = ListPage(
    key="payers",
    title="Payers",
    noun=("payer", "payers"),
    queryset=_payer_rows,
    columns=(
        Column(
            "name",
            "Payer",
            lambda row: Cell(row.name, note=f"part of {row.parent.name}" if row.parent else ""),
            sort=("sort_name", "pk"),
            export=lambda row: row.name,
        ),
        Column("lines", "Lines of business", lambda row: lines_words(list(row.plans.all()))),
        Column("states", "States", _states, export=lambda row: " ".join(row.states_served)),
        Column(
            "behavioral",
            "Behavioral health",
            lambda row: (
                row.behavioral_health_administered_by.name if row.behavioral_health_administered_by else ""
            ),
        ),
        Column("panel", "Panel", _panel, export=lambda row: row.panel or ""),
        Column("keeping", "Kept by", lambda row: "Us" if row.is_own else "Catalog"),
    ),
    sort="name",
    filterset=PayerFilters,
    row_url=lambda row: org_reverse("payers:detail", row.pk),
    empty=Empty(
        "The catalog is empty",
        "Load it with “manage.py load_catalogue”, or add the first payer yourself.",
        icon="landmark",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(
        NamedView("Ours", "keeping=own"),
        NamedView("Closed panels", "panel=closed"),
        NamedView("Medicaid", "line=medicaid"),
    ),
    saved_views=offered,
    save_view_url=save_view_url,
)


def _rule_rows(request: OrganizationRequest) -> QuerySet[Rule]:
    rows: QuerySet[Rule] = Rule.objects.all()
    return rows.select_related("payer")


def _rule_place(row: Rule) -> Cell:
    scope = scope_words(fact_of(row))
    payer = (
        row.payer.name if row.payer else {"bcbs": "BCBS plans", "anthem": "Anthem plans"}.get(row.family, "")
    )
    return Cell(payer or "Every payer", note=scope)


def _rule_value(row: Rule) -> Cell:
    value = value_words(fact_of(row))
    standing = "" if row.standing == Standing.IN_FORCE else Standing(row.standing).label
    return Cell(value or "In words", note=standing)


RULES = ListPage(
    key="rules",
    title="Rules",
    noun=("rule", "rules"),
    queryset=_rule_rows,
    columns=(
        Column("kind", "About", lambda row: row.get_kind_display(), sort=("kind", "pk")),
        Column("place", "Applies to", _rule_place, sort=("payer__sort_name", "state", "pk")),
        Column("value", "Value", _rule_value),
        Column("text", "In words", lambda row: row.text),
        Column(
            "source", "Source", lambda row: Cell(row.source, note=SourceQuality(row.source_quality).label)
        ),
        Column("quoted", "As of", lambda row: row.verified_on or row.quoted_on, sort=("quoted_on", "pk")),
        Column("keeping", "Kept by", lambda row: "Us" if row.is_own else "Catalog"),
    ),
    sort="kind",
    filterset=RuleFilters,
    row_url=lambda row: org_reverse("payers:rule", row.pk),
    empty=Empty("No rules yet", "They come with the payer catalog.", icon="scale"),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(NamedView("Ours", "keeping=own"), NamedView("State deadlines", "kind=decision_deadline")),
    saved_views=offered,
    save_view_url=save_view_url,
)
