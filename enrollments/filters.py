"""Which applications does the list show? Filters that stay cheap on long lists."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.access import OrganizationRequest
from accounts.models import Membership, User
from credtrack.kernel import clock, us_states
from enrollments.enums import Clock, Kind, Status
from enrollments.models import Application
from enrollments.states import CONTRACT_SETTLED, OPEN
from payers.models import Payer
from providers.models import Practice, Provider
from providers.visibility import visible_practices

# Statuses in which a payer's silence matters.
_WITH_THE_PAYER = ("submitted", "acknowledged", "in_review", "approved", "loading")
_YES = [("true", "Yes")]
# Up to so many clinicians a search names them one by one.
_FOUND_FIRST = 300


def payers_in_use(request: HttpRequest | None) -> QuerySet[Payer]:
    """Return the payers that any application here concerns, by name."""
    used = Application.objects.filter(payer=OuterRef("pk"))
    rows: QuerySet[Payer] = Payer.objects.filter(Exists(used)).order_by("name", "pk").only("name")
    return rows


def practices_seen(request: OrganizationRequest | None) -> QuerySet[Practice]:
    """Return the practices the member may see."""
    return visible_practices(request.membership) if request else Practice.objects.none()


def owners_here(request: OrganizationRequest | None) -> QuerySet[User]:
    """Return the people of the organization."""
    if request is None:
        return User.objects.none()
    seats = Membership.objects.filter(organization=request.organization, is_active=True)
    return User.objects.filter(pk__in=seats.values("user_id")).order_by("name", "email")


def people_named(text: str) -> QuerySet[Provider]:
    """Return the clinicians whose name has every word of `text`, or whose NPI it is."""
    rows: QuerySet[Provider] = Provider.objects.all()
    if text.isdigit() and len(text) == 10:
        return rows.filter(npi=text)
    for word in text.lower().split():
        rows = rows.filter(sort_name__contains=word.strip(","))
    return rows


class ApplicationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(method="search", label="Search by clinician, NPI or reference number")
    # DISTINCT over every column would cost more than the page; one row has one status.
    status = django_filters.MultipleChoiceFilter(
        distinct=False, choices=Status.choices(), label="Status", widget=forms.CheckboxSelectMultiple
    )
    payer = django_filters.ModelChoiceFilter(queryset=payers_in_use, label="Payer", empty_label="Any payer")
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any practice"
    )
    state = django_filters.ChoiceFilter(choices=us_states.choices(), label="State", empty_label="Any state")
    kind = django_filters.ChoiceFilter(choices=Kind.choices(), label="Kind", empty_label="Any kind")
    clock = django_filters.ChoiceFilter(
        choices=Clock.choices(), label="Whose turn it is", empty_label="Anybody's"
    )
    owner = django_filters.ModelChoiceFilter(queryset=owners_here, label="Owner", empty_label="Anybody")
    open = django_filters.ChoiceFilter(
        choices=_YES, method="only_open", label="Only open ones", empty_label="No matter"
    )
    overdue = django_filters.ChoiceFilter(
        choices=_YES, method="only_overdue", label="Follow-up overdue", empty_label="No matter"
    )
    blocked = django_filters.ChoiceFilter(
        choices=[("true", "Blocked"), ("false", "Not blocked")],
        method="by_block",
        label="Blocked",
        empty_label="No matter",
    )
    contract = django_filters.ChoiceFilter(
        choices=[("pending", "Not executed yet"), ("settled", "Executed or not needed")],
        method="by_contract",
        label="Contract",
        empty_label="No matter",
    )
    decided = django_filters.DateFromToRangeFilter(field_name="decided_on", label="Decided")
    since = django_filters.DateFromToRangeFilter(field_name="status_since", label="In its status since")
    opened = django_filters.DateFromToRangeFilter(field_name="opened_on", label="Opened")
    silent = django_filters.NumberFilter(method="by_silence", label="Days without contact", min_value=1)

    class Meta:
        model = Application
        fields: list[str] = []

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Match the clinician, or a reference number exactly as written."""
        text = value.strip()
        if not text:
            return rows
        people = people_named(text).order_by()
        # Found first, as numbers: joined by OR to a subquery, the database reads every application.
        found = list(people.values_list("pk", flat=True)[: _FOUND_FIRST + 1])
        wanted = found if len(found) <= _FOUND_FIRST else people.values("pk")
        return rows.filter(Q(provider__in=wanted) | Q(reference=text))

    def only_open(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep the applications that may still lead somewhere."""
        return rows.filter(status__in=[status.value for status in OPEN])

    def only_overdue(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep those whose earliest follow-up lies before today."""
        return rows.filter(follow_up_on__lt=clock.today())

    def by_block(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep the blocked ones, or the others."""
        return rows.exclude(blocked_reason="") if value == "true" else rows.filter(blocked_reason="")

    def by_contract(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep those whose contract is, or is not, settled."""
        settled = [track.value for track in CONTRACT_SETTLED]
        if value == "settled":
            return rows.filter(contract_track__in=settled)
        return rows.exclude(contract_track__in=settled)

    def by_silence(self, rows: QuerySet[Application], name: str, value: Any) -> QuerySet[Application]:
        """Keep those with the payer that nobody was in contact about for that many calendar days."""
        before = clock.today() - dt.timedelta(days=int(value))
        quiet = Q(last_contact_on__lte=before) | Q(last_contact_on=None, status_since__lte=before)
        return rows.filter(quiet, status__in=_WITH_THE_PAYER)
