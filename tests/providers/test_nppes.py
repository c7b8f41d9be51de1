"""Where the registry and our file agree, where they differ, and what is advised then."""

import datetime as dt
from typing import Any

import pytest

from providers.nppes import Agreement, Comparison, OurFile, compare, differences, nice_case
from providers.nppes_records import Record, RegistryAddress, RegistryTaxonomy

RECORD = Record(
    npi="1234567893",
    entity_type=1,
    first_name="DANA",
    last_name="O'WHITFIELD-SMITH",
    taxonomies=(
        RegistryTaxonomy("101YP2500X", "Counselor, Professional", True, "PA", "PC000048"),
        RegistryTaxonomy("101YM0800X", state="NJ", license="37PC0112"),
    ),
    addresses=(
        RegistryAddress("location", "12 MAPLE ST", city="PHILADELPHIA", state="PA", postal_code="191031234"),
    ),
)
FILE: dict[str, Any] = {
    "is_person": True, "taxonomy": "101YP2500X", "first_name": "Dana", "last_name": "O\u2019Whitfield Smith",
    "licenses": [("PA", "PC-00048"), ("NJ", "37PC0112")], "addresses": [("PA", "19103")],
}  # fmt: skip


def compared(record: Record = RECORD, **changes: Any) -> dict[str, Comparison]:
    return {row.key: row for row in compare(record, OurFile(**{**FILE, **changes}))}


def test_spelling_case_dashes_and_leading_zeros_make_no_difference() -> None:
    rows = compared()
    assert {row.agreement for row in rows.values()} == {Agreement.AGREES}
    assert {row.meaning for row in rows.values()} == {"good"}


@pytest.mark.parametrize(("change", "key"), [
    ({"last_name": "Whitfield"}, "last_name"),
    ({"first_name": "Dina"}, "first_name"),
    ({"taxonomy": "1041C0700X"}, "taxonomy"),
    ({"licenses": [("PA", "PC000049"), ("NJ", "37PC0112")]}, "license_PA"),
    ({"addresses": [("PA", "18512")]}, "address"),
])  # fmt: skip
def test_a_difference_is_told_with_what_to_do(change: dict[str, Any], key: str) -> None:
    found = differences(list(compared(**change).values()))
    assert [row.key for row in found] == [key]
    assert "30 days" in found[0].advice
    assert found[0].meaning == "act"


def test_a_further_taxonomy_of_the_registry_agrees_too() -> None:
    assert compared(taxonomy="101YM0800X")["taxonomy"].agreement == Agreement.AGREES


def test_what_only_one_side_has_is_shown_without_alarm() -> None:
    rows = compared(taxonomy="", licenses=[("PA", "PC000048"), ("DE", "L1-1")])
    assert rows["taxonomy"].agreement == Agreement.ONLY_REGISTRY
    assert rows["license_DE"].agreement == Agreement.ONLY_FILE
    assert rows["license_NJ"].agreement == Agreement.ONLY_REGISTRY
    assert not differences(list(rows.values()))


def test_a_deactivated_number_is_all_that_is_said() -> None:
    (row,) = compare(
        Record(npi="1234567893", entity_type=None, deactivated_on=dt.date(2021, 3, 3)), OurFile(**FILE)
    )
    assert row.theirs == "Deactivated 3 Mar 2021"
    assert "No payer accepts" in row.advice


def test_the_number_of_a_business_in_a_clinicians_file_is_told() -> None:
    row = compared(Record(npi="1234567893", entity_type=2, organization_name="MAPLE STREET LLC"))["type"]
    assert row.agreement == Agreement.DIFFERS
    assert "own Type 1 NPI" in row.advice


def test_a_practice_may_be_known_by_the_name_it_does_business_as() -> None:
    record = Record(
        npi="1993999998", entity_type=2, organization_name="MS HOLDING INC", dba="MAPLE STREET, LLC"
    )
    rows = {
        row.key: row
        for row in compare(
            record, OurFile(is_person=False, taxonomy="", organization_name="Maple Street LLC")
        )
    }
    assert rows["name"].agreement == Agreement.AGREES
    assert rows["type"].agreement == Agreement.AGREES


@pytest.mark.parametrize(("shouted", "written"), [
    ("DANWING", "Danwing"), ("O'BRIEN", "O'Brien"), ("MCDONALD", "McDonald"), ("DARBOUZE-AUGUSTE", "Darbouze-Auguste"),
    ("DE LA CRUZ", "De La Cruz"), ("MAPLE STREET LLC", "Maple Street LLC"), ("van Dyke", "van Dyke"),
    ("ST. MARY'S", "St. Mary's"), ("", ""),
])  # fmt: skip
def test_shouted_names_are_written_as_a_person_writes_them(shouted: str, written: str) -> None:
    assert nice_case(shouted) == written
