"""How somebody new gets in: an owner invites by e-mail, a link opens once, for fourteen days.

The link's secret leaves in the mail only; the database keeps its hash, and the outbox blanks the
mail's text once it is sent.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from accounts import audit, limits, outbox
from accounts.enums import Role
from accounts.limits import NO_LIMITS, Limits
from accounts.models import Invitation, Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, scope

LIFETIME = dt.timedelta(days=14)


class InvitationRefused(Exception):
    """The invitation cannot be made or accepted; the text says why and what to do."""


class Standing(StrEnum):
    """Where an invitation stands; only an open one can be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


REFUSALS = {
    Standing.ACCEPTED: "This invitation has been used already. Sign in to open the organization.",
    Standing.REVOKED: "This invitation was withdrawn. Ask the person who invited you for a new one.",
    Standing.EXPIRED: "This invitation ran out after 14 days. Ask the person who invited you for a new one.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """What the invited person will be: address, role, and what they are limited to.

    `limited` confines coordinators, billers and managers to `limits.practice_ids`.
    """

    email: str
    role: Role
    name: str = ""
    limited: bool = False
    limits: Limits = NO_LIMITS


def hash_of(token: str) -> str:
    """Return what is stored of a link's secret: random enough that a plain SHA-256 hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def standing(invitation: Invitation) -> Standing:
    """Say whether the invitation can still be accepted, and if not, why."""
    if invitation.accepted_at:
        return Standing.ACCEPTED
    if invitation.revoked_at:
        return Standing.REVOKED
    return Standing.EXPIRED if invitation.expires_at <= clock.now() else Standing.OPEN


def _open() -> Q:
    return Q(accepted_at=None, revoked_at=None, expires_at__gt=clock.now())


@transaction.atomic
def invite(seat: Seat, *, actor: User | None, base_url: str) -> tuple[Invitation, str]:
    """Keep a seat and queue the mail, in one transaction; returns the row and the link.

    `base_url` is the site's address without a path. An earlier open invitation of the same address
    is withdrawn. Raises `InvitationRefused` when the person is an active member already.
    """
    organization = Organization.objects.get(pk=scope.current().organization_id)
    email = seat.email.strip().lower()
    if Membership.objects.filter(organization=organization, user__email=email, is_active=True).exists():
        raise InvitationRefused(f"{email} is a member already. Change their role on the members page.")
    for earlier in Invitation.objects.filter(_open(), email=email):
        _withdraw(earlier)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        name=seat.name.strip(),
        role=seat.role,
        limited_to_practices=seat.limited,
        practice_ids=list(seat.limits.practice_ids),
        provider_id=seat.limits.provider_id,
        token_hash=hash_of(token),
        invited_by=actor,
        expires_at=clock.now() + LIFETIME,
    )
    link = f"{base_url.rstrip('/')}/invitations/{token}/"
    _queue_mail(invitation, organization, link)
    audit.record(actor, "invitation.sent", invitation, f"Invited {email} as {seat.role.label.lower()}")
    return invitation, link


def _mail_key(invitation: Invitation) -> str:
    return f"invitation-{invitation.pk}"


def _queue_mail(invitation: Invitation, organization: Organization, link: str) -> None:
    greeting = f"Hello {invitation.name}," if invitation.name else "Hello,"
    inviter = str(invitation.invited_by) if invitation.invited_by else "You are invited:"
    verb = "invites you to" if invitation.invited_by else "join"
    last_day = clock.local_date(invitation.expires_at)
    outbox.enqueue(
        key=_mail_key(invitation),
        kind="invitation",
        recipient=invitation.email,
        subject=f"Join {organization.name} on CredTrack",
        is_secret=True,
        body=(
            f"{greeting}\n\n{inviter} {verb} {organization.name} on CredTrack as "
            f"{Role(invitation.role).label.lower()}.\n\n"
            f"Open this link to accept. It works once, until {last_day.day} {last_day:%b %Y}:\n{link}\n\n"
            "If you did not expect this mail, ignore it: nothing happens without the link.\n"
        ),
    )


def _withdraw(invitation: Invitation) -> bool:
    won = Invitation.objects.filter(_open(), pk=invitation.pk).update(revoked_at=clock.now())
    outbox.withdraw(_mail_key(invitation))
    return bool(won)


@transaction.atomic
def revoke(invitation: Invitation, *, actor: User) -> None:
    """Make the link useless and stop a mail that has not left; raises `InvitationRefused` when too late."""
    if not _withdraw(invitation):
        raise InvitationRefused("This invitation is no longer open, so there is nothing to withdraw.")
    audit.record(actor, "invitation.revoked", invitation, f"Withdrew the invitation of {invitation.email}")


def seat_of(invitation: Invitation) -> Seat:
    """Return what an invitation offers, to send it anew."""
    return Seat(
        email=invitation.email,
        role=Role(invitation.role),
        name=invitation.name,
        limited=invitation.limited_to_practices,
        limits=_limits_of(invitation),
    )


def _limits_of(invitation: Invitation) -> Limits:
    return Limits(tuple(invitation.practice_ids), invitation.provider_id)


def find(token: str) -> Invitation | None:
    """Return the invitation behind a link, whatever became of it."""
    with scope.unscoped("an invitation link is opened by somebody who is no member yet"):
        rows = Invitation.objects.select_related("organization", "invited_by")
        return rows.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Use the link up and make `user` a member; raises `InvitationRefused` when it is not open.

    The conditional update decides: of two requests with one link only one sees a row change.
    A member who lost their seat gets it back; an active one keeps the role they have.
    """
    if user.email.lower() != invitation.email:
        raise InvitationRefused(f"This invitation is for {invitation.email}. Sign in with that address.")
    with organization_scope(invitation.organization):
        won = Invitation.objects.filter(_open(), pk=invitation.pk).update(
            accepted_at=clock.now(), accepted_by=user
        )
        if not won:
            invitation.refresh_from_db()
            raise InvitationRefused(REFUSALS.get(standing(invitation), REFUSALS[Standing.ACCEPTED]))
        membership = _seat(invitation, user)
        audit.record(
            user, "invitation.accepted", membership, f"{user} joined as {membership.get_role_display()}"
        )
    return membership


def _seat(invitation: Invitation, user: User) -> Membership:
    found = Membership.objects.filter(organization=invitation.organization, user=user).first()
    if found is not None and found.is_active:
        return found
    membership = found or Membership(organization=invitation.organization, user=user)
    membership.role = invitation.role
    membership.limited_to_practices = invitation.limited_to_practices
    membership.is_active = True
    membership.version += 1
    membership.save()
    limits.answers().apply(membership, _limits_of(invitation))
    return membership
