"""How both shapes of the registry's answers and the rows of its file become one record."""

import csv
import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.nppes_file import row_reader
from providers.nppes_records import NotUnderstood, Record, RegistryRefused, day, records_of, text

DATA = Path(__file__).parent.parent / "data"


def answer(name: str) -> Any:
    return json.loads((DATA / "nppes_api" / name).read_text())


def file_records() -> dict[str, Record]:
    with (DATA / "nppes" / "npidata_pfile_cut.csv").open(newline="") as lines:
        rows = csv.reader(lines)
        read = row_reader(next(rows))
        return {record.npi: record for record in map(read, rows)}


def test_a_current_answer_gives_name_license_and_location() -> None:
    (record,) = records_of(answer("person_2024.json"))
    assert (record.npi, record.entity_type) == ("1013362458", 1)
    assert (record.first_name, record.last_name, record.suffix) == ("JOSEPHINE", "DOHERTY", "")
    assert record.enumerated_on == dt.date(2016, 5, 3)
    assert record.primary_taxonomy is not None
    assert (record.primary_taxonomy.code, record.primary_taxonomy.license) == ("101YP2500X", "PC000048")
    assert record.location is not None
    assert (record.location.city, record.location.postal_code) == ("DUNMORE", "185122469")


def test_an_older_answer_with_numbers_as_integers_reads_alike() -> None:
    (record,) = records_of(answer("person_2019.json"))
    assert (record.npi, record.entity_type, record.degree) == ("1720377294", 1, "M.D.")
    assert record.updated_on == dt.date(2018, 5, 8)
    assert [place.purpose for place in record.addresses] == ["location", "mailing", "practice"]
    assert [row.code for row in record.taxonomies] == ["207X00000X", "390200000X"]


def test_an_organization_has_its_name_and_the_name_it_does_business_as() -> None:
    (record,) = records_of(answer("organization_2024.json"))
    assert (record.entity_type, record.name) == (2, "PEACH STATE MEDICAL PRACTICE, PC")
    assert record.dba == "KINDBODY OF PA MEDICAL PRACTICE, PC"


def test_no_hit_is_an_empty_list() -> None:
    assert records_of(answer("no_hit.json")) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("no_criteria.json", "No valid search"), ("more_criteria_needed.json", "additional search")],
)
def test_an_errors_body_is_a_refusal_in_the_registrys_words(name: str, said: str) -> None:
    with pytest.raises(RegistryRefused, match=said):
        records_of(answer(name))


@pytest.mark.parametrize("found", [None, [], "text", {}, {"results": None}, {"results": [{"number": "1"}]}])
def test_anything_else_is_not_understood(found: object) -> None:
    with pytest.raises(NotUnderstood):
        records_of(found)


@pytest.mark.parametrize("name", ["person_2024.json", "person_2019.json", "organization_2024.json"])
def test_a_record_survives_being_kept_as_json(name: str) -> None:
    (record,) = records_of(answer(name))
    assert Record.from_json(json.loads(json.dumps(record.as_json()))) == record


@pytest.mark.parametrize("name", ["person_2024.json", "organization_2019.json"])
def test_a_result_that_lacks_every_optional_key_is_still_a_record(name: str) -> None:
    (result,) = answer(name)["results"]
    (record,) = records_of({"results": [{"number": result["number"]}]})
    assert record == Record(npi=str(result["number"]), entity_type=None)


@pytest.mark.parametrize(("written", "meant"), [
    ("2014-01-08", dt.date(2014, 1, 8)), ("03/16/2006", dt.date(2006, 3, 16)),
    (1525737600, dt.date(2018, 5, 8)), ("1462314593000", dt.date(2016, 5, 3)),
    ("2018-09-22 17:09", dt.date(2018, 9, 22)), ("", None), (None, None), ("--", None),
    ("13/45/2006", None), ("soon", None), ("99999999999999", dt.date(5138, 11, 16)),
])  # fmt: skip
def test_days_are_read_however_they_are_written(written: object, meant: dt.date | None) -> None:
    assert day(written) == meant


@pytest.mark.parametrize(
    "written", ["--", "-", "$$$$$$$$$", "********", "_________", "=========", "<UNAVAIL>", None, " "]
)
def test_dashes_and_masks_are_nothing(written: object) -> None:
    assert text(written) == ""


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["results", "Errors", "number", "basic", "addresses", "taxonomies", "code"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_no_answer_whatsoever_breaks_the_reader(found: object) -> None:
    with suppress(NotUnderstood, RegistryRefused):
        assert all(len(record.npi) == 10 for record in records_of(found))


def test_a_row_of_the_file_reads_like_an_answer() -> None:
    record = file_records()["1902809676"]
    assert record.entity_type == 1
    assert record.last_name
    assert record.primary_taxonomy is not None
    assert {place.purpose for place in record.addresses} == {"location", "mailing"}


def test_a_deactivated_row_carries_the_day_and_nothing_else() -> None:
    assert file_records()["1306849450"] == Record(
        npi="1306849450", entity_type=None, deactivated_on=dt.date(2021, 3, 3)
    )


def test_a_reactivated_row_is_in_use() -> None:
    record = file_records()["1184627184"]
    assert record.deactivated_on is None
    assert record.entity_type == 1


def test_an_organization_row_has_no_tax_number() -> None:
    organizations = [record for record in file_records().values() if record.entity_type == 2]
    assert len(organizations) == 3
    assert all(record.organization_name for record in organizations)


def test_another_file_is_told_which_column_is_lacking() -> None:
    with pytest.raises(NotUnderstood, match="Entity Type Code"):
        row_reader(["NPI", "Name"])


def test_a_row_that_ends_early_reads_as_empty_cells() -> None:
    read = row_reader(["NPI", "Entity Type Code", "NPI Deactivation Date", "Provider First Name"])
    assert read(["1234567893", "1"]) == Record(npi="1234567893", entity_type=1)
