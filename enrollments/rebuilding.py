"""Does every cached status and milestone equal what the log folds to? Compares in batches, and mends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from enrollments.as_of import BATCH, logs_of
from enrollments.cached_state import expected
from enrollments.fold import fold
from enrollments.models import Application


@dataclass(frozen=True, slots=True)
class Difference:
    """One application whose columns do not say what its log says: {column: [cached, folded]}."""

    application_id: int
    columns: dict[str, list[Any]]

    def __str__(self) -> str:
        told = ", ".join(
            f"{name} is {old!r}, the log says {new!r}" for name, (old, new) in self.columns.items()
        )
        return f"application {self.application_id}: {told}"


def differences(organization_slug: str | None = None) -> tuple[int, list[Difference]]:
    """Return how many applications were compared, and those that differ from their logs."""
    rows: QuerySet[Application] = Application.objects.order_by("pk")
    if organization_slug:
        rows = rows.filter(organization__slug=organization_slug)
    found: list[Difference] = []
    compared = last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        compared += len(batch)
        logs = logs_of(application.pk for application in batch)
        for application in batch:
            difference = _difference(application, logs.get(application.pk, []))
            if difference is not None:
                found.append(difference)
    return compared, found


def _difference(application: Application, log: Sequence[Any]) -> Difference | None:
    wanted = expected(application, fold(log))
    columns = {
        name: [getattr(application, name), value]
        for name, value in wanted.items()
        if (getattr(application, name) or None) != (value or None)
    }
    return Difference(application.pk, columns) if columns else None


def mend(found: Sequence[Difference]) -> int:
    """Write what the logs say over what differs; each application in its own transaction."""
    for difference in found:
        values = {name: new for name, (_, new) in difference.columns.items()}
        with transaction.atomic():
            Application.objects.filter(pk=difference.application_id).update(**values)
    return len(found)
