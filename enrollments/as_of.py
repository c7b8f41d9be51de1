"""How did every application stand on a day, as known on another? Folds many logs with few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from credtrack.kernel import clock
from enrollments.enums import Kind
from enrollments.fold import Folded, LogRow, as_of, fold
from enrollments.log_reading import log_rows
from enrollments.models import Application, FollowUp, Transition

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """An application as it stood; `follow_up_on` is the earliest follow-up that was open then."""

    application: Application
    state: Folded
    follow_up_on: dt.date | None

    def as_object(self) -> dict[str, Any]:
        """Return the object that the command line prints: ISO dates, `None` where nothing is known."""
        application, state = self.application, self.state
        provider = application.provider
        return {
            "sheet": None,
            "row": None,
            "id": application.pk,
            "provider": provider.full_name if provider else None,
            "npi": (provider.npi if provider else application.practice.npi) or None,
            "payer": str(application.payer),
            "state": application.state or None,
            "practice_or_group": application.practice.legal_name,
            "kind": Kind(application.kind).value,
            "status": state.status.value if state.status else None,
            "submitted_on": _iso(state.submitted_on),
            "approved_on": _iso(state.decided_on),
            "effective_on": _iso(state.effective_on),
            "follow_up_on": _iso(self.follow_up_on),
            "reference": state.reference or None,
        }


def standings(
    applications: QuerySet[Application],
    on: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> Iterator[Standing]:
    """Yield each application that existed on the calendar date `on`, as recorded by `known_on`.

    Without dates the logs are folded to now. Applications opened later are left out.
    """
    rows = applications.select_related("provider", "practice", "payer").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        logs = logs_of(application.pk for application in batch)
        follow_ups = _open_follow_ups([application.pk for application in batch], on, known_on)
        for application in batch:
            state = fold(as_of(logs.get(application.pk, []), on, known_on))
            if state.status is not None:
                yield Standing(application, state, follow_ups.get(application.pk))


def logs_of(application_ids: Iterable[int]) -> dict[int, list[LogRow]]:
    """Return the log of each application, read with one query."""
    logs: dict[int, list[LogRow]] = defaultdict(list)
    for application_id, row in log_rows(Transition.objects.filter(application__in=list(application_ids))):
        logs[application_id].append(row)
    return logs


def _open_follow_ups(ids: list[int], on: dt.date | None, known_on: dt.datetime | None) -> dict[int, dt.date]:
    """Return the earliest follow-up open at the end of `on` (and of what was known), per application."""
    moments = [moment for moment in (clock.end_of_day(on) if on else None, known_on) if moment]
    moment = min(moments, default=None)
    # One that was put off later was open until then: `done_at` says when it was closed, either way.
    rows = FollowUp.objects.filter(application__in=ids)
    earliest: dict[int, dt.date] = {}
    for application_id, due_on, created_at, done_at in rows.values_list(
        "application_id", "due_on", "created_at", "done_at"
    ):
        is_open = (
            done_at is None if moment is None else created_at <= moment and (not done_at or done_at > moment)
        )
        if is_open and (application_id not in earliest or due_on < earliest[application_id]):
            earliest[application_id] = due_on
    return earliest


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
