"""What does a typed word find? Clinicians, payers, applications, references and NPIs the member may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Membership
from credtrack.kernel.links import org_reverse
from enrollments.enums import Kind, Status
from enrollments.models import Application
from enrollments.selectors import visible_applications
from payers.models import Payer
from providers.visibility import own_provider_id, visible_practices, visible_providers

EACH = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: where it leads, what it is, what tells it apart."""

    url: str
    label: str
    hint: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one sort."""

    label: str
    items: Sequence[Found]


def search(membership: Membership, text: str) -> list[Group]:
    """Return what `text` finds, clinicians first; fewer than two characters find nothing.

    Clinicians are resolved first and their applications looked up by key: an ordered search across
    the join would read every application.
    """
    words = text.strip()
    if len(words) < SHORTEST:
        return []
    provider_ids, clinicians = _clinicians(membership, words)
    groups = [
        Group("Clinicians", clinicians),
        Group("Applications", _applications(membership, words, provider_ids)),
    ]
    if own_provider_id(membership) is None:
        groups += [Group("Payers", _payers(words)), Group("Practices", _practices(membership, words))]
    return [group for group in groups if group.items]


def _clinicians(membership: Membership, words: str) -> tuple[list[int], list[Found]]:
    rows = visible_providers(membership)
    if words.isdigit():
        rows = rows.filter(npi__startswith=words)
    else:
        first, _, rest = words.replace(",", " ").partition(" ")
        named = Q(sort_name__startswith=words.lower()) | Q(last_name__istartswith=first)
        named |= (
            Q(first_name__istartswith=first, last_name__istartswith=rest.strip())
            if rest
            else Q(first_name__istartswith=first)
        )
        rows = rows.filter(named)
    found = list(rows.order_by("sort_name")[:EACH])
    return [row.pk for row in found], [
        Found(org_reverse("providers:detail", row.pk), row.name_with_degree, row.npi, "stethoscope")
        for row in found
    ]


def _applications(membership: Membership, words: str, provider_ids: Sequence[int]) -> list[Found]:
    matching = Q(reference__istartswith=words)
    if provider_ids:
        matching |= Q(provider__in=provider_ids)
    rows = (
        visible_applications(membership)
        .filter(matching)
        .select_related("provider", "practice", "payer")
        .order_by("-pk")[:EACH]
    )
    return [_application(row) for row in rows]


def _application(row: Application) -> Found:
    who = row.provider or row.practice
    hint = f"{Status(row.status).label}, {Kind(row.kind).label.lower()}"
    if row.reference:
        hint += f", {row.reference}"
    return Found(org_reverse("enrollments:detail", row.pk), f"{who} at {row.payer}", hint, "file-text")


def _payers(words: str) -> list[Found]:
    rows = Payer.objects.filter(
        Q(name__icontains=words) | Q(aliases__text__istartswith=words), is_active=True
    )
    return [
        Found(org_reverse("payers:detail", row.pk), row.name, "Payer", "landmark")
        for row in rows.distinct().order_by("name")[:EACH]
    ]


def _practices(membership: Membership, words: str) -> list[Found]:
    named = Q(legal_name__icontains=words) | Q(dba__icontains=words) | Q(npi__startswith=words)
    return [
        Found(org_reverse("providers:practice", row.pk), str(row), row.npi, "building-2")
        for row in visible_practices(membership).filter(named).order_by("legal_name")[:EACH]
    ]
