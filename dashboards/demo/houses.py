"""How is a demo practice built? Practice, location, clinicians with what expires, contracts, phone numbers."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import Organization, User
from credtrack.kernel import clock
from credtrack.kernel.dates import add_months
from dashboards.demo.people import House, Person, npi
from enrollments.enums import ContractScope, HolderKind
from enrollments.models import Contract
from payers.models import Payer, PayerContact
from providers.enums import CredentialKind
from providers.models import Affiliation, Credential, Location, Practice, Provider


def build_house(house: House, base: int) -> tuple[Practice, list[Provider]]:
    """Make the practice with its clinicians; `base` spreads the invented NPIs."""
    practice = Practice.objects.create(
        legal_name=house.legal_name,
        dba=house.dba,
        npi=npi(290_004_000 + base),
        specialty=house.specialty,
        state=house.state,
        phone=house.phone,
        pay_to=f"{house.legal_name}, {house.address}, {house.city} {house.state} {house.postal_code}",
    )
    Location.objects.create(
        practice=practice,
        name=f"{house.city} office",
        address_1=house.address,
        city=house.city,
        state=house.state,
        postal_code=house.postal_code,
        phone=house.phone,
        open_from=dt.date(2021, 3, 1),
    )
    return practice, [
        _provider(practice, person, house.state, base + place) for place, person in enumerate(house.people, 1)
    ]


def _provider(practice: Practice, person: Person, state: str, place: int) -> Provider:
    today = clock.today()
    provider: Provider = Provider.objects.create(
        first_name=person.first,
        last_name=person.last,
        degree=person.degree,
        license_type=person.license_type,
        taxonomy=person.taxonomy,
        npi=npi(281_007_000 + place * 37),
        caqh_id=str(13_400_000 + place * 91),
        caqh_access_granted_to="Mateo Villanueva",
        email=f"{person.first}.{person.last}@example.com".lower(),
    )
    Affiliation.objects.create(provider=provider, practice=practice, starts_on=dt.date(2022, 1, 3))
    # Spread so that some are fine, some expire soon and one or two already have.
    spread = (place * 53) % 380
    rows = (
        (CredentialKind.LICENSE, state, dt.date(2019, 5, 6), today + dt.timedelta(days=spread + 20)),
        (CredentialKind.MALPRACTICE, "", add_months(today, -8), today + dt.timedelta(days=spread - 25)),
        (
            CredentialKind.CAQH_ATTESTATION,
            "",
            today - dt.timedelta(days=spread % 119),
            today + dt.timedelta(days=120 - spread % 119),
        ),
    )
    Credential.objects.bulk_create(
        Credential(
            organization_id=provider.organization_id,
            provider=provider,
            kind=kind,
            state=place_state,
            number=f"{state}-{40_000 + place * 17}" if kind == CredentialKind.LICENSE else "",
            issued_on=issued,
            expires_on=max(expires, issued),
        )
        for kind, place_state, issued, expires in rows
    )
    # Recorded when they were issued: a paper that became known today is told of today.
    Credential.objects.filter(provider=provider).update(changed_at=clock.start_of_day(add_months(today, -8)))
    return provider


def own_contract(
    practice: Practice,
    payer: Payer,
    owner: User,
    scope: ContractScope = ContractScope.GROUP,
    provider: Provider | None = None,
) -> Contract:
    contract: Contract = Contract.objects.create(
        payer=payer,
        practice=practice,
        provider=provider,
        holder_kind=HolderKind.CLINICIAN if provider else HolderKind.PRACTICE,
        scope=scope,
        controlling_npi=provider.npi if provider else practice.npi,
        executed_on=dt.date(2022, 6, 1) if provider is None else dt.date(2023, 5, 8),
        effective_on=dt.date(2022, 7, 1) if provider is None else dt.date(2023, 5, 15),
        verified_on=dt.date(2026, 2, 3),
        verified_by=owner,
        evidence="Countersigned agreement on file",
        recorded_at=clock.start_of_day(dt.date(2026, 2, 3)),
    )
    return contract


def keep_contacts(organization: Organization, payers: Sequence[Payer]) -> None:
    known = set(PayerContact.objects.values_list("payer_id", flat=True))
    PayerContact.objects.bulk_create(
        PayerContact(
            organization=organization,
            payer=payer,
            department="Provider enrollment",
            phone=f"800-555-01{40 + place:02d}",
            hours="Mon-Fri 8:00-17:00 local",
        )
        for place, payer in enumerate(payers)
        if payer.pk not in known
    )
