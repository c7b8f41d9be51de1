"""What of an application, a paper or a contract deserves a reminder, and when is it due?"""

import datetime as dt
from dataclasses import replace
from datetime import date

import pytest

from enrollments.enums import ContractTrack, Status
from enrollments.enums import Kind as Applied
from payers.deadlines import counted
from payers.enums import Unit
from reminders.enums import Kind
from reminders.facts import (
    ContractRow,
    DatedRow,
    Quoted,
    of_contract,
    of_credential,
    of_follow_up,
    of_one_kind,
    statute_starts,
)
from tests.reminders.rules.dated import DANA, DAY, MEDICAID, MEDICARE, facts, row, shipped

S = Status
SENT = date(2026, 3, 2)
WAITING = (S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW)


@pytest.mark.parametrize("status", list(Status))
def test_silence_after_sending_is_told_while_it_is_only_sent(status: Status) -> None:
    """si-ack: 14 calendar days without an acknowledgement."""
    found = facts(row(status, submitted_on=SENT), acknowledgement=shipped("si-ack"))
    expected = {Kind.NO_ACKNOWLEDGEMENT: date(2026, 3, 16)} if status == S.SUBMITTED else {}
    assert {kind: fact.due_on for kind, fact in found.items()} == expected


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({"last_contact_on": date(2026, 4, 1), "submitted_on": SENT}, date(2026, 5, 1)),
        ({"submitted_on": SENT}, date(2026, 4, 1)),
        ({}, DAY + dt.timedelta(days=30)),
    ],
)
def test_silence_counts_from_whatever_was_heard_last(given: dict[str, date], due: date) -> None:
    """si-any: 30 calendar days."""
    assert facts(row(S.IN_REVIEW, **given), silence=shipped("si-any"))[Kind.SILENCE].due_on == due


@pytest.mark.parametrize("status", list(Status))
def test_silence_and_deadlines_of_the_payer_need_an_application_with_the_payer(status: Status) -> None:
    application = row(
        status, submitted_on=SENT, acknowledged_on=SENT, complete_on=SENT, quoted=Quoted(SENT, 45, False)
    )
    found = facts(
        application, silence=shipped("si-any"), published=shipped("td-aetna-credentialing"),
        statute=shipped("law-nj-decision-deadline"),
    )  # fmt: skip
    late = {Kind.QUOTED_OVERDUE, Kind.PUBLISHED_OVERDUE, Kind.STATUTE_OVERDUE}
    assert late <= set(found) if status in WAITING else not late & set(found)
    assert (Kind.SILENCE in found) == (status in {*WAITING, S.APPROVED, S.LOADING})
    assert not facts(replace(application, blocked=True), silence=shipped("si-any")).keys() & {
        Kind.SILENCE,
        *late,
    }


@pytest.mark.parametrize(
    ("days", "business", "due"),
    [(45, False, date(2026, 4, 16)), (45, True, date(2026, 5, 4)), (1, False, date(2026, 3, 3))],
)
def test_a_quoted_turnaround_counts_from_the_contact_as_the_payer_counts(
    days: int, business: bool, due: date
) -> None:
    known = date(2026, 3, 20)
    fact = facts(row(S.IN_REVIEW, quoted=Quoted(SENT, days, business, known)))[Kind.QUOTED_OVERDUE]
    assert (fact.due_on, fact.base_on, fact.known_on) == (due, SENT, known)
    unit = "business" if business else "calendar"
    assert fact.detail == f"{days} {unit} day{'' if days == 1 else 's'}"


def test_a_published_turnaround_counts_its_longest_value_from_sending() -> None:
    fact = facts(row(S.SUBMITTED, submitted_on=SENT), published=shipped("td-aetna-credentialing"))
    assert fact[Kind.PUBLISHED_OVERDUE].due_on == SENT + dt.timedelta(days=180)


STATUTES = [
    ("AZ", 60), ("CA", 90), ("CO", 60), ("IL", 60), ("IN", 60), ("KY", 45), ("MA", 60), ("MN", 45),
    ("NJ", 90), ("NM", 45), ("NY", 60), ("NC", 60), ("RI", 45), ("VA", 60), ("WA", 90), ("WY", 60),
]  # fmt: skip


@pytest.mark.parametrize(("state", "days"), STATUTES, ids=[state for state, _ in STATUTES])
def test_a_statute_counts_calendar_days_from_the_complete_application(state: str, days: int) -> None:
    """FACTS 6; payers/data/rules_state_law.csv, with the citation of each."""
    law = shipped(f"law-{state.lower()}-decision-deadline")
    sent = row(
        S.IN_REVIEW, submitted_on=SENT, acknowledged_on=date(2026, 3, 5), complete_on=date(2026, 3, 20)
    )
    fact = facts(sent, statute=law)[Kind.STATUTE_OVERDUE]
    assert (fact.base_on, fact.due_on) == (date(2026, 3, 20), date(2026, 3, 20) + dt.timedelta(days=days))
    assert fact.rule is law
    assert law.citation
    assert Kind.STATUTE_OVERDUE not in facts(replace(sent, complete_on=None), statute=law)


def test_missouri_counts_sixty_business_days() -> None:
    """RSMo 376.1578; Memorial Day and Juneteenth lie between."""
    sent = row(S.IN_REVIEW, submitted_on=SENT, complete_on=date(2026, 4, 1))
    fact = facts(sent, statute=shipped("law-mo-decision-deadline"))[Kind.STATUTE_OVERDUE]
    assert fact.due_on == date(2026, 6, 26)


def test_ohio_counts_from_the_receipt_of_the_form() -> None:
    """ORC 3963.06: 90 days from receipt; the day of sending stands in until receipt is known."""
    law = shipped("law-oh-decision-deadline")
    sent = row(
        S.ACKNOWLEDGED, submitted_on=SENT, acknowledged_on=date(2026, 3, 9), complete_on=date(2026, 4, 1)
    )
    assert facts(sent, statute=law)[Kind.STATUTE_OVERDUE].due_on == date(2026, 6, 7)
    assert statute_starts(replace(sent, acknowledged_on=None), law) == SENT
    assert statute_starts(sent, None) is None


def test_rhode_island_counts_a_change_from_the_request() -> None:
    """RIGL 27-20-70: seven business days."""
    sent = row(S.SUBMITTED, kind=Applied.CHANGE.value, submitted_on=SENT)
    assert facts(sent, statute=shipped("law-ri-change"))[Kind.STATUTE_OVERDUE].due_on == date(2026, 3, 11)


def test_a_rule_without_days_says_nothing() -> None:
    rule = shipped("si-any")
    assert counted(SENT, replace(rule, value_max=None)) is None
    assert counted(SENT, replace(rule, unit=Unit.MONTHS.value)) is None
    wordy = replace(rule, value_max=None)
    sent = row(S.SUBMITTED, submitted_on=SENT, complete_on=SENT)
    assert not facts(sent, acknowledgement=wordy, silence=wordy, published=wordy, statute=wordy)
    granted = facts(row(S.LOADING, decided_on=SENT), loading_check=wordy)
    assert Kind.LOADING_CHECK not in granted


@pytest.mark.parametrize(
    ("status", "column", "kind"),
    [
        (S.INFO_REQUESTED, "answer_due_on", Kind.ANSWER_DUE),
        (S.DENIED, "appeal_until", Kind.APPEAL),
        (S.PANEL_CLOSED, "recheck_on", Kind.PANEL_RECHECK),
    ],
)
def test_a_day_that_only_one_status_knows(status: Status, column: str, kind: Kind) -> None:
    due = date(2026, 5, 4)
    assert facts(row(status, **{column: due}))[kind].due_on == due
    assert kind not in facts(row(status))
    assert kind not in facts(row(S.IN_REVIEW, **{column: due}))


def test_an_effective_date_says_what_is_not_confirmed() -> None:
    begun = row(S.APPROVED, decided_on=SENT, effective_on=date(2026, 4, 1))
    for kind in (Kind.EFFECTIVE_COMING, Kind.EFFECTIVE_REACHED):
        assert facts(begun)[kind].detail == (
            "the contract is not executed; the payer's ID is not known; "
            "the payer has not shown the clinician in its system"
        )
    done = replace(
        begun, contract_track=ContractTrack.EXECUTED, payer_assigned_id="P-1", loaded_on=date(2026, 4, 2)
    )
    assert facts(done)[Kind.EFFECTIVE_REACHED].detail == ""


@pytest.mark.parametrize(
    ("asked", "differs"), [(None, False), (date(2026, 4, 1), False), (date(2026, 3, 1), True)]
)
def test_another_effective_date_than_asked_for_is_told(asked: date | None, differs: bool) -> None:
    begun = row(S.APPROVED, decided_on=SENT, effective_on=date(2026, 4, 1), requested_effective_on=asked)
    assert (Kind.EFFECTIVE_DIFFERS in facts(begun)) is differs


def test_whether_we_are_loaded_is_asked_a_week_after_the_decision_until_it_is_known() -> None:
    """si-load-check: every 7 days."""
    rule = shipped("si-load-check")
    begun = row(S.LOADING, decided_on=SENT)
    assert facts(begun, loading_check=rule)[Kind.LOADING_CHECK].due_on == date(2026, 3, 9)
    undated = facts(replace(begun, decided_on=None), loading_check=rule)
    assert undated[Kind.LOADING_CHECK].base_on == DAY
    assert Kind.LOADING_CHECK not in facts(replace(begun, loaded_on=date(2026, 3, 8)), loading_check=rule)


@pytest.mark.parametrize("kind", [Applied.CHANGE, Applied.ADD_LOCATION, Applied.TERMINATION, Applied.APPEAL])
def test_what_begins_and_renews_nothing_has_no_effective_date_and_no_cycle(kind: Applied) -> None:
    done = row(S.ACTIVE, kind=kind.value, decided_on=SENT, effective_on=SENT)
    assert facts(done, loading_check=shipped("si-load-check")) == {}


@pytest.mark.parametrize(
    ("line", "rule", "kind", "due", "opens"),
    [
        ("commercial", "rc-default", Kind.RECREDENTIALING, date(2026, 8, 31), None),
        ("commercial", "rc-magellan", Kind.RECREDENTIALING, date(2026, 8, 31), None),
        (MEDICARE, "rc-medicare", Kind.REVALIDATION, date(2028, 8, 31), date(2028, 1, 31)),
        (MEDICARE, "rc-medicare-dmepos-east", Kind.REVALIDATION, date(2026, 8, 31), date(2026, 1, 31)),
        (MEDICAID, "rc-medicaid", Kind.REVALIDATION, date(2028, 8, 31), None),
    ],
)
def test_the_next_cycle(line: str, rule: str, kind: Kind, due: date, opens: date | None) -> None:
    """rules_recredentialing.csv: 36 months (NCQA), five years in Medicare and Medicaid, DMEPOS three."""
    active = row(S.ACTIVE, decided_on=date(2023, 8, 31), effective_on=date(2023, 9, 1))
    fact = facts(active, cycle=shipped(rule), line=line)[kind]
    assert (fact.due_on, fact.opens_on, fact.base_on) == (due, opens, date(2023, 8, 31))


def test_a_cycle_without_a_rule_or_in_days_is_thirty_six_months() -> None:
    active = row(S.ACTIVE, decided_on=date(2023, 8, 31))
    assert facts(active)[Kind.RECREDENTIALING].due_on == date(2026, 8, 31)
    in_days = shipped("rc-start-120")
    assert facts(active, cycle=in_days)[Kind.RECREDENTIALING].due_on == date(2026, 8, 31)


@pytest.mark.parametrize(
    "given",
    [
        {"status": S.APPROVED},
        {"decided_on": None},
        {"is_newest": False},
        {"works": False},
        {"status": S.ENDED},
    ],
)
def test_no_renewal_is_due(given: dict[str, object]) -> None:
    active = row(S.ACTIVE, decided_on=date(2023, 8, 31))
    assert Kind.RECREDENTIALING not in facts(replace(active, **given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "kind"),
    [
        ("license", Kind.LICENSE), ("dea", Kind.DEA), ("cds", Kind.DEA), ("malpractice", Kind.MALPRACTICE),
        ("board", Kind.BOARD), ("caqh_attestation", Kind.CAQH), ("directory_attestation", Kind.DIRECTORY),
        ("cpr", Kind.OTHER_CREDENTIAL), ("other", Kind.OTHER_CREDENTIAL),
    ],
)  # fmt: skip
def test_which_paper_is_told_as_what(sort: str, kind: Kind) -> None:
    (fact,) = of_credential(DatedRow(9, DAY, DANA, kind=sort))
    assert (fact.kind, fact.subject_id, fact.due_on) == (kind, 9, DAY)


def test_a_follow_up_climbs_in_three_kinds() -> None:
    found = list(of_follow_up(DatedRow(9, DAY, DANA, known_on=DAY, detail="Call|")))
    assert [fact.kind for fact in found] == [
        Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED,
    ]  # fmt: skip
    assert {fact.due_on for fact in found} == {DAY}
    (document,) = of_one_kind(Kind.DOCUMENT, DatedRow(9, DAY, DANA))
    assert document.kind == Kind.DOCUMENT


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"ends_on": date(2026, 12, 31)}, {Kind.CONTRACT_ENDS: date(2026, 12, 31)}),
        (
            {"ends_on": date(2026, 12, 31), "notice_days": 90},
            {Kind.CONTRACT_ENDS: date(2026, 12, 31), Kind.CONTRACT_NOTICE: date(2026, 10, 2)},
        ),
        ({"renews_on": date(2027, 1, 1), "notice_days": 60}, {Kind.CONTRACT_NOTICE: date(2026, 11, 2)}),
        ({"renegotiable_from": date(2026, 9, 1)}, {Kind.CONTRACT_RENEGOTIATION: date(2026, 9, 1)}),
    ],
)
def test_the_dates_of_a_contract(given: dict[str, object], expected: dict[Kind, date]) -> None:
    contract = ContractRow(9, DANA, **given)  # type: ignore[arg-type]
    assert {fact.kind: fact.due_on for fact in of_contract(contract)} == expected
