"""Plain tables in many dresses: other headings, banners, merges, sections, repeated groups, rosters."""

import datetime as dt

import pytest

from enrollments.enums import Kind, Status
from exchange.rows import Reason
from tests.exchange.sheets import HEADINGS, npi, one, read, read_rows, xlsx

ROW = ("Aetna", "Jane Doe, LPC", npi(), "TX", "Submitted", "09/03/2026", None, None, "sent")


@pytest.mark.parametrize("above", range(10))
def test_headings_may_stand_in_rows_1_to_10(above: int) -> None:
    lead: list[list[object]] = [["Practice tracker, do not share, last touched by B. on 10/23/2026"]] * above
    row = one(read(xlsx({"Sheet1": [*lead, HEADINGS, ROW]})))
    assert (row.row, row.payer_text, row.provider, row.state) == (above + 2, "Aetna", "Jane Doe", "TX")


@pytest.mark.parametrize(
    "headings",
    [
        ("PAYOR", "Clinician/Group", "npi #", "US State", "participation_status", "Submitted Date", "Approval Date", "Eff. Date", "Sub Status"),
        (" Insurance Carrier ", "PROVIDER  NAME", "NPI Number", "state(s)", "Credentialing-Status", "Date Application Submitted", "Approved", "EFFECTIVE", "Remarks"),
        ("Payer / Plan", "Provider / Group", "Npi", "States Active", "Request Status", "submitted", "approved", "eff date", "comments"),
        ("payer_name", "provider_name", "individual_npi", "State", "Status", "date_submitted", "approval_date", "effective_date", "note"),
    ],
)  # fmt: skip
def test_headings_have_many_spellings(headings: tuple[str, ...]) -> None:
    values = (
        "Aetna",
        "Jane Doe, LPC",
        npi(),
        "TX",
        "Active",
        "2026-01-05",
        "Mar 2, 2026",
        "15-Mar-2026",
        "linked",
    )
    row = one(read_rows(values, headings=headings))
    assert (row.payer_text, row.provider, row.npi, row.state, row.status) == (
        "Aetna",
        "Jane Doe",
        npi(),
        "TX",
        "active",
    )
    assert (row.submitted_on, row.approved_on, row.effective_on) == (
        dt.date(2026, 1, 5), dt.date(2026, 3, 2), dt.date(2026, 3, 15),
    )  # fmt: skip
    assert row.notes == "linked"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ref #", "reference"), ("Confirmation #", "reference"), ("Tracking #", "reference"), ("Case #", "reference"),
        ("Application ID", "reference"), ("Request number", "reference"), ("Submission Method", "method"),
        ("Provider ID", "provider_assigned_id"), ("PTAN", "provider_assigned_id"), ("Provider #", "provider_assigned_id"),
        ("PIN", "provider_assigned_id"), ("Plan Number", "provider_assigned_id"), ("Practice", "practice_or_group"),
        ("group_name", "practice_or_group"),
    ],
)  # fmt: skip
def test_further_columns_by_alias(heading: str, field: str) -> None:
    row = one(read_rows((*ROW, "X-70-1"), headings=(*HEADINGS, heading)))
    assert getattr(row, field) == "X-70-1"


@pytest.mark.parametrize("heading", ["F/U Date", "Follow-Up Date", "Follow-up", "FU", "Next Follow-Up"])
def test_follow_up_dates_by_alias(heading: str) -> None:
    row = one(read_rows((*ROW, dt.date(2026, 12, 1)), headings=(*HEADINGS, heading)))
    assert row.follow_up_on == dt.date(2026, 12, 1)


@pytest.mark.parametrize("heading", ["Recred Date", "Next Credentialing Date", "Approved Through"])
def test_recredentialing_dates_by_alias(heading: str) -> None:
    assert one(read_rows((*ROW, "1/31/28"), headings=(*HEADINGS, heading))).recred_on == dt.date(2028, 1, 31)


def test_unknown_columns_are_listed_and_nothing_of_them_is_kept() -> None:
    reading = read_rows((*ROW, "teal", "see sticky note"), headings=(*HEADINGS, "Color", None))
    assert reading.ignored_columns == ["Color", "(no heading, column K)"]
    assert "teal" not in repr(reading)
    assert "sticky" not in repr(reading)


@pytest.mark.parametrize(
    "heading",
    [
        "CAQH Password", "Portal PW", "Username", "User ID", "Login", "SSN", "Social Security #", "CAQH PIN",
        "Security Question", "Availity Login", "NPPES/PECOS Username/Password", "pwd", "portal_password", "Log-in info",
        "Mother's Maiden Name", "2FA backup codes", "Bank Account #",
    ],
)  # fmt: skip
def test_secret_columns_are_refused_by_heading(heading: str) -> None:
    reading = read_rows((*ROW, "hunter2-pw"), headings=(*HEADINGS, heading))
    assert reading.ignored_columns == [heading]
    assert "hunter2" not in repr(reading)
    assert len(reading.rows) == 1


def test_a_secret_column_stays_refused_when_a_person_maps_it() -> None:
    mapping = {"sheets": {"Tracker": {"columns": {"J": "notes"}}}}
    reading = read_rows((*ROW, "hunter2-pw"), headings=(*HEADINGS, "Password"), mapping=mapping)
    assert "hunter2" not in repr(reading)


def test_secrets_typed_into_notes_are_taken_out() -> None:
    reading = read_rows((*ROW[:-1], "SSN 219-09-9999, portal password: hunter2, all else fine"))
    assert "hunter2" not in repr(reading)
    assert "219-09" not in repr(reading)
    assert "all else fine" in one(reading).notes
    assert [remark.code for remark in reading.remarks] == ["secret_removed"]


def test_a_list_of_sign_ins_is_refused_as_a_whole() -> None:
    sheets = {
        "Tracker": [HEADINGS, ROW],
        "Portals": [["Portal", "URL", "User name", "Password"], ["Availity", "x", "bob", "hunter2"]],
    }
    reading = read(xlsx(sheets))
    assert [sheet.is_tracker for sheet in reading.sheets] == [True, False]
    assert "sign-ins" in reading.sheets[1].why
    assert "hunter2" not in repr(reading)


@pytest.mark.parametrize(
    "headings",
    [
        ("Payer/Plan", "Department", "Phone", "Hours", "Portal/Email", "Notes"),
        ("Status", "Meaning", "Follow-Up", "Typical Time"),
        ("Document Type", "Required For", "Jane Doe Status", "Jane Doe Expiry", "Bob Roe Status", "Bob Roe Expiry", "Notes"),
        ("Script Name", "When to Use", "Script Text"),
        ("Payer Name", "Type", "States Covered", "Contract Type", "Enrollment Type", "Status"),
        ("Provider Name", "Specialty", "CAQH ID", "Last Attestation Date", "Attestation Expiry", "CAQH Status", "Sync Status"),
        ("Payer Name", "Agreement Type", "Effective Date", "Expiry Date", "Status", "Uploaded By", "Upload Date"),
        ("Provider", "License Type", "State", "License Number", "Expiration Date", "Status"),
        ("First Name", "Middle Name", "Last Name", "NPI", "Email", "Phone", "CAQH ID"),
    ],
)  # fmt: skip
def test_sheets_that_are_no_tracker(headings: tuple[str, ...]) -> None:
    body = [f"value {number}" for number in range(len(headings))]
    reading = read(xlsx({"Tracker": [HEADINGS, ROW], "Other": [headings, body, body]}))
    assert [sheet.is_tracker for sheet in reading.sheets] == [True, False]
    assert len(reading.rows) == 1


def test_two_lines_of_headings_with_a_merged_band() -> None:
    rows = [
        ["Payer", "Provider", "Status", "Dates", None, None, "Notes"],
        [None, None, None, "Submitted", "Approved", "Effective", None],
        ["Aetna", "Jane Doe", "Active", "1/5/2026", "2/5/2026", "3/1/2026", "x"],
    ]
    reading = read(xlsx({"T": rows}, {"T": ["D1:F1", "A1:A2", "B1:B2", "C1:C2", "G1:G2"]}))
    row = one(reading)
    assert (row.row, str(row.submitted_on), str(row.approved_on), str(row.effective_on)) == (
        3, "2026-01-05", "2026-02-05", "2026-03-01",
    )  # fmt: skip


def test_merged_payer_cells_count_for_each_of_their_rows() -> None:
    rows = [
        HEADINGS,
        ROW,
        (None, "Bob Roe, LCSW", None, "TX", "Pending"),
        (None, "Cy Poe, MD", None, "TX", "Denied"),
    ]
    reading = read(xlsx({"T": rows}, {"T": ["A2:A4"]}))
    assert [(row.payer_text, row.provider) for row in reading.rows] == [
        ("Aetna", "Jane Doe"), ("Aetna", "Bob Roe"), ("Aetna", "Cy Poe"),
    ]  # fmt: skip


def test_headings_repeated_further_down_are_no_rows() -> None:
    reading = read(xlsx({"T": [HEADINGS, ROW, HEADINGS, ("Cigna", *ROW[1:])]}))
    assert len(reading.rows) == 2
    assert [none.why for none in reading.no_application] == ["a line of text: the headings again"]


def test_section_lines_and_footers_are_no_applications() -> None:
    rows = [HEADINGS, ["Commercial payers"], ROW, ["Prepared by Juniper Ridge on 10/28/2026"], ["Total", 1]]
    reading = read(xlsx({"T": rows}))
    assert len(reading.rows) == 1
    assert [none.row for none in reading.no_application] == [2, 4, 5]
    assert reading.rejected == []


@pytest.mark.parametrize(
    "banner",
    [
        ["Jane Doe, LPC   |   NPI: {npi}"],
        ["Provider: Jane Doe, LPC", None, "NPI: {npi}"],
        ["Clinician", "Jane Doe, LPC", "NPI", "{npi}"],
        ["DOE, JANE (NPI {npi})"],
        ["Dr. Jane Doe - NPI# {npi}"],
    ],
)
def test_one_sheet_per_clinician_with_the_name_above(banner: list[str | None]) -> None:
    lead = [cell.format(npi=npi()) if cell else None for cell in banner]
    headings = ["State", "Insurance", "Participation Status", "Remarks"]
    rows = [["Report of Juniper Ridge"], lead, headings, ["TX; NM", "Aetna", "Par 1/2/2025", "ok"]]
    reading = read(xlsx({"J. D.": rows}))
    assert [(row.provider, row.npi, row.state) for row in reading.rows] == [
        ("Jane Doe", npi(), "TX"), ("Jane Doe", npi(), "NM"),
    ]  # fmt: skip


def test_the_sheet_name_may_be_the_clinician() -> None:
    headings = ["States", "Payers", "Status", "Comments"]
    reading = read(
        xlsx({name: [headings, ["TX", "Aetna", "Pending", None]] for name in ("Jane Doe", "Roe, Bob")})
    )
    assert [row.provider for row in reading.rows] == ["Jane Doe", "Bob Roe"]


def test_sections_per_clinician_in_one_sheet() -> None:
    rows = [
        ["States", "Payers", "Status", "Date Submitted"],
        [f"Jane Doe, LPC | NPI: {npi(1)}"], ["TX", "Aetna", "Pending", None],
        [f"Bob Roe, MD | NPI: {npi(2)}"], ["TX", "Aetna", "Denied", None],
    ]  # fmt: skip
    reading = read(xlsx({"Report": rows}))
    assert [(row.provider, row.npi) for row in reading.rows] == [("Jane Doe", npi(1)), ("Bob Roe", npi(2))]


def test_one_sheet_per_payer_named_by_its_tab() -> None:
    headings = ["Provider", "NPI", "Status", "Date Submitted"]
    sheets = {
        name: [headings, ["Jane Doe, LPC", npi(), "Submitted", "9/1/2026"]] for name in ("Aetna", "Cigna")
    }
    assert [row.payer_text for row in read(xlsx(sheets)).rows] == ["Aetna", "Cigna"]


def test_a_roster_with_split_names_and_action_flags() -> None:
    headings = ["Action_Flag", "Provider_First_Name", "Provider_Middle_Name", "Provider_Last_Name", "Degree", "NPI", "States",
                "group_name", "group_npi", "Payer", "Roster Status"]  # fmt: skip
    rows = [
        ["A", "Jane", "Q", "Doe", "LPC", npi(1), "TX", "Maple Street", npi(9), "Aetna", "Accepted"],
        [
            "U",
            "Bob",
            None,
            "Roe",
            "MD",
            npi(2),
            "TX",
            "Maple Street",
            npi(9),
            "Aetna",
            "Rejected - NPI not linked",
        ],
        ["D", "Cy", None, "Poe", "DO", npi(3), "TX", "Maple Street", npi(9), "Aetna", "accepted"],
    ]
    reading = read(xlsx({"Roster": [headings, *rows]}))
    assert [(row.provider, row.kind, row.status) for row in reading.rows] == [
        ("Jane Q Doe", Kind.ADD_TO_GROUP, Status.ACKNOWLEDGED),
        ("Bob Roe", Kind.CHANGE, Status.RETURNED),
        ("Cy Poe", Kind.TERMINATION, Status.ACKNOWLEDGED),
    ]
    assert {row.group_npi for row in reading.rows} == {npi(9)}
    assert "NPI not linked" in reading.rows[1].reason


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Initial", "initial_individual"), ("Initial - Group", "initial_group"), ("Add to Group", "add_to_group"),
        ("Add Location", "add_location"), ("Demographic Change", "change"), ("Recredentialing", "recredentialing"),
        ("Revalidation", "revalidation"), ("Termination", "termination"), ("Appeal", "appeal"),
        ("Participation Request", "participation_request"), ("Commercial", "initial_individual"),
    ],
)  # fmt: skip
def test_type_words_name_the_kind(words: str, kind: str) -> None:
    assert one(read_rows((*ROW, words), headings=(*HEADINGS, "Type"))).kind == kind


@pytest.mark.parametrize("words", ["Foundation", "Payment Setup", "EFT/ERA", "EDI"])
def test_types_that_are_no_application(words: str) -> None:
    reading = read_rows((*ROW, words), headings=(*HEADINGS, "Type"))
    assert not reading.rows
    assert len(reading.no_application) == 1


@pytest.mark.parametrize(
    "payer",
    ["CAQH ProView", "CAQH", "NPPES - Group NPI", "Aetna - EFT/ERA", "Medicaid - EFT", "ERA enrollment"],
)
def test_payers_that_are_no_payer(payer: str) -> None:
    reading = read_rows((payer, *ROW[1:]), ("Medicare (PECOS)", *ROW[1:]))
    assert [row.payer_text for row in reading.rows] == ["Medicare (PECOS)"]
    assert len(reading.no_application) == 1


def test_numbered_groups_of_columns() -> None:
    headings = [
        "Provider",
        "NPI",
        "Payer 1",
        "Status 1",
        "Effective Date 1",
        "Payer 2",
        "Status 2",
        "Effective Date 2",
    ]
    rows = [
        ["Jane Doe, LPC", npi(1), "Aetna", "Active", "1/1/2026", "Cigna", "Pending", None],
        ["Bob Roe, MD", npi(2), "Aetna", "Denied", None, None, None, None],
    ]
    reading = read(xlsx({"Wide": [headings, *rows]}))
    assert [(row.provider, row.payer_text, row.status.value) for row in reading.rows] == [
        ("Jane Doe", "Aetna", "active"), ("Jane Doe", "Cigna", "in_review"), ("Bob Roe", "Aetna", "denied"),
    ]  # fmt: skip
    assert reading.rows_read == 2
    assert reading.ignored_columns == []


def test_pairs_of_columns_per_payer_or_per_clinician() -> None:
    by_payer = [["Clinician", "NPI", "Aetna Status", "Aetna Effective Date", "Cigna Status", "Cigna Effective Date"],
                ["Jane Doe, LPC", npi(), "Active", "1/1/2026", "Submitted", None]]  # fmt: skip
    by_person = [["Payer", "State", "Jane Doe Status", "Jane Doe Effective Date", "Bob Roe Status", "Bob Roe Effective Date"],
                 ["Aetna", "TX", "Active", "1/1/2026", "Denied", None]]  # fmt: skip
    assert [(row.provider, row.payer_text, row.status.value) for row in read(xlsx({"A": by_payer})).rows] == [
        ("Jane Doe", "Aetna", "active"), ("Jane Doe", "Cigna", "submitted"),
    ]  # fmt: skip
    assert [(row.provider, row.payer_text, row.state) for row in read(xlsx({"B": by_person})).rows] == [
        ("Jane Doe", "Aetna", "TX"), ("Bob Roe", "Aetna", "TX"),
    ]  # fmt: skip


def test_a_person_corrects_heading_row_columns_and_words() -> None:
    rows = [["a"], ["Plan thing", "Who", "Where it is"], ["Aetna", "Jane Doe, LPC", "waiting on dr. k"]]
    columns = {"A": "payer", "B": "provider", "C": "status"}
    mapping = {
        "sheets": {"T": {"header_row": 2, "columns": columns}},
        "status_words": {"Waiting on Dr K": "in_review"},
    }
    assert read(xlsx({"T": rows})).rows == []
    row = one(read(xlsx({"T": rows}), mapping=mapping))
    assert (row.payer_text, row.provider, row.status) == ("Aetna", "Jane Doe", Status.IN_REVIEW)


def test_a_person_leaves_a_sheet_and_a_column_out() -> None:
    data = xlsx({"A": [HEADINGS, ROW], "B": [HEADINGS, ROW]})
    mapping = {"sheets": {"A": {"skip": True}, "B": {"columns": {"I": "ignored"}}}}
    reading = read(data, mapping=mapping)
    assert (one(reading).sheet, one(reading).notes) == ("B", "")
    assert reading.ignored_columns == ["Notes"]


def test_defaults_for_state_and_practice() -> None:
    rows = [["Payer", "Provider", "Status"], ["Aetna", "Jane Doe, LPC", "Pending"]]
    row = one(read(xlsx({"T": rows}), default_state="UT", default_practice="Maple Street"))
    assert (row.state, row.practice_or_group, row.kind) == ("UT", "Maple Street", Kind.ADD_TO_GROUP)


def test_a_row_without_provider_is_refused_even_if_a_practice_is_given() -> None:
    reading = read_rows(
        ("Aetna", None, None, "TX", "Pending", None, None, None, "x"), default_practice="Maple Street"
    )
    assert [refused.reason for refused in reading.rejected] == [Reason.MISSING_PROVIDER]


def test_a_tracker_without_provider_column_is_the_practice_s_own() -> None:
    rows = [["Payer", "Status", "Date Submitted"], ["Aetna", "Submitted", "9/1/2026"]]
    row = one(read(xlsx({"T": rows}), default_practice="Maple Street"))
    assert (row.is_group, row.practice_or_group, row.kind) == (True, "Maple Street", Kind.INITIAL_GROUP)
