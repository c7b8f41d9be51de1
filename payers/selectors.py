"""Reading the catalogue from the database: rules for one payer or many, panel states, contacts, names."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from payers.catalogue import family_terms
from payers.enums import RuleKind
from payers.matching import Named, PayerIndex
from payers.models import PanelState, Payer, PayerAlias, PayerContact, Rule
from payers.rules import Answer, Fact, Question, answer

if TYPE_CHECKING:
    from django.db.models import QuerySet


# In the order of `Fact`; the organization says whose row it is.
_COLUMNS = (
    "pk", "kind", "organization_id", "payer_id", "plan_id", "family", "line_of_business", "state", "mode",
    "application_kind", "status", "value_min", "value_max", "unit", "text", "clock_starts", "citation", "standing",
    "in_force_from", "in_force_to", "source", "source_url", "source_quality", "quoted_on", "verified_on",
    "overrides_id",
)  # fmt: skip
_values = attrgetter(*_COLUMNS)


def fact_of(rule: Rule) -> Fact:
    """Return the pure form of a row."""
    return _fact(_values(rule))


def facts_in(rows: "QuerySet[Rule]") -> Iterator[Fact]:
    """Yield the pure form of each row: one query, and no model instance for each of them."""
    return map(_fact, rows.values_list(*_COLUMNS))


def _fact(values: tuple[Any, ...]) -> Fact:
    pk, kind, organization_id, *rest = values
    return Fact(pk, kind, organization_id is not None, *rest)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The facts that may concern some payers, read at once; asking it costs no query."""

    on: dt.date
    facts: dict[str, list[Fact]]
    families: Mapping[int, str]

    def ask(self, question: Question) -> Answer:
        """Return the row that applies; the payer's family is filled in when the question names none."""
        family = question.family or self.families.get(question.payer_id or 0, "")
        return answer(self.facts.get(question.kind, ()), replace(question, family=family))


def rules_for(
    payer_ids: Collection[int] | None,
    on: dt.date,
    kinds: Iterable[RuleKind] | None = None,
    *,
    families: Mapping[int, str] | None = None,
) -> RuleBook:
    """Return the rule book of some payers (`None`: of all) for the day `on`: two queries however many payers.

    General rows, family rows and state rows are always in it; `kinds` narrows it. A caller who has the
    payers at hand gives their `families` by id, which saves the second query.
    """
    rows: QuerySet[Rule] = Rule.objects.all()
    if kinds is not None:
        rows = rows.filter(kind__in=[str(kind) for kind in kinds])
    if payer_ids is not None:
        rows = rows.filter(Q(payer=None) | Q(payer__in=payer_ids))
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts_in(rows.order_by("pk")):
        facts[fact.kind].append(fact)
    return RuleBook(on, dict(facts), _families_of(payer_ids) if families is None else families)


def _families_of(payer_ids: Collection[int] | None) -> dict[int, str]:
    payers = Payer.objects.exclude(family="").order_by()
    if payer_ids is not None:
        payers = payers.filter(pk__in=payer_ids)
    return dict(payers.values_list("pk", "family"))


def rule_for(question: Question) -> Answer:
    """Return the answer to one question about one payer; lists ask `rules_for` once instead."""
    payer_ids = [question.payer_id] if question.payer_id else []
    return rules_for(payer_ids, question.on, [RuleKind(question.kind)]).ask(question)


def facts_of_payer(payer: Payer) -> list[Fact]:
    """Return every row that may concern `payer`: its own, its family's and the general ones; one query."""
    wanted = Q(payer=payer) | (Q(payer=None) & (Q(family="") | Q(family=payer.family)))
    return list(facts_in(Rule.objects.filter(wanted).order_by("kind", "pk")))


def payer_index() -> PayerIndex:
    """Return the index of all names the open organization may use: two queries; build it once per job."""
    aliases: dict[int, list[str]] = defaultdict(list)
    own: dict[int, list[str]] = defaultdict(list)
    for payer_id, text, organization in PayerAlias.objects.order_by("pk").values_list(
        "payer_id", "text", "organization_id"
    ):
        (aliases if organization is None else own)[payer_id].append(text)
    columns = ("pk", "name", "organization_id", "family", "states", "parent_id")
    rows = list(Payer.objects.filter(is_active=True).order_by("pk").values_list(*columns))
    named = [
        Named(
            id=pk,
            name=name,
            names=tuple(aliases[pk]),
            own_names=tuple(own[pk]),
            is_own=organization is not None,
            family=family,
            states=tuple(states.split()),
            parent_id=parent,
        )
        for pk, name, organization, family, states, parent in rows
    ]
    return PayerIndex(named, family_terms())


def contractor_for(state: str) -> Payer | None:
    """Return the Medicare contractor that handles enrollments of `state`, if exactly one is known."""
    rows = list(
        Payer.objects.filter(
            parent__slug="medicare", states__contains=f" {state} ", is_active=True, organization=None
        ).exclude(slug__contains="dmepos")[:2]
    )
    return rows[0] if len(rows) == 1 else None


def current_panel_states(payer: Payer) -> list[PanelState]:
    """Return the newest answer per plan, state and license type; one query."""
    newest: dict[tuple[int | None, str, str], PanelState] = {}
    for row in PanelState.objects.filter(payer=payer).select_related("plan"):
        newest.setdefault((row.plan_id, row.state, row.license_type.lower()), row)
    return list(newest.values())


def panel_rechecks_due(on: dt.date) -> list[PanelState]:
    """Return the closed panels to ask again on or before `on`, unless a newer answer came; one query."""
    newest: dict[tuple[int, int | None, str, str], PanelState] = {}
    for row in PanelState.objects.select_related("payer", "plan"):
        newest.setdefault((row.payer_id, row.plan_id, row.state, row.license_type.lower()), row)
    return [row for row in newest.values() if row.recheck_on is not None and row.recheck_on <= on]


def contacts_of(payer_ids: Collection[int]) -> dict[int, list[PayerContact]]:
    """Return {payer: contacts, the one to call first}: one query for a page of payers."""
    found: dict[int, list[PayerContact]] = defaultdict(list)
    for contact in PayerContact.objects.filter(payer__in=payer_ids).order_by("-is_primary", "pk"):
        found[contact.payer_id].append(contact)
    return dict(found)
