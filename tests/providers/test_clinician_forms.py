"""Adding and editing a clinician: what is refused, what stays typed, what the registry fills."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from providers.models import Affiliation, Credential, Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import TaxonomyFactory
from tests.providers.registry_server import Registry

pytestmark = pytest.mark.django_db
LIST = "/o/maple/clinicians/"


def page_of(provider: Provider, rest: str = "") -> str:
    return f"{LIST}{provider.pk}/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1", "npi": "", "first_name": "Theo", "middle_name": "", "last_name": "Abara", "suffix": "",
        "degree": "LCSW", "taxonomy": "", "license_type": "", "caqh_id": "", "caqh_access_granted_to": "",
        "email": "", "phone": "", "medicare_status": "unknown", "medicare_opt_out_until": "", "practice": "",
        "starts_on": "", **changes,
    }  # fmt: skip


def problems(answer: Any) -> str:
    return " ".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)


def test_adding_a_clinician_writes_file_affiliation_and_audit(
    client_for: ClientFor, coordinator: User, maple: Organization, maple_street: Practice
) -> None:
    sent = typed(npi="1558-598-797", practice=str(maple_street.pk), starts_on="2026-01-05")
    answer = client_for(coordinator).post(f"{LIST}add/", sent)
    with organization_scope(maple):
        theo = Provider.objects.get(npi="1558598797")
        assert answer["Location"] == page_of(theo)
        assert Affiliation.objects.get(provider=theo).starts_on == dt.date(2026, 1, 5)
        actions = set(AuditEntry.objects.filter(actor=coordinator).values_list("action", flat=True))
    assert actions == {"provider.added", "affiliation.added"}


@pytest.mark.parametrize(("change", "told"), [
    ({"npi": "1234567890"}, "check digit"),
    ({"npi": "123"}, "exactly ten digits"),
    ({"caqh_id": "dana"}, "only digits"),
    ({"taxonomy": "Counselor"}, "ends in X"),
    ({"last_name": " "}, "Type the last name"),
    ({"starts_on": "soon"}, "Give a day"),
    ({"email": "nobody"}, "name@example.com"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence_and_stays_typed(
    client_for: ClientFor, owner: User, maple: Organization, change: dict[str, str], told: str
) -> None:
    answer = client_for(owner).post(f"{LIST}add/", typed(**change))
    assert answer.status_code == 200
    assert told in problems(answer)
    assert "Theo" in answer.content.decode()
    with organization_scope(maple):
        assert not Provider.objects.exists()


def test_a_taxonomy_code_outside_the_loaded_list_is_refused(client_for: ClientFor, owner: User) -> None:
    TaxonomyFactory()
    client = client_for(owner)
    assert "NUCC list" in problems(client.post(f"{LIST}add/", typed(taxonomy="101YP9999X")))
    assert client.post(f"{LIST}add/", typed(taxonomy="101yp2500x")).status_code == 302


def test_a_second_file_for_one_npi_is_refused(client_for: ClientFor, owner: User, dana: Provider) -> None:
    answer = client_for(owner).post(f"{LIST}add/", typed(npi=dana.npi))
    assert "Another clinician here already has this NPI" in problems(answer)


def test_the_same_npi_may_stand_in_another_organization(
    client_for: ClientFor, stranger: User, dana: Provider
) -> None:
    assert client_for(stranger).post("/o/harbor/clinicians/add/", typed(npi=dana.npi)).status_code == 302


def sent_of(provider: Provider, **changes: Any) -> dict[str, Any]:
    kept = typed(
        npi=provider.npi, first_name=provider.first_name, last_name=provider.last_name, degree=provider.degree,
        is_active="on", version=str(provider.version),
    )  # fmt: skip
    return {**kept, **changes}


def test_editing_changes_the_file_and_the_name_lists_sort_by(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    answer = client_for(owner).post(page_of(dana, "edit/"), sent_of(dana, last_name="Abbott"))
    assert answer.status_code == 302
    with organization_scope(maple):
        dana.refresh_from_db()
        entry = AuditEntry.objects.get(action="provider.changed")
    assert (dana.last_name, dana.sort_name, dana.version) == ("Abbott", "abbott, dana", 2)
    assert entry.changes["last_name"] == ["Whitfield", "Abbott"]


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    client = client_for(owner)
    client.post(page_of(dana, "edit/"), sent_of(dana, last_name="First"))
    answer = client.post(page_of(dana, "edit/"), sent_of(dana, last_name="Second"))
    assert answer.status_code == 200
    assert "Somebody else changed" in problems(answer)
    assert 'value="Second"' in answer.content.decode()
    with organization_scope(maple):
        dana.refresh_from_db()
    assert dana.last_name == "First"


def test_having_seen_what_changed_the_second_editor_may_save_again(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    client = client_for(owner)
    client.post(page_of(dana, "edit/"), sent_of(dana, last_name="First"))
    told = client.post(page_of(dana, "edit/"), sent_of(dana, last_name="Second"))
    assert "Last name is now “First”." in problems(told)
    assert "NPI" not in problems(told)
    version = told.context["form"]["version"].value()
    again = client.post(page_of(dana, "edit/"), {**sent_of(dana, last_name="Second"), "version": version})
    assert again.status_code == 302
    with organization_scope(maple):
        dana.refresh_from_db()
    assert dana.last_name == "Second"


def test_a_flagged_number_of_an_import_may_stay_and_loses_its_flag_when_corrected(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    with organization_scope(maple):
        Provider.objects.filter(pk=dana.pk).update(npi="1234567890", npi_flag="Check digit.")
        dana.refresh_from_db()
    client = client_for(owner)
    assert client.post(page_of(dana, "edit/"), sent_of(dana, degree="LCSW")).status_code == 302
    with organization_scope(maple):
        dana.refresh_from_db()
    assert (dana.npi, dana.npi_flag, dana.degree) == ("1234567890", "Check digit.", "LCSW")
    client.post(page_of(dana, "edit/"), sent_of(dana, npi="1234567893"))
    with organization_scope(maple):
        dana.refresh_from_db()
    assert (dana.npi, dana.npi_flag) == ("1234567893", "")


def test_looking_up_an_npi_fills_the_empty_fields_and_keeps_what_was_typed(
    client_for: ClientFor, owner: User, registry: Registry
) -> None:
    registry.answers_with("person_2024.json")
    sent = typed(npi="1013362458", first_name="Jo", last_name="", degree="", email="jo@example.com")
    answer = client_for(owner).post(f"{LIST}npi-lookup/", sent, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert "<html" not in shown
    assert 'value="Doherty"' in shown
    assert 'value="101YP2500X"' in shown
    assert 'value="Jo"' in shown
    assert 'value="jo@example.com"' in shown
    assert "another first name: Josephine" in shown


def test_without_scripts_the_look_up_answers_with_the_whole_page(
    client_for: ClientFor, owner: User, registry: Registry
) -> None:
    registry.answers_with("person_2024.json")
    shown = (
        client_for(owner).post(f"{LIST}npi-lookup/", typed(npi="1013362458", last_name="")).content.decode()
    )
    assert "<html" in shown
    assert 'value="Doherty"' in shown


def test_an_unreachable_registry_leaves_the_form_as_typed_and_working(
    client_for: ClientFor, owner: User
) -> None:
    sent = typed(npi="1013362458")
    client = client_for(owner)
    shown = client.post(f"{LIST}npi-lookup/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "Fill the form yourself" in shown
    assert 'value="Abara"' in shown
    assert client.post(f"{LIST}add/", sent).status_code == 302


def test_the_number_of_a_business_fills_nothing_and_says_so(
    client_for: ClientFor, owner: User, registry: Registry
) -> None:
    registry.answers_with("organization_2024.json")
    shown = client_for(owner).post(f"{LIST}npi-lookup/", typed(npi="1174270805")).content.decode()
    assert "is a business (Type 2)" in shown
    assert 'value="Abara"' in shown


def test_the_licenses_of_the_registry_are_taken_over_on_demand(
    client_for: ClientFor, owner: User, registry: Registry, maple: Organization
) -> None:
    registry.answers_with("person_2024.json")
    client = client_for(owner)
    client.post(f"{LIST}npi-lookup/", typed(npi="1013362458"))
    client.post(f"{LIST}add/", typed(npi="1013362458", take_licenses="on"))
    with organization_scope(maple):
        row = Credential.objects.get()
    assert (row.state, row.number, row.expires_on) == ("PA", "PC000048", None)
