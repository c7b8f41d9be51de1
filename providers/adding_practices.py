"""How does a practice come into the file, and how are its facts and locations changed?"""

from typing import Any

from django.db import transaction

from accounts.models import Membership, User
from providers import keeping_files, visibility
from providers.models import Location, Practice, PracticeGrant


@transaction.atomic
def add(*, actor: User | None, values: dict[str, Any], grant_to: Membership | None = None) -> Practice:
    """Add a practice; `grant_to` is a limited member who shall see it. Raises `keeping_files.Refused`."""
    practice = keeping_files.add(
        Practice(**values), actor=actor, action="practice.added", summary=f"Added {values['legal_name']}"
    )
    if grant_to is not None:
        PracticeGrant.objects.create(membership=grant_to, practice=practice)
        visibility.forget(grant_to)
    return practice


def edit(practice: Practice, *, version: int, values: dict[str, Any], actor: User | None) -> None:
    """Change a practice's facts; raises `accounts.stale.Stale` and `keeping_files.Refused`."""
    keeping_files.change(
        practice,
        version=version,
        values=values,
        actor=actor,
        action="practice.changed",
        what=f"the file of {practice}",
    )


def add_location(practice: Practice, *, values: dict[str, Any], actor: User | None) -> Location:
    """Add a place where clients are seen."""
    return keeping_files.add(
        Location(practice=practice, **values),
        actor=actor,
        action="location.added",
        summary=f"Added the location {values['name']} of {practice}",
    )


def edit_location(location: Location, *, version: int, values: dict[str, Any], actor: User | None) -> None:
    """Change a location; raises `accounts.stale.Stale`."""
    keeping_files.change(
        location,
        version=version,
        values=values,
        actor=actor,
        action="location.changed",
        what=f"the location {location.name} of {location.practice}",
    )
