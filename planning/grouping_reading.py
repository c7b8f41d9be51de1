"""Where does each practice stand with each payer: below the minimum, at it, under a group contract? In few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from credtrack.kernel import clock
from enrollments.enums import ContractScope, Kind, Route, Status
from enrollments.models import Application, Contract
from enrollments.prerequisite_reading import group_contracts
from enrollments.states import OPEN
from payers.enums import PanelStatus, RuleKind, SourceQuality
from payers.models import PanelState, Payer, Rule
from payers.rules import Question, basis_words
from payers.selectors import RuleBook, rules_for
from planning.enums import GroupRoute
from planning.grouping import Advice, Considered, Minimum, Situation, advise, approval_rate
from planning.grouping import reached as is_reached
from planning.models import GroupConsideration, GroupDecision
from providers.models import Affiliation, Practice, Provider

_DOUBTFUL = {
    SourceQuality.CONSULTANT: "A consultant's word, not the payer's: ask the payer before relying on it.",
    SourceQuality.VENDOR: "A vendor's figure, for illustration: ask the payer before relying on it.",
    SourceQuality.WEAK: "A weak source: ask the payer before relying on it.",
}
# An individual application under which somebody is, or is about to be, in network.
_INDIVIDUAL = (Kind.INITIAL_INDIVIDUAL,)


@dataclass(frozen=True, slots=True)
class GroupingRow:
    """One practice at one payer, with the advice and what was decided."""

    practice: Practice
    payer: Payer
    situation: Situation
    advice: Advice
    approved: int
    decided: int
    people: dict[str, int]
    decision: GroupDecision | None
    reached_on: dt.date | None

    @property
    def convertible(self) -> list[tuple[str, int]]:
        """Return who could be converted to the group contract, with their ids."""
        return [(name, self.people[name]) for name in self.advice.convertible]

    @property
    def can_add(self) -> list[tuple[str, int]]:
        """Return who could be added to the group contract, with their ids."""
        return [(name, self.people[name]) for name in self.advice.can_add]


@dataclass(slots=True)
class _Pair:
    """What the applications and contracts of one practice at one payer say."""

    individuals: set[int] = field(default_factory=set)
    grouped: set[int] = field(default_factory=set)
    engaged: set[int] = field(default_factory=set)
    statuses: list[str] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class Staff:
    """Who works at a practice on the day, and since when."""

    names: dict[int, str] = field(default_factory=dict)
    starts: list[dt.date | None] = field(default_factory=list)

    def reached_on(self, needed: int) -> dt.date | None:
        """Return the day the clinician number `needed` started; None when that is not known."""
        known = sorted(self.starts, key=lambda day: day or dt.date.min)
        return known[needed - 1] if len(known) >= needed else None


def grouping_rows(
    practices: Sequence[Practice], on: dt.date | None = None, *, payer_ids: Collection[int] | None = None
) -> list[GroupingRow]:
    """Return a row a practice and payer in use or with a minimum, on the calendar date `on` (today).

    The number of queries does not depend on the number of practices, payers or clinicians.
    """
    day = on or clock.today()
    keys = [practice.pk for practice in practices]
    staff, pairs = staff_of(keys, day), _pairs(keys, day)
    contracts = group_contracts(keys, None, day)
    wanted = {payer for _, payer in {*pairs, *contracts}} | _payers_with_minimum()
    if payer_ids is not None:
        wanted &= set(payer_ids)
    payers = list(Payer.objects.filter(pk__in=wanted, is_active=True).order_by("sort_name", "pk"))
    book = rules_for(wanted, day, [RuleKind.GROUP_MINIMUM], families={row.pk: row.family for row in payers})
    closed = _closed_panels(wanted)
    considered = {row.practice_id: row for row in GroupConsideration.objects.filter(practice__in=keys)}
    decisions = newest_decisions(keys)
    rows = []
    for practice in practices:
        people = staff.get(practice.pk, Staff())
        told = _considered(considered.get(practice.pk))
        for payer in payers:
            key = (practice.pk, payer.pk)
            minimum = minimum_for(book, payer)
            if minimum is None and key not in pairs and key not in contracts:
                continue
            pair = pairs.get(key, _Pair())
            situation = Situation(
                payer=payer.name,
                practice=str(practice),
                clinicians=len(people.names),
                minimum=minimum,
                has_group_contract=key in contracts,
                panel_closed=pair.closed or _is_closed(closed, payer, practice),
                individuals=_named(people, pair.individuals),
                outside=_named(people, people.names.keys() - pair.engaged),
                considered=told,
            )
            rows.append(_row(practice, payer, situation, pair, people, decisions.get(key)))
    return rows


def _is_closed(closed: dict[tuple[int, str], bool], payer: Payer, practice: Practice) -> bool:
    """Return what was last said of the practice's state, else of the payer everywhere."""
    return closed.get((payer.pk, practice.state), closed.get((payer.pk, ""), False))


def _row(
    practice: Practice,
    payer: Payer,
    situation: Situation,
    pair: _Pair,
    people: Staff,
    decision: GroupDecision | None,
) -> GroupingRow:
    approved, decided = approval_rate(pair.statuses)
    return GroupingRow(
        practice=practice,
        payer=payer,
        situation=situation,
        advice=advise(situation),
        approved=approved,
        decided=decided,
        people={name: key for key, name in people.names.items()},
        decision=decision,
        reached_on=people.reached_on(situation.minimum.needed) if situation.minimum else None,
    )


def reached(on: dt.date | None = None, practices: Sequence[Practice] | None = None) -> list[GroupingRow]:
    """Return where a payer's minimum is met and no group contract exists, for a reminder.

    Whatever was decided for individual contracts is left out: nobody wants to be told again.
    """
    rows = Practice.objects.filter(is_active=True) if practices is None else practices
    return [
        row
        for row in grouping_rows(list(rows), on)
        if is_reached(row.situation) and (row.decision is None or row.decision.route != GroupRoute.INDIVIDUAL)
    ]


def minimum_for(book: RuleBook, payer: Payer) -> Minimum | None:
    """Return the payer's minimum with its source and day; None when nothing is quoted."""
    found = book.ask(Question(RuleKind.GROUP_MINIMUM, book.on, payer_id=payer.pk, family=payer.family)).winner
    if found is None or found.shortest is None:
        return None
    doubt = _DOUBTFUL.get(SourceQuality(found.source_quality), "")
    return Minimum(found.shortest, basis_words(found), doubt)


def newest_decisions(practice_ids: Iterable[int]) -> dict[tuple[int, int], GroupDecision]:
    """Return the newest decision of each practice and payer; one query."""
    rows = GroupDecision.objects.filter(practice__in=list(practice_ids)).select_related("decided_by")
    return {(row.practice_id, row.payer_id): row for row in rows.order_by("decided_on", "pk")}


def _considered(row: GroupConsideration | None) -> Considered:
    return Considered(row.growth, row.billing, row.capacity) if row else Considered()


def _named(people: Staff, keys: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(people.names[key] for key in keys if key in people.names))


def _payers_with_minimum() -> set[int]:
    rows = Rule.objects.filter(kind=RuleKind.GROUP_MINIMUM).exclude(payer=None)
    return set(rows.values_list("payer_id", flat=True))


def staff_of(practice_ids: Collection[int], on: dt.date) -> dict[int, Staff]:
    """Return who works at each practice on `on`; two affiliations of one clinician count once."""
    rows = (
        Affiliation.objects.filter(
            Q(starts_on=None) | Q(starts_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on),
            practice__in=practice_ids,
            provider__is_active=True,
        )
        .select_related("provider")
        .order_by("provider__sort_name", "starts_on", "pk")
    )
    found: dict[int, Staff] = defaultdict(Staff)
    for row in rows:
        staff = found[row.practice_id]
        if row.provider_id not in staff.names:
            staff.names[row.provider_id] = _unique_name(row.provider, staff)
            staff.starts.append(row.starts_on)
    return dict(found)


def _unique_name(provider: Provider, staff: Staff) -> str:
    """Return the clinician's name; of two who share one, the second is told apart by the NPI."""
    name = provider.full_name
    return f"{name} ({provider.npi or provider.pk})" if name in staff.names.values() else name


def _pairs(practice_ids: Collection[int], on: dt.date) -> dict[tuple[int, int], _Pair]:
    """Return what applications and individual contracts say, per practice and payer; two queries."""
    found: dict[tuple[int, int], _Pair] = defaultdict(_Pair)
    rows = Application.objects.filter(practice__in=practice_ids, route=Route.DIRECT)
    columns = ("practice_id", "payer_id", "provider_id", "kind", "status")
    for practice, payer, provider, kind, status in rows.order_by("pk").values_list(*columns):
        pair = found[practice, payer]
        pair.statuses.append(status)
        pair.closed = pair.closed or status == Status.PANEL_CLOSED
        if provider and (status == Status.ACTIVE or status in OPEN - {Status.PANEL_CLOSED}):
            pair.engaged.add(provider)
        if provider and status == Status.ACTIVE and kind in _INDIVIDUAL:
            pair.individuals.add(provider)
        if provider and status == Status.ACTIVE and kind == Kind.ADD_TO_GROUP:
            pair.grouped.add(provider)
    held = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        scope=ContractScope.INDIVIDUAL,
        practice__in=practice_ids,
        provider__isnull=False,
        executed_on__lte=on,
    )
    for practice, payer, provider in held.values_list("practice_id", "payer_id", "provider_id"):
        found[practice, payer].individuals.add(provider)
        found[practice, payer].engaged.add(provider)
    for pair in found.values():
        pair.individuals -= pair.grouped
    return dict(found)


def _closed_panels(payer_ids: Collection[int]) -> dict[tuple[int, str], bool]:
    """Return whether the newest word about a payer's panel, per state, is that it is closed; one query."""
    rows = PanelState.objects.filter(payer__in=payer_ids, plan=None, license_type="")
    return {
        (payer, state): status == PanelStatus.CLOSED
        for payer, state, status in rows.order_by("learnt_on", "pk").values_list(
            "payer_id", "state", "status"
        )
    }
