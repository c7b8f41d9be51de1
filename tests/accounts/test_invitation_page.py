"""The page behind an invitation link, for people with and without an account."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import invitations
from accounts.enums import Role
from accounts.invitations import Seat
from accounts.models import Invitation, Membership, Organization, User
from accounts.tenancy import organization_scope
from tests.conftest import ClientFor
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(maple: Organization, owner: User) -> str:
    with organization_scope(maple):
        seat = Seat("nora@maple.example", Role.COORDINATOR, "Nora Quist")
        _, link = invitations.invite(seat, actor=owner, base_url="http://testserver")
    return link.removeprefix("http://testserver")


def role_at_maple(email: str) -> str | None:
    seat = Membership.objects.filter(user__email=email, organization__slug="maple").first()
    return seat.role if seat else None


def test_a_new_person_chooses_a_password_and_is_signed_in(client: Client, path: str) -> None:
    assert "Join Maple Street Counseling" in client.get(path).content.decode()

    answer = client.post(path, {"name": "Nora Quist", "password": "four unrelated words"})

    assert answer["Location"] == "/o/maple/"
    nora = User.objects.get(email="nora@maple.example")
    assert nora.check_password("four unrelated words")
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert role_at_maple(nora.email) == Role.COORDINATOR
    assert EmailAddress.objects.get(user=nora).verified


@pytest.mark.parametrize("password", ["short", "1234567890", "password123", "Nora Quist 1"])
def test_a_weak_password_is_refused_and_nothing_is_made(client: Client, path: str, password: str) -> None:
    answer = client.post(path, {"name": "Nora Quist", "password": password})

    assert answer.status_code == 200
    assert not User.objects.filter(email="nora@maple.example").exists()
    assert client.get(path).status_code == 200


def test_a_form_sent_twice_at_once_makes_one_account(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.views import invitation_link

    honest = invitation_link._create_and_accept

    def late(*given: Any) -> Any:
        # The other request came between the look and the leap.
        honest(*given)
        return honest(*given)

    monkeypatch.setattr(invitation_link, "_create_and_accept", late)
    answer = client.post(path, {"name": "Nora Quist", "password": "four unrelated words"})

    assert answer["Location"] == path
    assert User.objects.filter(email="nora@maple.example").count() == 1


def test_a_person_with_an_account_is_asked_to_sign_in_first(client: Client, path: str) -> None:
    UserFactory(email="nora@maple.example")

    page = client.get(path).content.decode()

    assert f"/accounts/login/?next={path}" in page
    assert role_at_maple("nora@maple.example") is None


def test_signing_in_from_the_link_comes_back_to_it(client: Client, path: str) -> None:
    UserFactory(email="nora@maple.example")

    answer = client.post(
        f"/accounts/login/?next={path}",
        {"login": "nora@maple.example", "password": PASSWORD, "next": path},
    )

    assert answer["Location"] == path


def test_a_signed_in_person_joins_with_one_press(client_for: ClientFor, path: str) -> None:
    client = client_for(UserFactory(email="nora@maple.example"))

    assert client.get(path).status_code == 200
    assert role_at_maple("nora@maple.example") is None
    assert client.post(path)["Location"] == "/o/maple/"
    assert role_at_maple("nora@maple.example") == Role.COORDINATOR


def test_another_person_cannot_take_the_seat(client_for: ClientFor, path: str, stranger: User) -> None:
    client = client_for(stranger)

    answer = client.post(path)

    assert "signed in as sam@harbor.example" in answer.content.decode()
    assert role_at_maple(stranger.email) is None


def test_a_used_link_says_so(client: Client, path: str) -> None:
    client.post(path, {"name": "Nora Quist", "password": "four unrelated words"})

    answer = Client().get(path)

    assert answer.status_code == 410
    assert "has been used already" in answer.content.decode()


def test_a_made_up_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/invitations/made-up/").status_code == 404


def test_the_page_is_kept_by_no_cache(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_person_in_two_organizations_keeps_both(
    client_for: ClientFor, maple: Organization, owner: User, stranger: User
) -> None:
    with organization_scope(maple):
        seat = Seat(stranger.email, Role.MANAGER)
        invitation, link = invitations.invite(seat, actor=owner, base_url="http://testserver")

    client = client_for(stranger)
    client.post(link.removeprefix("http://testserver"))

    assert client.get("/o/maple/settings/").status_code == 200
    assert client.get("/o/harbor/settings/").status_code == 200
    with organization_scope(maple):
        assert Invitation.objects.get(pk=invitation.pk).accepted_by == stranger
