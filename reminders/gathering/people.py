"""Reads who and what a record concerns, from columns joined to it: ids, names, whoever owns it."""

from collections.abc import Sequence
from typing import Any

from reminders.facts import About

# In this order behind whatever leads to the application ("application__").
APPLICATION_COLUMNS = (
    "provider_id",
    "practice_id",
    "payer_id",
    "owner_id",
    "state",
    "provider__first_name",
    "provider__last_name",
    "provider__suffix",
    "practice__dba",
    "practice__legal_name",
    "payer__name",
)


def about_application(application_id: int, named: Sequence[Any], assigned_to: int | None = None) -> About:
    """Return whom an application concerns; `named` holds `APPLICATION_COLUMNS`."""
    provider_id, practice_id, payer_id, owner_id, state, first, last, suffix, dba, legal, payer = named
    who = " ".join(part for part in (first, last, suffix) if part) or dba or legal
    return About(
        application_id=application_id,
        provider_id=provider_id,
        practice_id=practice_id,
        payer_id=payer_id,
        assigned_to=assigned_to or owner_id,
        who=who,
        payer=payer,
        state=state,
    )
