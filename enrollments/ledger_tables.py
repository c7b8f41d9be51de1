"""Which columns, order and views the contract ledger and the list of engagements have."""

import datetime as dt
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import saved_views
from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from enrollments.contracts import holder_words, is_verified, last_day_for_notice
from enrollments.enums import ContractScope, HolderKind, Route
from enrollments.ledger import RELATED, portability_of, visible_contracts
from enrollments.ledger_filters import ContractFilter
from enrollments.models import Contract
from enrollments.portability import Portable
from enrollments.wording import days_words

LOOKS = {
    Portable.PORTABLE: "good",
    Portable.UNVERIFIED: "act",
    Portable.STAYS: "waiting",
    Portable.UNKNOWN: "neutral",
    Portable.ENDED: "stopped",
}
_SHORT_ROUTE = {Route.DIRECT: "Direct", Route.DELEGATED: "Delegated"}


def _may_edit(request: HttpRequest) -> bool:
    return can(cast(OrganizationRequest, request).membership, Capability.EDIT_APPLICATIONS)


def _may_export(request: HttpRequest) -> bool:
    return can(cast(OrganizationRequest, request).membership, Capability.EXPORT)


def _rows(request: OrganizationRequest) -> QuerySet[Contract]:
    return visible_contracts(request.membership).select_related(*RELATED)


def _holder(row: Contract) -> Cell:
    unknown = row.holder_kind == HolderKind.UNKNOWN
    return Cell("Not recorded", chip="act") if unknown else Cell(holder_words(row))


def _notice(row: Contract) -> Cell | dt.date | None:
    last = last_day_for_notice(row)
    if last is None:
        return None
    left = (last - clock.today()).days
    note = f"in {days_words(left)}" if left > 0 else "today" if left == 0 else "passed"
    return Cell(f"{last.day} {last:%b %Y}", note=note, title=row.notice_source)


def _verified(row: Contract) -> Cell | dt.date | None:
    if is_verified(row) and row.verified_on:
        return Cell(f"{row.verified_on.day} {row.verified_on:%b %Y}", chip="verified")
    return Cell("No evidence" if row.verified_on else "To verify", chip="act")


def _portable(row: Contract) -> Cell:
    found = portability_of(row, clock.today())
    return Cell(found.label, chip=LOOKS[found.badge], title=" ".join(found.reasons))


CONTRACTS = ListPage(
    key="contracts",
    title="Contracts",
    noun=("contract", "contracts"),
    queryset=_rows,
    columns=(
        Column("payer", "Payer", lambda row: row.payer.name, sort=("payer__name", "pk")),
        Column("plan", "Plan", lambda row: row.plan.name if row.plan else "Every plan", css="wrap"),
        Column(
            "practice",
            "Practice",
            lambda row: str(row.practice) if row.practice else "",
            sort=("practice__legal_name", "pk"),
            css="wrap",
        ),
        Column("holder", "Held by", _holder, sort=("holder_kind", "pk"), css="wrap"),
        Column("scope", "It names", lambda row: ContractScope(row.scope).label, sort=("scope", "pk")),
        Column("mode", "Credentialed", lambda row: _SHORT_ROUTE[Route(row.mode)], sort=("mode", "pk")),
        Column("executed", "Executed", lambda row: row.executed_on, sort=("executed_on", "pk")),
        Column("effective", "Effective", lambda row: row.effective_on, sort=("effective_on", "pk")),
        Column("renews", "Renews", lambda row: row.renews_on, sort=("renews_on", "pk")),
        Column("notice", "Notice by", _notice, export=last_day_for_notice),
        Column(
            "verified",
            "Verified",
            _verified,
            sort=("verified_on", "pk"),
            export=lambda row: row.verified_on if is_verified(row) else None,
        ),
        Column("portable", "Portable", _portable),
        Column("ends", "Ends", lambda row: row.ends_on, sort=("ends_on", "pk"), default=False),
        Column("npi", "NPI on it", lambda row: row.controlling_npi, default=False),
        Column("evidence", "Evidence", lambda row: row.evidence, default=False, css="wrap"),
    ),
    sort="payer",
    filterset=ContractFilter,
    row_url=lambda row: org_reverse("enrollments:contract_detail", row.pk),
    empty=Empty(
        "No contracts yet",
        "Record who holds the agreement with each payer, and what proves it. "
        "Contracts recorded on applications stand here too.",
        icon="signature",
        action_label="Record a contract",
        action_url=lambda request: org_reverse("enrollments:contract_new") if _may_edit(request) else "",
    ),
    may_export=_may_export,
    named_views=(
        NamedView("To verify", "verified=no"),
        NamedView("Ends or renews soon", "soon=true"),
        NamedView("Held by a platform", "holder=platform"),
    ),
    saved_views=saved_views.offered,
    save_view_url=saved_views.save_view_url,
)
