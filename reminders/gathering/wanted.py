"""Which dates does somebody want to know of? The question that every source of facts is asked."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models
from django.db.models import Q, QuerySet

from reminders.enums import Kind, State
from reminders.kinds import KINDS
from reminders.models import Reminder
from reminders.schedule import Days, merged, within


@dataclass(frozen=True, slots=True)
class Wanted:
    """The due dates that matter for each kind, and what is read besides.

    `recorded_since` adds what was recorded from that instant on, `unsent` the subjects of unsent
    reminders, `provider_ids`/`practice_ids` narrow everything (None: no narrowing).
    """

    today: dt.date
    days: Mapping[Kind, list[Days]]
    recorded_since: dt.datetime | None = None
    unsent: bool = False
    kinds: frozenset[Kind] = field(default_factory=lambda: frozenset(Kind))

    def of(self, kinds: Iterable[Kind]) -> list[Days]:
        """Return the due dates wanted for any of `kinds`."""
        return merged([days for kind in kinds if kind in self.kinds for days in self.days.get(kind, ())])

    def takes(self, kind: Kind, due_on: dt.date) -> bool:
        """Say whether this very date is wanted, apart from what is read besides."""
        return kind in self.kinds and within(due_on, self.days.get(kind, ()))


def in_days(column: str, ranges: Iterable[Days]) -> Q:
    """Return the condition that a date column lies in one of `ranges`; no range matches no row."""
    condition = Q(pk__in=[])
    for days in ranges:
        condition |= Q(**{f"{column}__range": days})
    return condition


def unsent_subjects(kinds: Iterable[Kind]) -> QuerySet[Reminder, int]:
    """Return the numbers of the records that unsent reminders of `kinds` speak of, as a subquery."""
    rows = Reminder.objects.filter(state=State.PLANNED, kind__in=[kind.value for kind in kinds])
    return rows.order_by().values_list("subject_id", flat=True)


def kinds_about(subject: str) -> list[Kind]:
    """Return the kinds that speak of one sort of record."""
    return [kind for kind, spec in KINDS.items() if spec.subject == subject]


def any_of(model: type[models.Model], *conditions: Q) -> Q:
    """Return the condition that a row meets one of `conditions`, each of which finds its rows by its index.

    Joined by OR they would be checked against every row of the table.
    """
    rows = [cast(Any, model).objects.filter(condition).order_by().values("pk") for condition in conditions]
    return Q(pk__in=rows[0].union(*rows[1:])) if len(rows) > 1 else Q(pk__in=rows[0])
