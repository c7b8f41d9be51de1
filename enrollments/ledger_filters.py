"""Which contracts does the ledger show? Filters by holder, practice, payer, verification and what ends soon."""

import datetime as dt

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from credtrack.kernel import clock
from enrollments.enums import ContractScope, HolderKind
from enrollments.filters import practices_seen
from enrollments.ledger import UNVERIFIED, active
from enrollments.models import Contract
from payers.models import Payer

# Long enough for a notice of 90 days and the mail: ends or renews within so many calendar days.
SOON_DAYS = 120


def payers_with_contracts(request: HttpRequest | None) -> QuerySet[Payer]:
    """Return the payers with which any contract here is recorded, by name."""
    used = Contract.objects.filter(payer=OuterRef("pk"))
    rows: QuerySet[Payer] = Payer.objects.filter(Exists(used)).order_by("name", "pk").only("name")
    return rows


class ContractFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = django_filters.CharFilter(method="search", label="Search by payer, practice, clinician or platform")
    holder = django_filters.MultipleChoiceFilter(
        field_name="holder_kind",
        distinct=False,
        choices=HolderKind.choices(),
        label="Holder",
        widget=forms.CheckboxSelectMultiple,
    )
    verified = django_filters.ChoiceFilter(
        choices=[("yes", "Verified"), ("no", "To verify")],
        method="by_verification",
        label="Verified",
        empty_label="No matter",
    )
    practice = django_filters.ModelChoiceFilter(
        queryset=practices_seen, label="Practice", empty_label="Any practice"
    )
    payer = django_filters.ModelChoiceFilter(
        queryset=payers_with_contracts, label="Payer", empty_label="Any payer"
    )
    scope = django_filters.ChoiceFilter(
        choices=ContractScope.choices(), label="It names", empty_label="No matter"
    )
    soon = django_filters.ChoiceFilter(
        choices=[("true", "Ends or renews soon")],
        method="ending_soon",
        label=f"Within {SOON_DAYS} days",
        empty_label="No matter",
    )
    over = django_filters.ChoiceFilter(
        choices=[("no", "Not ended"), ("yes", "Ended")],
        method="by_end",
        label="Ended",
        empty_label="No matter",
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def search(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Match the name of payer, practice, clinician, platform or other group."""
        for word in value.split():
            rows = rows.filter(
                Q(payer__name__icontains=word)
                | Q(practice__legal_name__icontains=word)
                | Q(practice__dba__icontains=word)
                | Q(provider__sort_name__contains=word.lower())
                | Q(platform__name__icontains=word)
                | Q(holder_name__icontains=word)
            )
        return rows

    def by_verification(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Keep those that somebody verified, or those that have not ended and nobody did."""
        if value == "no":
            return active(rows, clock.today()).filter(UNVERIFIED)
        return rows.exclude(UNVERIFIED)

    def ending_soon(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Keep those that end or renew themselves within the next months."""
        today = clock.today()
        span = (today, today + dt.timedelta(days=SOON_DAYS))
        return rows.filter(Q(ends_on__range=span) | Q(renews_on__range=span))

    def by_end(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Keep those that are over, or the others."""
        today = clock.today()
        return active(rows, today) if value == "no" else rows.filter(ends_on__lt=today)
