"""What a look-up says when the registry answers, refuses, stammers or is silent, and what the file adds."""

import datetime as dt

import pytest

from providers import registry as looking
from providers.models import NppesRecord
from providers.nppes_records import Record
from providers.registry import Found
from tests.factories.providers import NppesRecordFactory
from tests.providers.registry_server import Registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]
DOHERTY = "1013362458"


def in_file(npi: str = DOHERTY, deactivated_on: dt.date | None = None) -> NppesRecord:
    record = Record(
        npi=npi, entity_type=1, first_name="JOSEPHINE", last_name="DOHERTY", deactivated_on=deactivated_on
    )
    row: NppesRecord = NppesRecordFactory(npi=npi, data=record.as_json(), deactivated_on=deactivated_on)
    return row


def test_a_person_is_found_and_kept_for_later(registry: Registry) -> None:
    registry.answers_with("person_2024.json")
    found = looking.look_up("1013-362-458")
    assert found.state == Found.FOUND
    assert found.record is not None
    assert found.record.last_name == "DOHERTY"
    assert NppesRecord.objects.get(npi=DOHERTY).read_from == "NPI registry"
    assert registry.asked == [f"/api/?version=2.1&number={DOHERTY}"]


def test_an_answer_of_the_older_shape_is_understood(registry: Registry) -> None:
    registry.answers_with("organization_2019.json")
    found = looking.look_up("1568946812")
    assert found.record is not None
    assert found.record.name == "CSP ANESTHESIA LLC"


def test_an_unknown_number_is_not_found(registry: Registry) -> None:
    registry.answers_with("no_hit.json")
    found = looking.look_up(DOHERTY)
    assert (found.state, found.record) == (Found.NOT_FOUND, None)


def test_a_number_that_only_the_file_knows_as_deactivated_is_told_so(registry: Registry) -> None:
    registry.answers_with("no_hit.json")
    in_file(deactivated_on=dt.date(2021, 3, 3))
    found = looking.look_up(DOHERTY)
    assert found.state == Found.DEACTIVATED
    assert "3 Mar 2021" in found.sentence


def test_an_answer_about_another_number_is_not_taken(registry: Registry) -> None:
    registry.answers_with("person_2019.json")
    assert looking.look_up(DOHERTY).state == Found.NOT_FOUND


@pytest.mark.parametrize("name", ["no_criteria.json", "more_criteria_needed.json"])
def test_a_refusal_of_the_registry_leaves_the_form_usable(registry: Registry, name: str) -> None:
    registry.answers_with(name)
    found = looking.look_up(DOHERTY)
    assert found.state == Found.UNREACHABLE
    assert "Fill the form yourself" in found.sentence


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>Service unavailable</html>", b"[]", b"null", b"{}", b'{"results": 3}', b"\xff\xfe{",
        b'{"results": [{"number": "12"}]}', b"[" * 100_000, b"x" * (looking.MOST_BYTES + 10),
    ],
)  # fmt: skip
def test_garbage_counts_as_no_answer(registry: Registry, body: bytes) -> None:
    registry.body = body
    assert looking.look_up(DOHERTY).state == Found.UNREACHABLE


@pytest.mark.parametrize("status", [301, 302, 403, 404, 429, 500, 503])
def test_any_other_status_counts_as_no_answer_and_redirects_are_not_followed(
    registry: Registry, status: int
) -> None:
    registry.answers_with("person_2024.json")
    registry.status = status
    assert looking.look_up(DOHERTY).state == Found.UNREACHABLE


def test_a_registry_that_keeps_silent_is_given_up(registry: Registry, settings: object) -> None:
    settings.NPPES_TIMEOUT_SECONDS = 0.2  # type: ignore[attr-defined]
    registry.answers_with("person_2024.json")
    registry.gate.clear()
    assert looking.look_up(DOHERTY).state == Found.UNREACHABLE


def test_when_the_registry_is_silent_the_file_answers_and_says_how_old_it_is() -> None:
    in_file()
    found = looking.look_up(DOHERTY)
    assert found.state == Found.FOUND
    assert "npidata_pfile.csv" in found.sentence
    assert "does not answer" in found.sentence


def test_when_nothing_is_reachable_the_person_is_told_to_go_on() -> None:
    found = looking.look_up(DOHERTY)
    assert found.state == Found.UNREACHABLE
    assert "Fill the form yourself and save" in found.sentence


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_only_http_addresses_are_asked(settings: object, address: str) -> None:
    settings.NPPES_API_URL = address  # type: ignore[attr-defined]
    assert looking.look_up(DOHERTY).state == Found.UNREACHABLE


@pytest.mark.parametrize("typed", ["", "1234567890", "abc"])
def test_what_is_no_npi_is_not_looked_up(registry: Registry, typed: str) -> None:
    assert looking.look_up(typed).state == Found.NOT_AN_NPI
    assert registry.asked == []


def test_nothing_is_kept_when_the_registry_refuses(registry: Registry) -> None:
    registry.answers_with("no_criteria.json")
    looking.look_up(DOHERTY)
    assert not NppesRecord.objects.exists()
