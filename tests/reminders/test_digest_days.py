"""When mail may be made, on the organization's own clock; no database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from reminders.digest_days import (
    at_once_key,
    digest_key,
    digest_prefix,
    is_digest_due,
    is_reached,
    ledger_words,
)

NEW_YORK = ZoneInfo("America/New_York")
SEVEN = dt.time(7, 0)


def local(text: str) -> dt.datetime:
    """Return a time of New York."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def minutes_of(day: str) -> list[dt.datetime]:
    """Return every minute of a local day as the wall clock showed it, in the order they happened."""
    start = local(f"{day}T00:00").astimezone(dt.UTC)
    found = [(start + dt.timedelta(minutes=count)).astimezone(NEW_YORK) for count in range(25 * 60 + 1)]
    return [one for one in found if one.date().isoformat() == day]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-12T06:59", False),
        ("2026-03-12T07:00", True),
        ("2026-03-12T23:59", True),
        ("2026-03-13T00:00", False),
        # Saturday and Sunday, Presidents' Day, Thanksgiving, and the Friday on which 4 July 2026 is kept.
        ("2026-03-14T09:00", False),
        ("2026-03-15T09:00", False),
        ("2026-02-16T09:00", False),
        ("2026-11-26T09:00", False),
        ("2026-07-03T09:00", False),
        ("2026-11-27T09:00", True),
    ],
)
def test_a_digest_is_due_on_business_days_from_its_hour_on(now: str, due: bool) -> None:
    assert is_digest_due(local(now), SEVEN) is due


def test_what_is_urgent_may_leave_on_a_weekend_but_not_before_the_hour() -> None:
    assert not is_reached(local("2026-03-14T06:59"), SEVEN)
    assert is_reached(local("2026-03-14T07:00"), SEVEN)


def test_an_hour_that_daylight_saving_skips_is_reached_by_the_first_minute_after_it() -> None:
    reached = [one for one in minutes_of("2026-03-08") if is_reached(one, dt.time(2, 30))]

    assert reached[0] == local("2026-03-08T03:00")
    assert len(minutes_of("2026-03-08")) == 23 * 60


def test_an_hour_that_comes_twice_is_reached_the_first_time() -> None:
    minutes = minutes_of("2026-11-01")
    first = next(one for one in minutes if is_reached(one, dt.time(1, 30)))

    assert len(minutes) == 25 * 60
    assert (first, first.fold) == (local("2026-11-01T01:30"), 0)


def test_the_hour_is_the_local_one_on_both_sides_of_the_change() -> None:
    def hour_in_utc(day: str) -> int:
        return next(one for one in minutes_of(day) if is_digest_due(one, SEVEN)).astimezone(dt.UTC).hour

    assert (hour_in_utc("2026-03-06"), hour_in_utc("2026-03-09")) == (12, 11)
    assert (hour_in_utc("2026-10-30"), hour_in_utc("2026-11-02")) == (11, 12)


def test_a_very_late_hour_leaves_time_for_a_run_before_midnight() -> None:
    assert not is_reached(local("2026-03-12T23:29"), dt.time(23, 59))
    assert is_reached(local("2026-03-12T23:30"), dt.time(23, 59))


def test_the_key_of_a_digest_names_person_and_day() -> None:
    assert digest_key(7, dt.date(2026, 3, 12)) == "digest:7:2026-03-12"
    assert digest_key(7, dt.date(2026, 3, 12)).startswith(digest_prefix(7))
    assert not digest_key(71, dt.date(2026, 3, 12)).startswith(digest_prefix(7))


def test_the_key_of_a_mail_at_once_comes_from_the_ledger_and_fits() -> None:
    one = at_once_key(ledger_words("license", 5, dt.date(2026, 3, 12), 0, 7))

    assert one == at_once_key(ledger_words("license", 5, dt.date(2026, 3, 12), 0, 7))
    assert one != at_once_key(ledger_words("license", 5, dt.date(2026, 3, 12), 1, 7))
    assert one.startswith("reminder:")
    assert len(one) <= 200
