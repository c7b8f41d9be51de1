"""Which renewals are opened? Those that somebody is being told of, once per cycle."""

import datetime as dt

from enrollments import renewing
from enrollments.enums import Kind as Applied
from reminders.enums import Kind
from reminders.models import Reminder

_RENEWALS = (Kind.RECREDENTIALING, Kind.REVALIDATION)


def open_renewals(today: dt.date) -> int:
    """Open the next application of every enrollment whose renewal is being told of; return how many."""
    opened = 0
    for kind in _RENEWALS:
        told = Reminder.objects.filter(kind=kind.value, is_open=True, send_on__lte=today).order_by()
        applied = Applied(kind.value)
        rows = renewing.without_a_next(applied).filter(pk__in=told.values("application_id"))
        for application in rows.select_related("practice", "payer", "provider", "platform", "owner"):
            opened += renewing.open_next(application, applied) is not None
    return opened
