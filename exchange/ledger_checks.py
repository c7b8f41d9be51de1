"""What do the rows of the ledger sheets say about each other? Doubles, and rows that rest on refused ones."""

from collections.abc import Sequence

from exchange.diff import Verdict
from exchange.ledger_matching import label_key
from exchange.ledger_planned import PlannedLedger
from exchange.ledger_sheets import Column, LedgerSheet
from exchange.rows import Reason


def refuse_orphans(planned: Sequence[PlannedLedger], added: frozenset[str]) -> None:
    """Refuse what rests on a refused row: the contract it belongs to, the only row with the clinician's name."""
    refused = {label_key(one.told) for one in planned if _is_contract(one) and not _stands(one)}
    for one in planned:
        if one.meant and not _is_contract(one) and one.meant.label in refused - {""} and _stands(one):
            words = f"The row of the contract '{one.told.facts[Column.LABEL]}' is refused. Correct that one first."
            one.verdict = Verdict("refuse", reason=Reason.UNKNOWN_CONTRACT.value, words=words)
    named = {
        one.parties.provider.key
        for one in planned
        if one.writes and not one.told.only_npi and one.parties.provider
    }
    for one in planned:
        provider = one.meant.parties.provider if one.meant else None
        if (
            one.writes
            and provider
            and provider.id is None
            and one.told.only_npi
            and provider.key not in named | added
        ):
            words = f"No clinician here has NPI {one.row.npi}, and the row that gives the name is refused."
            one.verdict = Verdict("refuse", reason=Reason.UNKNOWN_CLINICIAN.value, words=words)


def _is_contract(one: PlannedLedger) -> bool:
    return one.told.kind == LedgerSheet.CONTRACTS


def _stands(one: PlannedLedger) -> bool:
    return one.verdict.outcome != "refuse"


def refuse_twice(one: PlannedLedger, seen: set[tuple[object, ...]]) -> None:
    """Refuse a row that speaks of the same record as an earlier one of the file."""
    assert one.meant is not None  # noqa: S101  # only matched rows are judged
    parties, values = one.parties, one.told.facts
    who = parties.provider.key if parties.provider else ""
    key: tuple[object, ...] = (one.told.kind, one.meant.label)
    if one.told.kind != LedgerSheet.CONTRACTS:
        key = (
            one.told.kind, who, parties.practice.key, parties.payer.key, one.meant.plan_id, one.row.state,
            one.meant.platform_id, values.get(Column.EFFECTIVE), values.get(Column.CONFIRMATION),
            values.get(Column.CONFIRMED_ON), values.get(Column.VALUE), values.get(Column.VALUE_ON),
        )  # fmt: skip
    if key in seen and one.verdict.outcome != "refuse":
        what = "the same label" if one.told.kind == LedgerSheet.CONTRACTS else "the same"
        words = f"An earlier row of the sheet says {what}. Keep one of them."
        one.verdict = Verdict("refuse", reason=Reason.DUPLICATE_ROW.value, words=words)
    seen.add(key)
