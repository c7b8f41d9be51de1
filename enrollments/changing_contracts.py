"""How is a contract changed, verified, ended? Each with its audit row; none of them opens or moves an application."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock
from enrollments import guards
from enrollments.contracts import (
    OTHER_PLAN,
    ContractFacts,
    agents_here,
    columns,
    holder_words,
    refusals,
    told_changes,
)
from enrollments.enums import ContractScope, HolderKind
from enrollments.models import Contract, ContractPractice
from enrollments.refusals import Refused
from enrollments.wording import day_words
from providers.models import Practice

# What a verification vouches for: when one of these changes, somebody must look again.
_VOUCHED = ("holder_kind", "practice_id", "provider_id", "platform_id", "holder_name", "plan_id")


def locked(contract_id: int, version: int) -> Contract:
    """Return the contract, locked; raises `Stale` when somebody saved since `version`."""
    found: Contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    if found.version != version:
        raise Stale("this contract")
    return found


@transaction.atomic
def change(contract_id: int, facts: ContractFacts, *, actor: User | None, version: int) -> Contract:
    """Write new facts over a contract; raises `Refused` with the reasons, `Stale` when overtaken.

    A new holder is a correction of what is recorded, never a transfer: the verification falls away,
    and no application is opened, moved or closed.
    """
    contract = locked(contract_id, version)
    reasons = refusals(facts, agents=agents_here(contract.organization))
    if facts.plan and facts.plan.payer_id != contract.payer_id:
        reasons.append(OTHER_PLAN)
    if reasons:
        raise Refused(reasons)
    after = columns(facts)
    before = {name: getattr(contract, name) for name in after}
    vouched = [getattr(contract, name) for name in _VOUCHED]
    for name, value in after.items():
        setattr(contract, name, value)
    if facts.verified_on is None and vouched == [getattr(contract, name) for name in _VOUCHED]:
        contract.verified_on = after["verified_on"] = before["verified_on"]
    elif facts.verified_on is not None:
        contract.verified_by = actor
    else:
        contract.verified_by = None
    return _saved(contract, "contract.changed", "Changed the contract", told_changes(before, after), actor)


@transaction.atomic
def verify(
    contract_id: int, *, looked_on: dt.date, evidence: str, actor: User | None, version: int, **more: Any
) -> Contract:
    """Record that somebody looked at the document that shows the holder; needs evidence and a known holder.

    `more` may name the `document` that was looked at.
    """
    contract = locked(contract_id, version)
    text, document = evidence.strip() or contract.evidence, more.get("document") or contract.document
    reasons = []
    if contract.holder_kind == HolderKind.UNKNOWN:
        reasons.append("Record first whose name stands on the contract: edit it and choose the holder.")
    if not text and document is None:
        reasons.append("Say what you looked at: a document on file, or where it says so.")
    if guards.about_the_day(looked_on, clock.today()):
        reasons.append(f"A contract cannot have been verified on {day_words(looked_on)}. Check the day.")
    if reasons:
        raise Refused(reasons)
    after = {"verified_on": looked_on, "verified_by": actor, "evidence": text, "document": document}
    before = {name: getattr(contract, name) for name in after}
    for name, value in after.items():
        setattr(contract, name, value)
    summary = f"Verified that the contract is held by {holder_words(contract)}"
    return _saved(contract, "contract.verified", summary, told_changes(before, after), actor)


@transaction.atomic
def end(contract_id: int, *, ends_on: dt.date, reason: str, actor: User | None, version: int) -> Contract:
    """Record the last day of a contract and why; what rests on it stays as it is, for people to work through."""
    contract = locked(contract_id, version)
    reasons = []
    if contract.effective_on and ends_on < contract.effective_on:
        reasons.append(
            f"It took effect on {day_words(contract.effective_on)}; choose that day or a later one."
        )
    if not reason.strip():
        reasons.append("Say why it ends: the notice, the letter, or the agreement that follows.")
    if reasons:
        raise Refused(reasons)
    before, contract.ends_on = contract.ends_on, ends_on
    summary = f"The contract ends on {day_words(ends_on)}: {reason.strip()}"
    return _saved(
        contract, "contract.ended", summary, told_changes({"ends_on": before}, {"ends_on": ends_on}), actor
    )


@transaction.atomic
def cover(
    contract_id: int, practices: Sequence[Practice], *, among: Sequence[Practice], actor: User | None
) -> None:
    """Set which further practices an individual contract covers; those outside `among` stay as they are."""
    contract: Contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    if practices and contract.scope != ContractScope.INDIVIDUAL:
        raise Refused(["Only an individual contract covers further practices: a group's is the group's own."])
    wanted = {row.pk for row in practices if row.pk != contract.practice_id}
    seen = {row.pk for row in among}
    kept = ContractPractice.objects.filter(contract=contract, practice_id__in=seen)
    before = set(kept.values_list("practice_id", flat=True))
    if wanted == before:
        return
    kept.exclude(practice_id__in=wanted).delete()
    for pk in sorted(wanted - before):
        ContractPractice(
            organization_id=contract.organization_id, contract=contract, practice_id=pk, since=clock.today()
        ).save(force_insert=True)
    names = {row.pk: str(row) for row in among}
    told = [", ".join(sorted(names.get(pk, str(pk)) for pk in group)) for group in (before, wanted)]
    audit.record(
        actor, "contract.covers", contract, "Changed which practices the contract covers", {"practices": told}
    )


def _saved(
    contract: Contract, action: str, summary: str, changes: dict[str, list[str]], actor: User | None
) -> Contract:
    contract.version += 1
    contract.save()
    audit.record(actor, action, contract, summary[:400], changes)
    return contract
