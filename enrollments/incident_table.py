"""Which columns, filters and views has the list of delegate incidents?"""

from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from enrollments.enums import IncidentKind
from enrollments.incident_reading import visible_incidents
from enrollments.models import DelegateIncident
from payers.models import Platform
from providers.visibility import practice_ids

_KIND = {kind.value: kind.label for kind in IncidentKind}
_KINDS = [(kind.value, kind.label) for kind in IncidentKind if kind != IncidentKind.RESTORED]


def _platforms(request: HttpRequest | None) -> QuerySet[Platform]:
    rows: QuerySet[Platform] = Platform.objects.order_by("name", "pk")
    return rows


class IncidentFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(field_name="said", lookup_expr="icontains", label="Search what was said")
    platform = django_filters.ModelChoiceFilter(
        queryset=_platforms, label="Platform", empty_label="Any platform"
    )
    kind = django_filters.ChoiceFilter(choices=_KINDS, label="What happened", empty_label="Anything")
    open = django_filters.ChoiceFilter(
        choices=[("true", "Open"), ("false", "Over")],
        method="by_end",
        label="Open or over",
        empty_label="No matter",
    )

    class Meta:
        model = DelegateIncident
        fields: list[str] = []

    def by_end(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the incidents that nobody has recorded the end of, or the others."""
        return rows.filter(ended_by__isnull=value == "true")


def _rows(request: OrganizationRequest) -> QuerySet[DelegateIncident]:
    rows = visible_incidents(request.membership).select_related("platform", "payer", "ended_by")
    granted = practice_ids(request.membership)
    if granted is None:
        return rows.annotate(seen=F("reached"))
    return rows.annotate(seen=Count("reach", filter=Q(reach__practice__in=granted)))


def _standing(row: DelegateIncident) -> Cell:
    end = getattr(row, "ended_by", None)
    if end is None:
        return Cell("At risk", chip="at_risk", since=row.occurred_on)
    return Cell("Restored", note=f"on {end.occurred_on.day} {end.occurred_on:%b %Y}")


INCIDENTS = ListPage(
    key="enrollments.incidents",
    title="Delegate incidents",
    noun=("incident", "incidents"),
    queryset=_rows,
    filterset=IncidentFilter,
    row_url=lambda row: org_reverse("enrollments:incident", row.pk),
    columns=(
        Column(
            "platform",
            "Platform",
            lambda row: row.platform.name,
            sort=("platform__name",),
            export_from=("platform__name",),
        ),
        Column(
            "kind",
            "What happened",
            lambda row: _KIND[row.kind],
            sort=("kind",),
            export=_KIND.__getitem__,
            export_from=("kind",),
        ),
        Column(
            "occurred",
            "Happened on",
            lambda row: row.occurred_on,
            sort=("occurred_on",),
            export_from=("occurred_on",),
        ),
        Column(
            "standing",
            "Standing",
            _standing,
            export=lambda day: f"Restored on {day}" if day else "Open",
            export_from=("ended_by__occurred_on",),
        ),
        Column(
            "payer",
            "Payer",
            lambda row: row.payer.name if row.payer else "Every payer",
            sort=("payer__name",),
            export=lambda name: name or "Every payer",
            export_from=("payer__name",),
        ),
        Column("reached", "Participations reached", lambda row: row.seen, css="num", export_from=("seen",)),
        Column("said", "What was said", lambda row: row.said, css="wrap", export_from=("said",)),
    ),
    sort="-occurred",
    empty=Empty(
        "No incident recorded",
        "When a payer suspends or revokes what it delegated to a platform, record it here: everything that "
        "depends on the platform then stands at risk at once.",
        icon="shield-check",
        action_label="Record an incident",
        action_url=lambda request: org_reverse("enrollments:incident_new"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(NamedView("Open", "open=true"), NamedView("Over", "open=false")),
)
