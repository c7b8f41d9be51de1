"""When is recredentialing due, and from when is it accepted? Pure: counted from the committee's decision.

Not from the effective date. Medicare and Medicaid call it revalidation and follow rules of their own.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import add_months
from enrollments.enums import Kind
from payers.enums import LineOfBusiness

# NCQA CR 4: at least every 36 months, counted from the decision. A payer's sourced rule comes first.
DEFAULT_MONTHS = 36


def due_on(decided_on: dt.date | None, months: int = DEFAULT_MONTHS) -> dt.date | None:
    """Return the calendar date by which the next decision must fall, or nothing without a decision."""
    return add_months(decided_on, months) if decided_on else None


def is_overdue(decided_on: dt.date | None, on: dt.date, months: int = DEFAULT_MONTHS) -> bool:
    """Say whether the cycle had lapsed on the calendar date `on`."""
    due = due_on(decided_on, months)
    return due is not None and due < on


# Medicare's due dates are the last day of a month and are posted about seven months ahead; what is sent
# earlier is returned (42 CFR 424.515; Noridian, revalidation).
MEDICARE_MONTHS_AHEAD = 7
_REVALIDATED = frozenset({LineOfBusiness.MEDICARE, LineOfBusiness.MEDICAID})


@dataclass(frozen=True, slots=True)
class Renewal:
    """The next renewal: its kind, the calendar date it is due, and the first day it is accepted (if limited)."""

    kind: Kind
    due_on: dt.date
    opens_on: dt.date | None = None


def next_renewal(decided_on: dt.date, months: int, line: str) -> Renewal:
    """Return the renewal that follows a decision of the calendar date `decided_on`, by the payer's cycle."""
    due = add_months(decided_on, months)
    if line not in _REVALIDATED:
        return Renewal(Kind.RECREDENTIALING, due)
    if line == LineOfBusiness.MEDICAID:
        return Renewal(Kind.REVALIDATION, due)
    due = month_end(due)
    return Renewal(Kind.REVALIDATION, due, add_months(due, -MEDICARE_MONTHS_AHEAD))


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month `day` lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
