"""How are release letters shown as a list: one row a letter, with its newest word?"""

import django_filters
from django.db.models import Q, QuerySet

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from payers.models import Platform
from planning.enums import LetterOutcome
from planning.letters import newest_only
from planning.models import ReleaseLetter
from planning.walls import visible_letters


class LetterFilters(django_filters.FilterSet):  # type: ignore[misc]  # ships no types
    """Clinician or payer, platform, and what became of it."""

    q = django_filters.CharFilter(method="named", label="Clinician or payer")
    platform = django_filters.ModelChoiceFilter(
        queryset=lambda request: Platform.objects.all(), label="Platform"
    )
    outcome = django_filters.ChoiceFilter(choices=LetterOutcome.choices(), label="What became of it")

    class Meta:
        model = ReleaseLetter
        fields: list[str] = []

    def named(self, rows: QuerySet[ReleaseLetter], name: str, value: str) -> QuerySet[ReleaseLetter]:
        """Keep letters for a clinician, or about a payer, whose name contains the text."""
        text = value.strip()
        return rows.filter(Q(provider__sort_name__icontains=text) | Q(payer__name__icontains=text))


def _rows(request: OrganizationRequest) -> QuerySet[ReleaseLetter]:
    rows = newest_only(visible_letters(request.membership))
    return rows.select_related("platform", "provider", "practice", "payer", "application")


def _outcome(row: ReleaseLetter) -> Cell:
    return Cell(row.get_outcome_display(), note=f"by {row.required_by}" if row.required_by else "")


def _application(row: ReleaseLetter) -> Cell | None:
    found = row.application
    if found is None:
        return None
    words = "Blocked" if found.blocked_reason else found.get_status_display()
    return Cell(words, title=found.blocked_reason, url=org_reverse("enrollments:detail", found.pk))


LETTERS = ListPage(
    key="planning.letters",
    title="Release letters",
    noun=("release letter", "release letters"),
    queryset=_rows,
    columns=(
        Column("provider", "Clinician", lambda row: str(row.provider), sort=("provider__sort_name", "pk")),
        Column("payer", "Payer", lambda row: str(row.payer), sort=("payer__sort_name", "pk")),
        Column("platform", "Platform", lambda row: str(row.platform), sort=("platform__name", "pk")),
        Column("practice", "Practice", lambda row: str(row.practice)),
        Column("outcome", "Newest word", _outcome, sort=("outcome", "pk")),
        Column("occurred", "On", lambda row: row.occurred_on, sort=("occurred_on", "pk")),
        Column("answer_by", "Answer wanted by", lambda row: row.answer_by, sort=("answer_by", "pk")),
        Column("application", "Application", _application),
    ),
    sort="-occurred",
    filterset=LetterFilters,
    row_url=lambda row: org_reverse("planning:letter", row.pk),
    empty=Empty(
        "No release letter was asked for",
        "Some payers want one from the platform before a direct application goes on. Record the request here.",
        icon="mail",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(NamedView("Refused", "outcome=refused"), NamedView("Waiting", "outcome=requested")),
    saved_views=offered,
    save_view_url=save_view_url,
)
