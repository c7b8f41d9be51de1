"""Will a row of the ledger sheets change anything? Compares what it states with the records; writes nothing.

What a row said in an earlier file is not said again, so whatever people recorded since stays. A confirmation
is append-only: another one is added, none is changed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Organization
from credtrack.kernel import clock, scope
from enrollments.contracts import AGENT_REFUSED, ContractFacts, agents_here, refusals
from enrollments.enums import ContractScope, HolderKind
from enrollments.models import Confirmation, Contract, Participation
from enrollments.wording import day_words
from exchange.diff import Change, Verdict
from exchange.ledger_checks import refuse_orphans, refuse_twice
from exchange.ledger_matching import LABELS, LedgerNames, stated_values
from exchange.ledger_planned import PlannedLedger
from exchange.ledger_rows import LedgerRow, after_today
from exchange.ledger_sheets import Column, LedgerSheet
from exchange.models import NameKind, RememberedName
from exchange.refusing import Refused
from exchange.rows import Reason
from payers.models import Platform
from providers.models import Practice, Provider

_OUTCOMES = {"create": "created", "update": "updated", "same": "unchanged", "refuse": "refused"}


def plan_ledger(
    rows: Sequence[LedgerRow], names: LedgerNames, *, allowed: frozenset[int] | None, lock: bool
) -> list[PlannedLedger]:
    """Return what becomes of each row; `allowed` limits the practices, `lock` holds what is updated."""
    before = _said_before(rows)
    agents = _agent_names()
    planned = [_matched(row, names, allowed) for row in rows]
    known = _Records.of([one for one in planned if one.meant is not None], lock=lock)
    seen: set[tuple[object, ...]] = set()
    for one in planned:
        if one.meant is None:
            continue
        if one.told.fingerprint in before:
            one.verdict = Verdict("same")
        else:
            _judge(one, known, agents)
        refuse_twice(one, seen)
    refuse_orphans(planned, names.added)
    return planned


def counts_of(planned: Iterable[PlannedLedger]) -> dict[str, dict[str, int]]:
    """Return {sheet: {outcome: rows}} of what a file holds beside applications."""
    found: dict[str, dict[str, int]] = {}
    for one in planned:
        sheet = found.setdefault(one.told.kind.value, dict.fromkeys(_OUTCOMES.values(), 0))
        sheet[_OUTCOMES[one.verdict.outcome]] += 1
    return found


def _said_before(rows: Sequence[LedgerRow]) -> set[str]:
    keys = {row.fingerprint for row in rows}
    return set(RememberedName.objects.filter(kind=NameKind.ROW, key__in=keys).values_list("key", flat=True))


def _agent_names() -> frozenset[str]:
    return agents_here(Organization.objects.get(pk=scope.current().organization_id))


def _matched(row: LedgerRow, names: LedgerNames, allowed: frozenset[int] | None) -> PlannedLedger:
    try:
        late = after_today(row, clock.today())
        if late:
            raise Refused(Reason.BAD_DATE, late)
        meant = names.meant(row)
        practice = meant.parties.practice
        if allowed is not None and practice.id not in allowed:
            return PlannedLedger(
                row,
                Verdict(
                    "refuse",
                    reason="other_practice",
                    words=f"'{practice.name}' is not one of the practices you work for.",
                ),
            )
    except Refused as refusal:
        return PlannedLedger(row, Verdict("refuse", reason=refusal.reason.value, words=refusal.detail))
    return PlannedLedger(row, Verdict("create"), meant, stated_values(row, meant))


@dataclass(slots=True)
class _Records:
    """The records that the rows may speak of, read at once: three queries however many rows."""

    contracts: dict[int, Contract]
    by_key: Mapping[tuple[object, ...], list[Contract]]
    spans: Mapping[tuple[object, ...], list[Participation]]
    confirmations: Mapping[tuple[object, ...], Confirmation]

    @classmethod
    def of(cls, planned: Sequence[PlannedLedger], *, lock: bool) -> "_Records":
        sheets: defaultdict[LedgerSheet, list[PlannedLedger]] = defaultdict(list)
        for one in planned:
            sheets[one.told.kind].append(one)
        payers = {one.parties.payer.id for one in sheets[LedgerSheet.CONTRACTS]} - {None}
        contracts = Contract.objects.filter(payer__in=payers).order_by("pk")
        spans = Participation.objects.filter(provider__in=_people(sheets[LedgerSheet.PARTICIPATION]))
        spans = spans.order_by("pk")
        if lock:
            contracts = contracts.select_for_update(of=("self",))
            spans = spans.select_for_update(of=("self",))
        by_key: defaultdict[tuple[object, ...], list[Contract]] = defaultdict(list)
        by_id = {one.pk: one for one in contracts}
        for contract in by_id.values():
            by_key[_contract_key(contract)].append(contract)
        by_span: defaultdict[tuple[object, ...], list[Participation]] = defaultdict(list)
        for span in spans:
            by_span[span.provider_id, span.practice_id, span.plan_id, span.state, span.platform_id].append(
                span
            )
        said = Confirmation.objects.filter(
            provider__in=_people(sheets[LedgerSheet.CONFIRMATIONS]), withdraws=None
        )
        return cls(by_id, by_key, by_span, {_confirmation_key(one): one for one in said})


def _people(planned: Sequence[PlannedLedger]) -> set[int]:
    return {one.parties.provider.id for one in planned if one.parties.provider and one.parties.provider.id}


def _contract_key(one: Contract) -> tuple[object, ...]:
    return (
        one.payer_id,
        one.practice_id,
        one.provider_id,
        one.plan_id,
        one.scope,
        one.holder_kind,
        one.platform_id,
    )


def _confirmation_key(one: Confirmation) -> tuple[object, ...]:
    return (
        one.provider_id, one.practice_id, one.payer_id, one.plan_id, one.state, one.kind, one.confirmed_on,
        one.value_on, one.value,
    )  # fmt: skip


def _judge(one: PlannedLedger, known: _Records, agents: frozenset[str]) -> None:
    if one.told.kind == LedgerSheet.CONTRACTS:
        _judge_contract(one, known, agents)
    elif one.told.kind == LedgerSheet.PARTICIPATION:
        _judge_span(one, known)
    else:
        _judge_confirmation(one, known)


def practice_of(one: PlannedLedger) -> bool:
    """Say whether a contract is the practice's: named, or a group's; a person's own may name none."""
    return (
        bool(one.row.practice_or_group) or one.values.get("scope", ContractScope.GROUP) == ContractScope.GROUP
    )


def _judge_contract(one: PlannedLedger, known: _Records, agents: frozenset[str]) -> None:
    assert one.meant is not None  # noqa: S101  # only matched rows are judged
    parties, values = one.parties, one.values
    provider_id = parties.provider.id if parties.provider else None
    practice_id = parties.practice.id if practice_of(one) else None
    if one.meant.contract_id is not None:
        one.record = known.contracts.get(one.meant.contract_id)
        if one.record is None:
            words = f"'{one.told.facts[Column.LABEL]}' is the label of a contract with another payer. Use another label."
            one.verdict = Verdict("refuse", reason=Reason.CONFLICTING_ROW.value, words=words)
            return
    elif parties.payer.id and not (parties.provider and provider_id is None):
        key = (
            parties.payer.id, practice_id, provider_id, values.get("plan_id"),
            values.get("scope", ContractScope.GROUP.value), values.get("holder_kind", HolderKind.UNKNOWN.value),
            values.get("platform_id"),
        )  # fmt: skip
        found = known.by_key.get(key, [])
        one.record = found[0] if len(found) == 1 else None
    wrong = refusals(_as_facts(one), agents=agents)
    if wrong:
        reason = Reason.AGENT_AS_HOLDER if AGENT_REFUSED in wrong else Reason.MISSING_VALUE
        one.verdict = Verdict("refuse", reason=reason.value, words=" ".join(wrong))
        return
    _compare(one)


def _as_facts(one: PlannedLedger) -> ContractFacts:
    """Return the contract as it would stand; of parties only whether they are named is asked."""

    def now(name: str) -> Any:
        return one.values.get(name, getattr(one.record, name, None))

    return ContractFacts(
        holder_kind=HolderKind(now("holder_kind") or HolderKind.UNKNOWN),
        practice=Practice(),
        provider=Provider() if one.parties.provider or now("provider_id") else None,
        platform=Platform() if now("platform_id") else None,
        holder_name=now("holder_name") or "",
        executed_on=now("executed_on"),
        effective_on=now("effective_on"),
        ends_on=now("ends_on"),
        verified_on=now("verified_on"),
    )


def _judge_span(one: PlannedLedger, known: _Records) -> None:
    values = one.values
    parties = one.parties
    provider = parties.provider.id if parties.provider else None
    key = (provider, parties.practice.id, values.get("plan_id"), one.row.state, values.get("platform_id"))
    spans = known.spans.get(key, [])
    one.record = next((span for span in spans if span.effective_on == values["effective_on"]), None)
    if one.record is None:
        ends = values.get("ended_on")
        for span in spans:
            if _overlap(values["effective_on"], ends, span.effective_on, span.ended_on):
                words = (
                    f"A participation of the same clinician and plan from {day_words(span.effective_on)} is recorded "
                    "and overlaps. End that one first, or correct the dates."
                )
                one.verdict = Verdict("refuse", reason=Reason.CONFLICTING_ROW.value, words=words)
                return
    _compare(one)


def _overlap(first: dt.date, last: dt.date | None, other_first: dt.date, other_last: dt.date | None) -> bool:
    return (last is None or other_first <= last) and (other_last is None or first <= other_last)


def _judge_confirmation(one: PlannedLedger, known: _Records) -> None:
    values, parties = one.values, one.parties
    key = (
        parties.provider.id if parties.provider else None, parties.practice.id, parties.payer.id,
        values.get("plan_id"), one.row.state, values["kind"], values["confirmed_on"], values.get("value_on"),
        values.get("value", ""),
    )  # fmt: skip
    one.record = known.confirmations.get(key)
    one.verdict = Verdict("same" if one.record else "create")


def _compare(one: PlannedLedger) -> None:
    record = one.record
    if record is None:
        one.verdict = Verdict("create")
        return
    differs = {name: value for name, value in one.values.items() if getattr(record, name) != value}
    found = [
        Change(LABELS[name], _shown(one, name, getattr(record, name)), _shown(one, name, value, stated=True))
        for name, value in differs.items()
    ]
    one.values = differs
    one.verdict = Verdict("update" if found else "same", changes=found)


def _shown(one: PlannedLedger, name: str, value: object, *, stated: bool = False) -> str:
    if name in {"plan_id", "platform_id"}:
        names = one.meant.names if one.meant else {}
        return names.get(name.removesuffix("_id"), "") if stated else ("another" if value else "")
    if isinstance(value, dt.date):
        return day_words(value)
    return "" if value is None else str(value).replace("_", " ") if name in _CODES else str(value)


_CODES = {"holder_kind", "scope", "mode", "rate_visibility", "purpose"}
