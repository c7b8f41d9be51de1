"""Which columns, order and views the list of who works for us has."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import saved_views
from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from enrollments.engagements import CHECKLIST, fee_words, going_on, visible_engagements
from enrollments.enums import EngagementKind
from enrollments.filters import practices_seen
from enrollments.models import ServiceEngagement


class EngagementFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Search by name")
    kind = django_filters.ChoiceFilter(
        choices=EngagementKind.choices(), label="What they do", empty_label="Anything"
    )
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any practice"
    )
    now = django_filters.ChoiceFilter(
        choices=[("true", "Going on")], method="only_now", label="Going on", empty_label="No matter"
    )

    class Meta:
        model = ServiceEngagement
        fields: list[str] = []

    def only_now(
        self, rows: QuerySet[ServiceEngagement], name: str, value: str
    ) -> QuerySet[ServiceEngagement]:
        """Keep those that have not ended."""
        return going_on(rows, clock.today())


def _rows(request: OrganizationRequest) -> QuerySet[ServiceEngagement]:
    return visible_engagements(request.membership).select_related("practice")


def _may_edit(request: HttpRequest) -> bool:
    return can(request.membership, Capability.EDIT_APPLICATIONS)  # type: ignore[attr-defined]


def _moved(row: ServiceEngagement) -> Cell | None:
    if row.replaces_id is None:
        return None
    done = sum(getattr(row, name) is not None for name, _ in CHECKLIST)
    return Cell(f"{done} of {len(CHECKLIST)}", chip="done" if done == len(CHECKLIST) else "due")


ENGAGEMENTS = ListPage(
    key="engagements",
    title="Who works for us",
    noun=("engagement", "engagements"),
    queryset=_rows,
    columns=(
        Column("name", "Name", lambda row: row.name, sort=("name", "pk")),
        Column("kind", "What they do", lambda row: row.get_kind_display(), sort=("kind", "pk"), css="wrap"),
        Column(
            "practice",
            "Practice",
            lambda row: str(row.practice),
            sort=("practice__legal_name", "pk"),
            css="wrap",
        ),
        Column("starts", "From", lambda row: row.starts_on, sort=("starts_on", "pk")),
        Column("ends", "Until", lambda row: row.ends_on, sort=("ends_on", "pk")),
        Column(
            "fee", "Fee", lambda row: Cell(fee_words(row), note=row.fee_source), css="wrap", export=fee_words
        ),
        Column("moved", "Moved over", _moved),
    ),
    sort="-starts",
    filterset=EngagementFilter,
    row_url=lambda row: org_reverse("enrollments:engagement", row.pk),
    empty=Empty(
        "Nobody works for you yet",
        "Record a billing service, a credentialing service, software or a platform, with its fee.",
        icon="users-round",
        action_label="Record an engagement",
        action_url=lambda request: org_reverse("enrollments:engagement_new") if _may_edit(request) else "",
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(NamedView("Going on", "now=true"),),
    saved_views=saved_views.offered,
    save_view_url=saved_views.save_view_url,
)
