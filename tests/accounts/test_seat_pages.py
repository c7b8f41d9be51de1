"""Owners hand out and take away seats on the pages of members and invitations."""

import re

import pytest

from accounts.enums import Role
from accounts.models import Invitation, Membership, Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from providers.models import Practice, PracticeGrant, Provider
from tests.conftest import ClientFor
from tests.factories.accounts import InvitationFactory

pytestmark = pytest.mark.django_db

MEMBERS = "/o/maple/settings/members/"
INVITATIONS = "/o/maple/settings/invitations/"


def text_of(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def test_everybody_with_a_seat_is_listed(
    client_for: ClientFor, owner: User, clinician: User, stranger: User
) -> None:
    page = text_of(client_for(owner).get(MEMBERS).content)

    assert "Olivia Grant" in page
    assert "Dana Whitfield" in page
    assert "Sam Porter" not in page


def test_a_manager_reads_the_members_without_buttons(client_for: ClientFor, manager: User) -> None:
    page = client_for(manager).get(MEMBERS).content.decode()

    assert "Maya Lindqvist" in page
    assert "deactivate" not in page


def test_an_owner_changes_a_role(client_for: ClientFor, owner: User, biller: User) -> None:
    seat = Membership.objects.get(user=biller)

    answer = client_for(owner).post(f"{MEMBERS}{seat.pk}/", {"version": 1, "role": "manager", "provider": ""})

    assert answer["Location"] == MEMBERS
    seat.refresh_from_db()
    assert seat.role == Role.MANAGER


def test_the_second_of_two_editors_keeps_what_they_chose(
    client_for: ClientFor, owner: User, biller: User
) -> None:
    seat = Membership.objects.get(user=biller)
    Membership.objects.update(version=5)
    client = client_for(owner)
    typed = {"version": 1, "role": "manager", "provider": ""}

    told = client.post(f"{MEMBERS}{seat.pk}/", typed).content.decode()

    assert "Somebody else changed this member" in told
    assert re.search(r'value="manager"\s+selected', told)
    assert 'name="version" value="5"' in told


def test_a_limited_seat_needs_a_practice(
    client_for: ClientFor, maple: Organization, owner: User, biller: User
) -> None:
    with organization_scope(maple):
        elm = Practice.objects.create(legal_name="Elm Counseling")
    seat = Membership.objects.get(user=biller)
    client = client_for(owner)
    wanted = {"version": 1, "role": "biller", "limited": "on", "provider": ""}

    refused = client.post(f"{MEMBERS}{seat.pk}/", wanted)
    client.post(f"{MEMBERS}{seat.pk}/", wanted | {"practices": [elm.pk]})

    assert "Tick at least one practice" in text_of(refused.content)
    with organization_scope(maple):
        assert PracticeGrant.objects.get(membership=seat).practice == elm
    assert "Elm Counseling" in text_of(client.get(MEMBERS).content)


def test_a_practice_of_another_organization_is_no_choice(
    client_for: ClientFor, maple: Organization, harbor: Organization, owner: User, biller: User
) -> None:
    with organization_scope(harbor):
        foreign = Practice.objects.create(legal_name="Harbor Health")
    with organization_scope(maple):
        Practice.objects.create(legal_name="Elm Counseling")
    seat = Membership.objects.get(user=biller)

    wanted = {"version": 1, "role": "biller", "limited": "on", "practices": [foreign.pk], "provider": ""}
    answer = client_for(owner).post(f"{MEMBERS}{seat.pk}/", wanted)

    assert answer.status_code == 200
    with organization_scope(maple):
        assert not PracticeGrant.objects.exists()


def test_a_clinician_s_seat_needs_a_file(
    client_for: ClientFor, maple: Organization, owner: User, biller: User
) -> None:
    seat = Membership.objects.get(user=biller)
    client = client_for(owner)
    wanted = {"version": 1, "role": "clinician", "provider": ""}

    none_yet = text_of(client.post(f"{MEMBERS}{seat.pk}/", wanted).content)
    with organization_scope(maple):
        dana = Provider.objects.create(first_name="Dana", last_name="Whitfield")
    not_chosen = text_of(client.post(f"{MEMBERS}{seat.pk}/", wanted).content)
    chosen = client.post(f"{MEMBERS}{seat.pk}/", wanted | {"provider": dana.pk})

    assert "Add the clinician first" in none_yet
    assert "Choose the clinician this person is" in not_chosen
    assert chosen["Location"] == MEMBERS


def test_the_last_owner_is_told_why_the_seat_stays(
    client_for: ClientFor, owner: User, owner_membership: Membership
) -> None:
    client = client_for(owner)

    by_role = client.post(
        f"{MEMBERS}{owner_membership.pk}/", {"version": 1, "role": "manager", "provider": ""}
    )
    by_seat = client.post(f"{MEMBERS}{owner_membership.pk}/deactivate/", follow=True)

    assert "last owner" in text_of(by_role.content)
    assert "last owner" in text_of(by_seat.content)
    owner_membership.refresh_from_db()
    assert owner_membership.is_active


def test_a_seat_is_taken_away_and_given_back(client_for: ClientFor, owner: User, biller: User) -> None:
    seat = Membership.objects.get(user=biller)
    client, theirs = client_for(owner), client_for(biller)

    client.post(f"{MEMBERS}{seat.pk}/deactivate/")
    assert theirs.get("/o/maple/settings/").status_code == 404

    client.post(f"{MEMBERS}{seat.pk}/reactivate/")
    assert theirs.get("/o/maple/settings/").status_code == 200


def test_an_owner_invites_by_mail(client_for: ClientFor, maple: Organization, owner: User) -> None:
    client = client_for(owner)
    wanted = {"email": "Nora@Maple.example", "name": "Nora", "role": "coordinator", "provider": ""}

    answer = client.post(f"{INVITATIONS}new/", wanted)

    assert answer["Location"] == INVITATIONS
    assert "nora@maple.example" in text_of(client.get(INVITATIONS).content)
    with organization_scope(maple):
        assert "http://testserver/invitations/" in OutboxMessage.objects.get().body


def test_inviting_a_member_says_where_to_change_the_role(
    client_for: ClientFor, owner: User, biller: User
) -> None:
    wanted = {"email": biller.email, "name": "", "role": "coordinator", "provider": ""}

    answer = client_for(owner).post(f"{INVITATIONS}new/", wanted)

    assert "is a member already" in text_of(answer.content)


def test_a_new_link_replaces_the_old_one(client_for: ClientFor, maple: Organization, owner: User) -> None:
    old = InvitationFactory(organization=maple, invited_by=owner)

    client_for(owner).post(f"{INVITATIONS}{old.pk}/resend/")

    with organization_scope(maple):
        assert Invitation.objects.get(pk=old.pk).revoked_at is not None
        assert Invitation.objects.filter(email=old.email, revoked_at=None).count() == 1


def test_an_invitation_is_withdrawn_once(client_for: ClientFor, maple: Organization, owner: User) -> None:
    row = InvitationFactory(organization=maple)
    client = client_for(owner)

    first = client.post(f"{INVITATIONS}{row.pk}/revoke/", follow=True)
    second = client.post(f"{INVITATIONS}{row.pk}/revoke/", follow=True)

    assert "is withdrawn" in text_of(first.content)
    assert "no longer open" in text_of(second.content)


def test_the_list_tells_every_standing(client_for: ClientFor, maple: Organization, owner: User) -> None:
    from credtrack.kernel import clock

    InvitationFactory(organization=maple)
    InvitationFactory(organization=maple, revoked_at=clock.now())
    InvitationFactory(organization=maple, accepted_at=clock.now(), accepted_by=owner)
    InvitationFactory(organization=maple, expires_at=clock.now())

    page = text_of(client_for(owner).get(INVITATIONS).content)

    assert all(word in page for word in ("Open", "Withdrawn", "Accepted", "Ran out"))
