"""How is a paper that expires added, renewed or attested? The old row stays, pointing at the new one."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from providers import expirables, keeping_files
from providers.enums import CredentialKind
from providers.models import Credential, Provider


def add(provider: Provider, *, values: dict[str, Any], actor: User | None) -> Credential:
    """Record a license, registration, policy or certificate; raises `Refused` when it is there already."""
    same = Credential.objects.filter(
        provider=provider, kind=values["kind"], state=values.get("state", ""), replaced_by=None
    )
    number = values.get("number", "")
    if number and same.filter(number__iexact=number, expires_on=values.get("expires_on")).exists():
        raise keeping_files.Refused("This very paper is already in the file. Renew it when its dates change.")
    row = Credential(provider=provider, **values)
    return keeping_files.add(
        row, actor=actor, action="credential.added", summary=f"Added {row} of {provider.full_name}"
    )


def correct(credential: Credential, *, version: int, values: dict[str, Any], actor: User | None) -> None:
    """Correct what was typed about a paper; a new term is a renewal, not a correction. Raises `Stale`."""
    keeping_files.change(
        credential,
        version=version,
        values=values,
        actor=actor,
        action="credential.changed",
        what=f"{credential} of {credential.provider.full_name}",
    )


@transaction.atomic
def renew(
    old: Credential,
    *,
    version: int,
    values: dict[str, Any],
    actor: User | None,
    seen_term: int | None = None,
) -> Credential:
    """Record the next term of a paper and keep the old one; raises `Refused` and `Stale`.

    `values` are number, issuer, issued_on, expires_on, verified_on and note of the new term. When somebody
    else has recorded the next term meanwhile, its id must come as `seen_term` and its version as `version`:
    the values then go over it.
    """
    ends = values.get("expires_on")
    if old.expires_on and ends and ends <= old.expires_on:
        raise keeping_files.Refused(
            f"The new term must end after {day_words(old.expires_on)}, when the present one ends. "
            "If that date is mistyped, correct it instead."
        )
    if old.replaced_by is None:
        return _replace(old, version, values, "credential.renewed", actor)
    return _over(old, old.replaced_by, seen_term, version, values, actor)


def _over(
    old: Credential,
    new: Credential,
    seen_term: int | None,
    version: int,
    values: dict[str, Any],
    actor: User | None,
) -> Credential:
    """Put the values over the next term that was recorded meanwhile, once it has been seen."""
    if new.replaced_by_id is not None:
        raise keeping_files.Refused("This one was renewed before, and again since. Renew the latest one.")
    if seen_term != new.pk:
        raise Stale(f"{old} of {old.provider.full_name}")
    correct(new, version=version, values=values, actor=actor)
    new.refresh_from_db()
    return new


@transaction.atomic
def attest(provider: Provider, kind: str, *, attested_on: dt.date, actor: User | None) -> Credential:
    """Record an attestation; its last good day follows from the kind and the states of the licenses.

    Raises `Refused` for a day ahead of today or not after the last attestation.
    """
    if attested_on > clock.today():
        raise keeping_files.Refused("This day is still to come. Record the attestation once it is made.")
    # The lock keeps two people from both renewing the same last attestation.
    Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    licenses = Credential.objects.filter(provider=provider, kind=CredentialKind.LICENSE, replaced_by=None)
    ends = expirables.attestation_ends(kind, attested_on, licenses.values_list("state", flat=True))
    values = {"issued_on": attested_on, "expires_on": ends}
    before = Credential.objects.filter(provider=provider, kind=kind, replaced_by=None)
    last = before.select_related("provider").order_by("-issued_on", "-pk").first()
    if last is None:
        return add(provider, values={"kind": kind, **values}, actor=actor)
    if last.issued_on and attested_on <= last.issued_on:
        raise keeping_files.Refused(
            f"An attestation of {day_words(last.issued_on)} is recorded already. Give a later day."
        )
    return _replace(last, last.version, values, "credential.attested", actor)


def _replace(
    old: Credential, version: int, values: dict[str, Any], action: str, actor: User | None
) -> Credential:
    provider = old.provider
    new = keeping_files.add(
        Credential(provider=provider, kind=old.kind, state=old.state, **values),
        actor=actor,
        action=action,
        summary=f"Renewed {old} of {provider.full_name}",
    )
    keeping_files.change(
        old,
        version=version,
        values={"replaced_by_id": new.pk},
        actor=actor,
        action="credential.replaced",
        what=f"{old} of {provider.full_name}",
    )
    return new
