"""Exit plans are made, changed, given notice on, closed; their dates become follow-ups."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.stale import Stale
from accounts.tenancy import organization_scope
from enrollments.enums import Status
from enrollments.models import FollowUp
from enrollments.refusals import Refused
from planning import caseload_writing, planning_exits
from planning.caseload_writing import CaseloadDraft
from planning.caseloads import newest
from planning.enums import ExitState
from planning.exit_dates import dates_of
from planning.exit_reading import look
from planning.models import CaseloadShare, ExitPlan
from planning.planning_exits import ExitDraft, StageDraft
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.planning import CaseloadShareFactory, ExitClinicianFactory, ExitPlanFactory
from tests.factories.providers import PracticeFactory, ProviderFactory
from tests.forecast.scenes import TODAY, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(maple: Organization) -> Iterator[None]:
    with organization_scope(maple), standing(TODAY):
        yield


def draft(**changes: Any) -> ExitDraft:
    given = {
        "name": "Leaving Alma",
        "platform": PlatformFactory(),
        "practice": PracticeFactory(),
        "notice_days": 90,
    }
    return ExitDraft(**{**given, **changes})


def test_a_plan_is_made_with_its_clinicians_and_an_audit_row(owner: User) -> None:
    plan = planning_exits.make(draft(), [ProviderFactory(), ProviderFactory()], actor=owner)
    assert plan.clinicians.count() == 2
    assert AuditEntry.objects.filter(action="exit_plan.made", subject_id=plan.pk).count() == 1
    with pytest.raises(Refused, match="Another exit plan"):
        planning_exits.make(draft(name="leaving alma"), [ProviderFactory()], actor=owner)
    with pytest.raises(Refused, match="at least one clinician"):
        planning_exits.make(draft(name="Other"), [], actor=owner)


def test_of_two_who_change_a_plan_the_second_is_told(owner: User) -> None:
    who = [ProviderFactory()]
    plan = planning_exits.make(draft(), who, actor=owner)
    changed = draft(platform=plan.platform, practice=plan.practice, notice_days=60)
    planning_exits.change(plan, changed, who, version=1, actor=owner)
    with pytest.raises(Stale):
        planning_exits.change(plan, changed, who, version=1, actor=owner)
    assert ExitPlan.objects.get().notice_days == 60
    assert AuditEntry.objects.get(action="exit_plan.changed").changes["notice_days"] == ["90", "60"]


def test_notice_is_given_once_on_a_day_that_has_come(owner: User) -> None:
    plan = ExitPlanFactory()
    with pytest.raises(Refused, match="not come yet"):
        planning_exits.give_notice(plan, TODAY + dt.timedelta(days=1), version=1, actor=owner)
    with pytest.raises(Refused, match="No notice is recorded"):
        planning_exits.close(plan, ExitState.DONE, version=1, actor=owner)
    planning_exits.give_notice(plan, TODAY, version=1, actor=owner)
    plan.refresh_from_db()
    assert (plan.state, plan.notice_on, plan.version) == (ExitState.NOTICE_GIVEN, TODAY, 2)
    with pytest.raises(Refused):
        planning_exits.choose_notice(plan, TODAY, version=2, actor=owner)
    planning_exits.close(plan, ExitState.DONE, version=2, actor=owner)
    plan.refresh_from_db()
    with pytest.raises(Refused, match="stays as it is"):
        planning_exits.set_stage(plan, StageDraft(PayerFactory()), version=3, actor=owner)


def test_a_stage_has_its_own_dates_beside_those_of_the_plan(owner: User) -> None:
    plan = ExitPlanFactory(notice_on=TODAY, depanel_min_days=30, depanel_max_days=60)
    own = StageDraft(PayerFactory(), notice_on=TODAY + dt.timedelta(days=10))
    planning_exits.set_stage(plan, own, version=1, actor=owner)
    days = {(one.kind, one.payer_id): (one.on - TODAY).days for one in dates_of(plan)}
    assert days == {
        ("notice", None): 0, ("last_day", None): 90, ("depanel_end", None): 150,
        ("notice", own.payer.pk): 10, ("last_day", own.payer.pk): 100, ("depanel_end", own.payer.pk): 160,
    }  # fmt: skip


def test_the_dates_become_follow_ups_of_the_running_application_once(owner: User) -> None:
    plan = ExitPlanFactory(notice_on=TODAY)
    provider, payer = ProviderFactory(), PayerFactory()
    ExitClinicianFactory(plan=plan, provider=provider)
    CaseloadShareFactory(provider=provider, practice=plan.practice, payer=payer, platform=plan.platform)
    running = ApplicationFactory(
        provider=provider, practice=plan.practice, payer=payer, status=Status.SUBMITTED, on=TODAY
    )
    found = look(plan)
    assert found.rows[0].outlook.application == running
    made = planning_exits.plan_follow_ups(found, version=1, actor=owner)
    assert [row.due_on for row in made] == [TODAY + dt.timedelta(days=60)]
    plan.refresh_from_db()
    assert planning_exits.plan_follow_ups(look(plan), version=2, actor=owner) == []
    assert FollowUp.objects.filter(application=running, what__startswith="Ask for the effective").count() == 1


def test_caseloads_are_added_never_changed_and_the_newest_counts(owner: User) -> None:
    given = CaseloadDraft(ProviderFactory(), PracticeFactory(), PayerFactory(), TODAY, Decimal(7))
    caseload_writing.record(given, actor=owner)
    later = CaseloadDraft(given.provider, given.practice, given.payer, TODAY, Decimal(9))
    row = caseload_writing.record(later, actor=owner)
    assert CaseloadShare.objects.count() == 2
    assert newest()[given.provider.pk, given.practice.pk, given.payer.pk] == row
    ahead = CaseloadDraft(
        given.provider, given.practice, given.payer, TODAY + dt.timedelta(days=1), Decimal(9)
    )
    with pytest.raises(Refused, match="not come yet"):
        caseload_writing.record(ahead, actor=owner)
