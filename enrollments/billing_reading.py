"""May we bill? One answer per row of the network matrix, gathered in a number of queries no row count changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from credtrack.kernel import clock
from enrollments import confirmations
from enrollments.billing import Readiness, billing_readiness
from enrollments.billing_dates import Begins
from enrollments.billing_facts import Facts, LicenseSpan, own_span
from enrollments.effective_dates import Anchors
from enrollments.enums import Confirmed, ContractTrack, HolderKind
from enrollments.first_enrollments import missing_first
from enrollments.governing import Contracts, facts_of
from enrollments.models import Application, Confirmation, Contract
from enrollments.network import Span
from enrollments.network_reading import GOVERNMENT_LINES, NetworkRow, network_rows
from enrollments.recredentialing import due_on
from payers.enums import RuleKind
from payers.rules import Fact, Question
from payers.selectors import RuleBook, rules_for
from providers.enums import CredentialKind
from providers.models import Affiliation, Credential, Location, Practice

_RULES = (RuleKind.BACKDATING, RuleKind.BACKDATING_DISASTER)


@dataclass(slots=True)
class BillingRow:
    """One answer with the records it rests on."""

    network: NetworkRow
    facts: Facts
    readiness: Readiness
    proofs: dict[Confirmed, Confirmation]
    contract: Contract | None = None
    application_id: int | None = None


def billing_rows(
    on: dt.date,
    *,
    practices: Sequence[Practice] | None = None,
    provider_ids: Iterable[int] | None = None,
    state: str = "",
    plan_ids: Collection[int] | None = None,
    known_on: dt.datetime | None = None,
) -> list[BillingRow]:
    """Return the verdict for a service on `on` per clinician, plan, practice and state; `None` narrows nothing."""
    rows = network_rows(on, practices=practices, provider_ids=provider_ids, state=state, known_on=known_on)
    if plan_ids is not None:
        rows = [row for row in rows if row.plan.pk in plan_ids]
    gathered = _Gathered(rows, on, known_on)
    return [gathered.answer(row, on) for row in rows]


class _Gathered:
    """Everything beside the matrix that bears on a verdict."""

    def __init__(self, rows: Sequence[NetworkRow], on: dt.date, known_on: dt.datetime | None) -> None:
        people = {row.provider.pk for row in rows}
        places = {row.practice.pk for row in rows}
        payers = {row.plan.payer_id: row.plan.payer for row in rows}
        spans = {span.application_id for row in rows for span in row.facts.spans if span.application_id}
        spans |= {row.status.application_id for row in rows if row.status.application_id}
        self.applications = {one.pk: one for one in Application.objects.filter(pk__in=spans)}
        self.contracts = Contracts(list(payers))
        self.proofs = confirmations.active(provider_ids=people, practice_ids=places, known_on=known_on)
        self.licenses = _licenses(people)
        self.affiliations = _affiliations(people, places)
        self.locations = _locations(places)
        families = {pk: payer.family for pk, payer in payers.items()}
        self.rules = rules_for(list(payers), clock.today(), _RULES, families=families)
        self.missing = missing_first(rows, on)

    def answer(self, row: NetworkRow, on: dt.date) -> BillingRow:
        """Return the verdict of one row."""
        key = (row.provider.pk, row.practice.pk, row.plan.payer_id)
        held = confirmations.holding_for(self.proofs.get(key, ()), row.plan.pk, row.state)
        span = own_span(row.facts.spans, on)
        application = self.applications.get((span.application_id if span else row.status.application_id) or 0)
        confirmed = held.get(Confirmed.CONTRACT)
        contract = self.contracts.governing(
            (application.contract_id if application else None, confirmed.contract_id if confirmed else None),
            payer=row.plan.payer_id,
            plan=row.plan.pk,
            practice=row.practice.pk,
            provider=row.provider.pk,
        )
        facts = self._facts(row, span, application, contract, held)
        verdict = billing_readiness(facts, on)
        return BillingRow(row, facts, verdict, held, contract, application.pk if application else None)

    def _facts(
        self,
        row: NetworkRow,
        span: Span | None,
        application: Application | None,
        contract: Contract | None,
        held: dict[Confirmed, Confirmation],
    ) -> Facts:
        provider, practice = row.provider.pk, row.practice.pk
        through = [one for one in row.facts.spans if one.platform]
        state = row.state or row.practice.state
        judged = facts_of(contract, self.contracts.covers(contract, practice, provider)) if contract else None
        licenses = tuple(self.licenses[provider, state] if state else self.licenses[provider, ""])
        affiliations = tuple(self.affiliations[provider, practice])
        anchors = Anchors(
            application.submitted_on if application else None,
            application.complete_on if application else None,
            judged.starts_on if judged else None,
            application.kind if application else "",
        )
        begins = _begins(row, span, held)
        return Facts(
            network=row.status,
            span=span,
            proofs={kind: confirmations.proof_of(one) for kind, one in held.items()},
            contract=judged,
            contract_not_needed=bool(
                application and application.contract_track == ContractTrack.NOT_NEEDED and not through
            ),
            begins=Begins(
                *begins,
                contract_on=judged.starts_on if judged else None,
                license_on=_first(licenses),
                affiliated_on=_first(affiliations),
                location_on=self.locations.get((practice, state)),
            ),
            licenses=licenses,
            affiliations=affiliations,
            government_line=row.plan.line_of_business in GOVERNMENT_LINES,
            through=tuple(sorted({one.platform for one in through if _now(one, row)})),
            at_risk=next((one.at_risk for one in through if one.at_risk), ""),
            pending=row.status.stage,
            recredentialing_due_on=due_on(span.decided_on, row.months) if span else None,
            loaded_on=application.loaded_on if application else None,
            group_contract=bool(contract and contract.holder_kind == HolderKind.PRACTICE),
            missing_prerequisites=self.missing.get((provider, row.plan.pk, practice, row.state), ()),
            rules=self._asked(row, application),
            anchors=anchors,
        )

    def _asked(self, row: NetworkRow, application: Application | None) -> tuple[Fact | None, ...]:
        """Return the rules on going back that apply; also those for this kind of application."""
        return backdating_rules(self.rules, row, application.kind if application else "")


def backdating_rules(book: RuleBook, row: NetworkRow, kind: str) -> tuple[Fact | None, ...]:
    """Return the rule that answers each kind of going back; none where nothing is quoted."""
    return tuple(
        book.ask(
            Question(
                str(rule),
                book.on,
                payer_id=row.plan.payer_id,
                plan_id=row.plan.pk,
                line=row.plan.line_of_business,
                state=row.state or row.practice.state,
                application_kind=kind,
            )
        ).winner
        for rule in _RULES
    )


def _begins(
    row: NetworkRow, span: Span | None, held: dict[Confirmed, Confirmation]
) -> tuple[dt.date | None, dt.date | None, dt.date | None, dt.date | None]:
    """Return the effective and link dates, each as recorded and as confirmed."""
    effective, link = held.get(Confirmed.EFFECTIVE_DATE), held.get(Confirmed.GROUP_LINK)
    return (
        span.effective_on if span else row.status.effective_on,
        effective.value_on if effective else None,
        span.group_link_on if span else None,
        link.value_on if link else None,
    )


def _now(span: Span, row: NetworkRow) -> bool:
    """Say whether a participation through a platform holds on the day the matrix speaks of."""
    return span.platform in row.status.platforms or (
        row.plan.line_of_business in GOVERNMENT_LINES and span.ended_on is None
    )


def _licenses(people: Collection[int]) -> dict[tuple[int, str], list[LicenseSpan]]:
    """Return the licenses per clinician and state, and under no state all of them."""
    found: dict[tuple[int, str], list[LicenseSpan]] = defaultdict(list)
    rows = Credential.objects.filter(provider__in=people, kind=CredentialKind.LICENSE).order_by("pk")
    for provider, state, issued, expires in rows.values_list(
        "provider_id", "state", "issued_on", "expires_on"
    ):
        one = LicenseSpan(issued, expires)
        found[provider, ""].append(one)
        found[provider, state].append(one)
    return found


def _affiliations(
    people: Collection[int], places: Collection[int]
) -> dict[tuple[int, int], list[LicenseSpan]]:
    found: dict[tuple[int, int], list[LicenseSpan]] = defaultdict(list)
    rows = Affiliation.objects.filter(provider__in=people, practice__in=places).order_by("pk")
    for provider, practice, starts, ends in rows.values_list(
        "provider_id", "practice_id", "starts_on", "ends_on"
    ):
        found[provider, practice].append(LicenseSpan(starts, ends))
    return found


def _locations(places: Collection[int]) -> dict[tuple[int, str], dt.date]:
    """Return when the first office of a practice in a state opened; not told where one has no day."""
    opened: dict[tuple[int, str], list[dt.date | None]] = defaultdict(list)
    rows = Location.objects.filter(practice__in=places).order_by("pk")
    for practice, state, day in rows.values_list("practice_id", "state", "open_from"):
        opened[practice, state].append(day)
    return {key: min(day for day in days if day) for key, days in opened.items() if all(days)}


def _first(spans: Sequence[LicenseSpan]) -> dt.date | None:
    """Return the earliest start; nothing binds where one has no known start."""
    days = [one.issued_on for one in spans]
    return min(day for day in days if day) if days and all(days) else None
