"""The one door on a real database: what a move writes, refuses, and leaves alone."""

import datetime as dt

import pytest

from accounts.models import AuditEntry, OutboxMessage, User
from credtrack.kernel import clock
from enrollments import cached_state, transitions
from enrollments.as_of import logs_of
from enrollments.enums import Clock, ContractTrack, Source, Status
from enrollments.fold import fold
from enrollments.models import Application, ApplicationPlan, FollowUp, Transition
from enrollments.plan_outcomes import PlanOutcome
from enrollments.refusals import Refused, Stale
from tests.factories.enrollments import ApplicationFactory, execute_contract, walk


def days_ago(count: int) -> dt.date:
    """Return the calendar date `count` days before today at Maple Street."""
    return clock.today() - dt.timedelta(days=count)


def agree(application: Application) -> bool:
    """Say whether every cached column equals what the log folds to."""
    fresh = Application.objects.get(pk=application.pk)
    state = fold(logs_of([application.pk])[application.pk])
    expected = cached_state.expected(fresh, state)
    return {name: getattr(fresh, name) for name in expected} == expected


def test_a_move_writes_the_row_the_cache_the_audit_and_the_next_day(draft: Application, owner: User) -> None:
    before = AuditEntry.objects.count()
    moved = transitions.move(
        draft.pk, Status.SUBMITTED, occurred_on=days_ago(47), actor=owner, facts={"method": "Portal"}
    )
    assert (moved.status, moved.submitted_on, moved.method, moved.clock) == (
        Status.SUBMITTED,
        days_ago(47),
        "Portal",
        Clock.PAYER,
    )
    assert agree(moved)
    assert AuditEntry.objects.count() == before + 1
    open_rows = FollowUp.objects.filter(application=moved, done_at=None)
    assert [row.what for row in open_rows] == ["Ask whether the payer has it"]
    assert Application.objects.get(pk=moved.pk).follow_up_on == open_rows[0].due_on


def test_a_refused_move_writes_nothing(draft: Application, owner: User) -> None:
    rows, audits, version = Transition.objects.count(), AuditEntry.objects.count(), draft.version
    with pytest.raises(Refused, match="how it was sent"):
        transitions.move(draft.pk, Status.SUBMITTED, occurred_on=days_ago(1), actor=owner)
    assert (Transition.objects.count(), AuditEntry.objects.count()) == (rows, audits)
    assert Application.objects.get(pk=draft.pk).version == version


def test_a_step_that_does_not_exist_is_refused(draft: Application, owner: User) -> None:
    with pytest.raises(Refused, match="from Draft to Approved"):
        transitions.move(draft.pk, Status.APPROVED, occurred_on=days_ago(1), actor=owner)


def test_the_second_of_two_people_is_told(draft: Application, owner: User, coordinator: User) -> None:
    transitions.move(draft.pk, Status.PREPARING, occurred_on=days_ago(5), actor=owner, version=draft.version)
    with pytest.raises(Stale, match="Somebody changed this application"):
        transitions.move(
            draft.pk, Status.READY, occurred_on=days_ago(5), actor=coordinator, version=draft.version
        )


def test_a_back_dated_move_is_read_in_order_of_occurrence(submitted: Application, owner: User) -> None:
    walked = transitions.move(submitted.pk, Status.IN_REVIEW, occurred_on=days_ago(10), actor=owner)
    late = transitions.move(walked.pk, Status.ACKNOWLEDGED, occurred_on=days_ago(30), actor=owner)
    assert (late.status, late.acknowledged_on) == (Status.IN_REVIEW, days_ago(30))
    assert agree(late)


def test_a_back_dated_move_that_breaks_what_followed_is_refused(submitted: Application, owner: User) -> None:
    transitions.move(submitted.pk, Status.IN_REVIEW, occurred_on=days_ago(10), actor=owner)
    with pytest.raises(Refused, match="from Panel closed to In review"):
        transitions.move(
            submitted.pk,
            Status.PANEL_CLOSED,
            occurred_on=days_ago(20),
            actor=owner,
            facts={"recheck_on": clock.today().isoformat()},
        )


def test_voiding_restores_and_a_voided_row_is_not_voided_again(submitted: Application, owner: User) -> None:
    before = fold(transitions.log_of(submitted))
    moved = transitions.move(submitted.pk, Status.IN_REVIEW, occurred_on=days_ago(3), actor=owner)
    row = Transition.objects.filter(application=moved).latest("id")
    restored = transitions.void(row.pk, actor=owner, note="Wrong application")
    assert fold(transitions.log_of(restored)) == before
    assert agree(restored)
    with pytest.raises(Refused, match="already voided"):
        transitions.void(row.pk, actor=owner, note="Again")


def test_a_void_needs_a_reason_and_spares_the_opening_row(submitted: Application, owner: User) -> None:
    first, last = Transition.objects.filter(application=submitted).order_by("id")
    with pytest.raises(Refused, match="Say why"):
        transitions.void(last.pk, actor=owner, note=" ")
    with pytest.raises(Refused, match="opened the application stays"):
        transitions.void(first.pk, actor=owner, note="No")


def test_a_void_that_takes_away_the_effective_date_is_refused(draft: Application, owner: User) -> None:
    approved = walk(draft, Status.APPROVED, on=days_ago(20), actor=owner)
    dated = transitions.amend(
        approved.pk, occurred_on=days_ago(15), actor=owner, facts={"effective_on": days_ago(10).isoformat()}
    )
    row = Transition.objects.filter(application=dated).latest("id")
    signed = execute_contract(dated, on=days_ago(9), actor=owner)
    active = transitions.move(
        signed.pk, Status.ACTIVE, occurred_on=days_ago(8), actor=owner, facts={"payer_assigned_id": "P1"}
    )
    assert active.status == Status.ACTIVE
    with pytest.raises(Refused, match="keeps an effective date"):
        transitions.void(row.pk, actor=owner, note="Wrong letter")


def test_the_contract_of_an_active_application_does_not_go_back(draft: Application, owner: User) -> None:
    active = walk(draft, Status.ACTIVE, on=days_ago(8), actor=owner)
    with pytest.raises(Refused, match="keeps an executed contract"):
        transitions.move_contract(active.pk, ContractTrack.SIGNED, occurred_on=days_ago(1), actor=owner)


def test_executed_means_countersigned(submitted: Application, owner: User) -> None:
    with pytest.raises(Refused, match="Executed means countersigned"):
        transitions.move_contract(submitted.pk, ContractTrack.EXECUTED, occurred_on=days_ago(1), actor=owner)


def test_a_block_is_told_lifted_and_never_the_payers(submitted: Application, owner: User) -> None:
    with pytest.raises(Refused, match="never the payer's delay"):
        transitions.block(
            submitted.pk, occurred_on=days_ago(4), actor=owner, reason="Slow", blocked_by=Clock.PAYER
        )
    blocked = transitions.block(
        submitted.pk,
        occurred_on=days_ago(4),
        actor=owner,
        reason="Release letter refused",
        blocked_by=Clock.PLATFORM,
    )
    assert (blocked.status, blocked.clock) == (Status.SUBMITTED, Clock.PLATFORM)
    with pytest.raises(Refused, match="already blocked"):
        transitions.block(submitted.pk, occurred_on=days_ago(3), actor=owner, reason="Again")
    lifted = transitions.unblock(submitted.pk, occurred_on=days_ago(2), actor=owner)
    assert (lifted.blocked_reason, lifted.clock) == ("", Clock.PAYER)
    with pytest.raises(Refused, match="not blocked"):
        transitions.unblock(submitted.pk, occurred_on=days_ago(2), actor=owner)


def test_reopening_by_a_void_is_refused_while_a_sibling_is_open(draft: Application, owner: User) -> None:
    closed = transitions.move(
        draft.pk, Status.WITHDRAWN, occurred_on=days_ago(9), actor=owner, facts={"reason": "Moved away"}
    )
    row = Transition.objects.filter(application=closed).latest("id")
    ApplicationFactory(practice=draft.practice, provider=draft.provider, payer=draft.payer)
    with pytest.raises(Refused, match="Another application"):
        transitions.void(row.pk, actor=owner, note="Stayed after all")


def test_closing_an_application_closes_its_follow_ups(draft: Application, owner: User) -> None:
    closed = transitions.move(
        draft.pk, Status.WITHDRAWN, occurred_on=days_ago(1), actor=owner, facts={"reason": "Moved away"}
    )
    assert closed.follow_up_on is None
    assert not FollowUp.objects.filter(application=closed, done_at=None).exists()


def test_the_owner_is_told_by_mail_when_somebody_else_records_it(
    submitted: Application, owner: User, coordinator: User
) -> None:
    facts = {"reason": "CV gap", "answer_due_on": (clock.today() + dt.timedelta(days=9)).isoformat()}
    transitions.move(
        submitted.pk, Status.INFO_REQUESTED, occurred_on=days_ago(1), actor=coordinator, facts=facts
    )
    assert [(mail.recipient, mail.kind) for mail in OutboxMessage.objects.all()] == [
        (owner.email, "application_moved")
    ]


def test_nobody_is_told_of_their_own_move(submitted: Application, owner: User) -> None:
    transitions.move(submitted.pk, Status.APPROVED, occurred_on=days_ago(1), actor=owner)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Nothing was filled in"),
        ({"effective_on": "soon"}, "is not a day"),
        ({"status": "active"}, "No fact is called"),
    ],
)
def test_an_amendment_that_says_nothing_readable_is_refused(
    submitted: Application, owner: User, facts: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        transitions.amend(submitted.pk, occurred_on=days_ago(1), actor=owner, facts=facts)


def test_an_imported_move_needs_no_facts(draft: Application) -> None:
    moved = transitions.move(
        draft.pk, Status.SUBMITTED, occurred_on=days_ago(1), actor=None, source=Source.IMPORT
    )
    assert moved.method == ""


def test_each_plan_may_have_its_own_outcome_and_a_void_takes_it_back(
    submitted: Application, owner: User
) -> None:
    plan = ApplicationPlan.objects.get(application=submitted)
    closed = PlanOutcome(Status.PANEL_CLOSED.value)
    transitions.record_plan_outcome(plan, closed, occurred_on=days_ago(2), actor=owner)
    plan.refresh_from_db()
    assert plan.outcome == Status.PANEL_CLOSED
    row = Transition.objects.filter(application=submitted).latest("id")
    transitions.void(row.pk, actor=owner, note="Other plan")
    plan.refresh_from_db()
    assert plan.outcome == ""


def test_a_plan_outcome_that_lacks_its_date_is_refused(submitted: Application, owner: User) -> None:
    plan = ApplicationPlan.objects.get(application=submitted)
    with pytest.raises(Refused, match="needs its effective date"):
        transitions.record_plan_outcome(
            plan, PlanOutcome(Status.ACTIVE.value), occurred_on=days_ago(2), actor=owner
        )
