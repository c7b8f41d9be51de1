"""What stands in a clinician's or a practice's file: the reads behind their pages and the readiness check."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.models import Membership
from providers import expirables
from providers.enums import CredentialKind
from providers.expirables import Expiry
from providers.models import (
    Affiliation,
    Credential,
    Document,
    Location,
    Practice,
    Provider,
    TaxIdentity,
    Taxonomy,
)
from providers.nppes import Comparison, OurFile, compare
from providers.nppes_records import Record
from providers.readiness import FileFacts, Readiness, readiness
from providers.registry import kept
from providers.visibility import visible_documents, visible_practices


@dataclass(frozen=True, slots=True)
class Paper:
    """A credential and how it stands on the day."""

    row: Credential
    expiry: Expiry


@dataclass(frozen=True, slots=True)
class RegistryView:
    """What was last read about an NPI, compared with our file."""

    rows: Sequence[Comparison]
    read_from: str
    read_at: dt.datetime


def credentials_of(provider: Provider) -> list[Credential]:
    """Return every paper of the clinician, past terms included."""
    rows = Credential.objects.filter(provider=provider).order_by("kind", "state", "-expires_on", "-pk")
    return list(rows)


def papers(credentials: Iterable[Credential], on: dt.date) -> tuple[list[Paper], list[Paper]]:
    """Return (papers that count, earlier terms), each with how it stands on the day."""
    order = {kind.value: number for number, kind in enumerate(CredentialKind)}
    rows = sorted(credentials, key=lambda row: order.get(row.kind, len(order)))
    judged = [Paper(row, expirables.expiry(row.kind, row.expires_on, on)) for row in rows]
    return (
        [paper for paper in judged if paper.row.replaced_by_id is None],
        [paper for paper in judged if paper.row.replaced_by_id is not None],
    )


def affiliations_of(provider: Provider, membership: Membership) -> list[Affiliation]:
    """Return the clinician's affiliations with practices that the member may see, current ones first."""
    rows = Affiliation.objects.filter(provider=provider, practice__in=visible_practices(membership))
    return sorted(
        rows.select_related("practice"), key=lambda row: (row.ends_on is not None, str(row.practice))
    )


def lasting(affiliations: Iterable[Affiliation], on: dt.date) -> list[Practice]:
    """Return the practices of the affiliations that have not ended by the day."""
    return [row.practice for row in affiliations if row.ends_on is None or row.ends_on >= on]


def practices_now(provider: Provider, membership: Membership, on: dt.date) -> list[Practice]:
    """Return where the clinician works on the day, as far as the member may see; one query."""
    return lasting(affiliations_of(provider, membership), on)


def licenses_of(provider: Provider, on: dt.date) -> list[Paper]:
    """Return the licenses that count, by state, each with how it stands on the day; one query."""
    rows = Credential.objects.filter(provider=provider, kind=CredentialKind.LICENSE, replaced_by=None)
    return papers(rows.order_by("state", "-expires_on", "-pk"), on)[0]


def documents_of(owner: Provider | Practice, membership: Membership) -> list[Document]:
    """Return the unarchived documents about the clinician or practice that the member may see, newest first."""
    rows = visible_documents(membership).filter(archived_at=None).select_related("uploaded_by", "practice")
    about = rows.filter(provider=owner) if isinstance(owner, Provider) else rows.filter(practice=owner)
    return list(about)


def facts_of(
    provider: Provider, practice: Practice | None, credentials: Sequence[Credential] | None = None
) -> FileFacts:
    """Gather what the readiness check asks for; `credentials` spares a query when they are at hand."""
    documents = Document.objects.filter(archived_at=None)
    own = frozenset(documents.filter(provider=provider).values_list("kind", flat=True))
    facts = FileFacts(
        npi=provider.npi,
        npi_flag=provider.npi_flag,
        taxonomy=provider.taxonomy,
        caqh_id=provider.caqh_id,
        credentials=credentials_of(provider) if credentials is None else credentials,
        document_kinds=own,
    )
    if practice is None:
        return facts
    addresses = Location.objects.filter(practice=practice).exclude(address_1="")
    papers_ = documents.filter(practice=practice, provider=None)
    return replace(
        facts,
        practice_name=str(practice),
        practice_npi=practice.npi,
        practice_npi_flag=practice.npi_flag,
        practice_has_tax_identity=TaxIdentity.objects.filter(practice=practice).exists(),
        practice_document_kinds=frozenset(papers_.values_list("kind", flat=True)),
        address_states=frozenset(addresses.values_list("state", flat=True)),
    )


def readiness_of(provider: Provider, practice: Practice | None, state: str, on: dt.date) -> Readiness:
    """Judge whether the file is complete enough to apply in `state` for `practice` on the day."""
    return readiness(facts_of(provider, practice), state, on)


def registry_view_of_provider(
    provider: Provider, credentials: Iterable[Credential], practices: Iterable[Practice]
) -> RegistryView | None:
    """Compare the file with what was last read about the NPI; no outside connection. None: never read.

    `practices` are those whose addresses the reader may see.
    """
    licenses = [
        (row.state, row.number) for row in credentials if row.kind == "license" and not row.replaced_by_id
    ]
    places = Location.objects.filter(practice_id__in=[row.pk for row in practices]).values_list(
        "state", "postal_code"
    )
    ours = OurFile(
        is_person=True,
        taxonomy=provider.taxonomy,
        first_name=provider.first_name,
        last_name=provider.last_name,
        licenses=licenses,
        addresses=list(places),
    )
    return _compared(provider.npi, ours)


def registry_view_of_practice(practice: Practice, locations: Iterable[Location]) -> RegistryView | None:
    """Compare the practice's file with what was last read about its NPI. None: never read."""
    addresses = [(place.state, place.postal_code) for place in locations]
    ours = OurFile(is_person=False, taxonomy="", organization_name=practice.legal_name, addresses=addresses)
    return _compared(practice.npi, ours)


def _compared(npi: str, ours: OurFile) -> RegistryView | None:
    row = kept(npi)
    if row is None:
        return None
    return RegistryView(compare(Record.from_json(row.data), ours), row.read_from, row.read_at)


def taxonomy_name(code: str) -> str:
    """Return the words for a taxonomy code, or nothing when the list does not have it."""
    row = Taxonomy.objects.filter(pk=code).first() if code else None
    return row.display_name if row else ""
