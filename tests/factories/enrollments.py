"""Applications that were really opened and moved, so that their log and their cached state agree."""

import datetime as dt
from collections import deque
from typing import Any

import factory

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, scope
from enrollments import contracts, opening, transitions
from enrollments.enums import Channel, ContractTrack, HolderKind, Kind, Route, Status
from enrollments.models import Application, Contract, Entry, FollowUp, MissingItem, Participation
from enrollments.states import ARROWS, ENTERING
from payers.models import Payer, Plan, Platform
from providers.models import Practice, Provider
from tests.factories.payers import PayerFactory
from tests.factories.providers import PracticeFactory, ProviderFactory
from tests.factories.tenant import TenantFactory, today

# Texts and days that satisfy whatever a status needs.
GIVEN: dict[str, str] = {
    "method": "Portal",
    "reason": "As the letter says",
    "payer_assigned_id": "P-1001",
    "effective_on": "2026-01-01",
}


def facts_for(to: Status, on: dt.date) -> dict[str, str]:
    """Return facts that let a move to `to` on `on` through."""
    ahead = (on + dt.timedelta(days=30)).isoformat()
    return {name: GIVEN.get(name, ahead) for name in ENTERING[to].needs}


def path_to(target: Status) -> list[Status]:
    """Return the fewest moves from a draft to `target`, the draft left out."""
    waiting = deque([[Status.DRAFT]])
    while waiting:
        path = waiting.popleft()
        if path[-1] == target:
            return path[1:]
        waiting.extend([*path, status] for status in ARROWS[path[-1]] if status not in path)
    raise LookupError(f"Nothing leads to {target}.")


def walk(application: Application, target: Status, *, on: dt.date, actor: User | None = None) -> Application:
    """Move an application to `target` by the fewest steps, all on the same day."""
    for status in path_to(target):
        if ENTERING[status].needs_contract and application.contract_track != ContractTrack.NOT_NEEDED:
            application = execute_contract(application, on=on, actor=actor)
        facts = facts_for(status, on)
        application = transitions.move(application.pk, status, occurred_on=on, actor=actor, facts=facts)
    return application


def execute_contract(application: Application, *, on: dt.date, actor: User | None = None) -> Application:
    """Record the practice's own executed contract and link it."""
    facts = contracts.ContractFacts(
        HolderKind.PRACTICE, practice=application.practice, executed_on=on, evidence="Countersigned copy"
    )
    return contracts.record_and_move(
        application.pk, ContractTrack.EXECUTED, occurred_on=on, actor=actor, facts=facts
    )


class ApplicationFactory:
    """`ApplicationFactory(organization=maple, status=Status.SUBMITTED, on=day)` opens and moves one."""

    def __new__(cls, **given: Any) -> Any:
        organization = given.pop("organization", None)
        if organization is None:
            return cls._made(**given)
        with organization_scope(organization):
            return cls._made(**given)

    @staticmethod
    def _made(
        *,
        practice: Practice | None = None,
        provider: Provider | None = None,
        payer: Payer | None = None,
        kind: Kind = Kind.INITIAL_INDIVIDUAL,
        state: str = "PA",
        status: Status = Status.DRAFT,
        on: dt.date | None = None,
        opened_on: dt.date | None = None,
        owner: User | None = None,
        actor: User | None = None,
        route: Route = Route.DIRECT,
        platform: Platform | None = None,
        plans: list[Plan] | None = None,
    ) -> Application:
        organization = Organization.objects.get(pk=scope.current().organization_id)
        day = on or clock.today() - dt.timedelta(days=30)
        asked = opening.Opening(
            practice=practice or PracticeFactory(organization=organization),
            provider=provider
            or (None if kind == Kind.INITIAL_GROUP else ProviderFactory(organization=organization)),
            payer=payer or PayerFactory(),
            kind=kind,
            opened_on=opened_on or day,
            state=state,
            route=route,
            platform=platform,
            owner=owner,
            plans=plans or [],
        )
        return walk(opening.open_application(asked, actor=actor), status, on=day, actor=actor)


class EntryFactory(TenantFactory):
    """A bare entry, without the cache and the follow-ups that `contacts.log_contact` keeps."""

    class Meta:
        model = Entry

    channel = Channel.CALL
    occurred_on = factory.LazyFunction(today)
    recorded_at = factory.LazyFunction(clock.now)
    said = "In process"


class FollowUpFactory(TenantFactory):
    class Meta:
        model = FollowUp

    due_on = factory.LazyFunction(today)
    created_at = factory.LazyFunction(clock.now)


class MissingItemFactory(TenantFactory):
    class Meta:
        model = MissingItem

    label = factory.Sequence(lambda n: f"Missing paper {n}")
    asked_on = factory.LazyFunction(today)


class ContractFactory(TenantFactory):
    """A contract held by nobody in particular; give `practice=` or `platform=` with `holder_kind=`."""

    class Meta:
        model = Contract

    payer = factory.SubFactory(PayerFactory)
    recorded_at = factory.LazyFunction(clock.now)


class ParticipationFactory(TenantFactory):
    class Meta:
        model = Participation

    effective_on = dt.date(2025, 1, 1)
    recorded_at = factory.LazyFunction(clock.now)
