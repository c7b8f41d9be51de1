"""The frame around every page: the rooms a role may enter, the organizations and practices to switch to."""

import pytest

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from tests.conftest import ClientFor
from tests.factories.providers import PracticeFactory

pytestmark = pytest.mark.django_db

SETTINGS = "/o/maple/settings/"


def test_a_clinician_s_rail_shows_only_what_opens(client_for: ClientFor, clinician: User) -> None:
    page = client_for(clinician).get(SETTINGS).content.decode()

    assert 'data-go="applications"' in page
    assert 'data-go="clinicians"' in page
    assert 'data-go="today"' not in page
    assert 'data-go="payers"' not in page


def test_an_owner_s_rail_shows_every_room(client_for: ClientFor, owner: User) -> None:
    page = client_for(owner).get(SETTINGS).content.decode()

    assert all(f'data-go="{key}"' in page for key in ("today", "network", "payers", "settings"))


def test_other_organizations_of_the_person_are_a_link_away(
    client_for: ClientFor, owner: User, harbor: Organization
) -> None:
    Membership.objects.create(user=owner, organization=harbor, role="manager")

    assert 'href="/o/harbor/"' in client_for(owner).get(SETTINGS).content.decode()


def test_a_lost_seat_is_no_longer_offered(client_for: ClientFor, owner: User, harbor: Organization) -> None:
    Membership.objects.create(user=owner, organization=harbor, role="manager", is_active=False)

    assert "/o/harbor/" not in client_for(owner).get(SETTINGS).content.decode()


def test_one_practice_is_nothing_to_choose(client_for: ClientFor, maple: Organization, owner: User) -> None:
    PracticeFactory(organization=maple, legal_name="Elm Counseling")

    assert "All practices" not in client_for(owner).get(SETTINGS).content.decode()


def test_a_chosen_practice_is_shown_and_stays(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    elm = PracticeFactory(organization=maple, legal_name="Elm Counseling")
    PracticeFactory(organization=maple, legal_name="Oak Counseling")
    client = client_for(owner)

    before = client.get(SETTINGS).content.decode()
    client.post("/o/maple/practices/choose/", {"practice": elm.pk, "back": SETTINGS})
    after = client.get(SETTINGS).content.decode()

    assert "<small>All practices</small>" in before
    assert "<small>Elm Counseling</small>" in after


def test_a_limited_member_is_offered_only_granted_practices(
    client_for: ClientFor, maple: Organization, biller: User
) -> None:
    from accounts import limits

    elm, oak, _ = [PracticeFactory(organization=maple, legal_name=name) for name in ("Elm", "Oak", "Willow")]
    seat = Membership.objects.get(user=biller)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    with organization_scope(maple):
        limits.answers().apply(seat, limits.Limits((elm.pk, oak.pk)))

    page = client_for(biller).get(SETTINGS).content.decode()

    assert f'value="{elm.pk}"' in page
    assert "Willow" not in page
