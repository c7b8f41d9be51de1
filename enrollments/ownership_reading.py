"""What do the records tell of a clinician's payer relations on a day? Read for many clinicians at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.models import Membership
from credtrack.kernel import clock
from enrollments.as_of import standings
from enrollments.enums import ContractScope, RateVisibility, Route, Status
from enrollments.ledger import holding_of, in_walls, visible_contracts
from enrollments.models import Application, ApplicationPlan, Contract, Participation
from enrollments.ownership import (
    Agreement,
    Answered,
    GovernmentAnswer,
    GovernmentFacts,
    Said,
    Way,
    answers,
    badge_of,
    government,
)
from enrollments.portability import Portable
from enrollments.selectors import sees_internal, visible_applications
from enrollments.wording import day_words
from payers.enums import GOVERNMENT_LINES, LineOfBusiness, Mode, RuleKind, SourceQuality
from payers.models import PlatformPromise
from payers.rules import Question, basis_words, value_words
from payers.selectors import RuleBook, rules_for
from providers.enums import MedicareStatus
from providers.models import Provider

# The lines in the order the sheet tells them.
_LINES = tuple(line for line in LineOfBusiness if line in GOVERNMENT_LINES)
# Over, and held by nobody: an own enrollment is no longer there.
_OVER = frozenset({Status.ENDED, Status.WITHDRAWN, Status.DECLINED_BY_US, Status.DENIED})
_Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows that may be read; `internal` lets evidence and its author be told."""

    contracts: QuerySet[Contract]
    applications: QuerySet[Application]
    participations: QuerySet[Participation]
    internal: bool = True


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One relation with its five answers and its badge."""

    way: Way
    badge: Portable
    label: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ownership sheet of one clinician on one day."""

    provider: Provider
    on: dt.date
    lines: tuple[SheetLine, ...]
    government: tuple[GovernmentAnswer, ...]


@dataclass(slots=True)
class _Found:
    """What belongs to one relation while it is gathered."""

    payer: str
    payer_id: int
    contract: Contract | None = None
    platform: str = ""
    platform_id: int | None = None
    standings: list[str] = field(default_factory=list)
    plans: set[str] = field(default_factory=set)
    application_ids: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Person:
    """Everything that was found of one clinician."""

    ways: dict[_Key, _Found] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    applied: dict[str, str] = field(default_factory=dict)
    through: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def sources_for(membership: Membership) -> Sources:
    """Return what the member may read: within their practices, a clinician their own."""
    return Sources(
        contracts=visible_contracts(membership),
        applications=visible_applications(membership),
        participations=in_walls(Participation.objects.all(), membership),
        internal=sees_internal(membership),
    )


def every_source() -> Sources:
    """Return every row of the organization, for the command line."""
    return Sources(Contract.objects.all(), Application.objects.all(), Participation.objects.all())


def sheets(providers: Sequence[Provider], on: dt.date, sources: Sources) -> list[Sheet]:
    """Return the sheet of each clinician for the calendar date `on`; queries do not grow with clinicians."""
    people = {provider.pk: _Person() for provider in providers}
    contracts = _contracts(people, on, sources)
    _add_own_contracts(people, contracts)
    _add_participations(people, contracts, on, sources)
    _add_applications(people, contracts, on, sources)
    said = _said(people.values())
    payers = {found.payer_id for person in people.values() for found in person.ways.values()}
    book = rules_for(payers, on, [RuleKind.TURNAROUND])
    return [
        _sheet(provider, people[provider.pk], on, said=said, book=book, internal=sources.internal)
        for provider in providers
    ]


def _contracts(people: dict[int, _Person], on: dt.date, sources: Sources) -> dict[int, Contract]:
    """Return the contracts that concern the clinicians and had begun by `on`, by id."""
    ids = list(people)
    named = Q(pk__in=sources.applications.filter(provider__in=ids).values("contract_id"))
    named |= Q(pk__in=sources.participations.filter(provider__in=ids).values("contract_id"))
    rows = sources.contracts.filter(Q(provider__in=ids) | named)
    rows = rows.select_related("payer", "plan", "practice", "provider", "platform")
    return {row.pk: row for row in rows if begun_on(row) <= on}


def begun_on(contract: Contract) -> dt.date:
    """Return the first day the record tells of: in effect, executed, or recorded."""
    return contract.effective_on or contract.executed_on or clock.local_date(contract.recorded_at)


def _way(
    person: _Person, contract: Contract | None, payer: tuple[int, str], platform: tuple[int, str] | None
) -> _Found:
    """Return the relation of a row: its contract, else the platform or the payer alone."""
    payer_id, name = payer
    if contract is not None:
        key: _Key = ("contract", contract.pk, 0)
    else:
        key = ("platform", payer_id, platform[0]) if platform else ("payer", payer_id, 0)
    found = person.ways.get(key)
    if found is None:
        found = person.ways[key] = _Found(name, payer_id, contract)
        where = (contract.platform_id, str(contract.platform)) if contract and contract.platform else platform
        if where:
            found.platform_id, found.platform = where
    return found


def _add_own_contracts(people: dict[int, _Person], contracts: dict[int, Contract]) -> None:
    for row in contracts.values():
        if row.provider_id in people and row.provider_id is not None:
            _way(people[row.provider_id], row, (row.payer_id, str(row.payer)), None)


def _add_participations(
    people: dict[int, _Person], contracts: dict[int, Contract], on: dt.date, sources: Sources
) -> None:
    rows = sources.participations.filter(provider__in=list(people), effective_on__lte=on)
    for row in rows.select_related("plan__payer", "platform").order_by("effective_on", "pk"):
        person = people[row.provider_id]
        platform = (row.platform_id, str(row.platform)) if row.platform_id else None
        payer = row.plan.payer
        found = _way(person, contracts.get(row.contract_id or 0), (payer.pk, str(payer)), platform)
        found.plans.add(row.plan.name)
        is_over = row.ended_on is not None and row.ended_on < on
        told = f"participating from {day_words(row.effective_on)}"
        if row.ended_on:
            told += f" until {day_words(row.ended_on)}"
        found.standings.append(told)
        line = row.plan.line_of_business
        if is_over or line not in GOVERNMENT_LINES:
            continue
        if found.platform:
            person.through[line].add(found.platform)
        else:
            person.own[line] = f"Own participation recorded from {day_words(row.effective_on)}."


def _add_applications(
    people: dict[int, _Person], contracts: dict[int, Contract], on: dt.date, sources: Sources
) -> None:
    rows = sources.applications.filter(provider__in=list(people)).select_related("platform")
    seen = list(standings(rows, on))
    plans: dict[int, list[tuple[str, str]]] = defaultdict(list)
    ids = [item.application.pk for item in seen]
    listed = ApplicationPlan.objects.filter(application__in=ids)
    for pk, name, line in listed.values_list("application_id", "plan__name", "plan__line_of_business"):
        plans[pk].append((name, line))
    platforms = {row.pk: row for row in rows}
    for item in seen:
        row, state = platforms[item.application.pk], item.state
        person = people[row.provider_id or 0]
        platform = (row.platform_id, str(row.platform)) if row.platform_id else None
        payer = (row.payer_id, str(item.application.payer))
        found = _way(person, contracts.get(row.contract_id or 0), payer, platform)
        since = f" since {day_words(state.status_since)}" if state.status_since else ""
        words = f"{state.status.label.lower() if state.status else 'opened'}{since}"
        found.standings.append(f"application {words}")
        found.application_ids.append(row.pk)
        found.plans.update(name for name, _ in plans[row.pk])
        lines = {line for _, line in plans[row.pk] if line in GOVERNMENT_LINES}
        for line in lines:
            _note_government(person, line, row, state.status, words)


def _note_government(person: _Person, line: str, row: Application, status: Status | None, words: str) -> None:
    if row.route == Route.DELEGATED:
        person.through[line].add(str(row.platform) if row.platform_id else "a delegate")
    elif status == Status.ACTIVE:
        person.own[line] = f"Own enrollment: {words}."
    elif status not in _OVER:
        person.applied[line] = f"Our own application: {words}."


def _said(people: Iterable[_Person]) -> dict[int, tuple[Said, ...]]:
    """Return what is said of each platform that anybody's relation goes through."""
    ids = {found.platform_id for person in people for found in person.ways.values() if found.platform_id}
    gathered: dict[int, list[Said]] = defaultdict(list)
    for row in PlatformPromise.objects.filter(platform__in=ids).order_by("platform", "topic", "pk"):
        quality = SourceQuality(row.source_quality).label
        source = f"{quality}: {row.source}" if row.source else quality
        gathered[row.platform_id].append(
            Said(row.topic, row.statement, source, row.is_verified, row.quoted_on)
        )
    return {pk: tuple(rows) for pk, rows in gathered.items()}


def _sheet(
    provider: Provider,
    person: _Person,
    on: dt.date,
    *,
    said: dict[int, tuple[Said, ...]],
    book: RuleBook,
    internal: bool,
) -> Sheet:
    ways = [_pure(found, on, said, book, internal) for found in person.ways.values()]
    ways.sort(key=lambda way: (way.payer.lower(), way.platform, way.agreement.id if way.agreement else 0))
    lines = tuple(SheetLine(way, *badge_of(way, on), tuple(answers(way, on))) for way in ways)
    return Sheet(provider, on, lines, tuple(_government(provider, person, on)))


def _pure(
    found: _Found, on: dt.date, said: dict[int, tuple[Said, ...]], book: RuleBook, internal: bool
) -> Way:
    rule = book.ask(Question(RuleKind.TURNAROUND, on, found.payer_id, mode=Mode.DIRECT)).winner
    words = value_words(rule) if rule else ""
    return Way(
        payer=found.payer,
        payer_id=found.payer_id,
        agreement=agreement_of(found.contract, internal) if found.contract else None,
        platform=found.platform,
        standings=tuple(found.standings),
        plans=tuple(sorted(found.plans)),
        said=said.get(found.platform_id or 0, ()),
        again=words,
        again_basis=basis_words(rule) if rule and words else "",
        application_ids=tuple(found.application_ids),
    )


def agreement_of(contract: Contract, internal: bool) -> Agreement:
    """Return the pure form of a contract; evidence is told to those who read internal notes."""
    return Agreement(
        id=contract.pk,
        holding=holding_of(contract),
        scope=ContractScope(contract.scope),
        rates=RateVisibility(contract.rate_visibility),
        recorded_on=clock.local_date(contract.recorded_at),
        evidence=contract.evidence if internal else "",
        fee_note=contract.fee_note if internal else "",
        plan=contract.plan.name if contract.plan else "",
    )


def _government(provider: Provider, person: _Person, on: dt.date) -> Iterable[GovernmentAnswer]:
    for line in _LINES:
        opted = ""
        if line == LineOfBusiness.MEDICARE and provider.medicare_status == MedicareStatus.OPTED_OUT:
            until = provider.medicare_opt_out_until
            if until is None or until >= on:
                opted = f"Opted out of Medicare{f' until {day_words(until)}' if until else ''}."
        yield government(
            GovernmentFacts(
                line=line.label,
                own=person.own.get(line, ""),
                applied=person.applied.get(line, ""),
                opted_out=opted,
                through=tuple(sorted(person.through.get(line, ()))),
            )
        )
