"""Which clinician works at which practice, and since when: added and changed without overlaps."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from credtrack.kernel.dates import day_words, overlap
from providers import keeping_files
from providers.models import Affiliation, Practice, Provider


@transaction.atomic
def affiliate(
    provider: Provider,
    practice: Practice,
    *,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    actor: User | None,
) -> Affiliation:
    """Record that the clinician works at the practice; raises `Refused` when the days overlap another span."""
    _no_overlap(provider, practice, starts_on, ends_on, except_pk=None)
    return keeping_files.add(
        Affiliation(provider=provider, practice=practice, starts_on=starts_on, ends_on=ends_on),
        actor=actor,
        action="affiliation.added",
        summary=f"{provider.full_name} works at {practice}",
    )


@transaction.atomic
def change(
    affiliation: Affiliation,
    *,
    version: int,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    actor: User | None,
) -> None:
    """Change the days of an affiliation; raises `Refused` for overlaps and `Stale` for a second editor."""
    _no_overlap(affiliation.provider, affiliation.practice, starts_on, ends_on, except_pk=affiliation.pk)
    keeping_files.change(
        affiliation,
        version=version,
        values={"starts_on": starts_on, "ends_on": ends_on},
        actor=actor,
        action="affiliation.changed",
        what=f"the affiliation of {affiliation.provider.full_name} with {affiliation.practice}",
    )


def _no_overlap(
    provider: Provider,
    practice: Practice,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    except_pk: int | None,
) -> None:
    # Locking the clinician makes two people adding the same affiliation wait for one another.
    Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    wanted = (starts_on or dt.date.min, ends_on)
    others = Affiliation.objects.filter(provider=provider, practice=practice).exclude(pk=except_pk)
    for other in others:
        if overlap(wanted, (other.starts_on or dt.date.min, other.ends_on)):
            since = f"since {day_words(other.starts_on)}" if other.starts_on else "already"
            until = f" until {day_words(other.ends_on)}" if other.ends_on else ""
            raise keeping_files.Refused(
                f"{provider.full_name} works at {practice} {since}{until}. Change that entry instead of adding another."
            )
