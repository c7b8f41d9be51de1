"""By what the audit trail and the mail can be narrowed: what the database can find without a full search."""

from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import MessageState
from accounts.models import AuditEntry, OutboxMessage, User
from accounts.tenancy import SharedTenantModel, TenantModel
from credtrack.kernel import clock


def people(request: HttpRequest | None) -> QuerySet[User]:
    """Return everybody who has or had a seat in the request's organization."""
    organization = getattr(request, "organization", None)
    return User.objects.filter(memberships__organization=organization).order_by("name", "email")


def record_kinds() -> list[tuple[str, str]]:
    """Return the kinds of records an audit row can speak of, in words."""
    tenant = (TenantModel, SharedTenantModel)
    kinds = [model for model in apps.get_models() if issubclass(model, tenant)]
    kinds += [apps.get_model("accounts", name) for name in ("Organization", "Membership")]
    words = ((model._meta.label_lower, str(model._meta.verbose_name).capitalize()) for model in kinds)
    return sorted(words, key=lambda pair: pair[1])


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Who, about what, from which day to which."""

    actor = django_filters.ModelChoiceFilter(queryset=people, label="Who", empty_label="Anybody")
    subject_type = django_filters.ChoiceFilter(choices=record_kinds, label="About", empty_label="Anything")
    since = django_filters.DateFilter(method="from_day", label="From", widget=_day_input())
    until = django_filters.DateFilter(method="to_day", label="To", widget=_day_input())

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def from_day(self, rows: QuerySet[Any], _: str, day: Any) -> QuerySet[Any]:
        """Keep what happened on `day` or later, in the organization's zone."""
        return rows.filter(at__gte=clock.start_of_day(day))

    def to_day(self, rows: QuerySet[Any], _: str, day: Any) -> QuerySet[Any]:
        """Keep what happened on `day` or earlier, in the organization's zone."""
        return rows.filter(at__lte=clock.end_of_day(day))


def mail_kinds() -> list[tuple[str, str]]:
    """Return the kinds of mail this organization ever had, in words; skips from one kind to the next."""
    found: list[str] = []
    rows = OutboxMessage.objects.order_by("kind").values_list("kind", flat=True)
    # An index answers each step at once, where DISTINCT would read every mail ever sent.
    while (kind := rows.filter(kind__gt=found[-1] if found else "").first()) is not None:
        found.append(kind)
    return [(kind, kind.replace("_", " ").capitalize()) for kind in found]


class MailFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Where a message stands, what it is about, and to whom it goes."""

    state = django_filters.ChoiceFilter(choices=MessageState.choices(), label="Standing", empty_label="Any")
    kind = django_filters.ChoiceFilter(choices=mail_kinds, label="Kind", empty_label="Any")
    recipient = django_filters.CharFilter(lookup_expr="istartswith", label="To (address starts with)")

    class Meta:
        model = OutboxMessage
        fields: list[str] = []
