"""The five trackers give exactly the counts that their README states."""

from collections import Counter

import pytest

from enrollments.enums import Kind, Status
from exchange.names import name_key
from exchange.rows import Reading, Reason
from tests.exchange.sheets import read_file

BEHAVIORAL, SERVICE = "behavioral_practice.xlsx", "service_deliverable.xlsx"
BILLER, MATRIX, DIRTY = "biller_log.csv", "network_matrix.xlsx", "dirty.xlsx"


def united(text: str, state: str = "") -> str:
    """Stand in for the catalogue: UHC is UnitedHealthcare."""
    return "unitedhealthcare" if name_key(text) == "uhc" else name_key(text)


def payers(reading: Reading) -> int:
    return len({united(row.payer_text) for row in reading.rows})


@pytest.mark.parametrize(
    ("file", "rows", "applications", "clinicians", "groups", "payer_count", "rejected", "none"),
    [
        (BEHAVIORAL, 45, 35, 4, 1, 10, 0, 10),
        (SERVICE, 38, 47, 5, 0, 26, 1, 2),
        (BILLER, 60, 56, 10, 4, 21, 2, 2),
        (MATRIX, 15, 56, 6, 0, 13, 3, 4),
        (DIRTY, 38, 28, 5, 0, 14, 10, 0),
    ],
)
def test_counts(
    file: str,
    rows: int,
    applications: int,
    clinicians: int,
    groups: int,
    payer_count: int,
    rejected: int,
    none: int,
) -> None:
    reading = read_file(file, payer_key_of=united)
    assert reading.rows_read == rows
    assert len(reading.rows) == applications
    assert len({row.provider.casefold() for row in reading.rows if row.provider}) == clinicians
    assert len({row.practice_or_group for row in reading.rows if row.is_group}) == groups
    assert payers(reading) == payer_count
    assert len(reading.rejected) == rejected
    assert len(reading.no_application) == none


@pytest.mark.parametrize(
    ("file", "trackers", "others"),
    [
        (BEHAVIORAL, ["Master Tracker"], 5),
        (SERVICE, ["Okonjo", "Delgado-Quist", "Farrow", "Osei", "Vang"], 0),
        (MATRIX, ["Network status"], 1),
        (DIRTY, ["Tracker"], 1),
    ],
)
def test_sheets_that_are_trackers(file: str, trackers: list[str], others: int) -> None:
    reading = read_file(file)
    assert [sheet.name for sheet in reading.sheets if sheet.is_tracker] == trackers
    refused = [sheet for sheet in reading.sheets if not sheet.is_tracker]
    assert len(refused) == others
    assert all(sheet.why for sheet in refused)


def test_behavioral_rows_without_application_say_why() -> None:
    reading = read_file(BEHAVIORAL)
    why = {none.row: none.why for none in reading.no_application}
    assert sorted(why) == [2, 3, 4, 5, 6, 42, 43, 44, 45, 46]
    assert all("CAQH" in why[row] for row in range(2, 7))
    assert all("payment setup" in why[row] for row in range(42, 47))


def test_behavioral_row_as_a_whole() -> None:
    row = next(row for row in read_file(BEHAVIORAL).rows if row.row == 15)
    assert (row.provider, row.npi, row.caqh_id) == ("Hannah Brightwater", "1341040180", "97858202")
    assert (row.payer_text, row.status, row.state) == (
        "Aetna Better Health of Oklahoma",
        Status.INFO_REQUESTED,
        "",
    )
    assert (str(row.submitted_on), str(row.follow_up_on)) == ("2026-04-13", "2026-10-19")
    assert (row.reference, row.method) == ("AV-7791560", "Availity")
    assert row.missing_items == ("Disclosure of ownership", "updated W-9")


def test_behavioral_words_in_a_date_column_are_told() -> None:
    remarks = [(remark.row, remark.code) for remark in read_file(BEHAVIORAL).remarks]
    assert remarks == [(14, "no_date")]
    assert read_file(BEHAVIORAL).ignored_columns == []


def test_behavioral_group_rows_belong_to_the_practice() -> None:
    groups = [row for row in read_file(BEHAVIORAL).rows if row.is_group]
    assert {row.practice_or_group for row in groups} == {"Osage Lantern"}
    assert {row.kind for row in groups} == {Kind.INITIAL_GROUP}
    assert {row.npi for row in groups} == {"1404210449"}
    assert {row.provider for row in groups} == {""}


def test_service_banner_names_clinician_and_npi() -> None:
    reading = read_file(SERVICE)
    assert {(row.sheet, row.provider, row.npi) for row in reading.rows} == {
        ("Okonjo", "Amara Okonjo", "1855419432"),
        ("Delgado-Quist", "Rafael Delgado-Quist", "1645510813"),
        ("Farrow", "Lydia Farrow", "1168540171"),
        ("Osei", "Bennett Osei", "1452109402"),
        ("Vang", "Priscilla Vang", "1878163512"),
    }


def test_service_cell_with_several_states_is_several_applications() -> None:
    rows = [row for row in read_file(SERVICE).rows if (row.sheet, row.row) == ("Okonjo", 4)]
    assert [(row.state, row.provider_assigned_id) for row in rows] == [("TX", "7471820"), ("NM", "7471821")]
    assert {str(row.effective_on) for row in rows} == {"2025-06-01"}
    assert [row.state for row in read_file(SERVICE).rows if (row.sheet, row.row) == ("Farrow", 5)] == [
        "CO",
        "UT",
    ]


def test_service_refuses_the_row_without_payer() -> None:
    reading = read_file(SERVICE)
    assert [(r.sheet, r.row, r.reason) for r in reading.rejected] == [
        ("Delgado-Quist", 9, Reason.MISSING_PAYER)
    ]
    assert [(n.sheet, n.row) for n in reading.no_application] == [("Osei", 11), ("Vang", 11)]


def test_service_out_of_network_without_dates_is_withdrawn() -> None:
    rows = [row for row in read_file(SERVICE).rows if row.status is Status.WITHDRAWN]
    assert {row.payer_text for row in rows} == {"Superior HealthPlan", "Oscar", "Magellan", "Humana"}


def test_biller_kinds() -> None:
    kinds = Counter(row.kind for row in read_file(BILLER).rows)
    assert kinds[Kind.ADD_LOCATION] == 4
    assert kinds[Kind.CHANGE] == 6  # the seventh is the second open change of one practice to one payer
    assert kinds[Kind.RECREDENTIALING] == kinds[Kind.REVALIDATION] == kinds[Kind.TERMINATION] == 2
    assert kinds[Kind.APPEAL] == 1
    assert kinds[Kind.INITIAL_GROUP] == 6
    assert kinds[Kind.ADD_TO_GROUP] == 33


def test_biller_rejections_and_rows_without_application() -> None:
    reading = read_file(BILLER)
    assert [(r.row, r.reason) for r in reading.rejected] == [
        (12, Reason.SAME_OPEN_APPLICATION),
        (60, Reason.MISSING_PAYER),
    ]
    assert [none.row for none in reading.no_application] == [36, 48]
    assert reading.ignored_columns == ["Phone"]


def test_biller_logs_hold_53_calls_and_19_turnarounds() -> None:
    reading = read_file(BILLER)
    # The rows that are no application or refused hold log entries, too: count the whole column.
    from exchange.call_notes import read_note
    from exchange.workbook import open_workbook
    from tests.exchange.sheets import TRACKERS

    sheet = open_workbook((TRACKERS / BILLER).read_bytes(), BILLER).sheets[0]
    notes = [read_note(str(cells[5])) for _, cells in sheet.rows[1:]]
    entries = [entry for note in notes for entry in note.entries]
    assert sum(bool(entry.person and entry.reference) for entry in entries) == 53
    assert sum(any(entry.turnaround for entry in note.entries) for note in notes) == 19
    assert sum(note.cut_off for note in notes) == 3
    assert [remark.row for remark in reading.remarks if remark.code == "cut_note"] == [21, 51, 58]


def test_biller_names_are_turned_round_and_practices_named() -> None:
    rows = {row.row: row for row in read_file(BILLER).rows}
    assert rows[23].provider == "Gordon Salter"
    assert rows[55].provider == "Mirela Stoica"
    assert rows[41].practice_or_group == "Linden Quarry Pediatrics PA"
    assert (rows[10].provider, rows[10].practice_or_group) == ("", "Patuxent Hollow Psychiatry LLC")


def test_biller_facts_are_taken_out_of_notes() -> None:
    rows = {row.row: row for row in read_file(BILLER).rows}
    assert (rows[6].status, str(rows[6].effective_on), rows[6].provider_assigned_id) == (
        Status.ACTIVE,
        "2024-01-15",
        "73391827",
    )
    assert str(rows[6].recred_on) == "2026-11-15"
    assert rows[2].reference == "CFA-77120"
    assert (rows[61].reference, str(rows[61].submitted_on)) == ("T102320267092", "2026-10-23")


def test_matrix_cells() -> None:
    rows = {row.cell: row for row in read_file(MATRIX).rows}
    assert (rows["C5"].provider, rows["C5"].npi, rows["C5"].payer_text) == (
        "Elodie Marsh",
        "1319435990",
        "SelectHealth",
    )
    assert (rows["C5"].status, str(rows["C5"].effective_on)) == (Status.ACTIVE, "2024-04-18")
    assert (rows["D7"].status, str(rows["D7"].submitted_on)) == (Status.SUBMITTED, "2026-09-03")
    assert rows["F5"].status is Status.PANEL_CLOSED
    assert (rows["E9"].status, str(rows["E9"].follow_up_on)) == (Status.PANEL_CLOSED, "2026-11-02")
    assert (rows["G11"].status, str(rows["G11"].approved_on)) == (Status.APPROVED, "2026-09-21")
    assert (str(rows["H11"].submitted_on), str(rows["H11"].follow_up_on)) == ("2026-02-11", "2026-11-11")
    assert (rows["E8"].status, str(rows["E8"].status_on)) == (Status.DENIED, "2026-06-02")
    assert (rows["F12"].status, str(rows["F12"].ended_on)) == (Status.ENDED, "2025-03-31")
    assert rows["G8"].missing_items == ("DEA",)


def test_matrix_remarks_are_left_for_a_person_and_placeholders_are_none() -> None:
    reading = read_file(MATRIX)
    assert [(r.cell, r.reason) for r in reading.rejected] == [
        (cell, Reason.UNKNOWN_STATUS) for cell in ("G9", "H9", "E10")
    ]
    assert [none.cell for none in reading.no_application] == ["C6", "G18", "H18", "C19"]
    assert sum(row.row == 11 for row in reading.rows) == 6  # 'Optum / UHC' is one product
    assert reading.ignored_columns == []


def test_dirty_rejections() -> None:
    assert [(r.row, r.reason.value) for r in read_file(DIRTY).rejected] == [
        (11, "unknown_status"),
        (13, "duplicate_row"),
        (20, "dates_out_of_order"),
        (27, "unknown_status"),
        (34, "bad_date"),
        (37, "duplicate_row"),
        (39, "missing_payer"),
        (40, "missing_provider"),
        (43, "conflicting_row"),
        (44, "unknown_status"),
    ]


def test_dirty_remarks() -> None:
    remarks = {remark.row: remark.code for remark in read_file(DIRTY).remarks}
    assert remarks == {
        17: "effective_before_submitted",
        21: "bad_npi",
        23: "bad_npi",
        26: "unsaved_formula",
        28: "bad_npi",
        32: "bad_npi",
    }


def test_dirty_dates_npis_and_formulas_are_read() -> None:
    rows = {row.row: row for row in read_file(DIRTY).rows}
    assert str(rows[12].submitted_on) == "2024-08-12"  # a serial in General format
    assert [str(rows[at].submitted_on) for at in (7, 8, 10, 46)] == [
        "2026-07-20",
        "2026-09-14",
        "2026-03-02",
        "2026-10-19",
    ]
    assert {rows[at].npi for at in (12, 14, 15)} == {"1323029532"}
    assert rows[41].npi == "1734218476"
    assert rows[16].provider == "Piotr Malinak"  # a formula with a saved result
    assert (str(rows[24].follow_up_on), rows[26].follow_up_on) == ("2026-10-15", None)
    assert rows[33].provider == "Samir Hadley"
    assert (rows[32].state, rows[31].state) == ("DE", "NJ")


def test_dirty_wrong_npis_are_replaced_by_the_right_one_of_the_clinician() -> None:
    rows = {row.row: row for row in read_file(DIRTY).rows}
    assert {rows[at].npi for at in (21, 23)} == {"1919346274"}
    assert {rows[at].npi for at in (28, 32)} == {"1459930511"}


def test_dirty_secrets_are_refused_and_listed() -> None:
    reading = read_file(DIRTY)
    assert reading.ignored_columns == [
        "CAQH Username",
        "CAQH Password",
        "PECOS Username/Password",
        "SSN",
        "Days Open",
        "(no heading, column R)",
        "Color",
        "Initials",
        "Site",
        "Username",
        "Password",
        "Security question",
        "Answer",
    ]
    told = repr(reading)
    for secret in (
        "Tulip!7741-pw",
        "219-09-9999",
        "987654322",
        "Qwer7788",
        "Grist&Grain",
        "gasher_lpc",
        "Millrace",
    ):
        assert secret not in told
