"""How the registry's record fills a form: empty fields only, in the spelling a person would use."""

import pytest

from providers import filling_forms
from providers.nppes_records import Record, RegistryAddress, RegistryTaxonomy

PERSON = Record(
    npi="1234567893",
    entity_type=1,
    first_name="DANA",
    last_name="MCWHITFIELD",
    degree="PSY.D.",
    taxonomies=(RegistryTaxonomy("103TC0700X", is_primary=True, state="PA", license="PS1"),),
    addresses=(RegistryAddress("location", phone="2155550100", state="PA"),),
)


def test_empty_fields_are_filled_as_a_person_writes_them() -> None:
    found = filling_forms.clinician({"npi": "1234567893", "csrfmiddlewaretoken": "x"}, PERSON)
    assert found.values == {
        "npi": "1234567893", "first_name": "Dana", "middle_name": "", "last_name": "McWhitfield", "suffix": "",
        "degree": "PsyD", "taxonomy": "103TC0700X", "phone": "215-555-0100", "is_active": False,
        "take_licenses": True,
    }  # fmt: skip
    assert found.differing == []


@pytest.mark.parametrize(
    ("written", "meant"), [("M.D.", "MD"), ("PHD", "PhD"), ("LCSW, PHD", "LCSW, PHD"), ("", "")]
)
def test_letters_after_the_name(written: str, meant: str) -> None:
    record = Record(npi="1234567893", entity_type=1, degree=written)
    assert filling_forms.clinician({}, record).values["degree"] == meant


def test_what_was_typed_stays_and_the_difference_is_told() -> None:
    found = filling_forms.clinician({"first_name": "Dina", "last_name": "mcwhitfield"}, PERSON)
    assert found.values["first_name"] == "Dina"
    assert found.differing == ["The registry has another first name: Dana."]


@pytest.mark.parametrize("record", [None, Record(npi="1234567893", entity_type=None)])
def test_without_a_record_the_form_comes_back_as_typed(record: Record | None) -> None:
    found = filling_forms.clinician({"first_name": "Dana", "is_active": "on"}, record)
    assert found.values == {"first_name": "Dana", "is_active": True}


def test_a_person_is_not_taken_for_a_business_nor_a_business_for_a_person() -> None:
    business = Record(npi="1993999998", entity_type=2, organization_name="MAPLE STREET LLC")
    assert "Type 2" in filling_forms.clinician({}, business).differing[0]
    assert "Type 1" in filling_forms.practice({}, PERSON).differing[0]
    assert filling_forms.practice({}, business).values["legal_name"] == "Maple Street LLC"
