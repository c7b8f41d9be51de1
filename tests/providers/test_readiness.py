"""Which points of a file hold an application back, which are only advised, and what is said about each."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from providers.readiness import FileFacts, Point, PointState, readiness

TODAY = dt.date(2026, 11, 23)


@dataclasses.dataclass
class Paper:
    kind: str
    state: str = ""
    issued_on: dt.date | None = None
    expires_on: dt.date | None = dt.date(2027, 11, 23)


COMPLETE = FileFacts(
    npi="1234567893",
    npi_flag="",
    taxonomy="101YP2500X",
    caqh_id="13000001",
    credentials=[
        Paper("license", "PA"),
        Paper("malpractice"),
        Paper("caqh_attestation", "", dt.date(2026, 11, 1), dt.date(2027, 3, 1)),
    ],
    document_kinds=frozenset({"cv"}),
    practice_name="Maple Street",
    practice_npi="1993999998",
    practice_has_tax_identity=True,
    practice_document_kinds=frozenset({"w9"}),
    address_states=frozenset({"PA"}),
)


def judged(**changes: Any) -> dict[str, Point]:
    return {
        point.key: point for point in readiness(dataclasses.replace(COMPLETE, **changes), "PA", TODAY).points
    }


def test_a_complete_file_is_complete_in_every_point() -> None:
    found = readiness(COMPLETE, "PA", TODAY)
    assert found.is_complete
    assert {point.state for point in found.points} == {PointState.DONE}
    assert found.sentence == "The file is complete enough to apply."


@pytest.mark.parametrize(("change", "key"), [
    ({"npi": ""}, "npi"),
    ({"npi_flag": "This NPI does not pass its check digit."}, "npi"),
    ({"taxonomy": ""}, "taxonomy"),
    ({"caqh_id": ""}, "caqh_id"),
    ({"practice_has_tax_identity": False}, "tin"),
    ({"practice_document_kinds": frozenset()}, "w9"),
    ({"address_states": frozenset()}, "address"),
    ({"practice_name": ""}, "practice"),
])  # fmt: skip
def test_what_is_not_there_holds_back_and_says_what_to_do(change: dict[str, Any], key: str) -> None:
    point = judged(**change)[key]
    assert point.holds_back
    assert point.reason
    assert point.next_step


@pytest.mark.parametrize("key", ["license", "malpractice", "caqh_attestation"])
def test_a_paper_that_is_not_recorded_holds_back(key: str) -> None:
    rest = [paper for paper in COMPLETE.credentials if paper.kind != key]
    assert judged(credentials=rest)[key].state == PointState.MISSING


@pytest.mark.parametrize("key", ["license", "malpractice", "caqh_attestation"])
def test_a_paper_that_has_lapsed_holds_back_and_asks_to_be_renewed(key: str) -> None:
    papers = [*COMPLETE.credentials]
    papers = [
        Paper(paper.kind, paper.state, None, dt.date(2026, 11, 22)) if paper.kind == key else paper
        for paper in COMPLETE.credentials
    ]
    point = judged(credentials=papers)[key]
    assert point.state == PointState.EXPIRED
    assert point.holds_back
    assert "Expired 1 day ago (22 Nov 2026)" in point.reason


def test_a_paper_that_lapses_soon_is_shown_but_holds_nothing_back() -> None:
    papers = [Paper("license", "PA", None, dt.date(2026, 12, 1)), *COMPLETE.credentials[1:]]
    found = readiness(dataclasses.replace(COMPLETE, credentials=papers), "PA", TODAY)
    assert found.is_complete
    assert {point.key for point in found.points if point.state == PointState.EXPIRING} == {"license"}


def test_a_license_of_another_state_does_not_count() -> None:
    point = {p.key: p for p in readiness(COMPLETE, "NJ", TODAY).points}["license"]
    assert point.state == PointState.MISSING
    assert "New Jersey" in point.reason


def test_a_license_that_starts_later_does_not_count_yet() -> None:
    papers = [Paper("license", "PA", dt.date(2027, 1, 1)), *COMPLETE.credentials[1:]]
    point = judged(credentials=papers)["license"]
    assert point.holds_back
    assert "Starts only on 1 Jan 2027" in point.reason


def test_a_paper_without_expiry_date_asks_for_the_date() -> None:
    papers = [Paper("license", "PA", None, None), *COMPLETE.credentials[1:]]
    assert judged(credentials=papers)["license"].next_step == "Add the expiry date."


@pytest.mark.parametrize(("change", "key"), [
    ({"document_kinds": frozenset()}, "cv"),
    ({"practice_npi": ""}, "practice_npi"),
    ({"address_states": frozenset({"NJ"})}, "address"),
])  # fmt: skip
def test_what_only_some_payers_want_is_advised_and_holds_nothing_back(
    change: dict[str, Any], key: str
) -> None:
    point = judged(**change)[key]
    assert point.state == PointState.MISSING
    assert not point.holds_back


@pytest.mark.parametrize("taxonomy", ["363LP0808X", "2084P0800X", "364SP0808X"])
def test_prescribers_are_asked_for_a_dea_registration(taxonomy: str) -> None:
    assert judged(taxonomy=taxonomy)["dea"].advised


def test_counselors_are_not_asked_for_a_dea_registration() -> None:
    assert "dea" not in judged()


def test_the_sentence_names_what_holds_back() -> None:
    found = readiness(dataclasses.replace(COMPLETE, npi="", caqh_id=""), "PA", TODAY)
    assert found.sentence == "2 points hold an application back: Own NPI, CAQH ID."


def test_without_a_state_any_license_and_any_address_will_do() -> None:
    assert readiness(COMPLETE, "", TODAY).is_complete
