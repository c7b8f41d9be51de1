"""The settings of an organization, and what happens when two people save them at once."""

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db

EDIT = "/o/maple/settings/organization/"
TYPED = {
    "version": 1,
    "name": "Maple & Oak",
    "kind": "billing_service",
    "timezone": "America/Chicago",
}


def test_a_change_is_saved_and_recorded(client_for: ClientFor, maple: Organization, owner: User) -> None:
    answer = client_for(owner).post(EDIT, TYPED)

    assert answer["Location"] == "/o/maple/settings/"
    maple.refresh_from_db()
    assert (maple.name, maple.timezone, maple.version) == ("Maple & Oak", "America/Chicago", 2)
    with organization_scope(maple):
        entry = AuditEntry.objects.get()
    assert entry.changes["timezone"] == ["America/New_York", "America/Chicago"]


def test_the_second_of_two_people_keeps_what_they_typed(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    client = client_for(owner)
    client.post(EDIT, TYPED | {"name": "First"})

    told = client.post(EDIT, TYPED | {"name": "Second"}).content.decode()

    assert "Somebody else changed the organization" in told
    assert 'value="Second"' in told
    maple.refresh_from_db()
    assert maple.name == "First"
    # Pressing save again is now a decision, because the page showed what had happened.
    client.post(EDIT, TYPED | {"name": "Second", "version": 2})
    maple.refresh_from_db()
    assert maple.name == "Second"


def test_an_unknown_time_zone_is_refused(client_for: ClientFor, maple: Organization, owner: User) -> None:
    answer = client_for(owner).post(EDIT, TYPED | {"timezone": "Mars/Olympus"})

    assert answer.status_code == 200
    maple.refresh_from_db()
    assert maple.timezone == "America/New_York"


def test_a_clinician_reads_the_settings_without_a_button(client_for: ClientFor, clinician: User) -> None:
    page = client_for(clinician).get("/o/maple/settings/").content.decode()

    assert "Your seat" in page
    assert EDIT not in page


def test_the_roles_are_told_in_words(client_for: ClientFor, clinician: User) -> None:
    page = client_for(clinician).get("/o/maple/settings/roles/").content.decode()

    assert "Sees their own file and applications, adds documents and attests." in page
