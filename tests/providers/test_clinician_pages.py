"""The clinicians' list and file: who may open them, what they show, what adding and editing refuse."""

import datetime as dt

import pytest

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from providers.models import Credential, Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    CredentialFactory,
    LocationFactory,
    NppesRecordFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
    TaxIdentityFactory,
)
from tests.providers.registry_server import Registry

pytestmark = pytest.mark.django_db
LIST = "/o/maple/clinicians/"


def page_of(provider: Provider, rest: str = "") -> str:
    return f"{LIST}{provider.pk}/{rest}"


@pytest.mark.parametrize("who", ["owner", "coordinator", "biller", "manager"])
def test_members_read_the_list_and_the_file(
    who: str, request: pytest.FixtureRequest, client_for: ClientFor, dana: Provider
) -> None:
    client = client_for(request.getfixturevalue(who))
    listed = client.get(LIST)
    assert [row.label for row in listed.context["list"].rows] == ["Dana Whitfield, LPC"]
    page = client.get(page_of(dana))
    assert page.status_code == 200
    assert "PC000048" in page.content.decode()


def test_a_stranger_finds_nothing(client_for: ClientFor, stranger: User, dana: Provider) -> None:
    client = client_for(stranger)
    for path in (LIST, page_of(dana), page_of(dana, "edit/")):
        assert client.get(path).status_code == 404


def test_the_file_of_another_organization_is_not_found_under_ones_own_address(
    client_for: ClientFor, owner: User, harbor: Organization
) -> None:
    foreign = ProviderFactory(organization=harbor)
    paper = CredentialFactory(organization=harbor, provider=foreign)
    client = client_for(owner)
    for path in (page_of(foreign), page_of(foreign, "edit/"), f"/o/maple/credentials/{paper.pk}/renew/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("who", ["manager", "biller", "clinician"])
@pytest.mark.parametrize("rest", ["edit/", "credentials/add/", "affiliations/add/"])
def test_readers_may_not_edit(
    who: str, rest: str, request: pytest.FixtureRequest, client_for: ClientFor, dana: Provider
) -> None:
    assert client_for(request.getfixturevalue(who)).get(page_of(dana, rest)).status_code == 403


@pytest.fixture
def dana_herself(clinician: User, maple: Organization, dana: Provider) -> User:
    membership = Membership.objects.get(user=clinician, organization=maple)
    ClinicianLinkFactory(organization=maple, membership=membership, provider=dana)
    return clinician


def test_a_clinician_opens_only_the_own_file(
    client_for: ClientFor, dana_herself: User, dana: Provider, maple: Organization
) -> None:
    client = client_for(dana_herself)
    assert client.get(page_of(dana)).status_code == 200
    assert client.get(page_of(ProviderFactory(organization=maple))).status_code == 404
    assert [row.label for row in client.get(LIST).context["list"].rows] == ["Dana Whitfield, LPC"]


def test_a_clinician_records_the_own_attestation(
    client_for: ClientFor, dana_herself: User, dana: Provider, maple: Organization
) -> None:
    with organization_scope(maple):
        today = clock.today()
    sent = {"kind": "caqh_attestation", "attested_on": today.isoformat()}
    answer = client_for(dana_herself).post(page_of(dana, "attest/"), sent)
    assert answer.status_code == 302
    with organization_scope(maple):
        row = Credential.objects.get(kind="caqh_attestation")
    assert row.expires_on == today + dt.timedelta(days=120)


def test_a_limited_member_does_not_read_the_names_of_other_practices(
    client_for: ClientFor, maple: Organization, dana: Provider, biller: User, maple_street: Practice
) -> None:
    AffiliationFactory(
        organization=maple,
        provider=dana,
        practice=PracticeFactory(organization=maple, legal_name="Secret Client LLC"),
    )
    seat = Membership.objects.get(user=biller, organization=maple)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    PracticeGrantFactory(organization=maple, membership=seat, practice=maple_street)
    client = client_for(biller)
    for path in (LIST, page_of(dana)):
        shown = client.get(path).content.decode()
        assert "Maple Street LLC" in shown
        assert "Secret Client" not in shown


def test_comparing_again_shows_where_the_registry_differs(
    client_for: ClientFor, owner: User, dana: Provider, registry: Registry
) -> None:
    NppesRecordFactory(
        npi=dana.npi, data={"npi": dana.npi, "entity_type": 1, "first_name": "DINA", "last_name": "WHITFIELD"}
    )
    client = client_for(owner)
    rows = {row.key: row.agreement.value for row in client.get(page_of(dana)).context["registry"].rows}
    assert (rows["first_name"], rows["last_name"]) == ("differs", "agrees")
    registry.answers_with("no_hit.json")
    assert client.post(page_of(dana, "compare/")).status_code == 302


def test_the_file_says_what_holds_an_application_back(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    found = client.get(page_of(dana)).context["readiness"]
    assert {point.key for point in found.missing} == {
        "caqh_attestation",
        "malpractice",
        "tin",
        "w9",
        "address",
    }
    TaxIdentityFactory(organization=maple, practice=maple_street)
    LocationFactory(organization=maple, practice=maple_street)
    found = client.get(page_of(dana)).context["readiness"]
    assert {point.key for point in found.missing} == {"caqh_attestation", "malpractice", "w9"}


def test_readiness_can_be_asked_for_another_state(client_for: ClientFor, owner: User, dana: Provider) -> None:
    client = client_for(owner)
    part = client.get(page_of(dana, "readiness/?state=NJ"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert "license" in {point.key for point in part.context["readiness"].missing}
    assert client.get(page_of(dana, "readiness/?state=NJ"))["Location"] == page_of(dana) + "?state=NJ"


def test_a_limited_member_does_not_read_the_addresses_of_other_practices_in_the_comparison(
    client_for: ClientFor, maple: Organization, dana: Provider, biller: User, maple_street: Practice
) -> None:
    other = PracticeFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=dana, practice=other)
    LocationFactory(organization=maple, practice=other, postal_code="90210", state="CA")
    place = {"purpose": "location", "city": "PHILADELPHIA", "state": "PA", "postal_code": "19103"}
    NppesRecordFactory(npi=dana.npi, data={"npi": dana.npi, "entity_type": 1, "addresses": [place]})
    client = client_for(biller)
    assert "90210" in client.get(page_of(dana)).content.decode()
    seat = Membership.objects.get(user=biller, organization=maple)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    PracticeGrantFactory(organization=maple, membership=seat, practice=maple_street)
    assert "90210" not in client.get(page_of(dana)).content.decode()
