"""Which recorded forecasts are judged by which decisions, and which are left out? One per application."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from enrollments.enums import Status
from enrollments.models import Application
from enrollments.states import OPEN
from forecast.calibration import LEVELS, Case, Days, judged_place
from forecast.models import Forecast

# Calendar days after sending, at least.
AFTER = (0, 30, 60, 90)
USUAL = 0
# Calendar days back that forecasts are judged; older ones say little of today's model.
BACK = 730
# Where a day of decision means an approval; those given up after it were approved all the same.
_APPROVED = (
    Status.APPROVED,
    Status.LOADING,
    Status.ACTIVE,
    Status.ENDED,
    Status.WITHDRAWN,
    Status.DECLINED_BY_US,
)
_SAID = tuple(f"approval_{level}" for level in LEVELS)
_PUBLISHED = tuple(f"published_{level}" for level in LEVELS)
_APPLICATION = (
    "application_id", "application__submitted_on", "application__decided_on", "application__status",
    "application__status_since", "application__provider__first_name", "application__provider__last_name",
    "application__practice__legal_name", "payer_id", "payer__name", "approval_95",
)  # fmt: skip


@dataclass(slots=True)
class Judged:
    """The cases of a number of days after sending, and what is left out: counted, never silently dropped."""

    after: int
    since: dt.date
    cases: list[Case] = field(default_factory=list)
    unsaid: int = 0  # approved, but the forecast of that day named no range
    young: int = 0  # the forecast's 95 % day is still to come
    still_open: int = 0  # that day is over, and the application is open: later than the range, if ever
    otherwise: int = 0  # ended without approval


def judged(applications: QuerySet[Application], today: dt.date, after: int = USUAL) -> Judged:
    """Return the forecasts of the last two years that are judged, one per application.

    `applications` are those the reader may see. A forecast is judged once its 95 % day is over, which the forecast
    decides and not what came of it. The truth is the day of decision as known now. One query.
    """
    found = Judged(after, today - dt.timedelta(days=BACK))
    rows = Forecast.objects.filter(
        application__in=applications, application__submitted_on__isnull=False, made_on__gte=found.since
    ).order_by("application_id", "made_on", "pk")
    read = rows.values(*_APPLICATION, "made_on", *_SAID, *_PUBLISHED).iterator(chunk_size=5000)
    for _, told in groupby(read, key=lambda row: row["application_id"]):
        _judge(found, list(told), today)
    found.cases.sort(key=lambda case: (case.decided_on, case.application), reverse=True)
    return found


def _judge(found: Judged, told: list[dict[str, Any]], today: dt.date) -> None:
    """Count one application: its forecasts in the order they were made."""
    status, decided_on = told[0]["application__status"], told[0]["application__decided_on"]
    approved = status in _APPROVED and decided_on is not None
    is_open = status in OPEN and not approved
    ended_on = decided_on if approved else None if is_open else told[0]["application__status_since"]
    place = judged_place(
        [row["made_on"] for row in told], told[0]["application__submitted_on"], ended_on, found.after
    )
    if place is None:
        return
    row = told[place]
    said = _days(row, _SAID)
    if said is None:
        found.unsaid += approved
    elif row["approval_95"] > today:
        found.young += 1
    elif approved:
        found.cases.append(_case(row, said))
    elif is_open:
        found.still_open += 1
    else:
        found.otherwise += 1


def _case(row: dict[str, Any], said: Days) -> Case:
    last = row["application__provider__last_name"]
    return Case(
        application=row["application_id"],
        who=f"{row['application__provider__first_name']} {last}"
        if last
        else row["application__practice__legal_name"],
        payer_id=row["payer_id"],
        payer=row["payer__name"],
        made_on=row["made_on"],
        decided_on=row["application__decided_on"],
        said=said,
        published=_days(row, _PUBLISHED),
    )


def _days(row: dict[str, Any], names: tuple[str, ...]) -> Days | None:
    days = tuple(row[name] for name in names)
    return None if None in days else days
