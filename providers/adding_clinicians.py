"""How does a clinician come into the file? With the practice and the license known at that moment."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from providers import affiliating, keeping_files
from providers.enums import CredentialKind
from providers.models import Credential, Practice, Provider
from providers.nppes_records import Record

EDITED = "provider.changed"


@transaction.atomic
def add(
    *,
    actor: User | None,
    values: dict[str, Any],
    practice: Practice | None = None,
    starts_on: dt.date | None = None,
) -> Provider:
    """Add a clinician, and where they work; raises `keeping_files.Refused` for a second file of one NPI."""
    npi = values.get("npi", "")
    if npi and Provider.objects.filter(npi=npi).exists():
        raise keeping_files.Refused("Another clinician here already has this NPI. Open that file instead.")
    provider = keeping_files.add(
        Provider(**values),
        actor=actor,
        action="provider.added",
        summary=f"Added {values.get('first_name', '')} {values['last_name']}".replace("  ", " "),
    )
    if practice is not None:
        affiliating.affiliate(provider, practice, starts_on=starts_on, ends_on=None, actor=actor)
    return provider


def edit(provider: Provider, *, version: int, values: dict[str, Any], actor: User | None) -> None:
    """Change a clinician's facts; raises `accounts.stale.Stale` and `keeping_files.Refused`."""
    now = {"first_name": provider.first_name, "last_name": provider.last_name, **values}
    sort_name = Provider.sort_name_for(now["first_name"], now["last_name"])
    keeping_files.change(
        provider,
        version=version,
        values={**values, "sort_name": sort_name},
        actor=actor,
        action=EDITED,
        what=f"the file of {provider.full_name}",
    )


@transaction.atomic
def add_registry_licenses(provider: Provider, record: Record, *, actor: User | None) -> list[Credential]:
    """Take over the licenses the registry states that the file lacks; their expiry dates stay to be added."""
    have = set(
        Credential.objects.filter(provider=provider, kind=CredentialKind.LICENSE).values_list(
            "state", flat=True
        )
    )
    added: list[Credential] = []
    for row in record.taxonomies:
        if row.state and row.license and row.state not in have and len(row.state) == 2:
            have.add(row.state)
            license_ = Credential(
                provider=provider,
                kind=CredentialKind.LICENSE,
                state=row.state,
                number=row.license[:60],
                note="From the NPI registry; add the expiry date from the license.",
            )
            summary = f"Added the {row.state} license of {provider.full_name} from the NPI registry"
            added.append(keeping_files.add(license_, actor=actor, action="credential.added", summary=summary))
    return added
