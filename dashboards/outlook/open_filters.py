"""Which open applications does the list behind the dashboard's numbers show?"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from credtrack.kernel import clock, us_states
from dashboards.outlook.narrowing import in_month, month_of
from enrollments.enums import Status
from enrollments.filters import owners_here, payers_in_use, people_named, practices_seen
from enrollments.states import OPEN
from forecast.enums import Basis, Risk, Stage
from forecast.models import Outlook

_STATUSES = [(status.value, status.label) for status in Status if status in OPEN]


class OpenFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    clinician = django_filters.CharFilter(method="by_name", label="Clinician")
    payer = django_filters.ModelChoiceFilter(queryset=payers_in_use, label="Payer", empty_label="Any payer")
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any practice"
    )
    state = django_filters.ChoiceFilter(choices=us_states.choices(), label="State", empty_label="Any state")
    owner = django_filters.ModelChoiceFilter(queryset=owners_here, label="Owner", empty_label="Anybody")
    status = django_filters.MultipleChoiceFilter(
        distinct=False, choices=_STATUSES, label="Status", widget=forms.CheckboxSelectMultiple
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices(), label="Waits for", empty_label="Anything")
    risk = django_filters.ChoiceFilter(choices=Risk.choices(), label="Risk", empty_label="Any")
    basis = django_filters.ChoiceFilter(choices=Basis.choices(), label="Rests on", empty_label="No matter")
    month = django_filters.CharFilter(method="by_month", label="Approval likely in (as 2027-01)")
    older = django_filters.NumberFilter(method="by_age", label="Days in its status, more than", min_value=0)
    moved = django_filters.NumberFilter(
        method="by_move", label="Forecast moved in a week, by more days than", min_value=0
    )
    law = django_filters.ChoiceFilter(
        choices=[("passed", "Passed")], method="by_law", label="State's deadline", empty_label="No matter"
    )

    class Meta:
        model = Outlook
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Outlook], name: str, value: str) -> QuerySet[Outlook]:
        """Keep the clinicians whose name has every word, or whose NPI it is."""
        return rows.filter(provider__in=people_named(value.strip()).order_by().values("pk"))

    def by_month(self, rows: QuerySet[Outlook], name: str, value: str) -> QuerySet[Outlook]:
        """Keep those whose likely approval falls into the month."""
        month = month_of(value.strip())
        return in_month(rows, month) if month else rows.none()

    def by_age(self, rows: QuerySet[Outlook], name: str, value: Any) -> QuerySet[Outlook]:
        """Keep those that came to their status more than so many calendar days ago."""
        return rows.filter(status_since__lt=clock.today() - dt.timedelta(days=int(value)))

    def by_move(self, rows: QuerySet[Outlook], name: str, value: Any) -> QuerySet[Outlook]:
        """Keep those whose likely approval moved by more than so many calendar days in a week."""
        return rows.filter(Q(moved_days__gt=int(value)) | Q(moved_days__lt=-int(value)))

    def by_law(self, rows: QuerySet[Outlook], name: str, value: str) -> QuerySet[Outlook]:
        """Keep those whose last day under the state's law lies before today."""
        return rows.filter(statute_on__lt=clock.today())
