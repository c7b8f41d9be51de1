"""Log-style notes: dated calls with person, reference and turnaround; facts named in the words; kinds told."""

import pytest

from enrollments.enums import Channel, DayUnit, Kind
from exchange.call_notes import quoted_turnaround, read_note
from exchange.kinds import kind_of_notes


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("TAT 60-90 CD from the complete date", 60, 90, DayUnit.CALENDAR), ("in development, 45 bd.", 45, 45, DayUnit.BUSINESS),
        ("7 - 10 bd to be assigned", 7, 10, DayUnit.BUSINESS), ("20\u201330 calendar days more", 20, 30, DayUnit.CALENDAR),
        ("loading takes 15 business days", 15, 15, DayUnit.BUSINESS), ("Rep quoted 45-60 days", 45, 60, DayUnit.CALENDAR),
        ("TAT 6 to 8 weeks", 42, 56, DayUnit.CALENDAR), ("30 working days", 30, 30, DayUnit.BUSINESS),
    ],
)  # fmt: skip
def test_quoted_turnarounds(text: str, low: int, high: int, unit: DayUnit) -> None:
    found = quoted_turnaround(text)
    assert found is not None
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text", ["resubmit within 30 days", "providers in 20715", "3 of 4 providers", "letter of 09/22/2026", ""]
)
def test_what_is_no_turnaround(text: str) -> None:
    assert quoted_turnaround(text) is None


def test_a_log_of_two_calls() -> None:
    note = read_note(
        "10/14/2026 SW Tanya Ref # 718840273. Per rep complete, TAT 60-90 CD.\n"
        "09/22/2026 SW Ms. Odell Ref # EP-71. Per rep app received, Application ID CFA-77120."
    )
    assert [(str(entry.day), entry.person, entry.reference, entry.channel) for entry in note.entries] == [
        ("2026-10-14", "Tanya", "718840273", Channel.CALL),
        ("2026-09-22", "Ms. Odell", "EP-71", Channel.CALL),
    ]
    assert note.entries[0].turnaround is not None
    assert note.entries[1].turnaround is None
    assert (note.reference, note.rest, note.cut_off) == ("CFA-77120", "", False)


def test_entries_on_one_line_and_a_flag_before_the_date() -> None:
    note = read_note(
        "**** Closed Panel **** 08/11/2026 SW Bri Ref # 75. Per rep no. 07/01/2026 SW Al Ref # 74. Per rep wait."
    )
    assert [entry.person for entry in note.entries] == ["Bri", "Al"]
    assert note.panel_closed


def test_a_note_without_dates_is_all_rest() -> None:
    note = read_note("Two service locations on file")
    assert (note.entries, note.rest) == ((), "Two service locations on file")


def test_channels() -> None:
    lines = {
        "06/16/2026 E-mail from network development: no": Channel.EMAIL,
        "09/08/2026 Appeal letter sent by certified mail.": Channel.LETTER,
        "10/23/2026 PECOS application submitted": Channel.PORTAL,
        "09/15/2026 Waiting for the signed release form.": Channel.NOTE,
    }
    assert {text: read_note(text).entries[0].channel for text in lines} == lines


@pytest.mark.parametrize(
    ("text", "field", "day"),
    [
        ("INN and linked with the group tax ID, effective 01/15/2024.", "effective_on", "2024-01-15"),
        ("Start date 09/01/2026 loaded.", "effective_on", "2026-09-01"),
        ("will also serve as the effective date: 09/08/2026", "effective_on", "2026-09-08"),
        ("Recred date: 11/15/2026", "recred_on", "2026-11-15"), ("Request sent 08/03/2026, no answer", "submitted_on", "2026-08-03"),
        ("follow up 11/06/2026.", "follow_up_on", "2026-11-06"), ("termed from the group effective 08/31/2026", "ended_on", "2026-08-31"),
    ],
)  # fmt: skip
def test_labeled_days(text: str, field: str, day: str) -> None:
    assert str(read_note(text).days[field]) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Application ID OPT-7558213, sent", "OPT-7558213"), ("Case # 7093316. Rep Dalia", "7093316"),
        ("opened under Request number 7141180.", "7141180"), ("web tracking ID T102320267092.", "T102320267092"),
        ("SW Tanya Ref # 718840273. Per rep", ""),
    ],
)  # fmt: skip
def test_references_of_the_application_not_of_the_call(text: str, number: str) -> None:
    assert read_note(text).reference == number


def test_provider_ids_by_state() -> None:
    note = read_note("Provider ID 7471820 (TX), 7471821 (NM).")
    assert (note.provider_id("TX"), note.provider_id("NM"), note.provider_id("AZ")) == (
        "7471820",
        "7471821",
        "",
    )
    assert read_note("Provider ID: 73391827.").provider_id("MD") == "73391827"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("request to add location 4410 Larkmead Ct", Kind.ADD_LOCATION), ("Form to add location uploaded", Kind.ADD_LOCATION),
        ("fax number change to 301-555-0142", Kind.CHANGE), ("billing address is updated to PO Box 7", Kind.CHANGE),
        ("billing address still shows the old suite", Kind.CHANGE), ("Correspondence address change approved", Kind.CHANGE),
        ("phone and fax updated for both locations", Kind.CHANGE), ("recredentialing is open", Kind.RECREDENTIALING),
        ("Revalidation submitted in PECOS", Kind.REVALIDATION), ("termination request received", Kind.TERMINATION),
        ("provider was termed from the group as requested", Kind.TERMINATION), ("appeal of the denial is with them", Kind.APPEAL),
        ("sent again by fax 09/24/2026", None), ("30 days to appeal", None), ("Recred date: 11/15/2026", None),
        ("Left former group 12/31/2025", None), ("Effective 09/15/2025, linked to the group", None),
    ],
)  # fmt: skip
def test_kinds_told_by_notes(text: str, kind: Kind | None) -> None:
    assert kind_of_notes(text) == kind


@pytest.mark.parametrize(
    "day",
    [
        "03/12/2026", "12 Mar 2026", "12 March 2026", "12th Mar. 2026", "12-Mar-2026", "12-Mar-26", "Mar 12, 2026",
        "March 12, 2026", "MARCH 12th, 2026", "Mar. 12 2026",
    ],
)  # fmt: skip
def test_an_entry_may_name_its_month(day: str) -> None:
    note = read_note(f"{day} SW Tanya Ref # 718840273. Per rep complete.\n{day}: sent by fax")

    assert [(str(entry.day), entry.person) for entry in note.entries] == [
        ("2026-03-12", "Tanya"),
        ("2026-03-12", ""),
    ]
    assert note.rest == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Recred due 12 Mar 2026", "recred_on"), ("effective as of March 12, 2026", "effective_on"),
        ("application sent on Mar 12, 2026", "submitted_on"), ("approved 12-Mar-26", "approved_on"),
        ("f/u Mar 12th, 2026", "follow_up_on"), ("Termed per letter of 12 March 2026", "ended_on"),
    ],
)  # fmt: skip
def test_a_labeled_date_may_name_its_month(text: str, name: str) -> None:
    assert str(read_note(text).days[name]) == "2026-03-12"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("April 2: called\n03/12/2026: sent", ["2026-04-02", "2026-03-12"]),
        ("03/12/2026: sent\nApril 2: called\n9 Apr SW Pat", ["2026-03-12", "2026-04-02", "2026-04-09"]),
        ("Dec 28: called\n01/05/2026: sent", ["2025-12-28", "2026-01-05"]),
        (
            "01/05/2026 SW Pat\nDecember 28 - called\nNov. 30: sent",
            ["2026-01-05", "2025-12-28", "2025-11-30"],
        ),
        ("12/20/2025: sent\nJan 9: called\n02/01/2026: asked", ["2025-12-20", "2026-01-09", "2026-02-01"]),
    ],
)
def test_the_entries_around_it_tell_the_year_of_a_day(text: str, days: list[str]) -> None:
    assert [str(entry.day) for entry in read_note(text).entries] == days


@pytest.mark.parametrize(
    "text",
    [
        "March 12: called",  # nothing tells the year
        "March 12: called\n09/30/2026: sent",  # too far to tell it
        "February 30: called\n03/05/2026: sent",
        "May 12 providers are listed\n05/20/2026: sent",
        "Mar 12, 20261\n03/20/2026: sent",
        "12 Mar 26 called\n03/20/2026: sent",  # 1926, 2026 or a room number
    ],
)
def test_a_day_of_a_doubtful_year_begins_no_entry(text: str) -> None:
    note = read_note(text)

    assert len(note.entries) == text.count("/2026")
    assert note.rest.startswith(text[:5])


def test_two_neighbors_that_tell_different_years_tell_none() -> None:
    note = read_note("01/20/2026: sent\nJanuary 25: called\n02/10/2024: asked")

    assert [str(entry.day) for entry in note.entries] == ["2026-01-20", "2024-02-10"]
    assert "January 25: called" in note.entries[0].text


@pytest.mark.parametrize("text", ["recred due March 12", "effective Mar 12", "submitted on 12 Mar"])
def test_a_label_beside_a_day_without_a_year_tells_nothing(text: str) -> None:
    assert read_note(text).days == {}
