"""Which contracts may this member see, which wait to be verified, and what stands under one?"""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import AuditEntry, Membership
from enrollments.contracts import holder_words
from enrollments.enums import HolderKind
from enrollments.models import Application, Contract, ContractPractice, Participation
from enrollments.portability import Holding, Portability, portability
from enrollments.selectors import visible_applications
from providers.models import Affiliation
from providers.visibility import get_or_404, own_provider_id, practice_ids

# What a row of the list touches.
RELATED = ("payer", "plan", "practice", "provider", "platform", "verified_by")
_HISTORY = 100


def visible_contracts(membership: Membership) -> QuerySet[Contract]:
    """Return the contracts the member may see: their practices', and those of clinicians that name no practice.

    A contract of another practice is not seen through a clinician who works at both: its practice stands on it.
    """
    rows: QuerySet[Contract] = Contract.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        mine = Application.objects.filter(contract=OuterRef("pk"), provider_id=own)
        spans = Participation.objects.filter(contract=OuterRef("pk"), provider_id=own)
        rows = rows.filter(Q(provider_id=own) | Exists(mine) | Exists(spans))
    granted = practice_ids(membership)
    if granted is None:
        return rows
    covers = ContractPractice.objects.filter(contract=OuterRef("pk"), practice_id__in=granted)
    people = Affiliation.objects.filter(practice_id__in=granted).values("provider_id")
    nobodys = Q(practice=None) & (Q(provider_id__in=people) | Exists(covers))
    return rows.filter(Q(practice_id__in=granted) | nobodys)


def contract_or_404(membership: Membership, pk: int) -> Contract:
    """Return a visible contract with what its page shows; raises `Http404` for all others alike."""
    rows = visible_contracts(membership).select_related(*RELATED, "controlling_tin", "pay_to_tin", "document")
    found: Contract = get_or_404(rows, pk, "contract")
    return found


def active(rows: QuerySet[Contract], on: dt.date) -> QuerySet[Contract]:
    """Return the contracts that have not ended before `on`."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on))


UNVERIFIED = Q(holder_kind=HolderKind.UNKNOWN) | Q(verified_on=None)


def unverified(on: dt.date, rows: QuerySet[Contract] | None = None) -> QuerySet[Contract]:
    """Return the contracts, not ended before `on`, whose holder is unknown or whom nobody verified."""
    found: QuerySet[Contract] = Contract.objects.all() if rows is None else rows
    return active(found, on).filter(UNVERIFIED)


def holding_of(contract: Contract) -> Holding:
    """Return the pure form of what decides whether a contract is portable."""
    return Holding(
        holder_kind=HolderKind(contract.holder_kind),
        holder=holder_words(contract),
        verified_on=contract.verified_on,
        has_evidence=bool(contract.evidence or contract.document_id),
        executed_on=contract.executed_on,
        ends_on=contract.ends_on,
    )


def portability_of(contract: Contract, on: dt.date) -> Portability:
    """Return whether the contract is portable on `on`, why, and what is kept and lost."""
    return portability(holding_of(contract), on)


def applications_under(contract: Contract, membership: Membership) -> list[Application]:
    """Return the visible applications that rest on the contract, newest first."""
    rows = visible_applications(membership).filter(contract=contract)
    return list(rows.select_related("provider", "practice", "payer").order_by("-id")[:200])


def participations_under(contract: Contract, membership: Membership) -> list[Participation]:
    """Return the visible network spans that are recorded under the contract."""
    rows: Any = Participation.objects.filter(contract=contract)
    return list(in_walls(rows, membership).select_related("provider", "practice", "plan")[:200])


def in_walls(rows: QuerySet[Any], membership: Membership) -> QuerySet[Any]:
    """Keep rows with `provider` and `practice` that the member may see."""
    own, granted = own_provider_id(membership), practice_ids(membership)
    if own is not None:
        rows = rows.filter(provider_id=own)
    return rows if granted is None else rows.filter(practice_id__in=granted)


def also_covers(contract: Contract, membership: Membership) -> list[ContractPractice]:
    """Return the further practices that the contract covers, as far as the member may see them."""
    rows = ContractPractice.objects.filter(contract=contract).select_related("practice", "pay_to_tin")
    granted = practice_ids(membership)
    return list(rows if granted is None else rows.filter(practice_id__in=granted))


def history_of(contract: Contract) -> list[AuditEntry]:
    """Return what was done to the contract, newest first."""
    rows = AuditEntry.objects.filter(subject_type=Contract._meta.label_lower, subject_id=contract.pk)
    return list(rows.select_related("actor").order_by("-id")[:_HISTORY])


def pay_to_warning(contract: Contract) -> str:
    """Return a warning where the tax identity that is paid is none of the contract's practice."""
    tin = contract.pay_to_tin
    if tin is None or contract.practice_id is None or tin.practice_id == contract.practice_id:
        return ""
    return (
        f"The payer pays a tax identity that is not one of {contract.practice}'s. "
        "Compare the contract with the W-9 and the EFT form before claims go out."
    )
