"""What does a reminder say? Whole sentences with their basis, within the columns, never a number of a paper."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollments.enums import Kind as Applied
from enrollments.enums import Status
from reminders import wording
from reminders.enums import Kind
from reminders.facts import About, Fact
from reminders.kinds import KINDS
from reminders.models import Reminder
from tests.reminders.rules.dated import DANA, DAY, MEDICARE, fact, facts, row, shipped

DETAIL = {
    Kind.FOLLOW_UP: "Ask for the status|7 calendar days after the last contact.",
    Kind.FOLLOW_UP_OVERDUE: "Ask for the status|",
    Kind.FOLLOW_UP_ESCALATED: "Ask for the status|",
    Kind.EFFECTIVE_DIFFERS: "2026-02-01",
    Kind.QUOTED_OVERDUE: "45 business days",
    Kind.PANEL_STATE_RECHECK: "Aetna PPO|closed",
    Kind.LICENSE: "PA state license",
    Kind.DEA: "State controlled-substance registration",
    Kind.MALPRACTICE: "Malpractice insurance",
    Kind.BOARD: "Board certification",
    Kind.OTHER_CREDENTIAL: "Another credential",
    Kind.DOCUMENT: "Coverage 2026.pdf|Malpractice face sheet",
    Kind.ANSWER_DUE: "W-9 of the new TIN.",
    Kind.APPEAL: "No need in the area.",
    Kind.EFFECTIVE_COMING: "the contract is not executed",
    Kind.BRIDGE_REVIEW: "Headway",
    Kind.EXIT_NOTICE: "Headway",
    Kind.EXIT_LAST_DAY: "Headway",
    Kind.LETTER_ANSWER: "Headway",
    Kind.GROUP_MINIMUM: "Aetna, Cigna",
}
SAID = {
    Kind.FOLLOW_UP: "ask for the status",
    Kind.FOLLOW_UP_OVERDUE: "overdue, ask for the status",
    Kind.FOLLOW_UP_ESCALATED: "nobody has followed up, ask for the status",
    Kind.NO_ACKNOWLEDGEMENT: "the payer has not confirmed that it has the application",
    Kind.SILENCE: "nothing heard for too long",
    Kind.ANSWER_DUE: "answer the payer's request for information",
    Kind.QUOTED_OVERDUE: "the turnaround the payer quoted has run out",
    Kind.PUBLISHED_OVERDUE: "the published turnaround has run out",
    Kind.STATUTE_OVERDUE: "PA's deadline to decide",
    Kind.EFFECTIVE_COMING: "the effective date is coming",
    Kind.EFFECTIVE_REACHED: "effective, and may be billed",
    Kind.EFFECTIVE_DIFFERS: "the effective date is not the one asked for",
    Kind.LOADING_CHECK: "check that the payer has loaded the clinician",
    Kind.RECREDENTIALING: "recredentialing is due",
    Kind.REVALIDATION: "revalidation is due",
    Kind.APPEAL: "the window to appeal the denial closes",
    Kind.PANEL_RECHECK: "ask whether the panel is open again",
    Kind.PANEL_STATE_RECHECK: "ask again whether the panel of Aetna PPO is open",
    Kind.LICENSE: "PA state license expires",
    Kind.DEA: "state controlled-substance registration expires",
    Kind.MALPRACTICE: "malpractice insurance expires",
    Kind.BOARD: "board certification expires",
    Kind.CAQH: "attest the CAQH profile again",
    Kind.DIRECTORY: "attest the directory data again",
    Kind.OTHER_CREDENTIAL: "another credential expires",
    Kind.DOCUMENT: "malpractice face sheet expires (Coverage 2026.pdf)",
    Kind.MEDICARE_OPT_OUT: "the Medicare opt-out renews itself unless it is cancelled",
    Kind.CONTRACT_NOTICE: "the last day to give notice on the contract",
    Kind.CONTRACT_ENDS: "the contract ends",
    Kind.CONTRACT_RENEGOTIATION: "the contract's terms may be reopened",
    Kind.CONTRACT_HOLDER: "verify who holds the contract",
    Kind.BRIDGE_REVIEW: "look again at the participation through Headway",
    Kind.EXIT_NOTICE: "give notice to Headway",
    Kind.EXIT_LAST_DAY: "the last day with Headway",
    Kind.LETTER_ANSWER: "Headway is to answer about the release letter",
    Kind.WRITTEN_CONFIRMATION: "statements contradict each other; get it in writing",
    Kind.GROUP_MINIMUM: "enough clinicians for a group contract with Aetna, Cigna",
}


def of(kind: Kind) -> Fact:
    return fact(kind, detail=DETAIL.get(kind, ""))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_names_who_and_payer_and_then_what_to_do(kind: Kind) -> None:
    assert wording.what(of(kind)) == f"Dana Whitfield, Aetna, PA: {SAID[kind]}"


@pytest.mark.parametrize(
    ("about", "head"),
    [
        (About(who="Dana Whitfield"), "Dana Whitfield"),
        (About(who="Dana Whitfield", state="PA"), "Dana Whitfield"),
        (About(who="Maple Street", payer="Aetna"), "Maple Street, Aetna"),
        (About(payer="Aetna", state="PA"), "Aetna, PA"),
    ],
)
def test_the_head_leaves_out_what_is_not_there(about: About, head: str) -> None:
    assert wording.what(replace(of(Kind.CAQH), about=about)) == f"{head}: attest the CAQH profile again"


def test_an_effective_date_with_open_ends_does_not_promise_billing() -> None:
    held = replace(of(Kind.EFFECTIVE_REACHED), detail="the payer's ID is not known")
    assert wording.what(held).endswith("effective, but not everything is confirmed")
    assert wording.why(held, 0, DAY).startswith("Hold claims: the payer's ID is not known.")
    assert "may go out" in wording.why(of(Kind.EFFECTIVE_REACHED), 0, DAY)
    assert wording.why(fact(Kind.EFFECTIVE_COMING), 0, DAY) == "Basis: CredTrack's own default."


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("lead", [1, 0, -1])
def test_why_is_sentences_that_end_in_the_basis(kind: Kind, lead: int) -> None:
    said = wording.why(of(kind), lead, DAY - dt.timedelta(days=lead))
    assert said[0].isupper()
    assert said.endswith(".")
    assert ".." not in said
    assert "  " not in said
    assert "|" not in said
    assert "Basis: " in said


@pytest.mark.parametrize(
    ("kind", "lead", "send_on", "told"),
    [
        (Kind.LICENSE, 30, DAY - dt.timedelta(days=30), "Told 30 days before the date."),
        (Kind.LICENSE, 30, DAY - dt.timedelta(days=32), "Told 32 days before the date."),
        (Kind.LICENSE, 1, DAY - dt.timedelta(days=1), "Told 1 day before the date."),
        (Kind.LICENSE, -1, DAY + dt.timedelta(days=1), "Told 1 day after the date."),
        (Kind.FOLLOW_UP_OVERDUE, -2, DAY + dt.timedelta(days=2), "Told 2 business days after its day."),
        (Kind.FOLLOW_UP_OVERDUE, -2, DAY + dt.timedelta(days=9), "Told 9 days after its day."),
        (Kind.LOADING_CHECK, -14, DAY + dt.timedelta(days=14), "Told 14 days after the first check."),
    ],
)
def test_it_says_how_long_before_or_after_in_truth(
    kind: Kind, lead: int, send_on: dt.date, told: str
) -> None:
    """Counted from the day it is really told: rolled, or learnt late."""
    assert told in wording.why(of(kind), lead, send_on)


@pytest.mark.parametrize(
    ("kind", "lead", "send_on"),
    [
        (Kind.LICENSE, 0, DAY),
        (Kind.LICENSE, 1, DAY),
        (Kind.EFFECTIVE_DIFFERS, 0, DAY + dt.timedelta(days=40)),
    ],
)
def test_on_the_day_and_for_news_no_days_are_counted(kind: Kind, lead: int, send_on: dt.date) -> None:
    assert "Told" not in wording.why(of(kind), lead, send_on)


def test_a_statute_is_cited() -> None:
    law = shipped("law-mo-decision-deadline")
    sent = row(Status.IN_REVIEW, submitted_on=DAY, complete_on=dt.date(2026, 4, 1))
    late = facts(sent, statute=law)[Kind.STATUTE_OVERDUE]
    assert wording.why(late, -1, late.due_on + dt.timedelta(days=1)) == (
        "The clock started on 1 Apr 2026. Health carriers decide; exceptions for discipline and malpractice. "
        "Told 1 day after the date. Basis: 60 business days. Statute: RSMo 376.1578, as of 1 Oct 2026."
    )


def test_a_citation_beside_another_source_is_named_too() -> None:
    active = row(Status.ACTIVE, kind=Applied.INITIAL_INDIVIDUAL.value, decided_on=dt.date(2021, 8, 3))
    due = facts(active, cycle=shipped("rc-medicare"), line=MEDICARE)[Kind.REVALIDATION]
    assert wording.why(due, 30, due.due_on) == (
        "Counted from the decision of 3 Aug 2021. It is accepted from 31 Jan 2026 on. Late means that payments stop. "
        "Basis: 60 months. Official: Noridian, revalidation; 42 CFR 424.515, as of 1 Oct 2026 (42 CFR 424.515)."
    )
    plain = facts(active)[Kind.RECREDENTIALING]
    assert wording.why(plain, 0, plain.due_on).startswith(
        "Counted from the decision of 3 Aug 2021. Late means out of network. Basis: The payer's cycle"
    )


def test_a_rule_without_a_number_is_its_source() -> None:
    rule = replace(shipped("law-mo-decision-deadline"), value_max=None)
    assert "Basis: Statute: RSMo" in wording.why(replace(of(Kind.STATUTE_OVERDUE), rule=rule), -1, DAY)
    assert wording.why(of(Kind.STATUTE_OVERDUE), 0, DAY).startswith("The clock started on 2 Mar 2026. Basis")


def test_a_request_says_what_was_asked_and_what_follows() -> None:
    asked = replace(of(Kind.ANSWER_DUE), rule=shipped("wi-medicare-info"))
    said = wording.why(asked, 1, DAY)
    assert said.startswith("Asked for: W-9 of the new TIN. Answer a development request within 30 days")
    assert wording.why(fact(Kind.ANSWER_DUE), 0, DAY).startswith("Basis: The payer's window")
    assert wording.why(fact(Kind.APPEAL), 0, DAY) == "Basis: The denial letter."


def test_a_follow_up_brings_its_own_basis() -> None:
    assert wording.why(of(Kind.FOLLOW_UP), 0, DAY) == "Basis: 7 calendar days after the last contact."
    chosen = wording.why(fact(Kind.FOLLOW_UP, detail="Call them"), 0, DAY)
    assert chosen == "Basis: the day that was chosen for it."
    assert wording.what(fact(Kind.FOLLOW_UP, detail="Call A | B|")).endswith(": call A | B")
    assert wording.what(fact(Kind.FOLLOW_UP, detail="CAQH first|")).endswith(": CAQH first")


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=900)


@given(st.sampled_from(Kind), TEXT, TEXT, TEXT)
def test_words_fit_into_their_columns(kind: Kind, who: str, detail: str, text: str) -> None:
    about = replace(DANA, who=who)
    detail = "2026-02-01" if kind == Kind.EFFECTIVE_DIFFERS else detail
    rule = replace(shipped("law-ca-decision-deadline"), text=text)
    told = replace(fact(kind, detail=detail), about=about, rule=rule)
    assert len(wording.what(told)) <= (Reminder._meta.get_field("what").max_length or 0)
    why = wording.why(told, 1, DAY)
    assert len(why) <= (Reminder._meta.get_field("why").max_length or 0)
    if kind in (Kind.STATUTE_OVERDUE, Kind.PUBLISHED_OVERDUE):
        assert why.endswith("Cal. Ins. Code 10144.565, as of 1 Oct 2026.")


def test_a_cut_keeps_whole_words_and_shows() -> None:
    assert wording.cut("one two three", 13) == "one two three"
    assert wording.cut("one two three", 12) == "one two…"
    assert wording.cut("onetwothree", 5) == "onet…"
    assert wording.cut("one", 0) == ""


def test_every_basis_names_a_source_or_says_whose_default_it_is() -> None:
    assert all(spec.basis.strip() == spec.basis and spec.basis for spec in KINDS.values())
