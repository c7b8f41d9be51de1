"""Single cells: names, dates, states, NPIs, status words, and what rows say about each other."""

import datetime as dt

import pytest

from enrollments.enums import Kind, Status
from exchange.days import Trouble, find_days, read_day
from exchange.names import read_party
from exchange.npis import read_npi
from exchange.rows import Reason
from exchange.settled_status import settle
from exchange.states import read_states
from exchange.status_words import Word, read_status
from tests.exchange.sheets import npi, one, read_rows

DAY = dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("text", "name", "credential"),
    [
        ("Marisol Trent, LPC", "Marisol Trent", "LPC"), ("HADLEY, SAMIR", "Samir Hadley", ""),
        ("Salter, Gordon DO", "Gordon Salter", "DO"), ("Dr. Jane Q. Doe, Ph.D., LPC-S", "Jane Q. Doe", "Ph.D., LPC-S"),
        ("DOE, JANE A., LCSW", "Jane A. Doe", "LCSW"), ("De La Cruz, Maria, LPC", "Maria De La Cruz", "LPC"),
        ("Maria de la Cruz", "Maria de la Cruz", ""), ("Kim Do", "Kim Do", ""), ("Jenny Ma, MA", "Jenny Ma", "MA"),
        ("James Ortiz Jr., MD", "James Ortiz Jr.", "MD"), ("O'BRIEN, MARY-KATE", "Mary-Kate O'Brien", ""),
        ("Bennett Osei PsyD", "Bennett Osei", "PsyD"), ("Fern\u00a0Castellow, PMHNP", "Fern Castellow", "PMHNP"),
        ("  Jane   Doe  (on leave)", "Jane Doe", ""), ("Jane Doe, LXYZ-S", "Jane Doe", "LXYZ-S"),
        ("Stoica, Mirela LCSW-C", "Mirela Stoica", "LCSW-C"), ("Rafael Delgado-Quist, LPC", "Rafael Delgado-Quist", "LPC"),
    ],
)  # fmt: skip
def test_clinicians(text: str, name: str, credential: str) -> None:
    party = read_party(text)
    assert (party.provider, party.credential, party.is_group) == (name, credential, False)


@pytest.mark.parametrize(
    ("text", "practice", "is_group"),
    [
        ("Jane Doe, LPC / Maple Street Counseling", "Maple Street Counseling", False),
        ("Maple Street Counseling / Jane Doe, LPC", "Maple Street Counseling", False),
        ("Maple Street (Group)", "Maple Street", True), ("Linden Quarry Pediatrics PA (Group)", "Linden Quarry Pediatrics PA", True),
        ("Group/Osage Lantern", "Osage Lantern", True), ("Maple Street Psychiatry LLC", "Maple Street Psychiatry LLC", True),
        ("Group", "", True), ("Jane Doe, PA-C", "", False), ("Jane Center, LPC", "", False),
    ],
)  # fmt: skip
def test_groups(text: str, practice: str, is_group: bool) -> None:
    party = read_party(text)
    assert (party.practice, party.is_group) == (practice, is_group)


@pytest.mark.parametrize(
    "cell",
    [DAY, 46095.0, "46095", "03/14/2026", "2026-03-14", "14-Mar-2026", "Mar 14, 2026", "3/14/26", "March 14 2026",
     "14 March 2026", "3/14/2026 10:30 AM", "2026-03-14T00:00:00", "20260314", "03-14-2026", "3.14.2026", " 03/14/2026 ",
     "Saturday, March 14th, 2026"],
)  # fmt: skip
def test_days_in_all_their_forms(cell: float | str | dt.date) -> None:
    assert read_day(cell).day == DAY
    assert read_day(cell).trouble is None


@pytest.mark.parametrize(
    "cell",
    ["02/30/2026", "13/01/2026", "31/12/2026", "2026-02-29", "Feb 30, 2026", "1/2/20266", "00/10/2026"],
)
def test_days_that_do_not_exist(cell: str) -> None:
    assert read_day(cell).trouble is Trouble.IMPOSSIBLE


@pytest.mark.parametrize("cell", ["TBD", "pending", "soon", "March 2026", "?", 2026.0, "see note"])
def test_words_in_place_of_a_day(cell: float | str) -> None:
    assert (read_day(cell).day, read_day(cell).trouble) == (None, Trouble.WORDS)


@pytest.mark.parametrize("cell", [None, "", "-", "N/A"])
def test_nothing_in_place_of_a_day_is_silent(cell: str | None) -> None:
    assert (read_day(cell).day, read_day(cell).trouble) == (None, None)


def test_a_day_with_more_behind_it() -> None:
    assert (read_day("03/14/2026 (resent)").day, read_day("03/14/2026 (resent)").trouble) == (
        DAY,
        Trouble.MORE,
    )
    assert [found.day for found in find_days("sent 3/14/2026, due 02/30/2026")] == [DAY, None]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("TX, NM", "TX NM"), ("TX; NM; AZ", "TX NM AZ"), ("TX\nAZ", "TX AZ"), ("Texas", "TX"), ("Colorado / Utah", "CO UT"),
        ("nj ", "NJ"), ("Washington, DC", "DC"), ("New Mexico & Texas", "NM TX"), ("TX NM", "TX NM"), ("TX, TX", "TX"),
        ("West Virginia", "WV"), ("", ""), ("N/A", ""),
    ],
)  # fmt: skip
def test_states(text: str, codes: str) -> None:
    assert read_states(text) == (tuple(codes.split()), True)


def test_what_is_no_state_is_told() -> None:
    assert read_states("TX, all") == (("TX",), False)
    assert [
        remark.code for remark in read_rows(("Aetna", "Jane Doe", "", "everywhere", "Pending")).remarks
    ] == ["unknown_state"]


@pytest.mark.parametrize(
    "cell",
    [
        1323029532.0,
        "1323029532",
        " 1323029532 ",
        "1323 029 532",
        "1323029532.0",
        "NPI: 1323029532",
        "132-302-9532",
    ],
)
def test_npis_however_they_were_spoilt(cell: float | str) -> None:
    assert read_npi(cell) == ("1323029532", "")


@pytest.mark.parametrize("cell", [1323029533.0, "132302953", "13230295S2", "pending"])
def test_wrong_npis(cell: float | str) -> None:
    assert read_npi(cell)[0] == ""
    assert read_npi(cell)[1]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("not started", "draft"), ("gathering documents", "preparing"), ("Preparing Application", "preparing"),
        ("awaiting provider signature", "preparing"), ("READY TO SUBMIT", "ready"), ("submitted", "submitted"),
        ("Application  sent", "submitted"), ("participation request submitted", "submitted"), ("Acknowledged", "acknowledged"),
        ("received by payer", "acknowledged"), ("under-review", "in_review"), ("in review", "in_review"),
        ("At Committee", "in_review"), ("pending info", "info_requested"), ("Info Requested", "info_requested"),
        ("additional info needed", "info_requested"), ("approved", "approved"), ("credentialed only", "approved"),
        ("credentialed, contract pending", "approved"), ("Approved - Loading", "loading"), ("pending load", "loading"),
        ("returned", "returned"), ("returned incomplete", "returned"), ("denied", "denied"), ("closed panel", "panel_closed"),
        ("Panel-Closed", "panel_closed"), ("not accepting new providers", "panel_closed"), ("withdrawn", "withdrawn"),
        ("termed", "ended"), ("terminated", "ended"),
    ],
)  # fmt: skip
def test_status_words(words: str, status: str) -> None:
    assert read_status(words).meaning == status
    assert one(read_rows(("Aetna", "Jane Doe", "", "TX", words))).status == status


@pytest.mark.parametrize(
    "words",
    ["active", "effective", "PAR", "participating", "in network", "In-Network", "INN", "completed", "loaded"],
)
def test_words_for_in_network_need_an_effective_date_to_be_active(words: str) -> None:
    assert (
        one(read_rows(("Aetna", "Jane Doe", "", "TX", words, None, None, "1/1/2026"))).status is Status.ACTIVE
    )
    assert one(read_rows(("Aetna", "Jane Doe", "", "TX", f"{words} 1/1/2026"))).status is Status.ACTIVE
    without = read_rows(("Aetna", "Jane Doe", "", "TX", words))
    assert one(without).status is Status.LOADING
    assert [remark.code for remark in without.remarks] == ["no_effective_date"]


@pytest.mark.parametrize(
    ("words", "sent", "unsent"),
    [
        ("in progress", "in_review", "in_review"), ("In Process", "in_review", "in_review"), ("pending", "in_review", "in_review"),
        ("follow up", "in_review", "in_review"), ("accepted", "acknowledged", "acknowledged"), ("rejected - dup", "returned", "returned"),
        ("on hold", "in_review", "preparing"), ("non-par", "withdrawn", "withdrawn"), ("OON", "withdrawn", "withdrawn"),
    ],
)  # fmt: skip
def test_words_that_depend_on_the_facts(words: str, sent: str, unsent: str) -> None:
    assert one(read_rows(("Aetna", "Jane Doe", "", "TX", words, "9/1/2026"))).status == sent
    assert one(read_rows(("Aetna", "Jane Doe", "", "TX", words))).status == unsent


def test_out_of_network_after_having_been_in_is_ended() -> None:
    assert (
        one(read_rows(("Aetna", "Jane Doe", "", "TX", "oon", None, None, "1/1/2024"))).status is Status.ENDED
    )


def test_on_hold_is_blocked_with_the_reason() -> None:
    assert (
        one(read_rows(("Aetna", "Jane Doe", "", "TX", "On hold", None, None, None, "needs the ID"))).blocked
        == "needs the ID"
    )


def test_a_finished_change_request_is_approved() -> None:
    settled = settle(Word.IN_FORCE, kind=Kind.CHANGE, submitted_on=None, approved_on=None, effective_on=None)
    assert settled.status is Status.APPROVED


@pytest.mark.parametrize(
    "words",
    ["???", "Ask Brenda", "Waiting on Dr. K", "Active?", "Submitted/Pending", "Active / Termed", "", "-", "N/A", "TBD",
     "Partially done", "Inner", "see notes", "maybe denied"],
)  # fmt: skip
def test_unknown_status_words_are_never_guessed(words: str) -> None:
    reading = read_rows(("Aetna", "Jane Doe", "", "TX", words))
    assert reading.rows == []
    assert [refused.reason for refused in reading.rejected] == [Reason.UNKNOWN_STATUS]


@pytest.mark.parametrize(
    ("words", "field", "day"),
    [
        ("In Network 04/18/2022", "effective_on", "2022-04-18"), ("Active since 1/1/24", "effective_on", "2024-01-01"),
        ("Effective as of Mar 1, 2025", "effective_on", "2025-03-01"), ("Submitted 9/3/26", "submitted_on", "2026-09-03"),
        ("Application sent 02/11/2026, f/u 11/11/2026", "follow_up_on", "2026-11-11"),
        ("Approved 3/1/2026, waiting for contract", "approved_on", "2026-03-01"),
        ("Approved 9/1/26 eff 10/1/26", "effective_on", "2026-10-01"), ("Denied 06/02/2026", "status_on", "2026-06-02"),
        ("Denied by committee 5/1/2026", "status_on", "2026-05-01"), ("Closed panel, ask again 11/02/2026", "follow_up_on", "2026-11-02"),
        ("Info requested 10/12/2026 (DEA)", "status_on", "2026-10-12"), ("Termed 03/31/2025", "ended_on", "2025-03-31"),
    ],
)  # fmt: skip
def test_dates_behind_status_words(words: str, field: str, day: str) -> None:
    assert str(getattr(one(read_rows(("Aetna", "Jane Doe", "", "TX", words))), field)) == day


def rows_of(*rows: tuple[object, ...]) -> list[tuple[int, str]]:
    return [(refused.row, refused.reason.value) for refused in read_rows(*rows).rejected]


def test_the_same_row_twice_is_a_duplicate() -> None:
    row = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Active", "1/1/2024", "2/1/2024", "3/1/2024")
    again = (" AETNA ", "DOE, JANE", npi(), "Texas", "in network", 45292.0, 45323.0, "01-Mar-2024")
    assert rows_of(row, again) == [(3, "duplicate_row")]


def test_another_status_of_the_same_submission_is_a_conflict() -> None:
    row = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Active", "1/1/2024", "2/1/2024", "3/1/2024")
    assert rows_of(row, (*row[:4], "Termed", *row[5:])) == [(3, "conflicting_row")]


def test_a_new_submission_after_a_denial_is_a_second_application() -> None:
    denied = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Denied", "1/1/2024")
    reading = read_rows(denied, (*denied[:4], "Submitted", "1/1/2026"))
    assert [row.status for row in reading.rows] == [Status.DENIED, Status.SUBMITTED]
    assert [remark.code for remark in reading.remarks] == ["further_application"]


def test_a_second_open_application_is_refused() -> None:
    first = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Submitted", "1/1/2026")
    assert rows_of(first, (*first[:4], "Under review", "2/1/2026")) == [(3, "same_open_application")]


def test_another_state_or_payer_is_another_application() -> None:
    first = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Submitted", "1/1/2026")
    assert rows_of(first, (*first[:3], "NM", *first[4:]), ("Cigna", *first[1:])) == []


def test_approved_before_submitted_is_refused_effective_before_submitted_is_told() -> None:
    assert rows_of(("Aetna", "Jane Doe", "", "TX", "Active", "3/1/2026", "2/1/2026", "4/1/2026")) == [
        (2, "dates_out_of_order")
    ]
    reading = read_rows(("Medicare", "Jane Doe", "", "TX", "Active", "3/1/2026", "4/1/2026", "2/1/2026"))
    assert [remark.code for remark in reading.remarks] == ["effective_before_submitted"]


def test_a_row_without_payer_or_provider_is_refused() -> None:
    assert rows_of(
        ("", "Jane Doe", "", "TX", "Pending"),
        ("N/A", "Jane Doe", "", "TX", "Pending"),
        ("Aetna", "-", "", "TX", "Pending"),
    ) == [(2, "missing_payer"), (3, "missing_payer"), (4, "missing_provider")]


def test_a_wrong_npi_without_a_right_one_in_the_file_is_left_out() -> None:
    reading = read_rows(("Aetna", "Jane Doe", "1234567890", "TX", "Pending"))
    assert (one(reading).npi, [remark.code for remark in reading.remarks]) == ("", ["bad_npi"])
