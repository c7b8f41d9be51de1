"""How are statements shown as a list: columns, filters, the flag of a conflict?"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from payers.models import Payer, Platform
from planning.enums import About, Form, Speaker
from planning.models import Statement
from planning.statements import with_flags
from planning.walls import visible_statements

_STANDING = [("conflict", "In conflict"), ("current", "Not replaced"), ("replaced", "Replaced")]


class StatementFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Text, subject, who said it and how, platform, payer, and whether it still stands."""

    q = django_filters.CharFilter(field_name="content", lookup_expr="icontains", label="What was said")
    about = django_filters.ChoiceFilter(choices=About.choices(), label="About")
    speaker = django_filters.ChoiceFilter(choices=Speaker.choices(), label="Who said it")
    form = django_filters.ChoiceFilter(choices=Form.choices(), label="Said or in writing")
    platform = django_filters.ModelChoiceFilter(
        queryset=lambda request: Platform.objects.all(), label="Platform"
    )
    payer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Payer.objects.order_by("name", "pk"),
        label="Payer",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    standing = django_filters.ChoiceFilter(choices=_STANDING, method="stands", label="Standing")

    class Meta:
        model = Statement
        fields: list[str] = []

    def stands(self, rows: QuerySet[Statement], name: str, value: str) -> QuerySet[Statement]:
        """Keep statements in conflict, those that still stand, or those that were replaced."""
        wanted = {"in_conflict": True} if value == "conflict" else {"is_replaced": value == "replaced"}
        return rows.filter(**wanted)


def _rows(request: OrganizationRequest) -> QuerySet[Statement]:
    rows = with_flags(visible_statements(request.membership))
    return rows.select_related("platform", "payer", "practice", "provider")


def speaker_words(row: Statement) -> str:
    """Return who said it by name: the payer, the platform, or the partner's person."""
    named = {Speaker.PAYER: row.payer, Speaker.PLATFORM: row.platform, Speaker.PARTNER: row.person}
    return str(named[Speaker(row.speaker)] or Speaker(row.speaker).label)


def whom_words(row: Statement) -> str:
    """Return whom it concerns besides the one who said it."""
    parts: list[object] = [row.provider, row.practice]
    parts += [row.payer] if row.speaker != Speaker.PAYER else []
    parts += [row.platform] if row.speaker != Speaker.PLATFORM else []
    return ", ".join(str(part) for part in parts if part)


def standing_words(row: Any) -> str:
    """Return whether it stands, was replaced, or is contradicted; the row carries the flags."""
    if row.is_replaced:
        return "Replaced"
    return "In conflict" if row.in_conflict else "Stands alone" if row.form == Form.VERBAL else "In writing"


STATEMENTS = ListPage(
    key="planning.statements",
    title="Statements",
    noun=("statement", "statements"),
    queryset=_rows,
    columns=(
        Column("about", "About", lambda row: row.get_about_display(), sort=("about", "pk")),
        Column(
            "speaker",
            "Said by",
            lambda row: Cell(speaker_words(row), note=row.person if row.speaker != Speaker.PARTNER else ""),
            export=speaker_words,
        ),
        Column("position", "In one word", lambda row: row.position, sort=("position", "pk")),
        Column(
            "content",
            "What was said",
            lambda row: Cell(row.content[:80], title=row.content),
            export=lambda row: row.content,
        ),
        Column("form", "How", lambda row: row.get_form_display(), sort=("form", "pk")),
        Column("said", "Said on", lambda row: row.said_on, sort=("said_on", "pk")),
        Column("whom", "Concerns", whom_words),
        Column("standing", "Standing", standing_words),
        Column("channel", "Channel", lambda row: row.get_channel_display(), default=False),
    ),
    sort="-said",
    filterset=StatementFilters,
    row_url=lambda row: org_reverse("planning:statement", row.pk),
    empty=Empty(
        "Nothing was written down yet",
        "Note what a payer or platform says, with who said it and how. It is a claim until it is confirmed.",
        icon="message-square",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(
        NamedView("In conflict", "standing=conflict"),
        NamedView("Only said", "form=verbal&standing=current"),
    ),
    saved_views=offered,
    save_view_url=save_view_url,
)
