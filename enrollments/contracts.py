"""Who holds the contract, and what proves it? Recorded evidence; a billing service or agent never holds one."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.enums import OrganizationKind
from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments import guards, transitions
from enrollments.enums import ContractScope, ContractTrack, EngagementKind, HolderKind, RateVisibility, Route
from enrollments.models import Application, Contract, ServiceEngagement
from enrollments.refusals import Refused
from enrollments.wording import day_words
from payers.models import Payer, Plan, Platform
from providers.identifiers import check_npi
from providers.models import Document, Practice, Provider, TaxIdentity

# Carepatron, "Group NPI vs Your Own NPI" (16 Jun 2026): the test is agent or contract holder.
_AGENT = re.compile(r"\b(billing|credentialing)\b.*\b(service|services|agent|agency|company)\b|\brcm\b", re.I)
AGENT_REFUSED = (
    "A billing service or agent acts for you and never holds the contract. "
    "Say whose name stands on it: the practice, the clinician, a platform or another group."
)

OTHER_PLAN = "This plan belongs to another payer. Choose one of the payer's own plans, or none."


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What is recorded about one contract; `verified_on` is the day somebody looked at the evidence."""

    holder_kind: HolderKind
    practice: Practice | None = None
    provider: Provider | None = None
    platform: Platform | None = None
    holder_name: str = ""
    scope: ContractScope = ContractScope.GROUP
    controlling_npi: str = ""
    controlling_tin: TaxIdentity | None = None
    executed_on: dt.date | None = None
    effective_on: dt.date | None = None
    ends_on: dt.date | None = None
    renews_on: dt.date | None = None
    notice_days: int | None = None
    renegotiable_from: dt.date | None = None
    evidence: str = ""
    document: Document | None = None
    verified_on: dt.date | None = None
    # None: delegated where a platform holds it, else direct.
    mode: Route | None = None
    plan: Plan | None = None
    notice_source: str = ""
    rate_visibility: RateVisibility = RateVisibility.UNKNOWN
    fee_note: str = ""
    pay_to: str = ""
    pay_to_tin: TaxIdentity | None = None
    covered_services: str = ""
    compliance_note: str = ""

    @property
    def route(self) -> Route:
        """Return how clinicians are credentialed under it; a platform's contract is delegated."""
        usual = Route.DELEGATED if self.holder_kind == HolderKind.PLATFORM else Route.DIRECT
        return self.mode or usual


def agents_here(organization: Organization) -> frozenset[str]:
    """Return, in small letters, the names that can never hold a contract: agents engaged, a billing service."""
    kinds = [EngagementKind.BILLING_AGENT, EngagementKind.CREDENTIALING_AGENT, EngagementKind.SOFTWARE]
    names = set(ServiceEngagement.objects.filter(kind__in=kinds).values_list("name", flat=True))
    if organization.kind == OrganizationKind.BILLING_SERVICE:
        names.add(organization.name)
    return frozenset(name.strip().lower() for name in names)


def refusals(facts: ContractFacts, *, agents: Collection[str] = ()) -> list[str]:
    """Return what is wrong with a contract as recorded; `agents` are names that act but never hold."""
    found = []
    name = facts.holder_name.strip()
    if _AGENT.search(name) or name.lower() in agents:
        found.append(AGENT_REFUSED)
    npi = check_npi(facts.controlling_npi)
    if not npi.ok:
        found.append(npi.message)
    if facts.holder_kind == HolderKind.PRACTICE and facts.practice is None:
        found.append("Name the practice that holds the contract.")
    if facts.holder_kind == HolderKind.PLATFORM and facts.platform is None:
        found.append("Name the platform that holds the contract.")
    if facts.holder_kind == HolderKind.CLINICIAN and facts.provider is None:
        found.append("Name the clinician who holds the contract.")
    if facts.holder_kind == HolderKind.OTHER_GROUP and not name:
        found.append("Name the group that holds the contract.")
    if facts.ends_on and facts.effective_on and facts.ends_on < facts.effective_on:
        found.append("The contract cannot end before it takes effect.")
    today = clock.today()
    for day, what in ((facts.executed_on, "executed"), (facts.verified_on, "verified")):
        if day and guards.about_the_day(day, today):
            found.append(f"A contract cannot have been {what} on {day_words(day)}. Check the day.")
    return found


def is_verified(contract: Contract) -> bool:
    """Say whether somebody looked at evidence of who holds it; anything else is shown as unverified."""
    return contract.verified_on is not None and bool(contract.evidence or contract.document_id)


def last_day_for_notice(contract: Contract) -> dt.date | None:
    """Return the last day to give notice: so many calendar days before it renews itself or ends."""
    turn = contract.renews_on or contract.ends_on
    if turn is None or not contract.notice_days:
        return None
    return turn - dt.timedelta(days=contract.notice_days)


def holder_words(contract: Contract) -> str:
    """Return who holds it: "Maple Street LLC (the practice)"."""
    kind = HolderKind(contract.holder_kind)
    if kind == HolderKind.UNKNOWN:
        return "Holder not recorded"
    named = {
        HolderKind.PRACTICE: contract.practice,
        HolderKind.CLINICIAN: contract.provider,
        HolderKind.PLATFORM: contract.platform,
        HolderKind.OTHER_GROUP: contract.holder_name,
    }
    return f"{named[kind] or contract.holder_name or 'Unnamed'} ({kind.label.lower()})"


def linkable(application: Application) -> QuerySet[Contract]:
    """Return the contracts with this payer that may cover the application: its practice's or clinician's."""
    rows: QuerySet[Contract] = Contract.objects.filter(payer=application.payer_id)
    mine = Q(practice=application.practice_id)
    if application.provider_id:
        mine |= Q(provider=application.provider_id)
    return rows.filter(mine).select_related("practice", "provider", "platform", "payer")


@transaction.atomic
def record(application: Application, facts: ContractFacts, *, actor: User | None) -> Contract:
    """Write a contract with the payer of `application`; raises `Refused` with the reasons."""
    if facts.holder_kind == HolderKind.PRACTICE and facts.practice is None:
        # "The practice" said of an application is the one that applies.
        facts = replace(facts, practice=application.practice)
    return record_at(application.payer, application.organization, facts, actor=actor)


@transaction.atomic
def record_at(
    payer: Payer, organization: Organization, facts: ContractFacts, *, actor: User | None
) -> Contract:
    """Write a contract with a payer, outside any application; raises `Refused` with the reasons."""
    reasons = refusals(facts, agents=agents_here(organization))
    if facts.plan and facts.plan.payer_id != payer.pk:
        reasons.append(OTHER_PLAN)
    if reasons:
        raise Refused(reasons)
    contract = Contract(
        organization=organization,
        payer=payer,
        verified_by=actor if facts.verified_on else None,
        recorded_at=clock.now(),
        **columns(facts),
    )
    contract.save(force_insert=True)
    audit.record(
        actor,
        "contract.record",
        contract,
        f"Recorded the contract, held by {holder_words(contract)}"[:400],
        told_changes({}, columns(facts)),
    )
    return contract


def columns(facts: ContractFacts) -> dict[str, Any]:
    """Return what is stored of the facts, by column."""
    found = {name: getattr(facts, name) for name in facts.__slots__}
    return {**found, "mode": facts.route, "controlling_npi": check_npi(facts.controlling_npi).normalized}


def told_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what changed as the audit trail tells it: never a digit of a tax identity."""
    return audit.changed_fields(
        *({name: _told(value) for name, value in row.items()} for row in (before, after))
    )


def _told(value: Any) -> str:
    if isinstance(value, TaxIdentity):
        return f"{value.get_kind_display()} no. {value.pk} on file"
    return "" if value is None else str(value)


@transaction.atomic
def record_and_move(
    application_id: int,
    to: ContractTrack,
    *,
    occurred_on: dt.date,
    actor: User | None,
    facts: ContractFacts | None = None,
    contract: Contract | None = None,
    version: int | None = None,
) -> Application:
    """Move the contract track, recording or linking the contract in the same transaction."""
    if facts is not None:
        application = transitions.locked(application_id, version)
        contract = record(application, facts, actor=actor)
    return transitions.move_contract(
        application_id,
        to,
        occurred_on=occurred_on,
        actor=actor,
        contract=contract,
        version=version,
    )
