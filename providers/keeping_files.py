"""How is a row of a file added or changed? One door: version checked, audit row, one transaction."""

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale

M = TypeVar("M", bound=models.Model)


class Refused(ValueError):
    """The change cannot be made; the text tells the person why and what to do instead."""


def add(row: M, *, actor: User | None, action: str, summary: str) -> M:
    """Save a new row with its audit row; raises `Refused` when the database holds its like already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(actor, action, row, summary)
    except IntegrityError as failure:
        raise _taken(row) from failure
    return row


def change(
    row: models.Model, *, version: int, values: dict[str, Any], actor: User | None, action: str, what: str
) -> dict[str, list[str]]:
    """Set `values` on the row as it was at `version`, and return {field: [old, new]}.

    `what` names the row to a person ("Dana Whitfield's file"). Raises `Stale` when somebody saved since
    `version` was read, `Refused` when the database holds its like already. Nothing is written when
    nothing differs.
    """
    model = type(row)
    try:
        with transaction.atomic():
            now = model._default_manager.get(pk=row.pk)
            changes = audit.changed_fields({name: getattr(now, name) for name in values}, values)
            if not changes and getattr(now, "version", None) == version:
                return {}
            won = model._default_manager.filter(pk=row.pk, version=version).update(
                version=F("version") + 1, **values
            )
            if not won:
                raise Stale(what)
            audit.record(actor, action, row, f"Changed {what}", changes)
    except IntegrityError as failure:
        raise _taken(row) from failure
    return changes


def _taken(row: models.Model) -> Refused:
    noun = row._meta.verbose_name
    return Refused(
        f"This {noun} does not fit beside what is already recorded: another one has the same name or number, "
        "or its dates are out of order."
    )
