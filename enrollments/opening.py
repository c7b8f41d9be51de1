"""How is an application opened? One open application per key, a draft with its first follow-up."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock, scope
from enrollments import follow_up_planning, guards
from enrollments.cached_state import apply_cache
from enrollments.enums import Kind, Route, Source, Status, Verb
from enrollments.fold import LogRow, fold
from enrollments.models import Application, ApplicationPlan, Transition
from enrollments.refusals import Refused
from enrollments.states import OPEN, track_for
from enrollments.wording import day_words
from payers.models import Payer, Plan, Platform
from providers.models import Practice, Provider


@dataclass(frozen=True, slots=True)
class Opening:
    """What an application is about. `provider` is empty for a group application."""

    practice: Practice
    payer: Payer
    kind: Kind
    opened_on: dt.date
    provider: Provider | None = None
    state: str = ""
    route: Route = Route.DIRECT
    platform: Platform | None = None
    owner: User | None = None
    plans: list[Plan] = field(default_factory=list)


def already_open(opening: Opening) -> Application | None:
    """Return the open application with the same key, if there is one."""
    found: Application | None = Application.objects.filter(
        provider=opening.provider,
        practice=opening.practice,
        payer=opening.payer,
        state=opening.state,
        kind=opening.kind,
        status__in=[status.value for status in OPEN],
    ).first()
    return found


def open_application(opening: Opening, *, actor: User | None, source: Source = Source.PERSON) -> Application:
    """Open a draft; raises `Refused` when the key is taken, the day is ahead, or the route names no platform."""
    reasons = _reasons(opening) + (_about_who(opening) if source == Source.PERSON else [])
    if reasons:
        raise Refused(reasons)
    track = track_for(opening.kind, opening.route)
    facts = {"contract_track": track.value}
    state = fold([LogRow(1, Verb.MOVE, opening.opened_on, Status.DRAFT, facts, opens=True)])
    application = Application(
        organization_id=scope.current().organization_id,
        practice=opening.practice,
        provider=opening.provider,
        payer=opening.payer,
        state=opening.state,
        kind=opening.kind,
        route=opening.route,
        platform=opening.platform,
        owner=opening.owner,
    )
    apply_cache(application, state)
    try:
        with transaction.atomic():
            application.save(force_insert=True)
            _write_first_row(application, opening.opened_on, facts, actor, source)
            plans = opening.plans or list(Plan.objects.filter(payer=opening.payer, is_default=True))
            ApplicationPlan.objects.bulk_create(
                ApplicationPlan(
                    organization_id=application.organization_id,
                    application=application,
                    practice_id=application.practice_id,
                    plan=plan,
                )
                for plan in plans
            )
            follow_up_planning.plan_if_none(application, actor)
            audit.record(actor, "application.open", application, f"Opened {application}"[:400])
    except IntegrityError as clash:
        # Two people opened the same key at once: the database let one through.
        raise Refused(["Somebody opened this application just now. Continue with theirs."]) from clash
    return application


def _write_first_row(
    application: Application, day: dt.date, facts: dict[str, str], actor: User | None, source: Source
) -> None:
    Transition.objects.create(
        organization_id=application.organization_id,
        application=application,
        verb=Verb.MOVE,
        to_status=Status.DRAFT,
        occurred_on=day,
        recorded_at=clock.now(),
        actor=actor,
        source=source,
        facts=facts,
    )


def _about_who(opening: Opening) -> list[str]:
    """A group applies as itself; every other kind is about one clinician."""
    if opening.kind == Kind.INITIAL_GROUP and opening.provider is not None:
        return ["A group application is the practice's own. Leave the clinician empty."]
    if opening.kind in _ABOUT_A_CLINICIAN and opening.provider is None:
        return [f"{opening.kind.label} is about one clinician. Choose who."]
    return []


_ABOUT_A_CLINICIAN = frozenset({Kind.INITIAL_INDIVIDUAL, Kind.ADD_TO_GROUP, Kind.DELEGATED_ROSTER})


def _reasons(opening: Opening) -> list[str]:
    reasons = guards.about_the_day(opening.opened_on, clock.today())
    if opening.route == Route.DELEGATED and opening.platform is None:
        reasons.append("A delegated application goes through a platform. Choose which one.")
    found = already_open(opening)
    if found is not None:
        reasons.append(
            f"An open application like this exists ({Status(found.status).label.lower()} since "
            f"{day_words(found.status_since)}). Continue that one, or close it first."
        )
    return reasons
