"""By what the reminders can be narrowed: the list of open ones, and the ledger of all."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from accounts.enums import MessageState
from accounts.filters import people
from providers.models import Practice, Provider
from providers.visibility import visible_practices, visible_providers
from reminders.enums import Kind, State, Urgency
from reminders.models import Reminder

FAILED = "failed"
_STATES = [*State.choices(), (FAILED, "In a mail that failed")]


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def practices_seen(request: HttpRequest | None) -> QuerySet[Practice]:
    """Return the practices the member may see."""
    seat = getattr(request, "membership", None)
    return visible_practices(seat) if seat else Practice.objects.none()


def clinicians_seen(request: HttpRequest | None) -> QuerySet[Provider]:
    """Return the clinicians the member may see."""
    seat = getattr(request, "membership", None)
    return visible_providers(seat).order_by("sort_name", "pk") if seat else Provider.objects.none()


class LedgerFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Kind, state, to whom, and for which days it was planned."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices(), label="Kind", empty_label="Any")
    state = django_filters.ChoiceFilter(choices=_STATES, method="standing", label="State", empty_label="Any")
    recipient = django_filters.ModelChoiceFilter(queryset=people, label="To", empty_label="Anybody")
    since = django_filters.DateFilter(
        field_name="send_on", lookup_expr="gte", label="Planned for, from", widget=_day_input()
    )
    until = django_filters.DateFilter(
        field_name="send_on", lookup_expr="lte", label="Planned for, to", widget=_day_input()
    )

    class Meta:
        model = Reminder
        fields: list[str] = []

    def standing(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Keep one state; a failed mail is what its message says."""
        if value == FAILED:
            return rows.filter(state=State.TOLD, message__state=MessageState.FAILED)
        return rows.filter(state=value)


class OpenFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Kind, urgency, practice and clinician of what is open."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices(), label="Kind", empty_label="Any")
    urgency = django_filters.ChoiceFilter(choices=Urgency.choices(), label="Urgency", empty_label="Any")
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any", method="at_practice"
    )
    clinician = django_filters.ModelChoiceFilter(
        queryset=clinicians_seen, field_name="provider", label="Clinician", empty_label="Any"
    )

    class Meta:
        model = Reminder
        fields: list[str] = []

    def at_practice(self, rows: QuerySet[Any], _: str, practice: Practice) -> QuerySet[Any]:
        """Keep what concerns the practice, or a clinician who works there now."""
        working = practice.affiliations.filter(ends_on=None).values("provider_id")
        at_it = rows.filter(practice=practice)
        return at_it | rows.filter(practice=None, provider__in=working)


def chips(filters: Any, query: QueryDict) -> list[dict[str, str]]:
    """Return the filters at work as `label` in words and the `remove_url` without that one."""
    found = []
    for name, value in getattr(filters.form, "cleaned_data", {}).items() if filters.form.is_valid() else ():
        if value:
            rest = query.copy()
            rest.pop(name, None)
            field = filters.form.fields[name]
            words = dict(field.choices)[value] if isinstance(value, str) else value
            found.append({"label": f"{field.label}: {words}", "remove_url": f"?{rest.urlencode()}"})
    return found
