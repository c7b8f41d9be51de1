"""Which columns, order and views the lists of clinicians and practices have."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from providers import expirables
from providers.expirables import ExpiryState
from providers.filters import ClinicianFilter, PracticeFilter
from providers.models import Affiliation, Credential, Practice, Provider
from providers.visibility import visible_practices, visible_providers


def _clinicians(request: OrganizationRequest) -> QuerySet[Provider]:
    papers = Credential.objects.filter(replaced_by=None)
    # Walls between clients: a limited member reads only the practices granted to them.
    here = Affiliation.objects.filter(practice__in=visible_practices(request.membership))
    ends = papers.filter(provider=OuterRef("pk"), expires_on__isnull=False).order_by("expires_on")
    return (
        visible_providers(request.membership)
        .annotate(next_expiry=Subquery(ends.values("expires_on")[:1]))
        .prefetch_related(
            Prefetch("credentials", papers, to_attr="papers"),
            Prefetch("affiliations", here.select_related("practice"), to_attr="seats"),
        )
    )


def _works_at(row: Any) -> str:
    today = clock.today()
    names = {str(seat.practice) for seat in row.seats if seat.ends_on is None or seat.ends_on >= today}
    return ", ".join(sorted(names))


def _states(row: Any) -> str:
    return ", ".join(sorted({paper.state for paper in row.papers if paper.kind == "license"}))


def _npi(row: Provider | Practice) -> Cell | str:
    if row.npi_flag:
        return Cell(row.npi, note="Check this number", title=row.npi_flag)
    return row.npi


def _next_expiry(row: Any) -> Cell | str:
    """Return the chip of the paper that ends first; past ones come before those to come."""
    dated = [paper for paper in row.papers if paper.expires_on]
    if not dated:
        return ""
    first = min(dated, key=lambda paper: paper.expires_on)
    found = expirables.expiry(first.kind, first.expires_on, clock.today())
    if found.state == ExpiryState.CURRENT:
        return Cell(day_words(first.expires_on), title=str(first), css="nowrap")
    what = " ".join(part for part in (first.state, first.get_kind_display()) if part)
    return Cell(found.words, chip=found.state.value, note=what, title=str(first))


CLINICIANS = ListPage(
    key="providers.clinicians",
    title="Clinicians",
    noun=("clinician", "clinicians"),
    queryset=_clinicians,
    filterset=ClinicianFilter,
    row_url=lambda row: org_reverse("providers:detail", row.pk),
    columns=(
        Column("name", "Name", lambda row: row.name_with_degree, sort=("sort_name",)),
        Column("npi", "NPI", _npi, sort=("npi",), css="num", export=lambda row: row.npi),
        Column("practices", "Works at", _works_at, css="wrap"),
        Column("states", "Licensed in", _states),
        Column(
            "expires",
            "Expires first",
            _next_expiry,
            sort=("next_expiry",),
            export=lambda row: row.next_expiry,
        ),
        Column("caqh", "CAQH ID", lambda row: row.caqh_id, css="num"),
        Column(
            "license_type",
            "License type",
            lambda row: row.license_type,
            sort=("license_type",),
            default=False,
        ),
        Column("taxonomy", "Taxonomy", lambda row: row.taxonomy, sort=("taxonomy",), default=False),
        Column("email", "E-mail", lambda row: row.email, default=False),
        Column("phone", "Phone", lambda row: row.phone, default=False),
        Column("works", "Works here", lambda row: "Yes" if row.is_active else "No longer", default=False),
    ),
    sort="name",
    empty=Empty(
        "No clinicians yet",
        "Add the first one by NPI, or bring the spreadsheet you use today.",
        icon="stethoscope",
        action_label="Add a clinician",
        action_url=lambda request: org_reverse("providers:add"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(
        NamedView("Expired", "expiring=expired"),
        NamedView("Expiring in 90 days", "expiring=90"),
    ),
    saved_views=offered,
    save_view_url=save_view_url,
)


def _practices(request: OrganizationRequest) -> QuerySet[Practice]:
    now = Q(affiliations__ends_on__isnull=True) | Q(affiliations__ends_on__gte=clock.today())
    return visible_practices(request.membership).annotate(
        clinicians=Count("affiliations__provider", filter=now, distinct=True),
    )


PRACTICES = ListPage(
    key="providers.practices",
    title="Practices",
    noun=("practice", "practices"),
    queryset=_practices,
    filterset=PracticeFilter,
    row_url=lambda row: org_reverse("providers:practice", row.pk),
    columns=(
        Column("name", "Legal name", lambda row: row.legal_name, sort=("legal_name",)),
        Column("dba", "Doing business as", lambda row: row.dba, sort=("dba",)),
        Column("npi", "NPI (Type 2)", _npi, sort=("npi",), css="num", export=lambda row: row.npi),
        Column("state", "Home state", lambda row: row.state, sort=("state",)),
        Column("clinicians", "Clinicians", lambda row: row.clinicians, sort=("clinicians",), css="num"),
        Column("phone", "Phone", lambda row: row.phone, default=False),
        Column("email", "E-mail", lambda row: row.email, default=False),
        Column("open", "In business", lambda row: "Yes" if row.is_active else "No", default=False),
    ),
    sort="name",
    empty=Empty(
        "No practices yet",
        "Add the business that bills: its legal name as on the IRS letter and its Type 2 NPI.",
        icon="building-2",
        action_label="Add a practice",
        action_url=lambda request: org_reverse("providers:practice_add"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    saved_views=offered,
    save_view_url=save_view_url,
)
