"""How is an exit plan made, changed, given notice on, dropped, finished? One transaction each, with its audit row."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from enrollments import follow_up_planning
from enrollments.models import FollowUp
from enrollments.refusals import Refused
from payers.models import Payer, Platform
from planning.enums import ExitState
from planning.exit_reading import ExitLook
from planning.models import ExitClinician, ExitPlan, ExitStage
from providers.models import Practice, Provider

_OPEN = (ExitState.PLANNED, ExitState.NOTICE_GIVEN)


@dataclass(frozen=True, slots=True)
class ExitDraft:
    """What somebody typed about a plan; days are calendar days."""

    name: str
    platform: Platform
    practice: Practice
    notice_days: int
    notice_source: str = ""
    notice_on: dt.date | None = None
    depanel_min_days: int = 0
    depanel_max_days: int = 0
    depanel_source: str = ""
    gap_limit_days: int = 14
    horizon_months: int = 24
    note: str = ""


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A payer with days of its own."""

    payer: Payer
    notice_on: dt.date | None = None
    apply_on: dt.date | None = None
    letter_required: bool = False


@transaction.atomic
def make(draft: ExitDraft, providers: Iterable[Provider], *, actor: User | None) -> ExitPlan:
    """Make a plan with its clinicians; raises `Refused` for a taken name or days out of order."""
    chosen = list(providers)
    _check(draft, chosen, None)
    plan = ExitPlan(
        organization_id=draft.practice.organization_id,
        created_by=actor,
        created_at=clock.now(),
        **_values(draft),
    )
    plan.save(force_insert=True)
    _set_clinicians(plan, chosen)
    audit.record(actor, "exit_plan.made", plan, f"Made the exit plan {plan.name}", _told({}, _values(draft)))
    return plan


@transaction.atomic
def change(
    plan: ExitPlan, draft: ExitDraft, providers: Iterable[Provider], *, version: int, actor: User | None
) -> ExitPlan:
    """Change an open plan and its clinicians; raises `Stale` or `Refused`."""
    chosen = list(providers)
    _refuse_closed(plan)
    _check(draft, chosen, plan.pk)
    if plan.state == ExitState.NOTICE_GIVEN and draft.notice_on != plan.notice_on:
        raise Refused(["Notice is given already, so its day stays. Drop this plan and make a new one."])
    before = {name: getattr(plan, name) for name in ExitDraft.__slots__}
    names = _names(plan)
    _write(plan, version, **_values(draft))
    _set_clinicians(plan, chosen)
    changes = _told({**before, "clinicians": names}, {**_values(draft), "clinicians": _names(plan)})
    if changes:
        audit.record(actor, "exit_plan.changed", plan, f"Changed the exit plan {draft.name}", changes)
    saved: ExitPlan = ExitPlan.objects.get(pk=plan.pk)
    return saved


@transaction.atomic
def set_stage(plan: ExitPlan, draft: StageDraft, *, version: int, actor: User | None) -> ExitStage:
    """Give a payer days of its own, or change them; raises `Stale` or `Refused`."""
    _refuse_closed(plan)
    _write(plan, version)
    old = ExitStage.objects.filter(plan=plan, payer=draft.payer).first()
    names = ("notice_on", "apply_on", "letter_required")
    values = {name: getattr(draft, name) for name in names}
    before = {name: getattr(old, name) for name in names} if old else {}
    stage = old or ExitStage(organization_id=plan.organization_id, plan=plan, payer=draft.payer)
    for name, value in values.items():
        setattr(stage, name, value)
    stage.save()
    words = f"Set the days of {draft.payer} in {plan.name}"
    audit.record(actor, "exit_plan.stage", plan, words, _told(before, values))
    return stage


@transaction.atomic
def give_notice(plan: ExitPlan, on: dt.date, *, version: int, actor: User | None) -> None:
    """Record that notice was given on a calendar day that has come; raises `Stale` or `Refused`."""
    if plan.state != ExitState.PLANNED:
        raise Refused([f"This plan is {plan.get_state_display().lower()}, so no notice can be recorded."])
    if on > clock.today():
        raise Refused(
            ["This day has not come yet. Choose it as the planned day, and record notice once it is given."]
        )
    before = {"state": plan.state, "notice_on": plan.notice_on}
    _write(plan, version, state=ExitState.NOTICE_GIVEN, notice_on=on)
    changes = _told(before, {"state": ExitState.NOTICE_GIVEN, "notice_on": on})
    audit.record(actor, "exit_plan.notice", plan, f"Gave notice on {day_words(on)}", changes)


@transaction.atomic
def choose_notice(plan: ExitPlan, on: dt.date, *, version: int, actor: User | None) -> None:
    """Keep a day as the planned day of notice; raises `Stale` or `Refused` for a day that is over."""
    if plan.state != ExitState.PLANNED:
        raise Refused([f"This plan is {plan.get_state_display().lower()}, so its day of notice stays."])
    if on < clock.today():
        raise Refused([f"{day_words(on)} is over. Choose today or a later day."])
    before = {"notice_on": plan.notice_on}
    _write(plan, version, notice_on=on)
    changes = _told(before, {"notice_on": on})
    audit.record(actor, "exit_plan.choose", plan, f"Plans notice on {day_words(on)}", changes)


@transaction.atomic
def close(plan: ExitPlan, to: ExitState, *, version: int, actor: User | None) -> None:
    """Mark an open plan done or dropped; raises `Stale` or `Refused`."""
    _refuse_closed(plan)
    if to == ExitState.DONE and plan.state != ExitState.NOTICE_GIVEN:
        raise Refused(["No notice is recorded yet. Record it first, or drop the plan."])
    before = {"state": plan.state}
    _write(plan, version, state=to)
    words = f"{'Finished' if to == ExitState.DONE else 'Dropped'} the exit plan {plan.name}"
    audit.record(actor, f"exit_plan.{to}", plan, words, _told(before, {"state": to}))


@transaction.atomic
def plan_follow_ups(found: ExitLook, *, version: int, actor: User | None) -> list[FollowUp]:
    """Put the plan's next day on each running application as a follow-up; a second time adds nothing.

    The follow-up stands 30 calendar days before the last day under the platform, today at the earliest.
    """
    _refuse_closed(found.plan)
    _write(found.plan, version)
    made = []
    for row in found.rows:
        application = row.outlook.application
        if application is None:
            continue
        day = max(row.last_day - dt.timedelta(days=30), clock.today())
        what = f"Ask for the effective date: the last day under {found.plan.platform} is {day_words(row.last_day)}"
        rows = FollowUp.objects.filter(
            application=application, done_at=None, cancelled=False, what=what[:200]
        )
        if not rows.exists():
            made.append(follow_up_planning.add(application, due_on=day, what=what, actor=actor))
    words = f"Planned {len(made)} follow-ups from {found.plan.name}"
    audit.record(actor, "exit_plan.follow_ups", found.plan, words)
    return made


def _values(draft: ExitDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in ExitDraft.__slots__}


def _told(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return audit.changed_fields(before, after)


def _check(draft: ExitDraft, providers: Sequence[Provider], own_id: int | None) -> None:
    if ExitPlan.objects.filter(name__iexact=draft.name).exclude(pk=own_id).exists():
        raise Refused(["Another exit plan has this name. Choose a further one."])
    if draft.depanel_max_days < draft.depanel_min_days:
        raise Refused(["The shorter time to leave the panel comes first."])
    if not providers:
        raise Refused(["Choose at least one clinician who leaves."])


def _refuse_closed(plan: ExitPlan) -> None:
    if plan.state not in _OPEN:
        raise Refused(
            [f"This plan is {plan.get_state_display().lower()} and stays as it is. Make a new one."]
        )


def _write(plan: ExitPlan, version: int, **values: Any) -> None:
    rows = ExitPlan.objects.filter(pk=plan.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise Stale("this exit plan")


def _set_clinicians(plan: ExitPlan, providers: Sequence[Provider]) -> None:
    wanted = {provider.pk for provider in providers}
    ExitClinician.objects.filter(plan=plan).exclude(provider__in=wanted).delete()
    known = set(ExitClinician.objects.filter(plan=plan).values_list("provider_id", flat=True))
    for provider in providers:
        if provider.pk not in known:
            ExitClinician(organization_id=plan.organization_id, plan=plan, provider=provider).save()


def _names(plan: ExitPlan) -> str:
    rows = ExitClinician.objects.filter(plan=plan).select_related("provider").order_by("provider__sort_name")
    return ", ".join(str(row.provider) for row in rows)
