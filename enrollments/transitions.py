"""How is a move recorded? The one door: lock, check the arrow, check the guard, write, audit."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from credtrack.kernel import clock
from enrollments import announcing, follow_up_planning, guards, judging, plan_outcomes
from enrollments.cached_state import CACHED, apply_cache
from enrollments.enums import Clock, ContractTrack, Route, Source, Status, Verb
from enrollments.fold import Folded, IllegalSequence, LogRow, fold, linked_contract
from enrollments.log_reading import log_rows
from enrollments.models import Application, ApplicationPlan, Contract, Transition
from enrollments.plan_outcomes import PlanOutcome
from enrollments.prerequisite_reading import still_standing
from enrollments.refusals import Refused, Stale
from enrollments.states import OPEN

__all__ = [
    "CACHED",
    "Refused",
    "Stale",
    "Step",
    "amend",
    "apply_cache",
    "block",
    "locked",
    "log_of",
    "move",
    "move_contract",
    "record_plan_outcome",
    "unblock",
    "void",
]

Check = Callable[[Application, Folded], list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be recorded."""

    verb: Verb
    occurred_on: dt.date
    to: Status | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    voids: Transition | None = None


def locked(application_id: int, version: int | None) -> Application:
    """Return the application with its row locked; raises `Stale` when `version` is not current."""
    application: Application = (
        Application.objects.select_related("provider", "payer", "contract", "owner")
        .select_for_update(of=("self",))
        .get(pk=application_id)
    )
    if version is not None and application.version != version:
        raise Stale(application)
    return application


def log_of(application: Application) -> list[LogRow]:
    """Return the whole log as the fold reads it."""
    return [row for _, row in log_rows(Transition.objects.filter(application=application))]


def move(
    application_id: int,
    to: Status,
    *,
    occurred_on: dt.date,
    actor: User | None,
    facts: Mapping[str, str] | None = None,
    note: str = "",
    version: int | None = None,
    source: Source = Source.PERSON,
) -> Application:
    """Move an application to `to` as of `occurred_on` (a calendar date, today or earlier).

    Facts are the texts named in `states.FACT_LABELS`, dates in ISO form. Raises `Refused` with the
    reasons, or `Stale` when `version` is behind. A back-dated move re-validates what came after it.
    """
    step = Step(Verb.MOVE, occurred_on, to, _clean(facts), note)

    def check(application: Application, state: Folded) -> list[str]:
        return guards.refusals(judging.request_for(application, state, step, source))

    return _record(application_id, step, actor, version, source, check)


def amend(
    application_id: int,
    *,
    occurred_on: dt.date,
    actor: User | None,
    facts: Mapping[str, str],
    note: str = "",
    version: int | None = None,
) -> Application:
    """Add or correct facts (effective date, ID, reference ...) without moving; an empty date clears it."""
    step = Step(
        Verb.AMEND, occurred_on, None, {name: str(value).strip() for name, value in facts.items()}, note
    )

    def check(application: Application, state: Folded) -> list[str]:
        if not step.facts:
            return ["Nothing was filled in. Give at least one fact to add or correct."]
        return guards.unreadable_facts(step.facts, clock.today())

    return _record(application_id, step, actor, version, Source.PERSON, check)


def record_plan_outcome(
    plan: ApplicationPlan,
    outcome: PlanOutcome,
    *,
    occurred_on: dt.date,
    actor: User | None,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Record what the payer decided for one plan of an application; empty parts follow the application."""
    step = Step(Verb.AMEND, occurred_on, None, plan_outcomes.facts_of(plan.pk, outcome), note)

    def check(application: Application, state: Folded) -> list[str]:
        return plan_outcomes.refusals(outcome)

    return _record(plan.application_id, step, actor, version, Source.PERSON, check)


def void(transition_id: int, *, actor: User | None, note: str, version: int | None = None) -> Application:
    """Cancel one row of the log by a further one; what the remaining rows say counts again.

    Raises `Refused` when the rest would no longer follow, or when it is the row that opened the record.
    """
    row: Transition = Transition.objects.select_related("application").get(pk=transition_id)
    step = Step(Verb.VOID, row.occurred_on, None, {}, note, voids=row)

    def check(application: Application, state: Folded) -> list[str]:
        if not note.strip():
            return ["Say why the entry is wrong; the note stays beside it."]
        if row.verb == Verb.VOID:
            return ["A voiding row is not voided itself. Record the move again instead."]
        if row.verb == Verb.MOVE and not row.from_status:
            return ["The row that opened the application stays. Withdraw the application instead."]
        if Transition.objects.filter(voids=row).exists():
            return ["This entry is already voided."]
        if row.verb == Verb.BLOCK:
            return still_standing(application, state.blocked_reason, clock.today())
        return []

    return _record(row.application_id, step, actor, version, Source.PERSON, check)


def block(
    application_id: int,
    *,
    occurred_on: dt.date,
    actor: User | None,
    reason: str,
    blocked_by: Clock = Clock.OURS,
    version: int | None = None,
) -> Application:
    """Flag an application as blocked; the time counts for `blocked_by`, never as payer delay."""
    step = Step(Verb.BLOCK, occurred_on, None, {"reason": reason.strip(), "blocked_by": blocked_by})

    def check(application: Application, state: Folded) -> list[str]:
        if state.blocked_reason:
            return ["It is already blocked. Lift that block before you record another."]
        if state.status not in OPEN:
            return ["It is closed, so nothing can block it."]
        if blocked_by in (Clock.PAYER, Clock.NONE):
            return [
                "A block is never the payer's delay. Say whether we, the clinician or a platform can lift it."
            ]
        if len(reason.strip()) > 300:
            return ["Shorten what blocks it to 300 characters."]
        return (
            [] if reason.strip() else ["Say what blocks it, for example a release letter that was refused."]
        )

    return _record(application_id, step, actor, version, Source.PERSON, check)


def unblock(
    application_id: int,
    *,
    occurred_on: dt.date,
    actor: User | None,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Lift the block."""
    step = Step(Verb.UNBLOCK, occurred_on, None, {}, note)

    def check(application: Application, state: Folded) -> list[str]:
        if not state.blocked_reason:
            return ["It is not blocked."]
        return still_standing(application, state.blocked_reason, clock.today())

    return _record(application_id, step, actor, version, Source.PERSON, check)


def move_contract(
    application_id: int,
    to: ContractTrack,
    *,
    occurred_on: dt.date,
    actor: User | None,
    contract: Contract | None = None,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Move the contract track; `executed` needs an executed contract, which is linked by the way."""
    facts = {"contract_track": to.value} | ({"contract": str(contract.pk)} if contract else {})
    step = Step(Verb.CONTRACT, occurred_on, None, facts, note)

    def check(application: Application, state: Folded) -> list[str]:
        linked = contract or application.contract
        if application.route == Route.DELEGATED and to != ContractTrack.NOT_NEEDED:
            return [
                "A delegated application never gets a contract of its own. Apply to the payer directly instead."
            ]
        if to == ContractTrack.EXECUTED and (linked is None or linked.executed_on is None):
            return ["Executed means countersigned: give the day it was executed and who holds it."]
        if contract is not None:
            application.contract = contract
        return []

    return _record(application_id, step, actor, version, Source.PERSON, check)


def _record(
    application_id: int,
    step: Step,
    actor: User | None,
    version: int | None,
    source: Source,
    check: Check,
) -> Application:
    with transaction.atomic():
        application = locked(application_id, version)
        rows = log_of(application)
        before = fold(rows)
        reasons = check(application, before) or guards.about_the_day(step.occurred_on, clock.today())
        if reasons:
            raise Refused(reasons)
        after = _folded_with(rows, step)
        reasons = guards.broken_by(before, after)
        if before.status not in OPEN and after.status in OPEN and judging.sibling_open(application):
            reasons.append(guards.SIBLING_OPEN)
        if reasons:
            raise Refused(reasons)
        written = _write(application, step, before, actor, source)
        apply_cache(application, after)
        application.version += 1
        if step.voids and "contract" in step.voids.facts:
            application.contract_id = linked_contract(log_of(application))
        if _asks_for_a_new_day(before, after):
            follow_up_planning.replan(application, actor)
        application.save(update_fields=[*CACHED, "contract", "follow_up_on", "version"])
        if "plan" in step.facts or (step.voids and "plan" in step.voids.facts):
            _refresh_plans(application)
        announcing.write_audit(application, step, before, after, actor)
        announcing.tell_owner(application, step, written, actor)
    return application


def _asks_for_a_new_day(before: Folded, after: Folded) -> bool:
    """Say whether the next follow-up may have changed: another status, another block, another deadline."""
    return any(getattr(before, name) != getattr(after, name) for name in _PLANNED_BY)


_PLANNED_BY = ("status", "status_since", "blocked_reason", "answer_due_on", "recheck_on", "appeal_until")


def _refresh_plans(application: Application) -> None:
    """Copy what the log says about each plan onto its row."""
    told = plan_outcomes.outcomes(log_of(application))
    for plan in ApplicationPlan.objects.filter(application=application):
        said = told.get(plan.pk, PlanOutcome())
        plan.outcome, plan.effective_on = said.outcome, said.effective_on
        plan.payer_assigned_id = said.payer_assigned_id
        plan.version += 1
        plan.save(update_fields=["outcome", "effective_on", "payer_assigned_id", "version"])


def _folded_with(rows: list[LogRow], step: Step) -> Folded:
    """Return what the log folds to with one more row; raises `Refused` when the sequence breaks."""
    row = LogRow(
        sequence=max((known.sequence for known in rows), default=0) + 1,
        verb=step.verb,
        occurred_on=step.occurred_on,
        to_status=step.to or "",
        facts=step.facts,
        voids=step.voids.pk if step.voids else None,
    )
    try:
        return fold([*rows, row], strict=True)
    except IllegalSequence as wrong:
        raise Refused([wrong.message]) from wrong


def _write(
    application: Application, step: Step, before: Folded, actor: User | None, source: Source
) -> Transition:
    written: Transition = Transition.objects.create(
        organization_id=application.organization_id,
        application=application,
        verb=step.verb,
        from_status=before.status or "",
        to_status=step.to or "",
        occurred_on=step.occurred_on,
        recorded_at=clock.now(),
        actor=actor,
        source=source,
        facts=dict(step.facts),
        note=step.note.strip()[:600],
        voids=step.voids,
    )
    return written


def _clean(facts: Mapping[str, str] | None) -> dict[str, str]:
    return {name: str(value).strip() for name, value in (facts or {}).items() if str(value).strip()}
