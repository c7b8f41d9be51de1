"""How a member's seat changes: role, practices, leaving and coming back. One owner always stays."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import audit, limits
from accounts.enums import Role
from accounts.limits import NO_LIMITS, Limits
from accounts.models import Membership, Organization, User
from accounts.stale import Stale


class LastOwner(Exception):
    """The organization would be left without an owner."""

    def __init__(self) -> None:
        super().__init__(
            "This is the organization's last owner. Make somebody else an owner first, then change this seat."
        )


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What a seat becomes; `limited` has no effect on owners and clinicians."""

    role: Role
    limited: bool = False
    limits: Limits = NO_LIMITS


# Owners see everything and clinicians their own file, whatever practices are ticked.
LIMITABLE = frozenset({Role.COORDINATOR, Role.BILLER, Role.MANAGER})


def settled(change: SeatChange) -> SeatChange:
    """Return the change with what its role cannot have taken away."""
    limited = change.limited and change.role in LIMITABLE
    practices = change.limits.practice_ids if limited else ()
    provider = change.limits.provider_id if change.role == Role.CLINICIAN else None
    return SeatChange(change.role, limited, Limits(practices, provider))


def _lock(membership: Membership) -> None:
    """Let two owners who unseat each other at the same moment wait in line."""
    Organization.objects.select_for_update(of=("self",)).get(pk=membership.organization_id)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(
        organization_id=membership.organization_id, role=Role.OWNER, is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner


def _write(membership: Membership, version: int, **values: Any) -> None:
    won = Membership.objects.filter(pk=membership.pk, version=version).update(
        version=F("version") + 1, **values
    )
    if not won:
        raise Stale("this member")
    membership.refresh_from_db()


@transaction.atomic
def change(membership: Membership, wanted: SeatChange, *, actor: User, version: int) -> None:
    """Give a member another role or other limits; raises `LastOwner` or `Stale`."""
    _lock(membership)
    wanted = settled(wanted)
    now = Membership.objects.get(pk=membership.pk)
    if now.role == Role.OWNER and now.is_active and wanted.role != Role.OWNER:
        _keep_an_owner(now)
    before = {"role": now.role, "limited_to_practices": now.limited_to_practices} | _in_words(now)
    _write(membership, version, role=wanted.role, limited_to_practices=wanted.limited)
    limits.answers().apply(membership, wanted.limits)
    after = {"role": membership.role, "limited_to_practices": wanted.limited} | _in_words(membership)
    changes = audit.changed_fields(before, after)
    if changes:
        audit.record(actor, "member.changed", membership, f"Changed the seat of {membership.user}", changes)


def _in_words(membership: Membership) -> dict[str, str]:
    return {"sees": limits.answers().words([membership]).get(membership.pk, "")}


@transaction.atomic
def deactivate(membership: Membership, *, actor: User) -> None:
    """Take the seat away from now on; what the person wrote stays. Raises `LastOwner`."""
    _lock(membership)
    now = Membership.objects.get(pk=membership.pk)
    if not now.is_active:
        return
    if now.role == Role.OWNER:
        _keep_an_owner(now)
    _write(membership, now.version, is_active=False)
    audit.record(actor, "member.deactivated", membership, f"Took the seat of {membership.user} away")


@transaction.atomic
def reactivate(membership: Membership, *, actor: User) -> None:
    """Give the seat back with the role and limits it had."""
    now = Membership.objects.get(pk=membership.pk)
    if now.is_active:
        return
    _write(membership, now.version, is_active=True)
    audit.record(actor, "member.reactivated", membership, f"Gave {membership.user} the seat back")
