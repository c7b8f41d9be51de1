"""Date arithmetic: business days, months, overlaps. Calendar dates only; no clock, no Django."""

import calendar
import datetime as dt
from functools import lru_cache

import holidays

DateRange = tuple[dt.date, dt.date | None]


def day_words(day: dt.date) -> str:
    """Return the day as sentences write it: "12 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[dt.date]:
    """Return the days federal offices close in `year`, observed days included (5 USC 6103)."""
    # Observed days cross the year's edge (1 Jan on a Saturday is kept on 31 Dec), so ask three years.
    found = holidays.UnitedStates(years=(year - 1, year, year + 1), observed=True)
    return frozenset(day for day in found if day.year == year)


def is_business_day(day: dt.date) -> bool:
    """Say whether `day` is Monday to Friday and no federal holiday."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def roll_forward(day: dt.date) -> dt.date:
    """Return `day` or the next business day: for follow-ups, which may wait."""
    while not is_business_day(day):
        day += dt.timedelta(days=1)
    return day


def roll_backward(day: dt.date) -> dt.date:
    """Return `day` or the business day before: for legal and expiry dates, which may not wait."""
    while not is_business_day(day):
        day -= dt.timedelta(days=1)
    return day


def add_business_days(day: dt.date, count: int) -> dt.date:
    """Return the date `count` business days after `day`; day one is the first business day after it.

    A negative count walks backward. Zero returns `day` itself, rolled forward.
    """
    if count == 0:
        return roll_forward(day)
    step = dt.timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_business_day(day):
            left -= 1
    return day


def business_days_between(start: dt.date, end: dt.date) -> int:
    """Return how many business days lie after `start` up to and including `end` (negative if reversed)."""
    if end < start:
        return -business_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    odd_days = (end - dt.timedelta(days=step) for step in range(rest))
    weekdays = weeks * 5 + sum(day.weekday() < 5 for day in odd_days)
    closed = (day for year in range(start.year, end.year + 1) for day in federal_holidays(year))
    return weekdays - sum(start < day <= end and day.weekday() < 5 for day in closed)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month `months` later, clamped to that month's end (31 Jan + 1 = 28 Feb)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: dt.date, count: int, *, business: bool) -> dt.date:
    """Return `day` plus `count` days, counted as business or as calendar days."""
    return add_business_days(day, count) if business else day + dt.timedelta(days=count)


def covers(span: DateRange, day: dt.date) -> bool:
    """Say whether `day` lies in `span`; both ends belong to it and a missing end is open."""
    start, end = span
    return start <= day and (end is None or day <= end)


def overlap(one: DateRange, other: DateRange) -> bool:
    """Say whether two spans share at least one day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])
