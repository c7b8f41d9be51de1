"""A list of audit entries, declared the way every room declares its lists."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from accounts.models import AuditEntry
from credtrack.kernel import lists
from credtrack.kernel.lists import BulkAction, Cell, Column, Empty, ListPage, NamedView

ACTIONS = [("practice.changed", "Changed a practice"), ("member.invited", "Invited a member")]


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(field_name="subject_label", lookup_expr="icontains", label="Search")
    action = django_filters.MultipleChoiceFilter(choices=ACTIONS, label="What happened")
    at = django_filters.DateFromToRangeFilter(field_name="at__date", label="When")
    subject_id = django_filters.NumberFilter(label="Number")

    class Meta:
        model = AuditEntry
        fields: list[str] = []


def rows(request: HttpRequest) -> QuerySet[AuditEntry]:
    """Return the entries of the open organization."""
    return AuditEntry.objects.select_related("actor")


def _what(row: AuditEntry) -> Cell:
    return Cell(row.action, chip="create" if row.action == "member.invited" else "update", title=row.summary)


COLUMNS = (
    Column("subject", "Subject", lambda row: row.subject_label, sort=("subject_label",), export_from=("subject_label",)),
    Column("number", "Number", lambda row: row.subject_id, sort=("subject_id",), css="num", export_from=("subject_id",)),
    Column("who", "Who", lambda row: str(row.actor or ""), sort=("actor__name",), export_from=("actor__name",)),
    Column("what", "What happened", _what, export_from=("action",), export=str.upper),
    Column("at", "When", lambda row: row.at, sort=("at",), default=False),
)  # fmt: skip


def declared(**changes: Any) -> ListPage:
    """Return the declaration, with what a test wants otherwise."""
    given: dict[str, Any] = {
        "key": "kernel.audit",
        "title": "Audit trail",
        "noun": ("entry", "entries"),
        "queryset": rows,
        "filterset": AuditFilter,
        "columns": COLUMNS,
        "sort": "subject",
        "empty": Empty("Nothing happened yet", "Whatever is changed here leaves a line."),
        "row_url": lambda row: f"/entries/{row.pk}/",
        "page_size": 5,
        "may_export": lambda request: True,
        "named_views": (NamedView("Invitations", "action=member.invited&sort=-at"),),
    }
    return ListPage(**{**given, **changes})


def with_bulk() -> ListPage:
    """Return the declaration with an action for selected rows."""
    return declared(bulk=(BulkAction("hide", "Hide", url=lambda request: "/hide/", icon="eye-off"),))


def request_for(query: str = "", headers: dict[str, str] | None = None) -> HttpRequest:
    """Return a GET request as the middleware would hand it to a view."""
    request = RequestFactory().get(f"/audit/?{query}", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return request


def answer(
    query: str = "", page: ListPage | None = None, headers: dict[str, str] | None = None
) -> HttpResponseBase:
    """Return what the list answers to an address."""
    return lists.render(request_for(query, headers), page or declared(), "audit_page.html")


def shown(query: str = "", page: ListPage | None = None) -> lists.ShownList:
    """Return what the template reads as `list`."""
    page = page or declared()
    request = request_for(query)
    return lists.ShownList(page, request, page.queryset(request))


def labels(query: str = "", page: ListPage | None = None) -> list[str]:
    """Return the names of the rows on the asked page."""
    return [row.label for row in shown(query, page).rows]
