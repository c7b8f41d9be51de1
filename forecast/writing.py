"""What of a refresh is written? Forecasts that say something new; the outlook and its sums where they differ.

Everything goes into one transaction under a lock on the organization, so that two workers with the same
news write it once.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from accounts.models import Organization
from credtrack.kernel import clock, scope
from credtrack.kernel.bulk_insert import insert_rows, reserve_ids
from forecast.models import Forecast, MonthOutlook, Outlook, TimeSpent
from forecast.predicting import LEVELS, PUBLISHED_LEVELS
from forecast.rows import OutlookRow

# What a forecast says; when none of it differs, nothing is written.
_SAID = (
    "stage", "waiting_since",
    *(f"approval_{level}" for level in LEVELS),
    *(f"billable_{level}" for level in LEVELS),
    *(f"published_{level}" for level in PUBLISHED_LEVELS),
    "chance_other", "overdue", "basis", "basis_words", "decisions",
)  # fmt: skip
_FORECAST = (
    "id",
    "organization_id",
    "application_id",
    "made_on",
    "made_at",
    "fingerprint",
    "payer_id",
    *_SAID,
)
_SHOWN = (20, 50, 80, 95)
_OUTLOOK = (
    "application_id", "forecast_id", "practice_id", "payer_id", "state", "owner_id", "provider_id",
    "refreshed_on", "status", "status_since", "clock", "stage", "basis", "risk", "risk_rank",
    *(f"approval_{level}" for level in _SHOWN),
    *(f"billable_{level}" for level in _SHOWN),
    "chance_other", "moved_days", "statute_on", "statute_citation",
)  # fmt: skip
_SLICE = ("practice_id", "payer_id", "state", "owner_id")
_MONTH = (*_SLICE, "month", "expected", "variance", "applications")
_TIME = (*_SLICE, "stage", "clock", "days", "applications")
_CHUNK = 5000
# A forecast is held against the one that was in force so many days before.
MOVED_SINCE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Written:
    """How many forecasts and how many outlooks were written."""

    forecasts: int
    outlooks: int


def write(
    on: dt.date,
    rows: Sequence[OutlookRow],
    months: Iterable[tuple[Any, ...]],
    time: Iterable[tuple[Any, ...]],
) -> Written:
    """Write what is new for the open organization; returns what was written."""
    organization_id = scope.current().organization_id
    with transaction.atomic():
        _locked(organization_id)
        last = _last_forecasts([row.application_id for row in rows])
        fresh = [row for row in rows if last.get(row.application_id, (0, ()))[1] != said_values(row)]
        ids = dict(zip((row.application_id for row in fresh), _ids(len(fresh)), strict=True))
        made_at = clock.now()
        head = (on, made_at)
        insert_rows(
            Forecast,
            _FORECAST,
            (
                (ids[row.application_id], organization_id, row.application_id, *head, row.fingerprint,
                 row.payer_id, *said_values(row))
                for row in fresh
            ),
        )  # fmt: skip
        numbers = {pk: found[0] for pk, found in last.items()} | ids
        before = likely_before(on)
        wanted = {
            row.application_id: _outlook_values(row, numbers[row.application_id], on, before) for row in rows
        }
        outlooks = _replace_outlooks(organization_id, wanted)
        _replace(MonthOutlook, _MONTH, organization_id, months)
        _replace(TimeSpent, _TIME, organization_id, time)
    return Written(len(fresh), outlooks)


def _locked(organization_id: int) -> None:
    rows = Organization.objects.filter(pk=organization_id)
    # Rows that name the organization may still be inserted meanwhile: the key itself stays free.
    weak = connection.features.has_select_for_no_key_update
    rows.select_for_update(no_key=weak).values_list("pk", flat=True).get()


def _ids(count: int) -> list[int]:
    return reserve_ids(Forecast, count) if count else []


def said_values(row: OutlookRow) -> tuple[Any, ...]:
    """Return what the forecast of a row says, in the order of its columns."""
    return (
        row.stage.value, row.waiting_since, *row.approval, *row.billable, *row.published,
        row.chance_other, row.overdue, row.basis.value, row.basis_words, row.decisions,
    )  # fmt: skip


def _last_forecasts(application_ids: Sequence[int]) -> dict[int, tuple[int, tuple[Any, ...]]]:
    """Return the newest forecast of each application: its id and what it said."""
    columns = [f"forecast__{name}" for name in _SAID]
    rows = Outlook.objects.filter(forecast__isnull=False).order_by()
    found = {
        row[0]: (row[1], tuple(row[2:]))
        for row in rows.values_list("application_id", "forecast_id", *columns).iterator(chunk_size=_CHUNK)
    }
    # Closed for a while and open again: its outlook was dropped, its forecasts are still there.
    rest = [pk for pk in application_ids if pk not in found]
    if rest and Forecast.objects.exists():
        for start in range(0, len(rest), _CHUNK):
            older = Forecast.objects.filter(application__in=rest[start : start + _CHUNK])
            for row in older.order_by("made_on", "pk").values_list("application_id", "pk", *_SAID):
                found[row[0]] = (row[1], tuple(row[2:]))
    return found


def _outlook_values(
    row: OutlookRow, forecast_id: int, on: dt.date, before: dict[int, dt.date | None]
) -> tuple[Any, ...]:
    now, then = row.approval[LEVELS.index(50)], before.get(row.application_id)
    shown = [LEVELS.index(level) for level in _SHOWN]
    return (
        row.application_id, forecast_id, row.practice_id, row.payer_id, row.state, row.owner_id,
        row.provider_id, on, row.status, row.status_since, row.clock, row.stage.value, row.basis.value,
        row.risk.value, row.risk_rank,
        *(row.approval[place] for place in shown),
        *(row.billable[place] for place in shown),
        row.chance_other, (now - then).days if now and then else None,
        row.statute.on, row.statute.citation,
    )  # fmt: skip


def likely_before(on: dt.date) -> dict[int, dt.date | None]:
    """Return the likely approval of each open application as it was said a week before `on`."""
    said = Forecast.objects.filter(
        application=models.OuterRef("application"), made_on__lte=on - dt.timedelta(days=MOVED_SINCE_DAYS)
    )
    newest = models.Subquery(said.order_by("-made_on", "-pk").values("approval_50")[:1])
    rows = Outlook.objects.order_by().annotate(said_before=newest)
    return dict(rows.values_list("application_id", "said_before").iterator(chunk_size=_CHUNK))


def _replace_outlooks(organization_id: int, wanted: dict[int, tuple[Any, ...]]) -> int:
    """Let the outlooks be `wanted`, touching only those that differ; returns how many were written."""
    gone, kept = [], set()
    for row in Outlook.objects.order_by().values_list(*_OUTLOOK).iterator(chunk_size=_CHUNK):
        if wanted.get(row[0]) == row:
            kept.add(row[0])
        else:
            gone.append(row[0])
    if gone and not kept:
        Outlook.objects.all().delete()
    for start in range(0, len(gone) if kept else 0, _CHUNK):
        Outlook.objects.filter(application__in=gone[start : start + _CHUNK]).delete()
    new = [values for pk, values in wanted.items() if pk not in kept]
    insert_rows(Outlook, ("organization_id", *_OUTLOOK), ((organization_id, *values) for values in new))
    return len(new)


def _replace(
    model: type[models.Model], columns: Sequence[str], organization_id: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Let the sums be `rows`; nothing is touched when they are so already."""
    manager: Any = model._default_manager
    wanted = list(rows)
    known = list(manager.order_by("pk").values_list(*columns))
    if known == wanted:
        return
    manager.all().delete()
    insert_rows(model, ("organization_id", *columns), ((organization_id, *row) for row in wanted))
