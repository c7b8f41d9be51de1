"""What does the card under "may we bill?" show? The verdict, who confirmed what, NPI and TIN of the contract."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from credtrack.kernel.links import org_reverse
from enrollments.billing import Readiness, Verdict
from enrollments.billing_reading import BillingRow, billing_rows
from enrollments.billing_reasons import MANDATORY
from enrollments.contracts import holder_words
from enrollments.enums import Confirmed
from enrollments.models import Confirmation, Contract
from enrollments.wording import day_words
from providers.models import TaxIdentity

# How each verdict is drawn: the callout's meaning.
MEANING = {Verdict.READY: "good", Verdict.READY_FROM: "waiting", Verdict.NOT_READY: "stopped"}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of confirmation: the row that holds, or the way to record one."""

    kind: Confirmed
    mandatory: bool
    row: Confirmation | None
    record_url: str


@dataclass(frozen=True, slots=True)
class Card:
    """The answer to one question."""

    on: dt.date
    title: str
    meaning: str
    row: BillingRow | None
    readiness: Readiness | None
    lines: list[Line]
    contract: Contract | None
    holder: str
    npi: str
    tin: str

    @property
    def application_url(self) -> str:
        """Return the way to the application the answer rests on."""
        pk = self.row.application_id if self.row else None
        return org_reverse("enrollments:detail", pk) if pk else ""


def answer(asked: Mapping[str, Any], *, may_see_tax_ids: bool) -> Card:
    """Return the card for a clinician, plan, practice, state and date of service."""
    on, plan = asked["on"], asked["plan"]
    rows = billing_rows(
        on,
        practices=[asked["practice"]],
        provider_ids=[asked["provider"].pk],
        state=asked["state"],
        plan_ids=[plan.pk],
    )
    row = _nearest(rows)
    if row is None:
        title = "Not ready: this plan is not in use at the practice"
        return Card(on, title, "stopped", None, None, [], None, "", "", "")
    contract = row.contract
    return Card(
        on=on,
        title=_title(row.readiness, on),
        meaning=MEANING[row.readiness.verdict],
        row=row,
        readiness=row.readiness,
        lines=_lines(asked, row),
        contract=contract,
        holder=holder_words(contract) if contract else "",
        npi=contract.controlling_npi if contract else "",
        tin=_masked(contract.controlling_tin if contract else None, may_see_tax_ids),
    )


_BEST_FIRST = {Verdict.READY: 0, Verdict.READY_FROM: 1, Verdict.NOT_READY: 2}


def _nearest(rows: list[BillingRow]) -> BillingRow | None:
    """Return the answer that is nearest to billing, where records of several states fit the question."""
    return min(rows, key=lambda row: _BEST_FIRST[row.readiness.verdict], default=None)


def _title(readiness: Readiness, on: dt.date) -> str:
    if readiness.verdict == Verdict.READY:
        return f"Ready to bill for services on {day_words(on)}"
    if readiness.verdict == Verdict.READY_FROM and readiness.from_:
        return f"Ready from {day_words(readiness.from_)}; not for services on {day_words(on)}"
    return f"Not ready to bill for services on {day_words(on)}"


def _lines(asked: Mapping[str, Any], row: BillingRow) -> list[Line]:
    place = (asked["provider"].pk, asked["plan"].pk, asked["practice"].pk)
    url = org_reverse("enrollments:billing_confirm", *place)
    more = {"state": row.network.state, "on": asked["on"].isoformat()}
    return [
        Line(
            kind, kind in MANDATORY, row.proofs.get(kind), f"{url}?{urlencode({'kind': kind.value, **more})}"
        )
        for kind in Confirmed
    ]


def _masked(tin: TaxIdentity | None, may_see: bool) -> str:
    """Return kind and last four of the tax identity; only the kind to members who may not see digits."""
    if tin is None:
        return ""
    return str(tin) if may_see else f"{tin.get_kind_display()} on file"
