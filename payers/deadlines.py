"""On which day does a rule's time run out, and when does a statute's clock start? Pure."""

import datetime as dt

from credtrack.kernel.dates import add_days
from payers.enums import Unit
from payers.rules import Fact

# Statutes whose clock runs from the receipt of the form or of the request say so in the rule.
FROM_RECEIPT = ("receipt", "submission", "change request")


def counted(start: dt.date, rule: Fact) -> dt.date | None:
    """Return the last day within a rule's longest value, counted as the rule counts; None without a number."""
    if not rule.longest or rule.unit not in (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS):
        return None
    return add_days(start, rule.longest, business=rule.days_are_business)


def statute_starts(
    statute: Fact,
    *,
    submitted_on: dt.date | None,
    acknowledged_on: dt.date | None,
    complete_on: dt.date | None,
) -> dt.date | None:
    """Return the day a statute's clock starts: at the complete application, or at receipt where it says so."""
    if statute.clock_starts.startswith(FROM_RECEIPT):
        return acknowledged_on or submitted_on
    return complete_on
