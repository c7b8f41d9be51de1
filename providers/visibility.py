"""Which practices and clinicians may this member see? Foreign and invisible rows alike do not exist: 404."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.access import OrganizationRequest
from accounts.enums import Role
from accounts.models import Membership
from providers.models import Affiliation, ClinicianLink, Document, Practice, PracticeGrant, Provider

T = TypeVar("T")

# A clinician whose seat is tied to nobody yet: no row has this id, so every filter on it is empty.
NOBODY = 0


def _once(membership: Membership, name: str, find: Callable[[], T]) -> T:
    """Ask once per membership object, which lives as long as its request."""
    key = f"_visibility_{name}"
    if key not in membership.__dict__:
        membership.__dict__[key] = find()
    found: T = membership.__dict__[key]
    return found


def forget(membership: Membership) -> None:
    """Drop what was remembered, after the member's grants or link changed within one request."""
    for key in [key for key in membership.__dict__ if key.startswith("_visibility_")]:
        del membership.__dict__[key]


def practice_ids(membership: Membership) -> frozenset[int] | None:
    """Return the ids of the practices the member is limited to; None means all practices."""
    if not membership.limited_to_practices:
        return None
    return _once(
        membership,
        "practices",
        lambda: frozenset(
            PracticeGrant.objects.filter(membership=membership).values_list("practice_id", flat=True)
        ),
    )


def own_provider_id(membership: Membership) -> int | None:
    """Return the one clinician a member with the clinician role is; None for every other role.

    A clinician who is tied to no file gets `NOBODY` (0), which no row has: they see nothing.
    """
    if membership.role != Role.CLINICIAN:
        return None
    return _once(
        membership,
        "own",
        lambda: (
            ClinicianLink.objects.filter(membership=membership).values_list("provider_id", flat=True).first()
            or NOBODY
        ),
    )


def visible_providers(membership: Membership) -> QuerySet[Provider]:
    """Return the clinicians the member may see: by a past or present affiliation with a granted practice."""
    rows: QuerySet[Provider] = Provider.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        rows = rows.filter(pk=own)
    granted = practice_ids(membership)
    if granted is not None:
        rows = rows.filter(pk__in=Affiliation.objects.filter(practice_id__in=granted).values("provider_id"))
    return rows


def visible_practices(membership: Membership) -> QuerySet[Practice]:
    """Return the practices the member may see; a clinician sees those of their own affiliations."""
    rows: QuerySet[Practice] = Practice.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        rows = rows.filter(pk__in=Affiliation.objects.filter(provider_id=own).values("practice_id"))
    granted = practice_ids(membership)
    if granted is not None:
        rows = rows.filter(pk__in=granted)
    return rows


def visible_documents(membership: Membership) -> QuerySet[Document]:
    """Return the documents of visible clinicians and practices; a clinician sees only their own."""
    rows: QuerySet[Document] = Document.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        return rows.filter(provider_id=own)
    granted = practice_ids(membership)
    if granted is None:
        return rows
    seen = visible_providers(membership).values("pk")
    # A file about a clinician at a practice needs both to be visible, as their names stand on it.
    return rows.filter(Q(provider_id=None) | Q(provider_id__in=seen)).filter(
        Q(practice_id=None) | Q(practice_id__in=granted)
    )


def get_or_404(rows: QuerySet[Any], pk: int, what: str) -> Any:
    """Return the row of `rows` with this id; raises `Http404` for foreign, invisible and unknown ones alike."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no such {what} here.")
    return found


def provider_or_404(membership: Membership, pk: int) -> Provider:
    """Return a visible clinician; raises `Http404`."""
    found: Provider = get_or_404(visible_providers(membership), pk, "clinician")
    return found


def practice_or_404(membership: Membership, pk: int) -> Practice:
    """Return a visible practice; raises `Http404`."""
    found: Practice = get_or_404(visible_practices(membership), pk, "practice")
    return found


def _session_key(request: OrganizationRequest) -> str:
    return f"practice:{request.organization.pk}"


def chosen_practice_id(request: OrganizationRequest) -> int | None:
    """Return the practice chosen in the switcher for this organization; None means all the member's practices."""
    chosen = request.session.get(_session_key(request))
    if not isinstance(chosen, int):
        return None
    granted = practice_ids(request.membership)
    return chosen if granted is None or chosen in granted else None


def choose_practice(request: OrganizationRequest, practice: Practice | None) -> None:
    """Remember the practice for this organization and session; None goes back to all."""
    if practice is None:
        request.session.pop(_session_key(request), None)
    else:
        request.session[_session_key(request)] = practice.pk
