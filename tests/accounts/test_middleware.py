"""An organization's page opens for its members only, and what they see is confined to it."""

import pytest
from django.test import Client

from accounts.models import Membership, Organization, User
from credtrack.kernel import scope
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db


def test_a_member_gets_the_page(client_for: ClientFor, owner: User) -> None:
    answer = client_for(owner).get("/o/maple/settings/")

    assert answer.status_code == 200
    assert "Maple Street Counseling" in answer.content.decode()


def test_a_stranger_gets_the_same_404_as_for_a_wrong_address(
    client_for: ClientFor, maple: Organization, stranger: User
) -> None:
    client = client_for(stranger)

    assert client.get("/o/maple/settings/").status_code == 404
    assert client.get("/o/no-such-place/settings/").status_code == 404


def test_a_member_whose_seat_was_taken_away_is_a_stranger(client_for: ClientFor, manager: User) -> None:
    Membership.objects.filter(user=manager).update(is_active=False)

    assert client_for(manager).get("/o/maple/settings/").status_code == 404


def test_a_signed_out_person_is_sent_to_sign_in_and_back(client: Client, maple: Organization) -> None:
    answer = client.get("/o/maple/settings/members/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/o/maple/settings/members/"


def test_the_scope_closes_with_the_request(client_for: ClientFor, owner: User) -> None:
    client_for(owner).get("/o/maple/settings/")

    assert scope.active() is None


def test_an_organization_s_page_needs_its_slash_only_once(client_for: ClientFor, owner: User) -> None:
    answer = client_for(owner).get("/o/maple/settings")

    assert answer.status_code == 301
    assert answer["Location"] == "/o/maple/settings/"


def test_the_organization_worked_in_last_is_remembered(
    client_for: ClientFor, owner: User, harbor: Organization
) -> None:
    Membership.objects.create(user=owner, organization=harbor, role="manager")
    client = client_for(owner)

    client.get("/o/harbor/settings/")

    owner.refresh_from_db()
    assert owner.last_organization == harbor


def test_remembering_costs_a_query_only_when_it_changes(client_for: ClientFor, owner: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(owner)
    client.get("/o/maple/settings/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/o/maple/settings/")

    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
