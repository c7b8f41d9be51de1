"""Practices, clinicians and what must stay current about them: one noun per file."""

from providers.models.access import ClinicianLink, PracticeGrant
from providers.models.affiliation import Affiliation
from providers.models.credential import Credential
from providers.models.document import Document
from providers.models.practice import Location, Practice, TaxIdentity
from providers.models.provider import Provider
from providers.models.registry import NppesRecord, Taxonomy

__all__ = [
    "Affiliation",
    "ClinicianLink",
    "Credential",
    "Document",
    "Location",
    "NppesRecord",
    "Practice",
    "PracticeGrant",
    "Provider",
    "TaxIdentity",
    "Taxonomy",
]
