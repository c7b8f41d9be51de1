"""Which bars does the timeline hold? A page of open applications, worst risk first, or grouped."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from credtrack.kernel.light_rows import light_rows
from dashboards.outlook.narrowing import Grouped, Narrowed, in_month
from forecast.models import Outlook

PER_PAGE = 25
_READS = (
    "application_id", "state", "status", "status_since", "clock", "stage", "risk", "approval_20", "approval_50",
    "approval_80", "approval_95", "billable_20", "billable_50", "billable_80", "billable_95", "statute_on",
    "provider__first_name", "provider__last_name", "provider__suffix", "practice__legal_name", "practice__dba",
    "payer__name", "forecast__basis_words", "forecast__made_on",
)  # fmt: skip
_ORDER: dict[Grouped, tuple[str, ...]] = {
    Grouped.RISK: (),
    Grouped.CLINICIAN: ("provider__sort_name", "provider"),
    Grouped.PAYER: ("payer__name", "payer"),
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars of one page; `number` counts from 1."""

    rows: list[Outlook]
    number: int
    has_next: bool
    grouped: Grouped

    def group_of(self, row: Outlook) -> str:
        """Return the head a bar stands under, empty when it is not grouped."""
        if self.grouped == Grouped.RISK:
            return ""
        return row.payer.name if self.grouped == Grouped.PAYER else who(row)


def who(row: Outlook) -> str:
    """Return the clinician, or the practice of a group application."""
    return row.provider.full_name if row.provider else str(row.practice)


def timeline(wanted: Narrowed, page: int) -> Timeline:
    """Return one page of bars; one query."""
    rows = confined(wanted).order_by(*_ORDER[wanted.grouped], *risk_first())
    start = (page - 1) * PER_PAGE
    found = light_rows(rows[start : start + PER_PAGE + 1], _READS)
    return Timeline(found[:PER_PAGE], page, len(found) > PER_PAGE, wanted.grouped)


def confined(wanted: Narrowed) -> QuerySet[Outlook]:
    """Return the open applications of the timeline, confined to the chosen month."""
    return in_month(wanted.outlooks, wanted.month) if wanted.month else wanted.outlooks


def risk_first() -> tuple[str | OrderBy, ...]:
    """Return the order worst risk first, then earliest likely approval; no date comes last."""
    return "risk_rank", F("approval_50").asc(nulls_last=True), "pk"


def last_day(rows: list[Outlook], today: dt.date, most: dt.timedelta) -> dt.date:
    """Return where the axis ends: four in five bars fit whole, so that a long tail flattens no other."""
    ends = sorted(row.approval_95 for row in rows if row.approval_95)
    end = ends[int(len(ends) * 0.8) if len(ends) > 4 else -1] if ends else today
    return min(max(end, today), today + most)
