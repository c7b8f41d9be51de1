"""Which contract would a claim be paid under? The application's, else the confirmed one, else the fitting one."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from enrollments.billing import OWN_HOLDERS
from enrollments.billing_facts import GoverningContract
from enrollments.contracts import is_verified
from enrollments.enums import ContractScope, HolderKind
from enrollments.models import Contract, ContractPractice


class Contracts:
    """The contracts with some payers, read at once (two queries)."""

    def __init__(self, payer_ids: Collection[int]) -> None:
        rows = Contract.objects.filter(payer__in=payer_ids).select_related(
            "practice", "provider", "platform", "controlling_tin", "plan"
        )
        self.by_id: dict[int, Contract] = {row.pk: row for row in rows.order_by("pk")}
        self.by_payer: dict[int, list[Contract]] = defaultdict(list)
        for row in self.by_id.values():
            self.by_payer[row.payer_id].append(row)
        self.also: set[tuple[int, int]] = set(
            ContractPractice.objects.filter(contract__payer__in=payer_ids)
            .order_by()
            .values_list("contract_id", "practice_id")
        )

    def governing(
        self, named: Iterable[int | None], *, payer: int, plan: int, practice: int, provider: int
    ) -> Contract | None:
        """Return the first contract that is named, or else the fitting one executed last."""
        for pk in named:
            if pk in self.by_id:
                return self.by_id[pk]
        fitting = [
            row
            for row in self.by_payer.get(payer, ())
            if row.plan_id in (None, plan) and self.covers(row, practice, provider)
        ]
        order = sorted(fitting, key=lambda row: (row.holder_kind in OWN_HOLDERS, str(row.executed_on or "")))
        return order[-1] if order else None

    def covers(self, row: Contract, practice: int, provider: int) -> bool:
        """Say whether a contract names this practice, or this clinician at it."""
        if row.holder_kind == HolderKind.CLINICIAN or row.scope == ContractScope.INDIVIDUAL:
            mine = row.provider_id == provider
            return mine and (row.practice_id in (None, practice) or (row.pk, practice) in self.also)
        return row.practice_id == practice or (row.pk, practice) in self.also


def facts_of(row: Contract, covers: bool) -> GoverningContract:
    """Return what bears on the verdict."""
    holder = row.platform or row.holder_name or row.practice or row.provider
    return GoverningContract(
        holder=HolderKind(row.holder_kind),
        covers=covers,
        executed_on=row.executed_on,
        effective_on=row.effective_on,
        ends_on=row.ends_on,
        verified=is_verified(row),
        holder_name=str(holder or ""),
    )
