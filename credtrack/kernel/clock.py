"""What is now, and what is today for this organization: the only place that asks the clock."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

from credtrack.kernel import scope

_standing: ContextVar[dt.datetime | None] = ContextVar("credtrack_clock", default=None)


def now() -> dt.datetime:
    """Return the current instant, aware, in UTC."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(instant: dt.datetime | None) -> Iterator[None]:
    """Let the block see `instant` as now: for commands that are asked what another time would do.

    Without an instant the clock goes on as it does.
    """
    token = _standing.set(instant.astimezone(dt.UTC) if instant else None)
    try:
        yield
    finally:
        _standing.reset(token)


def today(zone: str | None = None) -> dt.date:
    """Return today's calendar date in `zone`, or in the organization whose scope is open.

    Raises `scope.ScopeMissing` when neither is known: a date without a zone is a guess.
    """
    name = zone or scope.current().timezone
    return now().astimezone(ZoneInfo(name)).date()


def local_date(instant: dt.datetime, zone: str | None = None) -> dt.date:
    """Return the calendar date of `instant` in `zone` (default: the open organization's)."""
    name = zone or scope.current().timezone
    return instant.astimezone(ZoneInfo(name)).date()


def local_time(instant: dt.datetime, zone: str | None = None) -> dt.datetime:
    """Return `instant` on the clock of `zone` (default: the open organization's)."""
    name = zone or scope.current().timezone
    return instant.astimezone(ZoneInfo(name))


def start_of_day(day: dt.date, zone: str | None = None) -> dt.datetime:
    """Return the first instant of `day` in `zone` (default: the open organization's)."""
    name = zone or scope.current().timezone
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(name))


def end_of_day(day: dt.date, zone: str | None = None) -> dt.datetime:
    """Return the last instant of `day` in `zone` (default: the open organization's)."""
    name = zone or scope.current().timezone
    return dt.datetime.combine(day, dt.time.max, tzinfo=ZoneInfo(name))
