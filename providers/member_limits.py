"""How a member's practices and own file are set: the answers accounts asks for but cannot know itself."""

from collections.abc import Iterable, Mapping

from accounts.access import OrganizationRequest
from accounts.limits import Answers, Choices, Limits
from accounts.models import Membership
from providers import visibility
from providers.models import ClinicianLink, Practice, PracticeGrant, Provider

# A menu longer than this is no help; the list of practices finds the others.
_MOST_PRACTICES = 50


def practices() -> Choices:
    """Return (id, name) of the open organization's practices, by name."""
    return [(row.pk, str(row)) for row in Practice.objects.all()]


def clinicians() -> Choices:
    """Return (id, name) of the open organization's clinicians, by last name."""
    return [(row.pk, row.full_name) for row in Provider.objects.all()]


def read(membership: Membership) -> Limits:
    """Return what the member is limited to."""
    granted = PracticeGrant.objects.filter(membership=membership).values_list("practice_id", flat=True)
    own = ClinicianLink.objects.filter(membership=membership).values_list("provider_id", flat=True).first()
    return Limits(practice_ids=tuple(granted.order_by("practice_id")), provider_id=own)


def words(memberships: Iterable[Membership]) -> Mapping[int, str]:
    """Return one sentence per membership that is limited: "Sees Maple Street." or "Is Dana Whitfield."."""
    wanted = [membership.pk for membership in memberships]
    names: dict[int, list[str]] = {}
    grants = PracticeGrant.objects.filter(membership_id__in=wanted).select_related("practice")
    for grant in grants.order_by("practice__legal_name"):
        names.setdefault(grant.membership_id, []).append(str(grant.practice))
    found = {key: f"Sees {', '.join(practices)}." for key, practices in names.items()}
    for link in ClinicianLink.objects.filter(membership_id__in=wanted).select_related("provider"):
        said = f"Is {link.provider.full_name}."
        found[link.membership_id] = " ".join(filter(None, (found.get(link.membership_id), said)))
    return found


def apply(membership: Membership, limits: Limits) -> None:
    """Replace the member's limits; ids that are not of the open organization are left out."""
    known = set(Practice.objects.filter(pk__in=limits.practice_ids).values_list("pk", flat=True))
    PracticeGrant.objects.filter(membership=membership).delete()
    PracticeGrant.objects.bulk_create(
        PracticeGrant(organization_id=membership.organization_id, membership=membership, practice_id=pk)
        for pk in sorted(known)
    )
    ClinicianLink.objects.filter(membership=membership).delete()
    own = Provider.objects.filter(pk=limits.provider_id).first()
    if own is not None:
        ClinicianLink.objects.create(membership=membership, provider=own)
    visibility.forget(membership)


def switcher(request: OrganizationRequest) -> tuple[Choices, int | None]:
    """Return the practices the member may switch between, and the one chosen; none for a clinician."""
    if visibility.own_provider_id(request.membership) is not None:
        return [], None
    rows = visibility.visible_practices(request.membership).filter(is_active=True)[:_MOST_PRACTICES]
    # The name `Practice.__str__` gives, without making fifty practices on every page.
    named = [(pk, dba or legal) for pk, dba, legal in rows.values_list("pk", "dba", "legal_name")]
    return named, visibility.chosen_practice_id(request)


ANSWERS = Answers(
    practices=practices, clinicians=clinicians, read=read, words=words, apply=apply, switcher=switcher
)
