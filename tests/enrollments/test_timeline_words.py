"""How each kind of row reads on the timeline."""

import datetime as dt

import pytest

from accounts.models import Membership, Organization, User
from credtrack.kernel import clock
from enrollments import contacts, follow_up_planning, missing, transitions
from enrollments.contacts import Contact
from enrollments.enums import Channel, Clock, ContractTrack, DayUnit, Source, Status
from enrollments.models import Application, ApplicationPlan, FollowUp
from enrollments.plan_outcomes import PlanOutcome
from enrollments.reading import Moment, Reading
from enrollments.timeline import Item, timeline
from enrollments.wording import count_words, day_words, days_words, listed


@pytest.fixture
def seat(owner: User, maple: Organization) -> Membership:
    """Olivia's seat."""
    return Membership.objects.get(user=owner, organization=maple)


def newest(application: Application, seat: Membership) -> Item:
    """Return the top of the timeline."""
    return timeline(Reading(Application.objects.get(pk=application.pk), seat, Moment()))[0]


def test_a_step_of_the_contract(submitted: Application, seat: Membership) -> None:
    transitions.move_contract(submitted.pk, ContractTrack.SIGNED, occurred_on=clock.today(), actor=None)
    item = newest(submitted, seat)
    assert (item.sentence, item.icon, item.who) == ("Contract: signed by us", "signature", "Unknown")


def test_a_block_and_its_end(submitted: Application, seat: Membership, owner: User) -> None:
    transitions.block(submitted.pk, occurred_on=clock.today(), actor=owner, reason="Release letter refused.")
    item = newest(submitted, seat)
    assert (item.sentence, item.text, item.meaning) == (
        "Blocked",
        "Reason: Release letter refused.",
        "stopped",
    )
    transitions.unblock(submitted.pk, occurred_on=clock.today(), actor=owner, note="Letter came")
    assert (newest(submitted, seat).sentence, newest(submitted, seat).text) == ("Block lifted", "Letter came")


def test_corrected_facts_are_listed_and_cleared_ones_say_so(
    submitted: Application, seat: Membership, owner: User
) -> None:
    facts = {"reference": "A-1", "effective_on": "2026-03-05"}
    transitions.amend(submitted.pk, occurred_on=clock.today(), actor=owner, facts=facts)
    item = newest(submitted, seat)
    assert (item.sentence, item.text) == (
        "Facts added or corrected",
        "Reference: A-1. Effective: 5 Mar 2026.",
    )
    transitions.amend(submitted.pk, occurred_on=clock.today(), actor=owner, facts={"effective_on": ""})
    assert newest(submitted, seat).text == "Effective: cleared."


def told_of_numbers(application: Application, seat: Membership) -> list[str]:
    """Return what the moves tell of reference numbers, oldest first."""
    items = timeline(Reading(Application.objects.get(pk=application.pk), seat, Moment()))
    return [item.text for item in reversed(items) if item.category == "move" and "Reference" in item.text]


def test_a_reference_number_is_told_where_it_is_new_or_changed(
    submitted: Application, seat: Membership
) -> None:
    for status, number in ((Status.ACKNOWLEDGED, "A-1"), (Status.IN_REVIEW, "A-1"), (Status.APPROVED, "B-2")):
        facts = {"reference": number}
        transitions.move(submitted.pk, status, occurred_on=clock.today(), actor=None, facts=facts)

    assert told_of_numbers(submitted, seat) == ["Reference: A-1.", "Reference: B-2."]


def test_a_number_that_comes_back_or_is_cleared_is_told(draft: Application, seat: Membership) -> None:
    for number in ("A-1", "", "A-1", "A-1"):
        facts = {"reference": number}
        transitions.amend(draft.pk, occurred_on=clock.today(), actor=None, facts=facts)

    told = ["Reference: A-1.", "Reference: cleared.", "Reference: A-1."]
    assert told_of_numbers(draft, seat) == told


def test_a_back_dated_row_takes_over_telling_the_number(draft: Application, seat: Membership) -> None:
    days = [clock.today(), clock.today() - dt.timedelta(days=1)]
    for day, note in zip(days, ("written first", "happened first"), strict=True):
        transitions.amend(draft.pk, occurred_on=day, actor=None, facts={"reference": "A-1"}, note=note)

    assert told_of_numbers(draft, seat) == ["Reference: A-1. happened first"]


def test_a_voided_row_tells_its_number_and_spares_no_other(
    draft: Application, seat: Membership, owner: User
) -> None:
    transitions.amend(draft.pk, occurred_on=clock.today(), actor=None, facts={"reference": "A-1"})
    wrong = draft.transitions.latest("pk")
    transitions.void(wrong.pk, actor=owner, note="Typed twice")
    transitions.amend(draft.pk, occurred_on=clock.today(), actor=None, facts={"reference": "A-1"})

    assert told_of_numbers(draft, seat) == ["Reference: A-1.", "Reference: A-1."]


def test_an_outcome_of_a_plan_names_what_was_decided(submitted: Application, seat: Membership) -> None:
    plan = ApplicationPlan.objects.get(application=submitted)
    outcome = PlanOutcome(Status.ACTIVE.value, dt.date(2026, 3, 5), "P1")
    transitions.record_plan_outcome(plan, outcome, occurred_on=clock.today(), actor=None)
    item = newest(submitted, seat)
    assert (item.sentence, item.text) == ("Outcome of a plan", "Active. Effective: 5 Mar 2026.")
    assert outcome.label == "Active"
    assert PlanOutcome().label == ""


def test_a_long_or_unknown_outcome_is_refused(submitted: Application) -> None:
    plan = ApplicationPlan.objects.get(application=submitted)
    for wrong in (PlanOutcome("draft"), PlanOutcome("approved", None, "x" * 61)):
        with pytest.raises(transitions.Refused):
            transitions.record_plan_outcome(plan, wrong, occurred_on=clock.today(), actor=None)


def test_a_call_tells_what_was_quoted_and_what_it_settled(
    submitted: Application, seat: Membership, owner: User
) -> None:
    due = FollowUp.objects.get(application=submitted, done_at=None)
    contact = Contact(
        Channel.CALL, clock.today(), said="Soon.", person="Pat", quoted_max=30, quoted_unit=DayUnit.BUSINESS
    )
    contacts.log_contact([submitted], contact, actor=owner)
    item = newest(submitted, seat)
    assert item.sentence == "Call with Pat"
    assert item.text == (
        f"Soon. Quoted 30 business days. Settled: ask whether the payer has it (due {day_words(due.due_on)})."
    )


def test_a_follow_up_done_by_itself_stands_by_itself(
    submitted: Application, seat: Membership, owner: User
) -> None:
    due = FollowUp.objects.get(application=submitted, done_at=None)
    follow_up_planning.finish(due.pk, actor=owner)
    assert newest(submitted, seat).sentence == "Followed up: ask whether the payer has it"


def test_missing_items_come_and_go(submitted: Application, seat: Membership) -> None:
    (item,) = missing.ask_for(submitted, ["W-9"], waiting_on=Clock.OURS, asked_on=clock.today(), actor=None)
    assert newest(submitted, seat).sentence == "Missing: W-9"
    missing.receive(item.pk, received_on=clock.today(), actor=None, not_needed=True)
    sentences = {row.sentence for row in timeline(Reading(submitted, seat, Moment()))}
    assert {"Missing: W-9", "No longer needed: W-9"} <= sentences


def test_what_an_import_wrote_says_so(draft: Application, seat: Membership) -> None:
    transitions.move(draft.pk, Status.SUBMITTED, occurred_on=clock.today(), actor=None, source=Source.IMPORT)
    assert newest(draft, seat).who == "Read from a spreadsheet"


def test_words_inside_sentences() -> None:
    assert (days_words(1), days_words(23, "business")) == ("1 day", "23 business days")
    assert (count_words(1, "entry", "entries"), count_words(2, "entry", "entries")) == (
        "1 entry",
        "2 entries",
    )
    assert count_words(1200, "plan") == "1,200 plans"
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
