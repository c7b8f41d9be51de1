"""Grids, names, practices, dates and states as other hands type them."""

import datetime as dt

import pytest

from exchange.days import read_day
from exchange.names import read_party
from exchange.states import read_states
from exchange.status_words import read_status
from tests.exchange.sheets import npi, read, xlsx
from tests.exchange.told import refused, told


@pytest.mark.parametrize(
    "corner",
    [
        "Clinician \\ Payer",
        "Clinician / Payer",
        "Provider",
        None,
        "Name",
        "Clinician (down) / Payer (across)",
    ],
)
def test_clinicians_down_whatever_the_corner_says(corner: str | None) -> None:
    rows = [
        [corner, "Blue Cross", "Aetna", "Health Plan of Nevada"],
        ["Ada Finch, LCSW", "In Network 3/1/24", "Pending", None],
        ["BRANDT, IVO", "Submitted", None, "On hold"],
        ["Totals", 2, 1, 1],
    ]
    assert told(read(xlsx({"Net": rows}))) == [
        "B2 Ada Finch Blue Cross - initial_individual active", "C2 Ada Finch Aetna - initial_individual in_review",
        "B3 Ivo Brandt Blue Cross - initial_individual submitted",
        "D3 Ivo Brandt Health Plan of Nevada - initial_individual preparing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "corner", ["Payer \\ Clinician", "Payer vs. provider", "Product", None, "Insurance Company"]
)
def test_payers_down_whatever_the_corner_says(corner: str | None) -> None:
    rows = [
        ["Status as of 10/1/2026"],
        [corner, "Ada Finch", "Dr. Uma O'Neil"],
        ["Blue Cross", "Par 3/1/24", "Denied"],
        ["Health Choice", None, "OON"],
    ]
    assert told(read(xlsx({"Net": rows}))) == [
        "B3 Ada Finch Blue Cross - initial_individual active", "C3 Uma O'Neil Blue Cross - initial_individual denied",
        "C4 Uma O'Neil Health Choice - initial_individual withdrawn",
    ]  # fmt: skip


def test_a_grid_with_products_of_one_payer_and_a_column_for_the_practice() -> None:
    heads = [
        "Insurance",
        "LOB",
        f"Ada Finch\nLCSW\nNPI {npi(1)}",
        "BRANDT, IVO\nLMFT",
        f"Willow Bend Clinic (Group)\n{npi(9)}",
    ]
    rows = [
        ["Willow Bend Clinic: payers"], [], heads,
        ["Aetna", "Commercial", "In network\n1/1/24", "Pending", "Active 1/1/20"],
        [None, "Medicare Advantage", "Not started", None, "Submitted 9/1/26"],
        ["Cigna", "All", "Denied", None, None],
    ]  # fmt: skip
    reading = read(xlsx({"Grid": rows}, {"Grid": ["A1:E1", "A4:A5", "C6:D6"]}))
    assert told(reading) == [
        "C4 Ada Finch Aetna Commercial - initial_individual active",
        "D4 Ivo Brandt Aetna Commercial - initial_individual in_review",
        "E4 G:Willow Bend Clinic Aetna Commercial - initial_group active",
        "C5 Ada Finch Aetna Medicare Advantage - initial_individual draft",
        "E5 G:Willow Bend Clinic Aetna Medicare Advantage - initial_group submitted",
        "C6 Ada Finch Cigna - initial_individual denied", "D6 Ivo Brandt Cigna - initial_individual denied",
    ]  # fmt: skip
    assert (reading.rows[0].npi, reading.rows[2].group_npi) == (npi(1), npi(9))


@pytest.mark.parametrize(
    ("text", "name", "practice"),
    [
        ("de la Cruz, María Elena, LMFT", "María Elena de la Cruz", ""), ("O'NEIL, SIOBHAN", "Siobhan O'Neil", ""),
        ("Pieter van der Berg, MD", "Pieter van der Berg", ""), ("SMITH JR, JOHN Q., DO", "John Q. Smith Jr.", ""),
        ("Ludwig von Trapp III MD", "Ludwig von Trapp III", ""), ("Brightwater, Ondine LPCC-S", "Ondine Brightwater", ""),
        ("Brightwater, Ondine LXYZ-S", "Ondine Brightwater", ""), ("Ann Lee, Ph. D.", "Ann Lee", ""),
        ("Kim, Do-yun", "Do-yun Kim", ""), ("Ivo Brandt, L.P.C.", "Ivo Brandt", ""), ("Ann Lee\nLCSW", "Ann Lee", ""),
        ("Mindful Path / Ann Lee, LCSW", "Ann Lee", "Mindful Path"), ("Ann Lee, LCSW - Mindful Path", "Ann Lee", "Mindful Path"),
        ("Ann Lee, LCSW\nMindful Path LLC", "Ann Lee", "Mindful Path LLC"),
        ("Mindful Path [Group]", "", "Mindful Path"), ("Mindful Path - Group", "", "Mindful Path"),
        ("Cedar & Sage", "", "Cedar & Sage"), ("Tin Whistle Counseling - Downtown", "", "Tin Whistle Counseling - Downtown"),
        ("All providers", "", ""), ("Entire group", "", ""),
    ],
)  # fmt: skip
def test_names_and_practices(text: str, name: str, practice: str) -> None:
    party = read_party(text)
    assert (party.provider, party.practice, party.is_group) == (name, practice, not name)


@pytest.mark.parametrize("typed", ["Group", "Organization", "Type 2"])
def test_a_column_that_says_who_is_a_group(typed: str) -> None:
    headings = ["Payer", "Provider", "Provider Type", "Status"]
    rows = [
        headings,
        ["Aetna", "Mindful Path", typed, "Pending"],
        ["Aetna", "Ann Lee", "Individual", "Pending"],
    ]
    assert told(read(xlsx({"T": rows}))) == [
        "2 G:Mindful Path Aetna - initial_group in_review", "3 Ann Lee Aetna - initial_individual in_review",
    ]  # fmt: skip


def test_a_practice_is_known_by_its_name_number_or_kind() -> None:
    headings = ["Payer", "Clinician/Group", "Practice", "Type", "NPI", "Group NPI", "Status"]
    rows = [
        headings,
        ["Aetna", "Mindful Path", None, None, npi(9), None, "Pending"],
        ["Aetna", "Ada Finch, LCSW / Mindful Path", None, None, npi(1), npi(9), "Pending"],
        ["Cigna", "Mindful Path Ltd", "Mindful Path", "Initial - Group", npi(9), None, "Denied"],
        ["Optum", "Mindful Path", "Mindful Path", "Demographic Change", npi(9), None, "Submitted"],
        ["Humana", "Quiet Harbor", None, "Initial - Group", npi(8), None, "Submitted"],
        ["Molina", "All clinicians", "Mindful Path", "Add Location", npi(9), None, "Submitted"],
        ["Molina", "Mindful Path", "Mindful Path", "Add Location", npi(9), None, "Submitted"],
    ]
    reading = read(xlsx({"T": rows}))
    assert told(reading) == [
        "2 G:Mindful Path Aetna - initial_group in_review", "3 Ada Finch Aetna - add_to_group in_review",
        "4 G:Mindful Path Ltd Cigna - initial_group denied", "5 G:Mindful Path Optum - change submitted",
        "6 G:Quiet Harbor Humana - initial_group submitted", "7 G:Mindful Path Molina - add_location submitted",
    ]  # fmt: skip
    assert refused(reading) == ["8 duplicate_row"]


@pytest.mark.parametrize("between", ["; ", " / ", "\n", " & "])
def test_several_clinicians_in_a_cell_are_one_application_each(between: str) -> None:
    names, numbers = between.join(["Ann Lee, LCSW", "Bob Roe, LPC"]), f"{npi(1)}; {npi(2)}"
    reading = read(
        xlsx({"T": [["Payer", "Provider", "NPI", "Status"], ["Aetna", names, numbers, "Pending"]]})
    )
    assert [(row.row, row.provider, row.npi) for row in reading.rows] == [
        (2, "Ann Lee", npi(1)),
        (2, "Bob Roe", npi(2)),
    ]


def test_the_plain_status_wins_over_a_second_one() -> None:
    rows = [["Payer", "Provider", "Contracting Status", "Status"], ["Aetna", "Ann Lee", "Active", "Denied"]]
    assert told(read(xlsx({"T": rows}))) == ["2 Ann Lee Aetna - initial_individual denied"]


def test_dates_that_are_no_approval_do_not_count_as_one() -> None:
    headings = [
        "Payer",
        "Provider",
        "Status",
        "Date Submitted",
        "Initial_Credentialing_Date",
        "Committee Date",
        "Payer ID",
    ]
    row = ["Aetna", "Ann Lee", "At Committee", "9/1/2026", "1/1/2020", "12/10/2026", "60054"]
    (one,) = read(xlsx({"T": [headings, row]})).rows
    assert (one.approved_on, one.provider_assigned_id) == (None, "")


@pytest.mark.parametrize(
    "text",
    [
        "14MAR2026",
        "Mar 14 '26",
        "14th of March 2026",
        "3 / 14 / 2026",
        "3\\14\\2026",
        "03/14/ 2026",
        "Sat 3/14/2026",
        "3-14-26",
    ],
)
def test_more_ways_to_write_a_day(text: str) -> None:
    assert read_day(text).day == dt.date(2026, 3, 14)


def test_the_day_that_a_formula_makes_of_an_empty_cell_is_no_date() -> None:
    headings = ["Payer", "Provider", "Status", "F/U Date"]
    reading = read(xlsx({"T": [headings, ["Aetna", "Ann Lee", "Not started", dt.date(1900, 1, 7)]]}))
    assert told(reading) == ["2 Ann Lee Aetna - initial_individual draft"]
    assert [remark.code for remark in reading.remarks] == ["no_date"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("TX-NM", "TX NM"), ("TX - Dallas", "TX"), ("TX, NM (pending)", "TX NM"), ("Texas (TX)", "TX"), ("Texas New Mexico", "TX NM"),
     ("West Virginia/Virginia", "WV VA"), ("New York, NJ", "NY NJ"), ("Nationwide", "")],
)  # fmt: skip
def test_more_ways_to_write_states(text: str, codes: str) -> None:
    assert " ".join(read_states(text)[0]) == codes


def test_marks_around_status_words_and_the_day_of_a_follow_up() -> None:
    assert (
        read_status("\u2713 Active").meaning
        == read_status("active \u2713").meaning
        == read_status("ACTIVE").meaning
    )
    assert read_status("Follow-up 12/1/2026").follow_up_on == dt.date(2026, 12, 1)


@pytest.mark.parametrize("words", ["Termed effective 3/1/2026", "Non-par eff 3/1/2026"])
def test_the_day_an_end_takes_effect_is_no_effective_date(words: str) -> None:
    found = read_status(words)
    assert (found.effective_on, found.status_on) == (None, dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("words", "kind"),
    [("add-to-group", "add_to_group"), ("Participation request (LOI)", "participation_request"), ("Initial (new hire)", "initial_individual"),
     ("RE-CREDENTIALING", "recredentialing"), ("demographic_change", "change"), ("Medicare Advantage", "initial_individual")],
)  # fmt: skip
def test_more_words_for_kinds(words: str, kind: str) -> None:
    rows = [["Payer", "Provider", "Type", "Status"], ["Aetna", "Ann Lee", words, "Pending"]]
    assert told(read(xlsx({"T": rows}))) == [f"2 Ann Lee Aetna - {kind} in_review"]


def test_a_band_of_payers_over_repeated_headings() -> None:
    rows = [
        ["Clinician", "NPI", "Aetna", None, "Cigna", None],
        [None, None, "Status", "Eff Date", "Status", "Eff Date"],
        ["Ada Finch, LCSW", npi(1), "Active", "1/1/26", "Pending", None],
        ["Ivo Brandt", npi(2), None, None, "OON", None],
    ]
    reading = read(xlsx({"W": rows}, {"W": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]}))
    assert told(reading) == [
        "C3 Ada Finch Aetna - initial_individual active", "E3 Ada Finch Cigna - initial_individual in_review",
        "E4 Ivo Brandt Cigna - initial_individual withdrawn",
    ]  # fmt: skip


def test_payers_as_section_lines() -> None:
    rows = [
        ["Provider", "State", "Status", "Date Submitted"],
        ["Aetna"], ["Ada Finch, LCSW", "OH", "Submitted", "9/1/26"], ["Cigna"], ["Ada Finch, LCSW", "OH", "Denied", "9/1/26"],
    ]  # fmt: skip
    assert told(read(xlsx({"W": rows}))) == [
        "3 Ada Finch Aetna OH initial_individual submitted", "5 Ada Finch Cigna OH initial_individual denied",
    ]  # fmt: skip


def test_a_wrong_number_of_a_group_is_told() -> None:
    rows = [
        ["Payer", "Practice", "Group NPI", "Tax ID", "Status"],
        ["Cigna", "Sage Hill Wellness", "123456789", "12-3456789", "Pending"],
    ]
    reading = read(xlsx({"T": rows}))
    assert told(reading) == ["2 G:Sage Hill Wellness Cigna - initial_group in_review"]
    assert [remark.code for remark in reading.remarks] == ["bad_npi"]
    assert reading.ignored_columns == []


def test_a_clinician_with_and_without_a_middle_name_is_one() -> None:
    headings = ["Payer", "Provider", "NPI", "Status"]
    rows = [
        headings,
        ["Aetna", "FINCH, ADA M., LCSW", npi(1), "Pending"],
        ["Cigna", "Ada  Finch", None, "Pending"],
        ["Optum", "Ada Marie Finch", npi(1), "Pending"],
        ["Aetna", "Jo B. Park", npi(2), "Pending"],
        ["Aetna", "Jo Park", npi(3), "Denied"],
    ]
    reading = read(xlsx({"T": rows}))
    assert [row.provider for row in reading.rows] == [*["Ada Finch"] * 3, "Jo B. Park", "Jo Park"]
    assert {row.middle_name for row in reading.rows[:3]} == {"Marie"}
