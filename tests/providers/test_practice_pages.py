"""Practices: their file, locations and tax numbers; the switcher; what never leaves the sealed column."""

import json
from typing import Any

import pytest
from django.db import connection

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from providers import keeping_tax_identities, visibility
from providers.keeping_files import Refused
from providers.models import Location, Practice, PracticeGrant, TaxIdentity
from tests.conftest import ClientFor
from tests.factories.providers import (
    AffiliationFactory,
    LocationFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
    TaxIdentityFactory,
)
from tests.providers.registry_server import Registry

pytestmark = pytest.mark.django_db
LIST = "/o/maple/practices/"


@pytest.fixture
def maple_street(maple: Organization) -> Practice:
    practice: Practice = PracticeFactory(organization=maple, legal_name="Maple Street LLC", npi="1993999998")
    return practice


def page_of(practice: Practice, rest: str = "") -> str:
    return f"{LIST}{practice.pk}/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1", "npi": "", "legal_name": "North Office LLC", "dba": "", "specialty": "", "state": "PA",
        "phone": "", "email": "", "pay_to": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["owner", "coordinator", "biller", "manager"])
def test_members_read_a_practice_with_its_clinicians(
    who: str,
    request: pytest.FixtureRequest,
    client_for: ClientFor,
    maple: Organization,
    maple_street: Practice,
) -> None:
    dana = ProviderFactory(organization=maple, first_name="Dana", last_name="Whitfield")
    AffiliationFactory(organization=maple, provider=dana, practice=maple_street)
    LocationFactory(organization=maple, practice=maple_street)
    client = client_for(request.getfixturevalue(who))
    assert [row.label for row in client.get(LIST).context["list"].rows] == ["Maple Street LLC"]
    shown = client.get(page_of(maple_street)).content.decode()
    assert "Dana Whitfield" in shown
    assert "12 Maple Street" in shown


def test_strangers_and_clinicians_read_no_practice(
    client_for: ClientFor,
    stranger: User,
    clinician: User,
    maple_street: Practice,
    harbor: Organization,
    owner: User,
) -> None:
    assert client_for(stranger).get(page_of(maple_street)).status_code == 404
    assert client_for(clinician).get(page_of(maple_street)).status_code == 403
    foreign = PracticeFactory(organization=harbor)
    assert client_for(owner).get(page_of(foreign)).status_code == 404


@pytest.mark.parametrize("rest", ["edit/", "locations/add/", "tax-identities/add/", "documents/add/"])
def test_readers_may_not_change_a_practice(
    client_for: ClientFor, manager: User, maple_street: Practice, rest: str
) -> None:
    assert client_for(manager).get(page_of(maple_street, rest)).status_code == 403


def test_a_practice_is_added_and_edited(client_for: ClientFor, owner: User, maple: Organization) -> None:
    client = client_for(owner)
    answer = client.post(f"{LIST}add/", typed(npi="1174270805"))
    with organization_scope(maple):
        practice = Practice.objects.get()
    assert answer["Location"] == page_of(practice)
    sent = typed(npi="1174270805", dba="North", is_active="on")
    assert client.post(page_of(practice, "edit/"), sent).status_code == 302
    stale = client.post(page_of(practice, "edit/"), {**sent, "dba": "South"})
    assert "Somebody else changed" in str(stale.context["form"].errors)
    assert 'value="South"' in stale.content.decode()


@pytest.mark.parametrize(("change", "told"), [
    ({"npi": "1174270806"}, "check digit"), ({"legal_name": "maple street llc"}, "already"),
    ({"legal_name": ""}, "Type the legal name"),
])  # fmt: skip
def test_a_practice_that_does_not_fit_is_refused(
    client_for: ClientFor, owner: User, maple_street: Practice, change: dict[str, str], told: str
) -> None:
    answer = client_for(owner).post(f"{LIST}add/", typed(**change))
    assert told in str(answer.context["form"].errors)


def test_a_limited_member_sees_the_practice_they_add(
    client_for: ClientFor, coordinator: User, maple: Organization, maple_street: Practice
) -> None:
    Membership.objects.filter(user=coordinator).update(limited_to_practices=True)
    client = client_for(coordinator)
    assert client.get(page_of(maple_street)).status_code == 404
    answer = client.post(f"{LIST}add/", typed())
    assert client.get(answer["Location"]).status_code == 200
    with organization_scope(maple):
        assert PracticeGrant.objects.count() == 1


def test_looking_up_the_number_of_a_business_fills_its_form(
    client_for: ClientFor, owner: User, registry: Registry
) -> None:
    registry.answers_with("organization_2024.json")
    sent = typed(npi="1174270805", legal_name="", state="")
    shown = (
        client_for(owner).post(f"{LIST}npi-lookup/", sent, headers={"HX-Request": "true"}).content.decode()
    )
    assert 'value="Peach State Medical Practice, PC"' in shown
    assert 'value="Kindbody Of PA Medical Practice, PC"' in shown
    assert "<html" not in shown


def test_the_registry_is_compared_for_a_practice(
    client_for: ClientFor, owner: User, maple: Organization, registry: Registry
) -> None:
    practice = PracticeFactory(organization=maple, legal_name="CSP Anesthesia, LLC", npi="1568946812")
    registry.answers_with("organization_2019.json")
    client = client_for(owner)
    assert client.post(page_of(practice, "compare/"))["Location"].endswith("#registry")
    rows = {row.key: row.agreement.value for row in client.get(page_of(practice)).context["registry"].rows}
    assert (rows["name"], rows["type"]) == ("agrees", "agrees")


def test_a_location_is_added_and_edited(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    sent = {
        "version": "1",
        "name": "Main",
        "address_1": "12 Maple Street",
        "state": "PA",
        "postal_code": "191031234",
    }
    assert client.post(page_of(maple_street, "locations/add/"), sent).status_code == 302
    with organization_scope(maple):
        location = Location.objects.get()
    assert location.postal_code == "19103-1234"
    url = f"/o/maple/locations/{location.pk}/edit/"
    assert "five digits" in str(client.post(url, {**sent, "postal_code": "1910"}).context["form"].errors)
    assert client.post(url, {**sent, "city": "Philadelphia"}).status_code == 302


def test_a_tax_number_is_sealed_and_only_its_last_four_digits_are_shown_or_audited(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    sent = {"version": "1", "kind": "ein", "number": "23-4567891", "legal_name": "Maple Street LLC"}
    assert client.post(page_of(maple_street, "tax-identities/add/"), sent).status_code == 302
    shown = client.get(page_of(maple_street)).content.decode()
    assert "EIN ending in 7891" in shown
    with organization_scope(maple):
        row = TaxIdentity.objects.get()
        trail = json.dumps(list(AuditEntry.objects.values("summary", "changes", "subject_label")))
    assert (row.number, row.is_primary) == ("234567891", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM providers_taxidentity")
        stored = cursor.fetchone()[0]
    for text in (shown, trail, stored):
        assert "4567891" not in text


@pytest.mark.parametrize(("kind", "number", "told"), [
    ("ein", "23-456", "nine digits"), ("ssn", "666-12-3456", "ever given out"), ("itin", "812-70-3456", "starts with 9"),
])  # fmt: skip
def test_a_mistyped_tax_number_is_refused_without_being_repeated_in_the_message(
    client_for: ClientFor, owner: User, maple_street: Practice, kind: str, number: str, told: str
) -> None:
    answer = client_for(owner).post(
        page_of(maple_street, "tax-identities/add/"), {"version": "1", "kind": kind, "number": number}
    )
    errors = str(answer.context["form"].errors)
    assert told in errors
    assert number not in errors


def test_an_unknown_ein_prefix_is_kept_with_a_remark(maple: Organization, maple_street: Practice) -> None:
    with organization_scope(maple):
        row = keeping_tax_identities.add(maple_street, kind="ein", number="07-1234567", actor=None)
    assert "IRS letter" in row.flag


def test_one_number_of_a_practice_is_always_the_primary(maple: Organization, maple_street: Practice) -> None:
    with organization_scope(maple):
        first = keeping_tax_identities.add(maple_street, kind="ein", number="23-4567891", actor=None)
        second = keeping_tax_identities.add(maple_street, kind="ssn", number="536-90-4399", actor=None)
        assert (first.is_primary, second.is_primary) == (True, False)
        keeping_tax_identities.change(second, version=1, legal_name="Dana", is_primary=True, actor=None)
        assert list(TaxIdentity.objects.filter(is_primary=True)) == [second]
        second.refresh_from_db()
        keeping_tax_identities.remove(second, actor=None)
        assert list(TaxIdentity.objects.filter(is_primary=True)) == [first]
        with pytest.raises(Refused, match="already has this number"):
            keeping_tax_identities.add(maple_street, kind="ein", number="234567891", actor=None)


def test_a_tax_number_is_edited_and_removed_on_its_pages(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    row = TaxIdentityFactory(organization=maple, practice=maple_street)
    client = client_for(owner)
    url = f"/o/maple/tax-identities/{row.pk}/"
    assert row.number not in client.get(f"{url}edit/").content.decode()
    assert client.post(f"{url}edit/", {"version": "1", "legal_name": "New name"}).status_code == 302
    assert client.post(f"{url}remove/").status_code == 302
    with organization_scope(maple):
        assert not TaxIdentity.objects.exists()


def test_those_who_may_not_see_tax_identities_do_not(
    client_for: ClientFor, manager: User, maple: Organization, maple_street: Practice
) -> None:
    row = TaxIdentityFactory(organization=maple, practice=maple_street)
    shown = client_for(manager).get(page_of(maple_street)).content.decode()
    assert row.last_four not in shown
    assert "Tax identities" not in shown


def test_the_chosen_practice_is_kept_for_the_session_and_the_organization(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    sent = {"practice": maple_street.pk, "back": "/o/maple/clinicians/"}
    assert client.post(f"{LIST}choose/", sent)["Location"] == "/o/maple/clinicians/"
    assert client.session[f"practice:{maple.pk}"] == maple_street.pk
    client.post(f"{LIST}choose/", {"practice": ""})
    assert f"practice:{maple.pk}" not in client.session


@pytest.mark.parametrize(
    "back", ["//evil.example/o/maple/", "https://evil.example/", "/o/harbor/", "/o/maple\\evil"]
)
def test_choosing_a_practice_leads_nowhere_else(
    client_for: ClientFor, owner: User, maple_street: Practice, back: str
) -> None:
    answer = client_for(owner).post(f"{LIST}choose/", {"practice": maple_street.pk, "back": back})
    assert answer["Location"] == "/o/maple/"


def test_a_practice_that_is_foreign_or_not_granted_cannot_be_chosen(
    client_for: ClientFor, biller: User, harbor: Organization, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(biller)
    foreign = PracticeFactory(organization=harbor)
    assert client.post(f"{LIST}choose/", {"practice": foreign.pk}).status_code == 404
    granted = PracticeFactory(organization=maple)
    seat = Membership.objects.get(user=biller, organization=maple)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    PracticeGrantFactory(organization=maple, membership=seat, practice=granted)
    assert client.post(f"{LIST}choose/", {"practice": maple_street.pk}).status_code == 404


def test_a_choice_that_is_no_longer_granted_is_forgotten(
    rf: Any, maple: Organization, owner_membership: Membership, maple_street: Practice
) -> None:
    request = rf.get("/o/maple/")
    request.session, request.organization, request.membership = {}, maple, owner_membership
    with organization_scope(maple):
        visibility.choose_practice(request, maple_street)
        assert visibility.chosen_practice_id(request) == maple_street.pk
        owner_membership.limited_to_practices = True
        assert visibility.chosen_practice_id(request) is None


def test_two_practices_are_offered_in_the_frame(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    PracticeFactory(organization=maple, legal_name="North Office LLC")
    client = client_for(owner)
    client.post(f"{LIST}choose/", {"practice": maple_street.pk})
    frame = client.get(LIST).context["frame"]
    assert [practice.name for practice in frame.practices] == ["Maple Street LLC", "North Office LLC"]
    assert frame.practice.name == "Maple Street LLC"
