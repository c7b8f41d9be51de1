"""The page on which a member makes, copies, replaces and revokes their calendar address."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.test import Client

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from reminders.models import CalendarFeed
from tests.conftest import ClientFor
from tests.reminders.calendars import address_for, ask

pytestmark = pytest.mark.django_db
PAGE = "/o/maple/reminders/calendar/"


@pytest.fixture
def carla(client_for: ClientFor, coordinator: User) -> Client:
    """Carla's browser."""
    return client_for(coordinator)


def text_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def made(client: Client) -> str:
    """Make an address on the page; return what the page shows of it."""
    answer = client.post(f"{PAGE}make/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r'id="address"[^>]* value="([^"]+)"', answer.content.decode())
    assert found
    return html.unescape(found[1])


def test_without_an_address_the_page_offers_one(carla: Client) -> None:
    page = text_of(carla)

    assert "Make my address" in page
    assert "Revoke" not in page


def test_a_new_address_is_shown_once_and_works(carla: Client) -> None:
    address = made(carla)
    again = text_of(carla)

    assert address.startswith("https://credtrack.example/calendar/")
    assert ask(address.removeprefix("https://credtrack.example")).status_code == 200
    assert address not in again
    assert "Make a new address" in again


def test_the_page_links_to_the_calendar_app(carla: Client) -> None:
    page = carla.post(f"{PAGE}make/").content.decode()

    assert re.search(r'href="webcal://credtrack\.example/calendar/[\w-]{43}\.ics"', page)
    assert 'data-copy="#address"' in page


def test_making_a_new_one_ends_the_old_one(carla: Client) -> None:
    paths = [made(carla).removeprefix("https://credtrack.example") for _ in range(2)]

    assert [ask(path).status_code for path in paths] == [404, 200]


def test_revoking_ends_it_and_says_what_to_do(carla: Client) -> None:
    path = made(carla).removeprefix("https://credtrack.example")
    answer = carla.post(f"{PAGE}revoke/", follow=True)

    assert "The address is revoked" in answer.content.decode()
    assert "Make my address" in answer.content.decode()
    assert ask(path).status_code == 404
    assert "there is nothing to revoke" in carla.post(f"{PAGE}revoke/", follow=True).content.decode()


def test_the_page_says_when_it_was_last_read_on_the_organizations_clock(
    carla: Client, coordinator: User, maple: Organization
) -> None:
    path = address_for(coordinator, maple)
    assert "Not yet." in text_of(carla)
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, 2, tzinfo=dt.UTC)):
        ask(path)

    assert re.search(r"25 Nov 2026</time>, 07:02", text_of(carla))


def test_a_clinician_makes_one_of_their_own_and_leaves_others_alone(
    carla: Client, client_for: ClientFor, clinician: User, maple: Organization
) -> None:
    made(carla)
    dana = client_for(clinician)
    assert "Make my address" in text_of(dana)
    made(dana)
    dana.post(f"{PAGE}revoke/")

    with organization_scope(maple):
        (left,) = CalendarFeed.objects.filter(revoked_at=None)
    assert left.membership.user.email == "carla@maple.example"
