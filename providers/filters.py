"""Which filters the lists of clinicians and practices offer."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from credtrack.kernel import clock, us_states
from providers.enums import CredentialKind
from providers.models import Affiliation, Credential, Practice, Provider
from providers.visibility import visible_practices

# A picker of more practices than this is no help; the search box finds them by name.
_MOST_CHOICES = 200


def _practice_choices(request: Any) -> list[tuple[str, str]]:
    rows = visible_practices(request.membership)[:_MOST_CHOICES]
    return [(str(row.pk), str(row)) for row in rows]


class ClinicianFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Clinicians by name or number, practice, licensed state, what expires, and whether they work here."""

    EXPIRING = (("expired", "Something has expired"), ("30", "Within 30 days"), ("90", "Within 90 days"))

    q = django_filters.CharFilter(method="search", label="Search by name, NPI or CAQH ID")
    practice = django_filters.ChoiceFilter(method="at_practice", label="Practice", empty_label="Any practice")
    state = django_filters.ChoiceFilter(
        method="licensed_in", label="Licensed in", choices=us_states.choices(), empty_label="Any state"
    )
    expiring = django_filters.ChoiceFilter(
        method="expires", label="Expiring", choices=EXPIRING, empty_label="Any expiry"
    )
    works = django_filters.ChoiceFilter(
        field_name="is_active",
        label="Works here",
        choices=(("True", "Yes"), ("False", "No longer")),
        empty_label="Anybody",
    )

    class Meta:
        model = Provider
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The list engine leaves filters out that nobody looks at.
        if "practice" in self.filters:
            self.filters["practice"].extra["choices"] = _practice_choices(self.request)

    def search(self, rows: QuerySet[Provider], name: str, value: str) -> QuerySet[Provider]:
        """Find by any word of the name, or by the start of a number."""
        for word in value.split()[:4]:
            found = Q(sort_name__icontains=word.lower())
            if word.isdigit():
                found |= Q(npi__startswith=word) | Q(caqh_id__startswith=word)
            rows = rows.filter(found)
        return rows

    def at_practice(self, rows: QuerySet[Provider], name: str, value: str) -> QuerySet[Provider]:
        """Keep those who work or worked at the practice."""
        here = Affiliation.objects.filter(provider=OuterRef("pk"), practice_id=int(value))
        return rows.filter(Exists(here))

    def licensed_in(self, rows: QuerySet[Provider], name: str, value: str) -> QuerySet[Provider]:
        """Keep those with a license recorded for the state."""
        licenses = Credential.objects.filter(
            provider=OuterRef("pk"), kind=CredentialKind.LICENSE, state=value, replaced_by=None
        )
        return rows.filter(Exists(licenses))

    def expires(self, rows: QuerySet[Provider], name: str, value: str) -> QuerySet[Provider]:
        """Keep those with a paper that has expired, or will within the days."""
        today = clock.today()
        papers = Credential.objects.filter(provider=OuterRef("pk"), replaced_by=None)
        if value == "expired":
            return rows.filter(Exists(papers.filter(expires_on__lt=today)))
        until = today + dt.timedelta(days=int(value))
        return rows.filter(Exists(papers.filter(expires_on__range=(today, until))))


class PracticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Practices by name or number, and by home state."""

    q = django_filters.CharFilter(method="search", label="Search by name or NPI")
    state = django_filters.ChoiceFilter(
        label="Home state", choices=us_states.choices(), empty_label="Any state"
    )

    class Meta:
        model = Practice
        fields: list[str] = []

    def search(self, rows: QuerySet[Practice], name: str, value: str) -> QuerySet[Practice]:
        """Find by part of either name, or by the start of the number."""
        found = Q(legal_name__icontains=value) | Q(dba__icontains=value)
        return rows.filter(found | Q(npi__startswith=value) if value.isdigit() else found)
