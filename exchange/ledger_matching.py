"""Whom and what does a row of the ledger sheets mean here, and what would be accepted where it means nothing?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from enrollments.enums import HolderKind
from exchange.ledger_rows import LedgerRow
from exchange.ledger_sheets import Column, LedgerSheet
from exchange.matching import Parties, PayerNames, PeopleAndPlaces, Ref
from exchange.models import NameKind, RememberedName
from exchange.names import name_key
from exchange.refusing import Refused
from exchange.rows import Reason
from payers.models import Plan, Platform

C = Column
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Meant:
    """The records a row means; ids as far as they exist already."""

    parties: Parties
    plan_id: int | None = None
    platform_id: int | None = None
    holder_name: str = ""
    # The key of the contract's label, and its id if an earlier file brought it.
    label: str = ""
    contract_id: int | None = None
    names: dict[str, str] = field(default_factory=dict)


class LedgerNames:
    """The names of the organization, read once, and those that the file itself adds; refuses with what is accepted."""

    def __init__(
        self, rows: Sequence[LedgerRow], payers: PayerNames, people: PeopleAndPlaces, new: Collection[str]
    ) -> None:
        self._payers, self._people = payers, people
        self._added = frozenset(new)
        self._new = self._added | self._named_here(rows)
        self._plans: dict[int, list[tuple[int, str, str, bool]]] = defaultdict(list)
        self._platforms: list[tuple[int, str, set[str]]] = [
            (pk, name, {name_key(one) for one in (name, slug, *aliases.split("|")) if one})
            for pk, name, slug, aliases in Platform.objects.filter(is_active=True).values_list(
                "pk", "name", "slug", "aliases"
            )
        ]
        self._read_plans(rows)
        labels = {label_key(row) for row in rows if row.facts.get(C.LABEL)}
        found = RememberedName.objects.filter(kind=NameKind.CONTRACT, key__in=labels)
        self._contracts = dict(found.values_list("key", "record_id"))
        self._labels_here = {label_key(row) for row in rows if row.kind == LedgerSheet.CONTRACTS}

    def _named_here(self, rows: Iterable[LedgerRow]) -> set[str]:
        refs = (self._people.provider(row.party)[0] for row in rows if not row.only_npi)
        return {ref.key for ref in refs if ref is not None and ref.id is None}

    def _read_plans(self, rows: Iterable[LedgerRow]) -> None:
        wanted = {self._payers.ref(row.party.payer_text, row.party.state).id for row in rows}
        plans = Plan.objects.filter(payer__in=wanted - {None}, is_active=True)
        for payer, pk, name, line, default in plans.values_list(
            "payer_id", "pk", "name", "line_of_business", "is_default"
        ):
            self._plans[payer].append((pk, name, line, default))

    @property
    def added(self) -> frozenset[str]:
        """Return the keys of the payers, practices and clinicians that the applications of the file add."""
        return self._added

    def meant(self, row: LedgerRow) -> Meant:
        """Return what a row means; raises `Refused` with what would be accepted instead."""
        payer = self._payer(row)
        provider, doubt = self._clinician(row)
        practice, further = self._people.practice(row.party, provider, payer)
        parties = Parties(payer, provider, practice, " ".join(filter(None, (doubt, further))))
        plan_id, plan = self._plan(row, payer)
        platform_id, platform, holder = self._platform(row)
        label = label_key(row) if row.facts.get(C.LABEL) else ""
        known = self._contracts.get(label)
        if (
            row.kind == LedgerSheet.PARTICIPATION
            and label
            and known is None
            and label not in self._labels_here
        ):
            raise Refused(
                Reason.UNKNOWN_CONTRACT,
                f"No contract is labeled '{row.facts[C.LABEL]}'. Give it a row in the sheet Contracts, or leave the cell empty.",
            )
        names = {"plan": plan, "platform": platform}
        return Meant(parties, plan_id, platform_id, holder, label, known, names)

    def _payer(self, row: LedgerRow) -> Ref:
        ref = self._payers.ref(row.party.payer_text, row.party.state)
        if ref.id is None and ref.key not in self._new:
            near = self._payers.suggestions(ref)
            accepted = f"It may mean {_listed(near)}." if near else "Add the payer first, under Payers."
            raise Refused(
                Reason.UNKNOWN_PAYER, f"No payer here is called '{row.party.payer_text}'. {accepted}"
            )
        return ref

    def _clinician(self, row: LedgerRow) -> tuple[Ref | None, str]:
        ref, doubt = self._people.provider(row.party)
        if ref is not None and ref.id is None and row.only_npi and ref.key not in self._new:
            raise Refused(
                Reason.UNKNOWN_CLINICIAN,
                f"No clinician here has NPI {row.party.npi}. Add the name in a column 'Clinician', or add the clinician first.",
            )
        return ref, doubt

    def _plan(self, row: LedgerRow, payer: Ref) -> tuple[int | None, str]:
        plans = self._plans.get(payer.id or 0, [])
        text = row.party.plan_text
        if text:
            key, short = name_key(text), name_key(text).removeprefix(name_key(payer.name))
            for pk, name, line, _ in plans:
                if key in {name_key(name), name_key(line)} or short == name_key(name).removeprefix(
                    name_key(payer.name)
                ):
                    return pk, name
            accepted = _listed([name for _, name, _, _ in plans]) or "none yet"
            raise Refused(
                Reason.UNKNOWN_PLAN,
                f"{payer.name} has no plan called '{text}'. Accepted: {accepted}; or leave the cell empty.",
            )
        if row.kind != LedgerSheet.PARTICIPATION:
            return None, ""
        default = next((one for one in plans if one[3]), plans[0] if plans else None)
        return (default[0], default[1]) if default else (None, "")

    def _platform(self, row: LedgerRow) -> tuple[int | None, str, str]:
        """Return the platform that is named, and the holder's name where it is no platform."""
        if row.kind == LedgerSheet.CONTRACTS:
            name = row.facts.get(C.HOLDER_NAME, "")
            if row.facts.get(C.HOLDER) != HolderKind.PLATFORM:
                return None, "", name
        else:
            name = row.facts.get(C.PLATFORM, "")
        if not name:
            return None, "", ""
        key = name_key(name)
        found = next(((pk, known) for pk, known, keys in self._platforms if key in keys), None)
        if found is None:
            accepted = _listed([known for _, known, _ in self._platforms]) or "none yet"
            raise Refused(
                Reason.UNKNOWN_PLATFORM,
                f"No platform here is called '{name}'. Accepted: {accepted}. Add a further one under Platforms first.",
            )
        return found[0], found[1], ""


def label_key(row: LedgerRow) -> str:
    """Return what two spellings of a contract's label share."""
    return name_key(str(row.facts.get(C.LABEL, "")))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(dict.fromkeys(names[:_MOST_NAMED]))
    return f"{shown} and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else shown


def stated_values(row: LedgerRow, meant: Meant) -> dict[str, Any]:
    """Return what a row states by the name of the record's column; a blank cell states nothing."""
    columns = _COLUMNS[row.kind]
    values = {columns[name]: _plain(value) for name, value in row.facts.items() if name in columns}
    if meant.plan_id is not None:
        values["plan_id"] = meant.plan_id
    if meant.platform_id is not None:
        values["platform_id"] = meant.platform_id
    if row.kind == LedgerSheet.CONTRACTS and meant.holder_name:
        values["holder_name"] = meant.holder_name
    return values


def _plain(value: object) -> object:
    return value.value if hasattr(value, "label") and hasattr(value, "value") else value


_COLUMNS: dict[LedgerSheet, dict[Column, str]] = {
    LedgerSheet.CONTRACTS: {
        C.HOLDER: "holder_kind", C.SCOPE: "scope", C.MODE: "mode", C.CONTROLLING_NPI: "controlling_npi",
        C.EXECUTED: "executed_on", C.EFFECTIVE: "effective_on", C.ENDS: "ends_on", C.RENEWS: "renews_on",
        C.NOTICE_DAYS: "notice_days", C.RENEGOTIABLE: "renegotiable_from", C.RATE_VISIBILITY: "rate_visibility",
        C.PAY_TO: "pay_to", C.VERIFIED: "verified_on", C.EVIDENCE: "evidence",
    },
    LedgerSheet.PARTICIPATION: {
        C.EFFECTIVE: "effective_on", C.ENDED: "ended_on", C.PURPOSE: "purpose", C.REVIEW_ON: "review_on", C.NOTE: "note",
    },
    LedgerSheet.CONFIRMATIONS: {
        C.CONFIRMATION: "kind", C.CONFIRMED_ON: "confirmed_on", C.VALUE: "value", C.VALUE_ON: "value_on",
        C.PERSON: "person", C.CHANNEL: "channel", C.EVIDENCE: "evidence",
    },
}  # fmt: skip
# How a column is called where a change is shown.
LABELS: dict[str, str] = {
    name: column.value for columns in _COLUMNS.values() for column, name in columns.items()
} | {"plan_id": "Plan", "platform_id": "Platform", "holder_name": "Holder name", "contract_id": "Contract",
     "practice_id": "Practice", "provider_id": "Clinician"}  # fmt: skip
