"""How is a follow-up planned, done, put off? Keeps the earliest open day beside the application.

Nothing is overwritten: a follow-up that is put off is closed and a new one opened, so that any
earlier day can be read back.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.dates import roll_forward
from enrollments.enums import Source, Status
from enrollments.followups import (
    BY_RECREDENTIALING,
    RECREDENTIALED,
    Cadence,
    Situation,
    Suggestion,
    suggest,
)
from enrollments.models import Application, FollowUp
from enrollments.refusals import Refused, Stale
from enrollments.states import OPEN
from enrollments.wording import day_words
from payers.enums import RuleKind
from payers.rules import Question
from payers.selectors import RuleBook, rules_for

KINDS = (RuleKind.FOLLOW_UP, RuleKind.STATUS_CALLS_FROM, RuleKind.PANEL_RECHECK)


def suggest_for(applications: Sequence[Application], book: RuleBook | None = None) -> list[Suggestion | None]:
    """Return the next follow-up of each application, in their order: at most two queries however many there are."""
    today = clock.today()
    if book is None:
        payer_ids = {application.payer_id for application in applications}
        book = rules_for(payer_ids, today, KINDS, families=_families_at_hand(applications))
    known: dict[Question, Cadence] = {}
    return [suggest(situation_of(row, today), _cadence(row, book, known)) for row in applications]


def _families_at_hand(applications: Sequence[Application]) -> dict[int, str] | None:
    """Return the payers' families when all applications were read with their payers: then nobody need ask."""
    payer = Application._meta.get_field("payer")
    if not all(payer.is_cached(application) for application in applications):
        return None
    return {application.payer_id: application.payer.family for application in applications}


def situation_of(application: Application, today: dt.date) -> Situation:
    """Return what the rule needs to know about one application, from its cached state."""
    return Situation(
        status=Status(application.status),
        status_since=application.status_since,
        today=today,
        last_contact_on=application.last_contact_on,
        complete_on=application.complete_on,
        answer_due_on=application.answer_due_on,
        recheck_on=application.recheck_on,
        appeal_until=application.appeal_until,
        blocked=bool(application.blocked_reason),
    )


def _cadence(application: Application, book: RuleBook, known: dict[Question, Cadence]) -> Cadence:
    question = Question(
        kind=RuleKind.FOLLOW_UP,
        on=book.on,
        payer_id=application.payer_id,
        state=application.state,
        mode=application.route,
        application_kind=application.kind,
        status="blocked" if application.blocked_reason else application.status,
    )
    if question not in known:
        asked = {kind: book.ask(replace(question, kind=kind)).winner for kind in KINDS}
        known[question] = Cadence(
            asked[RuleKind.FOLLOW_UP], asked[RuleKind.STATUS_CALLS_FROM], asked[RuleKind.PANEL_RECHECK]
        )
    return known[question]


def still_open(application: Application) -> list[FollowUp]:
    """Return the open follow-ups, earliest first; one query."""
    rows = FollowUp.objects.filter(application=application, done_at=None, cancelled=False)
    return list(rows.order_by("due_on", "id"))


def replan(application: Application, actor: User | None) -> None:
    """Plan the next follow-up for the status an application just got, inside the caller's transaction.

    Planned ones are replaced; one that a person chose stays until the application closes, one about
    recredentialing also while it is active. Sets `application.follow_up_on`, unsaved: the caller writes it
    with its other columns.
    """
    kept: list[FollowUp] = []
    dropped: list[FollowUp] = []
    for follow_up in still_open(application):
        stays_in = RECREDENTIALED if follow_up.basis == BY_RECREDENTIALING else OPEN
        stays = application.status in stays_in and follow_up.source != Source.SYSTEM
        (kept if stays else dropped).append(follow_up)
    if dropped:
        _close(dropped, actor, cancelled=True)
    suggestion = suggest_for([application])[0]
    if suggestion is not None:
        kept.append(_plan(application, suggestion, actor))
    application.follow_up_on = min((follow_up.due_on for follow_up in kept), default=None)


def plan_if_none(application: Application, actor: User | None) -> FollowUp | None:
    """Plan the next follow-up when none is open, so that no open application is forgotten; saves the cache.

    One about recredentialing, years ahead, does not count as one.
    """
    found = still_open(application)
    others = [follow_up for follow_up in found if follow_up.basis != BY_RECREDENTIALING]
    suggestion = None if others else suggest_for([application])[0]
    planned = _plan(application, suggestion, actor) if suggestion else None
    earliest = min((row.due_on for row in (*found, planned) if row is not None), default=None)
    if application.follow_up_on != earliest:
        application.follow_up_on = earliest
        Application.objects.filter(pk=application.pk).update(follow_up_on=earliest)
    return planned


def _plan(application: Application, suggestion: Suggestion, actor: User | None) -> FollowUp:
    planned: FollowUp = FollowUp.objects.create(
        organization_id=application.organization_id,
        application=application,
        due_on=suggestion.due_on,
        what=suggestion.what,
        basis=suggestion.basis,
        assigned_to_id=application.owner_id,
        source=Source.SYSTEM,
        created_by=actor,
        created_at=clock.now(),
    )
    return planned


def _close(
    follow_ups: Iterable[FollowUp], actor: User | None, *, cancelled: bool, at: dt.datetime | None = None
) -> None:
    rows = FollowUp.objects.filter(pk__in=[follow_up.pk for follow_up in follow_ups])
    rows.update(done_at=at or clock.now(), done_by=actor, cancelled=cancelled, version=F("version") + 1)


def settle(follow_ups: Iterable[FollowUp], actor: User | None, *, at: dt.datetime) -> None:
    """Close follow-ups that a contact answered; `at` is the instant the contact was recorded.

    The same instant on both is how the timeline knows what settled them. The caller refreshes the cache.
    """
    _close(follow_ups, actor, cancelled=False, at=at)


def refresh_follow_up_on(application_ids: Iterable[int]) -> None:
    """Recompute the earliest open day of many applications with one statement, for bulk writers."""
    open_rows = FollowUp.objects.filter(application=OuterRef("pk"), done_at=None, cancelled=False)
    earliest = open_rows.order_by().values("application").annotate(day=Min("due_on")).values("day")
    Application.objects.filter(pk__in=list(application_ids)).update(follow_up_on=Subquery(earliest))


@transaction.atomic
def add(
    application: Application,
    *,
    due_on: dt.date,
    what: str,
    actor: User | None,
    assigned_to: User | None = None,
) -> FollowUp:
    """Add a follow-up; a day on a weekend or holiday rolls forward. Raises `Refused` for a past day."""
    if due_on < clock.today():
        raise Refused([f"{day_words(due_on)} is past. Choose today or a later day."])
    if not what.strip():
        raise Refused(["Say what is to be done."])
    made: FollowUp = FollowUp.objects.create(
        organization_id=application.organization_id,
        application=application,
        due_on=roll_forward(due_on),
        what=what.strip()[:200],
        assigned_to=assigned_to or application.owner,
        source=Source.PERSON,
        created_by=actor,
        created_at=clock.now(),
    )
    refresh_follow_up_on([application.pk])
    audit.record(
        actor, "follow_up.add", application, f"Follow-up on {day_words(made.due_on)}: {made.what}"[:400]
    )
    return made


@transaction.atomic
def finish(follow_up_id: int, *, actor: User | None, version: int | None = None) -> FollowUp:
    """Mark a follow-up done and plan the next one if none is left; raises `Refused` or `Stale`."""
    follow_up = _claimed(follow_up_id, version)
    follow_up.done_at, follow_up.done_by = clock.now(), actor
    follow_up.version += 1
    follow_up.save(update_fields=["done_at", "done_by", "version"])
    plan_if_none(follow_up.application, actor)
    audit.record(actor, "follow_up.done", follow_up.application, f"Done: {follow_up.what}"[:400])
    return follow_up


@transaction.atomic
def take_back(follow_up_id: int, *, actor: User | None) -> FollowUp:
    """Open a follow-up again that was just ticked off; what was planned in its place goes.

    Raises `Refused` when it is open, was cancelled, or somebody has worked on what followed it.
    """
    rows = FollowUp.objects.select_related("application").select_for_update(of=("self",))
    follow_up: FollowUp = rows.get(pk=follow_up_id)
    if follow_up.done_at is None or follow_up.cancelled:
        raise Refused(["This follow-up was not ticked off, so there is nothing to take back."])
    after = FollowUp.objects.filter(
        application=follow_up.application, created_at__gte=follow_up.done_at, cancelled=False
    ).exclude(pk=follow_up.pk)
    if after.exclude(source=Source.SYSTEM, done_at=None).exists():
        raise Refused(["Somebody has gone on since. Set a new follow-up on the application instead."])
    _close(after, actor, cancelled=True)
    follow_up.done_at = follow_up.done_by = None
    follow_up.version += 1
    follow_up.save(update_fields=["done_at", "done_by", "version"])
    refresh_follow_up_on([follow_up.application_id])
    audit.record(
        actor, "follow_up.take_back", follow_up.application, f"Took back: {follow_up.what} is not done"[:400]
    )
    return follow_up


@transaction.atomic
def put_off(follow_up_id: int, to: dt.date, *, actor: User | None, version: int | None = None) -> FollowUp:
    """Move a follow-up to another day: the old one is closed, a new one opened on a business day."""
    if to < clock.today():
        raise Refused([f"{day_words(to)} is past. Choose today or a later day."])
    old = _claimed(follow_up_id, version)
    day = roll_forward(to)
    old.done_at, old.done_by, old.cancelled = clock.now(), actor, True
    old.version += 1
    old.save(update_fields=["done_at", "done_by", "cancelled", "version"])
    fresh: FollowUp = FollowUp.objects.create(
        organization_id=old.organization_id,
        application=old.application,
        due_on=day,
        what=old.what,
        assigned_to_id=old.assigned_to_id,
        basis=f"Put off from {day_words(old.due_on)}.",
        source=Source.PERSON,
        created_by=actor,
        created_at=old.done_at,
    )
    refresh_follow_up_on([old.application_id])
    changes = {"due_on": [old.due_on.isoformat(), day.isoformat()]}
    audit.record(
        actor, "follow_up.put_off", old.application, f"Put off to {day_words(day)}: {old.what}"[:400], changes
    )
    return fresh


def _claimed(follow_up_id: int, version: int | None) -> FollowUp:
    rows = FollowUp.objects.select_related("application").select_for_update(of=("self",))
    follow_up: FollowUp = rows.get(pk=follow_up_id)
    # First: whoever comes second has nothing to look at and save again.
    if follow_up.done_at is not None:
        raise Refused(["This follow-up is already closed."])
    if version is not None and follow_up.version != version:
        raise Stale(follow_up.application)
    return follow_up
