"""Reports, workbooks and admin screens like the five trackers, written by other hands."""

import pytest

from tests.exchange.sheets import csv_bytes, npi, read, xlsx
from tests.exchange.told import refused, told

REPORT = ["States", "Payers", "Participation Request Status", "Comments"]
LINE = ["TX", "Aetna", "Submitted", "x"]


@pytest.mark.parametrize(
    "banner",
    [
        ["Amara Okonjo", int(npi(1)), None, "10/30/2026"],
        ["Amara Okonjo", npi(1), None, "10/30/2026"],
        ["Name: Amara Okonjo", f"NPI: {npi(1)}", None, "10/30/2026"],
        [f"Provider / NPI: Amara Okonjo / {npi(1)}", None, None, "Updated: 10/30/2026"],
        [f"Amara Okonjo ({npi(1)})", None, None, "As of 10/30/2026"],
        [f"Amara Okonjo, LCSW\nNPI {npi(1)}", None, None, "10/30/2026"],
        [f"OKONJO, AMARA  NPI#{npi(1)}", None, None, "10/30/2026"],
        [f"Amara Okonjo, LCSW / NPI {npi(1)}", None, None, "Report date: Oct 30, 2026"],
        [f"Amara Okonjo \u2013 {npi(1)}", None, None, "Report date: Oct 30, 2026"],
        [f"Dr. Amara Okonjo \u2022 NPI {npi(1)}", None, "Printed Fri Oct 30 2026"],
        [f"Amara Okonjo, PsyD (Juniper Ridge) NPI: {npi(1)}", None, None, "10/1/2026"],
    ],
)
def test_a_clinician_above_the_headings(banner: list[object]) -> None:
    reading = read(xlsx({"Okonjo": [["Weekly Status Report"], banner, REPORT, LINE]}))
    assert told(reading) == ["4 Amara Okonjo Aetna TX initial_individual submitted"]
    assert reading.rows[0].npi == npi(1)


def test_a_bare_name_above_the_headings() -> None:
    reading = read(
        xlsx({"Sheet1": [["Weekly Status"], ["Amara Okonjo", None, None, "10/30/2026"], REPORT, LINE]})
    )
    assert told(reading) == ["4 Amara Okonjo Aetna TX initial_individual submitted"]


def test_a_sheet_of_the_group_among_those_of_clinicians() -> None:
    banner = [f"Juniper Ridge Counseling LLC | NPI: {npi(9)}", None, None, "10/1/2026"]
    reading = read(xlsx({"Group": [["Report"], banner, REPORT, LINE]}))
    assert told(reading) == ["4 G:Juniper Ridge Counseling LLC Aetna TX initial_group submitted"]
    assert reading.rows[0].group_npi == npi(9)


def test_a_report_with_five_rows_above_and_footers_below() -> None:
    rows = [
        ["Acme Credentialing"], ["Client: Juniper Ridge Counseling"],
        ["Provider: Amara Okonjo, PsyD", None, f"NPI: {npi(1)}", "Last updated: 10/1/2026"], [],
        ["State", "Insurance Carrier", "REQUEST_STATUS", "Sub Status"],
        ["Texas\nNew Mexico", "Aetna", "Info-Requested 10/2/2026", "W-9"], ["Utah & Idaho", "Cigna", "IN NETWORK 3/4/26", None],
        ["TX", None, "Denied", None], ["TX", "Humana", None, None], ["End of report"], ["Prepared by Acme"],
    ]  # fmt: skip
    reading = read(xlsx({"O": rows}, {"O": ["A1:D1", "A2:D2"]}))
    assert told(reading) == [
        "6 Amara Okonjo Aetna TX add_to_group info_requested", "6 Amara Okonjo Aetna NM add_to_group info_requested",
        "7 Amara Okonjo Cigna UT add_to_group active", "7 Amara Okonjo Cigna ID add_to_group active",
    ]  # fmt: skip
    assert refused(reading) == ["8 missing_payer", "9 unknown_status"]
    assert [none.row for none in reading.no_application] == [10, 11]


@pytest.mark.parametrize("titled", [True, False])
def test_admin_screens_by_their_own_tab_names(titled: bool) -> None:
    screens = {
        "Payer List": [
            ["Payer Name", "Type", "States Covered", "Contract Type", "Enrollment Type", "Status"],
            ["Aetna", "Commercial", "TX, NM", "Group", "Direct", "Active"],
        ],
        "Requests": [
            ["Request ID", "Provider Name", "Specialty", "Payer", "State", "Type", "Submitted Date", "Status", "Priority", "Last Updated"],
            ["REQ-2", "Paulo Reyes", "Psychology", "Molina", "New Mexico", "Re-credentialing", "2026-07-20", "In-Progress", "Low", ""],
        ],
        "Existing": [
            ["Provider Name", "Payer", "Network Type", "Practice Location", "Effective Date", "Status", "TPV"],
            ["Paulo Reyes", "Humana", "HMO", "Main St", "1/1/2025", "Participating", "T-2"],
        ],
        "CAQH": [
            ["Provider Name", "Specialty", "CAQH ID", "Last Attestation Date", "Attestation Expiry", "CAQH Status", "Sync Status"],
            ["Paulo Reyes", "Psychology", "12345679", "7/1/2026", "11/1/2026", "Active", "Pending"],
            ["Ada Finch", "Psychology", "12345678", "7/1/2026", "11/1/2026", "Active", "Pending"],
        ],
        "Delegated Agreements": [
            ["Payer Name", "Agreement Type", "Effective Date", "Expiry Date", "Status", "Uploaded By", "Upload Date"],
            ["Aetna", "Full Delegation", "1/1/2025", "12/31/2027", "Active", "Sam", "1/2/2025"],
        ],
    }  # fmt: skip
    above = 1 if titled else 0
    reading = read(xlsx({name: [[name]] * above + rows for name, rows in screens.items()}))
    assert told(reading) == [
        f"{2 + above} Paulo Reyes Molina NM recredentialing in_review",
        f"{2 + above} Paulo Reyes Humana - initial_individual active",
    ]
    assert [sheet.name for sheet in reading.sheets if not sheet.is_tracker] == [
        "Payer List", "CAQH", "Delegated Agreements",
    ]  # fmt: skip


@pytest.mark.parametrize("tab", ["Active Plans", "Delegated Agreements", "Sheet1", "Valley Counseling"])
def test_a_list_of_agreements_is_no_tracker_under_any_name(tab: str) -> None:
    headings = ["Payer Name", "Agreement Type", "Effective Date", "Expiry Date", "Status", "Uploaded By"]
    row = ["Aetna", "Billing Delegation", "1/1/2025", "12/31/2027", "Active", "Sam"]
    assert not read(xlsx({tab: [headings, row]}), default_practice="Maple Street").sheets[0].is_tracker


def test_a_list_of_passwords_beside_payers_is_refused_by_its_name() -> None:
    rows = [
        ["Payer", "Provider", "Username", "Password", "Status"],
        ["Aetna", "Ada Finch", "bob", "hunter2", "Active"],
    ]
    reading = read(xlsx({"Portal logins": rows}))
    assert not reading.sheets[0].is_tracker
    assert "hunter2" not in repr(reading)


def test_totals_counts_and_remarks_below_the_rows() -> None:
    rows = [
        ["Payer", "Provider", "State", "Status", "Date Submitted", "Notes"],
        ["Total Health Care", "Ada Finch, LCSW", "MI", "Submitted", "9/1/26", None], ["COMMERCIAL"],
        ["Grand total:", 4, None, 3, 1], ["Submitted:", 2], [None, None, None, None, None, "Updated by Bo"],
        ["Legend", "Green", "Active"], ["* pending means with the payer"],
    ]  # fmt: skip
    reading = read(xlsx({"T": rows}))
    assert told(reading) == ["2 Ada Finch Total Health Care MI initial_individual submitted"]
    assert [none.row for none in reading.no_application] == [3, 4, 5, 6, 7, 8]
    assert reading.rejected == []


def test_a_lone_cell_of_a_refused_column_is_not_shown() -> None:
    rows = [["SSN", "Payer", "Provider", "Status"], ["hunter2"], [None, "Aetna", "Ada Finch", "Pending"]]
    reading = read(xlsx({"T": rows}))
    assert told(reading) == ["3 Ada Finch Aetna - initial_individual in_review"]
    assert "hunter2" not in repr(reading)


ROSTER = [
    ["Action_Flag", "Provider_First_Name", "Provider_Middle_Name", "Provider_Last_Name", "Suffix", "Degree", "Provider_NPI",
     "Practice_State", "Payer", "Result"],
    ["A", "Inés", "M", "Quiroga", "Jr.", "LCSW", npi(1), "NM", "Presbyterian", "Accepted"],
    ["U", "Bob", "", "Tallman", "", "MD", npi(2), "NM", "Presbyterian", "Rejected - bad taxonomy"],
    ["D", "Cy", "", "Poe", "", "DO", npi(3), "NM", "Presbyterian", "ACCEPTED"],
    ["A", "Dee", "", "Ray", "", "NP", npi(4), "NM", "", "Accepted"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [("|", "utf-8"), ("|", "cp1252"), ("\t", "utf-16"), (";", "utf-8-sig"), (",", "utf-16-be")],
)
def test_a_roster_in_many_encodings(delimiter: str, encoding: str) -> None:
    reading = read(csv_bytes(ROSTER, delimiter=delimiter, encoding=encoding), "roster.txt")
    assert told(reading) == [
        "2 Inés M Quiroga Jr. Presbyterian NM initial_individual acknowledged",
        "3 Bob Tallman Presbyterian NM change returned",
        "4 Cy Poe Presbyterian NM termination acknowledged",
    ]
    assert reading.rows[1].reason == "bad taxonomy"
    assert refused(reading) == ["5 missing_payer"]


@pytest.mark.parametrize(
    "heading", ["Action", "Change Type", "Add/Change/Terminate", "Transaction Type", "Record_Type"]
)
@pytest.mark.parametrize("result", ["Result", "Payer Response", "Response Status"])
def test_a_delta_file(heading: str, result: str) -> None:
    rows = [
        [heading, "Payer", "First Name", "Last Name", "State", result],
        ["ADD", "Aetna", "Ann", "Lee", "TX", "Accepted"], ["Change", "Aetna", "Ann", "Ray", "TX", "Rejected"],
        ["TERMINATE", "Aetna", "Ann", "Roe", "TX", "Accepted"],
    ]  # fmt: skip
    assert told(read(csv_bytes(rows), "delta.csv")) == [
        "2 Ann Lee Aetna TX initial_individual acknowledged", "3 Ann Ray Aetna TX change returned",
        "4 Ann Roe Aetna TX termination acknowledged",
    ]  # fmt: skip
