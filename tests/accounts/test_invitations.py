"""An invitation keeps a seat: one link, one use, fourteen days."""

import datetime as dt

import pytest
import time_machine

from accounts import invitations, outbox
from accounts.enums import MessageState, Role
from accounts.invitations import LIFETIME, InvitationRefused, Seat, Standing
from accounts.limits import Limits
from accounts.models import AuditEntry, Invitation, Membership, Organization, OutboxMessage, User
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from providers.models import ClinicianLink, Practice, PracticeGrant, Provider
from tests.factories.accounts import UserFactory

BASE = "https://credtrack.example"


@pytest.fixture
def seat() -> Seat:
    return Seat("nora@maple.example", Role.COORDINATOR, "Nora Quist")


def invited(seat: Seat, actor: User) -> tuple[Invitation, str]:
    invitation, link = invitations.invite(seat, actor=actor, base_url=BASE)
    return invitation, link.removeprefix(f"{BASE}/invitations/").removesuffix("/")


def test_only_the_hash_of_the_link_is_stored(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, token = invited(seat, owner)

    assert len(token) >= 40
    assert invitation.token_hash == invitations.hash_of(token)
    assert token not in str(Invitation.objects.values())


def test_the_mail_is_queued_with_the_invitation(owner: User, in_scope: Scope, seat: Seat) -> None:
    _, token = invited(seat, owner)

    message = OutboxMessage.objects.get()
    assert message.recipient == "nora@maple.example"
    assert message.subject == "Join Maple Street Counseling on CredTrack"
    assert f"{BASE}/invitations/{token}/" in message.body
    assert "Olivia Grant invites you" in message.body
    assert message.is_secret


def test_once_the_mail_left_the_database_holds_no_link(owner: User, in_scope: Scope, seat: Seat) -> None:
    _, token = invited(seat, owner)

    outbox.deliver()

    assert token not in OutboxMessage.objects.get().body


def test_a_link_finds_its_invitation_without_an_open_organization(
    owner: User, in_scope: Scope, seat: Seat
) -> None:
    invitation, token = invited(seat, owner)

    assert invitations.find(token) == invitation
    assert invitations.find(token + "x") is None


def test_an_active_member_is_not_invited_again(owner: User, coordinator: User, in_scope: Scope) -> None:
    with pytest.raises(InvitationRefused, match="is a member already"):
        invited(Seat(coordinator.email, Role.MANAGER), owner)


def test_a_new_invitation_withdraws_the_earlier_one(owner: User, in_scope: Scope, seat: Seat) -> None:
    first, _ = invited(seat, owner)
    second, _ = invited(seat, owner)

    first.refresh_from_db()
    assert invitations.standing(first) is Standing.REVOKED
    assert invitations.standing(second) is Standing.OPEN
    assert OutboxMessage.objects.get(key=f"invitation-{first.pk}").state == MessageState.EXPIRED


def test_accepting_gives_the_seat(maple: Organization, owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)
    nora = UserFactory(email="nora@maple.example")

    membership = invitations.accept(invitation, nora)

    assert (membership.organization, membership.role) == (maple, Role.COORDINATOR)
    invitation.refresh_from_db()
    assert invitation.accepted_by == nora
    assert AuditEntry.objects.filter(action="invitation.accepted", actor=nora).exists()


def test_a_link_works_once(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)
    nora = UserFactory(email="nora@maple.example")
    invitations.accept(invitation, nora)
    Membership.objects.filter(user=nora).update(is_active=False)

    with pytest.raises(InvitationRefused, match="has been used already"):
        invitations.accept(invitation, nora)


def test_a_link_runs_out(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)
    nora = UserFactory(email="nora@maple.example")

    with (
        time_machine.travel(clock.now() + LIFETIME + dt.timedelta(seconds=1)),
        pytest.raises(InvitationRefused, match="ran out after 14 days"),
    ):
        invitations.accept(invitation, nora)


def test_a_withdrawn_link_is_refused(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)
    invitations.revoke(invitation, actor=owner)

    with pytest.raises(InvitationRefused, match="was withdrawn"):
        invitations.accept(invitation, UserFactory(email="nora@maple.example"))


def test_an_accepted_invitation_cannot_be_withdrawn(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)
    invitations.accept(invitation, UserFactory(email="nora@maple.example"))

    with pytest.raises(InvitationRefused, match="no longer open"):
        invitations.revoke(invitation, actor=owner)


def test_the_link_serves_only_the_address_it_was_sent_to(owner: User, in_scope: Scope, seat: Seat) -> None:
    invitation, _ = invited(seat, owner)

    with pytest.raises(InvitationRefused, match=r"is for nora@maple\.example"):
        invitations.accept(invitation, UserFactory(email="mallory@harbor.example"))
    assert Membership.objects.filter(user__email="mallory@harbor.example").count() == 0


def test_a_member_who_lost_the_seat_gets_it_back(
    maple: Organization, owner: User, manager: User, in_scope: Scope
) -> None:
    Membership.objects.filter(user=manager).update(is_active=False)
    invitation, _ = invited(Seat(manager.email, Role.BILLER), owner)

    membership = invitations.accept(invitation, manager)

    assert membership.is_active
    assert membership.role == Role.BILLER
    assert Membership.objects.filter(user=manager, organization=maple).count() == 1


def test_an_owner_who_opens_an_old_link_stays_an_owner(owner: User, in_scope: Scope) -> None:
    Membership.objects.filter(user=owner).update(is_active=False)
    invitation, _ = invited(Seat(owner.email, Role.MANAGER), owner)
    Membership.objects.filter(user=owner).update(is_active=True)

    assert invitations.accept(invitation, owner).role == Role.OWNER


def test_practices_and_clinician_are_applied_when_accepted(
    maple: Organization, owner: User, in_scope: Scope
) -> None:
    elm = Practice.objects.create(legal_name="Elm Counseling")
    Practice.objects.create(legal_name="Oak Counseling")
    seat = Seat("nora@maple.example", Role.BILLER, limited=True, limits=Limits((elm.pk,)))
    invitation, _ = invited(seat, owner)

    membership = invitations.accept(invitation, UserFactory(email="nora@maple.example"))

    assert membership.limited_to_practices
    assert [grant.practice for grant in PracticeGrant.objects.filter(membership=membership)] == [elm]


def test_a_clinician_is_tied_to_their_file(owner: User, in_scope: Scope) -> None:
    dana = Provider.objects.create(first_name="Dana", last_name="Whitfield")
    seat = Seat("dana@maple.example", Role.CLINICIAN, limits=Limits((), dana.pk))
    invitation, _ = invited(seat, owner)

    membership = invitations.accept(invitation, UserFactory(email="dana@maple.example"))

    assert ClinicianLink.objects.get(membership=membership).provider == dana


def test_what_is_offered_can_be_sent_anew(owner: User, in_scope: Scope) -> None:
    seat = Seat("nora@maple.example", Role.BILLER, "Nora", limited=True, limits=Limits((4, 7)))
    invitation, _ = invited(seat, owner)
    invitation.refresh_from_db()

    assert invitations.seat_of(invitation) == seat
