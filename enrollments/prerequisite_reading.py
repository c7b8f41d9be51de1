"""What must come first for these applications and is not there? Read for many at once, in a few queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Q

from enrollments.enums import ContractScope, HolderKind, Kind, Route, Status
from enrollments.models import Application, ApplicationPlan, Contract, MissingItem, Participation
from payers.enums import LineOfBusiness
from payers.models import Payer, Plan
from payers.prerequisites import AUTHORIZATION_LABEL, Missing, Offered, Situation, missing
from providers.enums import CredentialKind, MedicareStatus
from providers.models import Credential, Practice, Provider

# How the reason of a recorded block begins; such a block is lifted only when nothing is missing any more.
BLOCK_PREFIX = "Prerequisite missing:"
# What an application that is already with the payer, or that maintains one, no longer needs.
FIRST_KINDS = frozenset(
    {
        Kind.PARTICIPATION_REQUEST,
        Kind.INITIAL_INDIVIDUAL,
        Kind.INITIAL_GROUP,
        Kind.ADD_TO_GROUP,
        Kind.DELEGATED_ROSTER,
    }
)
NOT_SENT = frozenset({Status.DRAFT, Status.PREPARING, Status.READY, Status.RETURNED, Status.PANEL_CLOSED})
_GRANTED = frozenset({Status.APPROVED, Status.LOADING, Status.ACTIVE, Status.ENDED})
_FOUNDATIONS = (LineOfBusiness.MEDICARE, LineOfBusiness.MEDICAID)

# (clinician or None for the practice itself, practice, line) to the states it holds in; "" is everywhere.
_Holder = tuple[int | None, int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: may this clinician (None: the practice itself) go ahead with these lines of the payer?"""

    practice_id: int
    payer: Payer
    lines: tuple[str, ...]
    provider: Provider | None = None
    state: str = ""
    adds_to_group: bool = False
    delegated: bool = False
    # CAQH matters before sending only.
    submitting: bool = True


@dataclass(slots=True)
class _Known:
    """Everything the answers rest on."""

    enrolled: dict[_Holder, set[str]] = field(default_factory=dict)
    contracts: set[tuple[int, int]] = field(default_factory=set)
    attested: set[int] = field(default_factory=set)
    authorized: set[tuple[int, int]] = field(default_factory=set)
    offers: list[tuple[int, str, frozenset[str], str]] = field(default_factory=list)


def missing_for(
    provider: Provider | None,
    plan: Plan,
    practice: Practice,
    state: str,
    on: dt.date,
    *,
    adds_to_group: bool = False,
    delegated: bool = False,
    submitting: bool = False,
) -> list[Missing]:
    """Return what the plan asks for first and is not there on the calendar date `on`; five queries.

    Without `submitting` CAQH is left out: once an application was sent it no longer decides.
    """
    asked = Asked(
        practice.pk,
        plan.payer,
        (plan.line_of_business,),
        provider,
        state,
        adds_to_group,
        delegated,
        submitting,
    )
    return missing_in_bulk([asked], on)[0]


def missing_of(applications: Sequence[Application], on: dt.date) -> list[list[Missing]]:
    """Return for each application, in their order, what must come first; only for what is not sent yet."""
    waiting = [row for row in applications if row.status in NOT_SENT and row.kind in FIRST_KINDS]
    lines: dict[int, list[str]] = {}
    for key, line in (
        ApplicationPlan.objects.filter(application__in=[row.pk for row in waiting])
        .order_by("pk")
        .values_list("application_id", "plan__line_of_business")
    ):
        lines.setdefault(key, []).append(line)
    asked = [_asked_of(row, tuple(lines.get(row.pk, ()))) for row in waiting]
    told = dict(zip((row.pk for row in waiting), missing_in_bulk(asked, on), strict=True))
    return [told.get(row.pk, []) for row in applications]


def _asked_of(row: Application, lines: tuple[str, ...]) -> Asked:
    return Asked(
        practice_id=row.practice_id,
        payer=row.payer,
        lines=lines,
        provider=row.provider,
        state=row.state,
        adds_to_group=row.kind == Kind.ADD_TO_GROUP,
        delegated=row.route == Route.DELEGATED,
    )


def missing_in_bulk(asked: Sequence[Asked], on: dt.date) -> list[list[Missing]]:
    """Return what is missing for each question, in their order: at most six queries however many."""
    if not asked:
        return []
    known = _known(asked, on)
    return [_answer(one, known, on) for one in asked]


def still_standing(application: Application, blocked_reason: str, on: dt.date) -> list[str]:
    """Return why a block for a missing prerequisite cannot be lifted yet; nothing for any other block."""
    if not blocked_reason.startswith(BLOCK_PREFIX):
        return []
    found = missing_of([application], on)[0]
    return [f"{item.text} {item.next_step}" for item in found if item.blocks]


def _answer(one: Asked, known: _Known, on: dt.date) -> list[Missing]:
    found: dict[str, Missing] = {}
    for line in dict.fromkeys(one.lines):
        for item in missing(_situation(one, line, known, on)):
            found.setdefault(item.code, replace(item, offer=_offer(one, item, known)))
    return list(found.values())


def _situation(one: Asked, line: str, known: _Known, on: dt.date) -> Situation:
    who = one.provider
    key = who.pk if who else None
    medicare = bool(known.enrolled.get((key, one.practice_id, LineOfBusiness.MEDICARE)))
    opted_out = who is not None and who.medicare_status == MedicareStatus.OPTED_OUT
    states = known.enrolled.get((key, one.practice_id, LineOfBusiness.MEDICAID), set())
    return Situation(
        line=line,
        on=on,
        state=one.state,
        payer_name=one.payer.name,
        is_group=who is None,
        adds_to_group=one.adds_to_group,
        delegated=one.delegated,
        submitting=one.submitting,
        medicare_enrolled=medicare or (who is not None and who.medicare_status == MedicareStatus.ENROLLED),
        medicaid_enrolled=bool(states & {one.state, ""}) if one.state else bool(states),
        group_contract=(one.practice_id, one.payer.pk) in known.contracts,
        opted_out=opted_out,
        opted_out_until=who.medicare_opt_out_until if who else None,
        caqh_attested=key in known.attested,
        caqh_authorized=(key or 0, one.payer.pk) in known.authorized,
    )


def _known(asked: Sequence[Asked], on: dt.date) -> _Known:
    people = {one.provider.pk for one in asked if one.provider}
    practices = {one.practice_id for one in asked}
    payers = {one.payer.pk for one in asked}
    known = _Known()
    lines = {line for one in asked for line in one.lines}
    if lines & {LineOfBusiness.MEDICARE_ADVANTAGE, LineOfBusiness.MEDICAID_MANAGED_CARE}:
        known.enrolled = _enrolled(people, practices, on)
        known.offers = _offers()
    known.contracts = group_contracts(practices, payers, on)
    if any(one.submitting for one in asked):
        attested = Credential.objects.filter(
            Q(expires_on=None) | Q(expires_on__gte=on),
            provider__in=people,
            kind=CredentialKind.CAQH_ATTESTATION,
            replaced_by=None,
        )
        known.attested = set(attested.values_list("provider_id", flat=True))
        items = MissingItem.objects.filter(
            label=AUTHORIZATION_LABEL,
            received_on__lte=on,
            not_needed=False,
            application__provider__in=people,
            application__payer__in=payers,
        )
        known.authorized = set(items.values_list("application__provider_id", "application__payer_id"))
    return known


def group_contracts(
    practice_ids: Iterable[int], payer_ids: Iterable[int] | None, on: dt.date
) -> set[tuple[int, int]]:
    """Return the (practice, payer) pairs with an executed group contract of the practice's own on `on`.

    Either a contract that is recorded, or a group application that the payer made active.
    """
    practices = list(practice_ids)
    rows = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        practice__in=practices,
        holder_kind=HolderKind.PRACTICE,
        scope=ContractScope.GROUP,
        executed_on__lte=on,
    )
    made = Application.objects.filter(
        practice__in=practices, kind=Kind.INITIAL_GROUP, status=Status.ACTIVE, route=Route.DIRECT
    )
    if payer_ids is not None:
        wanted = list(payer_ids)
        rows, made = rows.filter(payer__in=wanted), made.filter(payer__in=wanted)
    return {
        *rows.values_list("practice_id", "payer_id"),
        *made.values_list("practice_id", "payer_id"),
    }


def _enrolled(people: set[int], practices: set[int], on: dt.date) -> dict[_Holder, set[str]]:
    """Return in which states each clinician, and each practice itself, holds Medicare or Medicaid directly.

    A clinician's own enrollment counts at every practice: it is the person who is enrolled.
    """
    found: dict[_Holder, set[str]] = {}
    rows = ApplicationPlan.objects.filter(
        Q(application__provider__in=people)
        | Q(application__provider=None, application__practice__in=practices),
        application__route=Route.DIRECT,
        plan__line_of_business__in=[str(line) for line in _FOUNDATIONS],
    ).select_related("application", "plan")
    for row in rows:
        held = row.application
        status = row.outcome or held.status
        starts = row.effective_on or held.effective_on
        over = held.ended_on is not None and held.ended_on < on
        if status in _GRANTED and starts is not None and starts <= on and not over:
            at = practices if held.provider_id else {held.practice_id}
            for practice in at:
                key = (held.provider_id, practice, row.plan.line_of_business)
                found.setdefault(key, set()).add(held.state)
    spans = Participation.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=on),
        provider__in=people,
        platform=None,
        effective_on__lte=on,
        plan__line_of_business__in=[str(line) for line in _FOUNDATIONS],
    )
    for provider, line, state in spans.values_list("provider_id", "plan__line_of_business", "state"):
        for practice in practices:
            found.setdefault((provider, practice, line), set()).add(state)
    return found


def _offers() -> list[tuple[int, str, frozenset[str], str]]:
    """Return the payers through which Medicare and the states' Medicaid are applied for."""
    rows = Plan.objects.filter(
        line_of_business__in=[str(line) for line in _FOUNDATIONS],
        is_default=True,
        is_active=True,
        payer__is_active=True,
    ).order_by("payer__parent_id", "payer_id")
    return [
        (payer, line, frozenset(states.split()), slug)
        for payer, line, states, slug in rows.values_list(
            "payer_id", "line_of_business", "payer__states", "payer__slug"
        )
    ]


def _offer(one: Asked, item: Missing, known: _Known) -> str:
    """Return the query of the page that opens what is missing, "" when nothing can be named."""
    if item.offered is None:
        return ""
    payer: int | None = one.payer.pk
    kind = Kind.INITIAL_INDIVIDUAL if one.provider else Kind.INITIAL_GROUP
    who = one.provider
    if item.offered == Offered.GROUP_CONTRACT:
        kind, who = Kind.INITIAL_GROUP, None
    elif item.offered in (Offered.MEDICARE, Offered.MEDICAID):
        payer = _foundation(item.offered, one.state, known)
    if payer is None:
        return ""
    given = {"practice": one.practice_id, "payer": payer, "state": one.state, "kind": str(kind)}
    return urlencode({**given, "route": str(Route.DIRECT), **({"provider": who.pk} if who else {})})


def _foundation(offered: Offered, state: str, known: _Known) -> int | None:
    wanted = LineOfBusiness.MEDICARE if offered == Offered.MEDICARE else LineOfBusiness.MEDICAID
    fitting = [
        (slug != "medicare", payer)
        for payer, line, states, slug in known.offers
        if line == wanted and (not states or "all" in states or state in states)
    ]
    return min(fitting)[1] if fitting else None
