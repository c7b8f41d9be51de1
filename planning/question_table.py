"""How are questionnaires shown as a list: columns, filters, views?"""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from payers.models import Payer, Platform
from planning.asking import party_of, tally_of
from planning.enums import Template
from planning.models import Answer, Questionnaire
from planning.red_flags import RED
from planning.walls import visible_questionnaires

_FLAGS = [("some", "Some"), ("none", "None")]
_STATES = [("open", "Open"), ("closed", "Closed")]


class QuestionnaireFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Party, list of questions, payer, whether it is open, and whether it has red flags."""

    q = django_filters.CharFilter(field_name="partner_name", lookup_expr="icontains", label="Partner's name")
    template = django_filters.ChoiceFilter(choices=Template.choices(), label="Questions")
    platform = django_filters.ModelChoiceFilter(
        queryset=lambda request: Platform.objects.all(), label="Platform"
    )
    payer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Payer.objects.order_by("name", "pk"),
        label="Payer",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    flags = django_filters.ChoiceFilter(choices=_FLAGS, method="flagged", label="Red flags")
    standing = django_filters.ChoiceFilter(choices=_STATES, method="stands", label="Open or closed")

    class Meta:
        model = Questionnaire
        fields: list[str] = []

    def flagged(self, rows: QuerySet[Questionnaire], name: str, value: str) -> QuerySet[Questionnaire]:
        """Keep lists with, or without, a question whose newest answer is a red flag."""
        later = Answer.objects.filter(
            questionnaire=OuterRef("questionnaire"),
            question=OuterRef("question"),
            number__gt=OuterRef("number"),
        )
        red = Answer.objects.filter(~Exists(later), questionnaire=OuterRef("pk"), outcome__in=sorted(RED))
        return rows.filter(Exists(red) if value == "some" else ~Exists(red))

    def stands(self, rows: QuerySet[Questionnaire], name: str, value: str) -> QuerySet[Questionnaire]:
        """Keep open or closed lists."""
        return rows.filter(closed_on__isnull=value == "open")


def _rows(request: OrganizationRequest) -> QuerySet[Questionnaire]:
    rows = visible_questionnaires(request.membership).select_related("platform", "practice", "payer")
    return rows.prefetch_related("answers")


def _answered(row: Questionnaire) -> Cell:
    found = tally_of(row, row.answers.all())
    note = f"{found.not_asked} not asked yet" if found.not_asked else ""
    return Cell(f"{found.answered} of {found.total}", note=note)


def _red(row: Questionnaire) -> str:
    found = tally_of(row, row.answers.all())
    return str(found.red_flags) if found.red_flags else ""


def _scope(row: Questionnaire) -> str:
    parts = (row.practice, row.payer, row.state)
    return ", ".join(str(part) for part in parts if part) or "Nothing in particular"


QUESTIONNAIRES = ListPage(
    key="planning.questionnaires",
    title="Questions asked",
    noun=("list of questions", "lists of questions"),
    queryset=_rows,
    columns=(
        Column("party", "Asked", party_of, sort=("platform__name", "partner_name", "pk"), export=party_of),
        Column("template", "Questions", lambda row: row.get_template_display(), sort=("template", "pk")),
        Column("scope", "For", _scope),
        Column("asked", "Asked on", lambda row: row.asked_on, sort=("asked_on", "pk")),
        Column("answered", "Answered", _answered),
        Column("red", "Red flags", _red, css="num"),
        Column("closed", "Closed on", lambda row: row.closed_on, sort=("closed_on", "pk"), default=False),
    ),
    sort="-asked",
    filterset=QuestionnaireFilters,
    row_url=lambda row: org_reverse("planning:questionnaire", row.pk),
    empty=Empty(
        "Nobody was asked yet",
        "Put the questions to a platform or partner before you sign, and keep what it answers.",
        icon="clipboard-list",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(NamedView("With red flags", "flags=some"), NamedView("Open", "standing=open")),
    saved_views=offered,
    save_view_url=save_view_url,
)
