"""What was forecast before the demo was opened? The real refresh, run on the month starts before, then today.

Each run stands the clock in the morning of its day, so that it knows what had been recorded by then and
nothing later: the forecasts are the ones a running site would have made.
"""

import datetime as dt

from credtrack.kernel import clock
from credtrack.kernel.dates import add_months
from forecast.refreshing import refresh

MONTHS = 18
# The daily run comes after the night's mails and before the day's work.
_MORNING = dt.timedelta(hours=5)


def foresee(months: int = MONTHS) -> int:
    """Record the forecasts of the last `months` month starts and of today; returns how many were written."""
    written = 0
    for day in month_starts(months):
        with clock.standing_at(clock.start_of_day(day) + _MORNING):
            written += refresh().written
    return written + refresh().written


def month_starts(months: int) -> list[dt.date]:
    """Return the first days of the last `months` months that are over by today, oldest first."""
    first = clock.today().replace(day=1)
    # On the first of a month today's own run is the one of this month.
    newest = 1 if clock.today() == first else 0
    return [add_months(first, -back) for back in range(newest + months - 1, newest - 1, -1)]
