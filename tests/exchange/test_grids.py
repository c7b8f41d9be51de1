"""Grids: payers down and clinicians across, or the other way round, with merged heads and side columns."""

from enrollments.enums import Status
from exchange.rows import Reason
from tests.exchange.sheets import npi, read, xlsx


def test_one_line_of_heads() -> None:
    rows = [
        ["Payer", "Jane Doe, LPC", "Bob Roe, MD", "Notes"],
        ["Aetna", "In Network 04/18/2024", "Pending", "one agreement"],
        ["Cigna", None, "Application sent 2/11/26, f/u 11/11/26", None],
    ]
    reading = read(xlsx({"Grid": rows}))
    assert [(row.cell, row.provider, row.payer_text, row.status.value) for row in reading.rows] == [
        ("B2", "Jane Doe", "Aetna", "active"),
        ("C2", "Bob Roe", "Aetna", "in_review"),
        ("C3", "Bob Roe", "Cigna", "submitted"),
    ]
    assert reading.rows[0].notes == "one agreement"
    assert reading.rows_read == 2


def test_npis_below_the_names_and_states_below_those() -> None:
    rows = [
        ["Grid of October"], [],
        ["Plan", "Jane Doe, LPC", "Bob Roe, MD"], [None, npi(1), f"NPI: {npi(2)}"], [None, "UT", "Idaho"],
        ["Aetna", "Active 1/1/2026", "Denied 2/2/2026"],
    ]  # fmt: skip
    reading = read(xlsx({"Grid": rows}))
    assert [(row.provider, row.npi, row.state) for row in reading.rows] == [
        ("Jane Doe", npi(1), "UT"), ("Bob Roe", npi(2), "ID"),
    ]  # fmt: skip


def test_clinicians_down_and_payers_across() -> None:
    rows = [
        ["Clinician", "NPI", "State", "Aetna", "Cigna/Evernorth", "Optum"],
        ["Jane Doe, LPC", npi(1), "TX", "In Network 1/1/2026", "Submitted 9/1/2026", "n/a"],
        ["Roe, Bob MD", npi(2), "TX", "Closed panel", None, "out of network"],
    ]
    reading = read(xlsx({"Who is where": rows}))
    assert [(row.provider, row.payer_text, row.state, row.status.value) for row in reading.rows] == [
        ("Jane Doe", "Aetna", "TX", "active"),
        ("Jane Doe", "Cigna/Evernorth", "TX", "submitted"),
        ("Bob Roe", "Aetna", "TX", "panel_closed"),
        ("Bob Roe", "Optum", "TX", "withdrawn"),
    ]
    assert [none.cell for none in reading.no_application] == ["F2"]
    assert {row.npi for row in reading.rows} == {npi(1), npi(2)}


def test_a_corner_without_heading() -> None:
    rows = [
        [None, "Jane Doe, LPC", "Bob Roe, MD"],
        ["Aetna", "Active 1/1/2026", "Pending"],
        ["Cigna", "Pending", "not started"],
    ]
    reading = read(xlsx({"Grid": rows}))
    assert [(row.provider, row.payer_text) for row in reading.rows] == [
        ("Jane Doe", "Aetna"), ("Bob Roe", "Aetna"), ("Jane Doe", "Cigna"), ("Bob Roe", "Cigna"),
    ]  # fmt: skip


def test_a_status_merged_over_clinicians_counts_for_each() -> None:
    rows = [
        ["Payer", "Jane Doe, LPC", "Bob Roe, MD", "Cy Poe, DO"],
        ["Aetna", "Pending", None, None],
        ["Cigna", "Privately funded", None, None],
        ["Optum", "Active 1/1/2026", "Denied", "Denied"],
    ]
    reading = read(xlsx({"Grid": rows}, {"Grid": ["B2:D2", "B3:D3"]}))
    assert [(row.cell, row.payer_text) for row in reading.rows][:3] == [
        ("B2", "Aetna"),
        ("C2", "Aetna"),
        ("D2", "Aetna"),
    ]
    assert [none.cell for none in reading.no_application] == ["B3"]


def test_remarks_in_place_of_a_status_are_refused_by_cell() -> None:
    rows = [
        ["Payer", "Jane Doe, LPC", "Bob Roe, MD"],
        ["Aetna", "ask Brenda", "Pending"],
        ["Cigna", "Denied", "Active 02/30/2026"],
    ]
    reading = read(xlsx({"Grid": rows}))
    assert [(refused.cell, refused.reason) for refused in reading.rejected] == [
        ("B2", Reason.UNKNOWN_STATUS), ("C3", Reason.BAD_DATE),
    ]  # fmt: skip


def test_bands_over_the_clinicians_and_lines_of_business_at_the_side() -> None:
    rows = [
        ["Line of business", "Product", "Therapists", None, "Prescribers", None],
        [None, None, "Jane Doe, LPC", "Bob Roe, LCSW", "Cy Poe, MD", "Notes"],
        ["Commercial", "Aetna", "Pending", "Denied", "Not accepting new providers at this time", "x"],
        [None, "Cigna", "Pending", None, "Termed 03/31/2025", None],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "A3:A4"]
    reading = read(xlsx({"Grid": rows}, {"Grid": merges}))
    assert [(row.cell, row.plan_text, row.status) for row in reading.rows] == [
        ("C3", "Commercial", Status.IN_REVIEW),
        ("D3", "Commercial", Status.DENIED),
        ("E3", "Commercial", Status.PANEL_CLOSED),
        ("C4", "Commercial", Status.IN_REVIEW),
        ("E4", "Commercial", Status.ENDED),
    ]


def test_a_table_of_phone_numbers_is_no_grid() -> None:
    rows = [["Payer", "Phone", "Portal", "Hours"], ["Aetna", "800-555-0100", "Availity", "8-5"]]
    assert not read(xlsx({"Contacts": rows})).sheets[0].is_tracker
