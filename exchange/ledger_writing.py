"""How are contracts, participation and confirmations of a workbook written? Inside the import's one transaction."""

from collections.abc import Sequence
from typing import Any

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock, scope
from enrollments.contracts import holder_words
from enrollments.enums import HolderKind, Route, Source
from enrollments.models import Confirmation, Contract, Participation
from exchange.ledger_diff import practice_of
from exchange.ledger_matching import LABELS
from exchange.ledger_planned import PlannedLedger
from exchange.ledger_sheets import Column, LedgerSheet
from exchange.making import Made
from exchange.models import NameKind, RememberedName
from payers.models import Plan

C = Column
BATCH = 500


def write_ledger(planned: Sequence[PlannedLedger], made: Made, actor: User | None) -> None:
    """Write what is new or changed, contracts first, and remember every row that was taken."""
    contracts: dict[str, int] = {}
    for one in planned:
        if one.told.kind == LedgerSheet.CONTRACTS and one.verdict.outcome != "refuse":
            _write_contract(one, made, actor)
            if one.record is not None and one.meant is not None:
                contracts[one.meant.label] = one.record.pk
    for one in planned:
        if one.told.kind == LedgerSheet.PARTICIPATION and one.writes:
            _write_span(one, made, contracts, actor)
        elif one.told.kind == LedgerSheet.CONFIRMATIONS and one.writes:
            _write_confirmation(one, made, actor)
    _remember(planned, contracts)


def _write_contract(one: PlannedLedger, made: Made, actor: User | None) -> None:
    values = one.values
    if one.verdict.outcome == "create":
        delegated = values.get("holder_kind") == HolderKind.PLATFORM.value
        values.setdefault("mode", (Route.DELEGATED if delegated else Route.DIRECT).value)
        parties = one.parties
        contract = Contract(
            organization_id=scope.current().organization_id,
            payer_id=made.payer(parties.payer),
            practice_id=made.practice(parties.practice) if practice_of(one) else None,
            provider_id=made.provider(parties.provider) if parties.provider else None,
            verified_by=actor if values.get("verified_on") else None,
            source=Source.IMPORT,
            recorded_at=clock.now(),
            **values,
        )
        contract.save(force_insert=True)
        one.record = contract
        words = f"Recorded the contract, held by {holder_words(contract)}, from a spreadsheet"
        audit.record(actor, "contract.record", contract, words[:400], _changes({}, values))
    elif one.verdict.outcome == "update" and isinstance(one.record, Contract):
        if "verified_on" in values:
            one.record.verified_by = actor
        _change(one.record, values, "contract.change", "Changed the contract from a spreadsheet", actor)


def _change(
    record: Contract | Participation, values: dict[str, Any], verb: str, words: str, actor: User | None
) -> None:
    """Write what differs on a row that the plan has locked."""
    before = {name: getattr(record, name) for name in values}
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.save()
    audit.record(actor, verb, record, words, _changes(before, values))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Any:
    def told(values: dict[str, Any]) -> dict[str, str]:
        return {LABELS.get(name, name): str("" if value is None else value) for name, value in values.items()}

    return audit.changed_fields(told(before), told(after))


def _write_span(one: PlannedLedger, made: Made, contracts: dict[str, int], actor: User | None) -> None:
    values = dict(one.values)
    meant = one.meant
    contract_id = (contracts.get(meant.label) or meant.contract_id) if meant and meant.label else None
    now = clock.now()
    if isinstance(one.record, Participation):
        if contract_id:
            values["contract_id"] = contract_id
        if values.get("ended_on"):
            values["end_recorded_at"] = now
        _change(
            one.record, values, "participation.change", "Changed a participation from a spreadsheet", actor
        )
        return
    parties = one.parties
    payer_id = made.payer(parties.payer)
    span = Participation(
        organization_id=scope.current().organization_id,
        provider_id=made.provider(one.clinician),
        practice_id=made.practice(parties.practice),
        state=one.row.state,
        contract_id=contract_id,
        recorded_by=actor,
        recorded_at=now,
        end_recorded_at=now if values.get("ended_on") else None,
        **{"plan_id": _default_plan(payer_id), **values},
    )
    span.save(force_insert=True)
    one.record = span
    audit.record(actor, "participation.record", span, f"Recorded {span} from a spreadsheet"[:400])


def _default_plan(payer_id: int) -> int:
    """Return the plan of a payer that the file itself has added; a known payer's is found before."""
    found = Plan.objects.filter(payer=payer_id, is_active=True).order_by("-is_default", "pk")
    return int(found.values_list("pk", flat=True)[0])


def _write_confirmation(one: PlannedLedger, made: Made, actor: User | None) -> None:
    parties = one.parties
    row = Confirmation(
        organization_id=scope.current().organization_id,
        provider_id=made.provider(one.clinician),
        practice_id=made.practice(parties.practice),
        payer_id=made.payer(parties.payer),
        state=one.row.state,
        source=Source.IMPORT,
        recorded_by=actor,
        recorded_at=clock.now(),
        **one.values,
    )
    row.save(force_insert=True)
    one.record = row
    audit.record(actor, "confirmation.record", row, f"Recorded from a spreadsheet: {row}"[:400])


def _remember(planned: Sequence[PlannedLedger], contracts: dict[str, int]) -> None:
    """Keep what each label meant, and that each row was said, so that the same file changes nothing."""
    found = {(NameKind.CONTRACT, label): pk for label, pk in contracts.items() if label}
    for one in planned:
        if one.record is not None:
            found[NameKind.ROW, one.told.fingerprint] = one.record.pk
    organization = scope.current().organization_id
    RememberedName.objects.bulk_create(
        (
            RememberedName(organization_id=organization, kind=kind, key=key[:260], record_id=record)
            for (kind, key), record in found.items()
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organization", "kind", "key"],
        update_fields=["record_id"],
    )
