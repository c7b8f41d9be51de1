"""Practices, clinicians and what belongs to their files, with numbers that pass the checks."""

import datetime as dt
from typing import Any

import factory
from stdnum import luhn

from credtrack.kernel import clock, encryption
from providers.enums import CredentialKind, DocumentKind, TaxIdKind
from providers.models import (
    Affiliation,
    ClinicianLink,
    Credential,
    Document,
    Location,
    NppesRecord,
    Practice,
    PracticeGrant,
    Provider,
    TaxIdentity,
    Taxonomy,
)
from tests.factories.tenant import TenantFactory, today


def npi(number: int, first_digit: int = 1) -> str:
    """Return the `number`th well-formed NPI: nine digits and the Luhn digit over 80840 and them."""
    base = f"{first_digit}{number:08d}"
    return base + str(luhn.calc_check_digit("80840" + base))


class PracticeFactory(TenantFactory):
    class Meta:
        model = Practice

    legal_name = factory.Sequence(lambda n: f"Practice {n} LLC")
    npi = factory.Sequence(lambda n: npi(50_000_000 + n))
    state = "PA"
    phone = "215-555-0100"


class LocationFactory(TenantFactory):
    class Meta:
        model = Location

    practice = factory.SubFactory(PracticeFactory, organization=factory.SelfAttribute("..organization"))
    organization = None
    name = "Main office"
    address_1 = "12 Maple Street"
    city = "Philadelphia"
    state = "PA"
    postal_code = "19103"


class TaxIdentityFactory(TenantFactory):
    """An EIN of a campus prefix that exists; `number=` sets another one."""

    class Meta:
        model = TaxIdentity

    practice = factory.SubFactory(PracticeFactory, organization=factory.SelfAttribute("..organization"))
    organization = None
    kind = TaxIdKind.EIN
    number = factory.Sequence(lambda n: f"23{n:07d}")
    number_index = factory.LazyAttribute(lambda row: encryption.blind_index(row.number))
    last_four = factory.LazyAttribute(lambda row: row.number[-4:])
    is_primary = True


class ProviderFactory(TenantFactory):
    class Meta:
        model = Provider

    first_name = factory.Sequence(lambda n: f"Dana{n}")
    last_name = factory.Sequence(lambda n: f"Whitfield{n}")
    degree = "LPC"
    npi = factory.Sequence(lambda n: npi(n + 1))
    taxonomy = "101YP2500X"
    caqh_id = factory.Sequence(lambda n: f"{13_000_000 + n}")
    email = factory.Sequence(lambda n: f"clinician{n}@example.com")


class AffiliationFactory(TenantFactory):
    class Meta:
        model = Affiliation

    provider = factory.SubFactory(ProviderFactory, organization=factory.SelfAttribute("..organization"))
    practice = factory.SubFactory(PracticeFactory, organization=factory.SelfAttribute("..organization"))
    organization = None
    starts_on = dt.date(2024, 1, 1)


class CredentialFactory(TenantFactory):
    """A Pennsylvania license that expires in a year."""

    class Meta:
        model = Credential

    provider = factory.SubFactory(ProviderFactory, organization=factory.SelfAttribute("..organization"))
    organization = None
    kind = CredentialKind.LICENSE
    state = "PA"
    number = factory.Sequence(lambda n: f"PC{n:06d}")
    issued_on = dt.date(2020, 1, 1)
    expires_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=365))


class DocumentFactory(TenantFactory):
    """A document's row with a small stored file; give `provider=` or `practice=`."""

    class Meta:
        model = Document

    provider = factory.SubFactory(ProviderFactory, organization=factory.SelfAttribute("..organization"))
    organization = None
    kind = DocumentKind.LICENSE
    title = factory.Sequence(lambda n: f"License {n}.pdf")
    file = factory.django.FileField(filename="license.pdf", data=b"%PDF-1.4\n%%EOF\n")
    size = 15
    content_type = "application/pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class PracticeGrantFactory(TenantFactory):
    class Meta:
        model = PracticeGrant


class ClinicianLinkFactory(TenantFactory):
    class Meta:
        model = ClinicianLink


class NppesRecordFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]
    class Meta:
        model = NppesRecord

    npi = factory.Sequence(lambda n: npi(20_000_000 + n))
    entity_type = 1
    data: dict[str, Any] = {}
    read_from = "npidata_pfile.csv"
    read_at = factory.LazyFunction(clock.now)


class TaxonomyFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]
    class Meta:
        model = Taxonomy
        django_get_or_create = ("code",)

    code = "101YP2500X"
    grouping = "Behavioral Health & Social Service Providers"
    classification = "Counselor"
    specialization = "Professional"
    display_name = "Professional Counselor"
