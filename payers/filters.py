"""By what the payers and the rules can be narrowed."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from credtrack.kernel import us_states
from payers.enums import LineOfBusiness, PanelStatus, RuleKind, SourceQuality
from payers.models import PanelState, Payer, PayerAlias, Plan, Rule

KEEPING = [("own", "Only ours"), ("shared", "Only the catalog's")]


class PayerFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Name or alias, line of business, state, whose row it is, and what the panel said last."""

    q = django_filters.CharFilter(method="named", label="Name or alias")
    line = django_filters.ChoiceFilter(
        choices=LineOfBusiness.choices(), method="with_line", label="Line of business"
    )
    state = django_filters.ChoiceFilter(
        choices=us_states.choices(),
        method="serving",
        label="State",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    keeping = django_filters.ChoiceFilter(choices=KEEPING, method="kept", label="Whose")
    panel = django_filters.ChoiceFilter(choices=PanelStatus.choices(), label="Panel", field_name="panel")

    class Meta:
        model = Payer
        fields: list[str] = []

    def named(self, rows: QuerySet[Payer], name: str, value: str) -> QuerySet[Payer]:
        """Keep payers whose name or one of whose aliases contains the text."""
        alias = PayerAlias.objects.filter(payer=OuterRef("pk"), text__icontains=value.strip())
        return rows.filter(Q(name__icontains=value.strip()) | Exists(alias))

    def with_line(self, rows: QuerySet[Payer], name: str, value: str) -> QuerySet[Payer]:
        """Keep payers with a plan of the line."""
        plan = Plan.objects.filter(payer=OuterRef("pk"), line_of_business=value, is_active=True)
        return rows.filter(Exists(plan))

    def serving(self, rows: QuerySet[Payer], name: str, value: str) -> QuerySet[Payer]:
        """Keep payers that work in the state; where nothing is known, a payer stays."""
        return rows.filter(Q(states__contains=f" {value} ") | Q(states=" all ") | Q(states=""))

    def kept(self, rows: QuerySet[Payer], name: str, value: str) -> QuerySet[Payer]:
        """Keep our own payers, or the catalogue's."""
        return rows.filter(organization__isnull=value == "shared")


class RuleFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Kind, state, line, quality of the source, whose row it is."""

    q = django_filters.CharFilter(method="telling", label="Text, source or citation")
    kind = django_filters.ChoiceFilter(choices=RuleKind.choices(), label="About")
    state = django_filters.ChoiceFilter(
        choices=us_states.choices(), label="State", widget=forms.Select(attrs={"data-combobox": ""})
    )
    line = django_filters.ChoiceFilter(
        choices=LineOfBusiness.choices(), field_name="line_of_business", label="Line of business"
    )
    quality = django_filters.ChoiceFilter(
        choices=SourceQuality.choices(), field_name="source_quality", label="Source"
    )
    keeping = django_filters.ChoiceFilter(choices=KEEPING, method="kept", label="Whose")

    class Meta:
        model = Rule
        fields: list[str] = []

    def telling(self, rows: QuerySet[Rule], name: str, value: str) -> QuerySet[Rule]:
        """Keep rules that say, or come from, the text."""
        text = value.strip()
        return rows.filter(
            Q(text__icontains=text)
            | Q(source__icontains=text)
            | Q(citation__icontains=text)
            | Q(payer__name__icontains=text)
        )

    def kept(self, rows: QuerySet[Rule], name: str, value: str) -> QuerySet[Rule]:
        """Keep our own rules, or the catalogue's."""
        return rows.filter(organization__isnull=value == "shared")


def newest_panel(field: str) -> QuerySet[PanelState]:
    """Return the subquery for a field of the newest panel answer of a payer."""
    rows: QuerySet[PanelState] = PanelState.objects.filter(payer=OuterRef("pk"))
    return rows.order_by("-learnt_on", "-pk").values(field)[:1]  # type: ignore[no-any-return]
