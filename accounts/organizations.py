"""How an organization comes to be and is changed: the verbs, each with its audit row."""

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import Organization, User
from accounts.stale import Stale
from accounts.tenancy import organization_scope


@transaction.atomic
def create(*, slug: str, name: str, kind: str, timezone: str, actor: User | None = None) -> Organization:
    """Make an organization without members; raises `ValidationError` for a taken slug or unknown words."""
    organization = Organization(slug=slug, name=name, kind=kind, timezone=timezone)
    organization.full_clean()
    organization.save(force_insert=True)
    with organization_scope(organization):
        audit.record(actor, "organization.created", organization, f"Created {name}")
    return organization


@transaction.atomic
def change(
    organization: Organization, *, actor: User, version: int, name: str, kind: str, timezone: str
) -> None:
    """Change name, kind and time zone; raises `Stale` when somebody saved since `version` was read."""
    after = {"name": name, "kind": kind, "timezone": timezone}
    now = Organization.objects.get(pk=organization.pk)
    changes = audit.changed_fields({field: getattr(now, field) for field in after}, after)
    won = Organization.objects.filter(pk=organization.pk, version=version).update(
        version=F("version") + 1, **after
    )
    if not won:
        raise Stale("the organization")
    if changes:
        audit.record(actor, "organization.changed", organization, "Changed the organization", changes)
