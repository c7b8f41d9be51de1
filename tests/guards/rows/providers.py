"""The access table of the providers room."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from providers.models import Practice, Provider
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    CredentialFactory,
    DocumentFactory,
    LocationFactory,
    PracticeFactory,
    ProviderFactory,
    TaxIdentityFactory,
)
from tests.guards.rows.row import Row, post

C = Capability
READS = (C.VIEW, C.VIEW_OWN_FILE)
KEEPS = (C.EDIT_PROVIDERS, C.EDIT_OWN_FILE)
Kwargs = Mapping[str, Any]


def made_clinician(organization: Organization, own: Membership | None) -> Provider:
    """Return a clinician of the organization; the clinician's seat `own`, if given, is theirs."""
    provider: Provider = ProviderFactory(organization=organization)
    if own is not None:
        ClinicianLinkFactory(organization=organization, membership=own, provider=provider)
    return provider


def made_practice(organization: Organization) -> Practice:
    practice: Practice = PracticeFactory(organization=organization)
    return practice


def _clinician(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_clinician(organization, own).pk}


def _credential(organization: Organization, own: Membership | None) -> Kwargs:
    provider = made_clinician(organization, own)
    return {"pk": CredentialFactory(organization=organization, provider=provider).pk}


def _affiliation(organization: Organization, own: Membership | None) -> Kwargs:
    provider, practice = made_clinician(organization, own), made_practice(organization)
    return {"pk": AffiliationFactory(organization=organization, provider=provider, practice=practice).pk}


def _document(organization: Organization, own: Membership | None) -> Kwargs:
    provider = made_clinician(organization, own)
    return {"pk": DocumentFactory(organization=organization, provider=provider).pk}


def _practice(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_practice(organization).pk}


def _location(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": LocationFactory(organization=organization, practice=made_practice(organization)).pk}


def _tax_identity(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": TaxIdentityFactory(organization=organization, practice=made_practice(organization)).pk}


def _edit(build: Any = None) -> Row:
    return Row((C.EDIT_PROVIDERS,), build=build, by_practice=build is not None)


PROVIDERS: dict[str, Row] = {
    "providers:list": Row(READS),
    "providers:add": _edit(),
    "providers:npi_lookup": post(C.EDIT_PROVIDERS, ok=200),
    "providers:detail": Row(READS, build=_clinician, by_practice=True),
    "providers:card": Row(READS, build=_clinician, by_practice=True, htmx=True),
    "providers:edit": _edit(_clinician),
    "providers:readiness": Row(READS, build=_clinician, by_practice=True, htmx=True),
    "providers:compare_clinician": post(C.EDIT_PROVIDERS, build=_clinician, by_practice=True),
    "providers:credential_add": _edit(_clinician),
    "providers:attest": Row(KEEPS, build=_clinician, by_practice=True),
    "providers:affiliation_add": _edit(_clinician),
    "providers:document_add": Row(KEEPS, build=_clinician, by_practice=True),
    "providers:credential_edit": _edit(_credential),
    "providers:credential_renew": _edit(_credential),
    "providers:affiliation_edit": _edit(_affiliation),
    "providers:document": Row(READS, build=_document, by_practice=True),
    "providers:document_archive": post(C.EDIT_PROVIDERS, build=_document, by_practice=True),
    "providers:document_restore": post(C.EDIT_PROVIDERS, build=_document, by_practice=True),
    "providers:practices": Row((C.VIEW,)),
    "providers:practice_add": _edit(),
    "providers:choose_practice": post(*READS),
    "providers:practice_npi_lookup": post(C.EDIT_PROVIDERS, ok=200),
    "providers:practice": Row((C.VIEW,), build=_practice, by_practice=True),
    "providers:practice_edit": _edit(_practice),
    "providers:compare_practice": post(C.EDIT_PROVIDERS, build=_practice, by_practice=True),
    "providers:location_add": _edit(_practice),
    "providers:tax_identity_add": _edit(_practice),
    "providers:practice_document_add": _edit(_practice),
    "providers:location_edit": _edit(_location),
    "providers:tax_identity_edit": _edit(_tax_identity),
    "providers:tax_identity_remove": post(C.EDIT_PROVIDERS, build=_tax_identity, by_practice=True),
}
