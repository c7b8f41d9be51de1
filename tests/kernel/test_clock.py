"""What is today for whom: one instant falls on different days, and clocks change twice a year."""

import datetime as dt
from collections.abc import Iterator
from unittest import mock
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credtrack.kernel import clock, scope
from credtrack.kernel.scope import Scope, ScopeMissing

NEW_YORK, LOS_ANGELES, HONOLULU = "America/New_York", "America/Los_Angeles", "Pacific/Honolulu"
# In Los Angeles it is still 11 March, in New York 12 March already.
BETWEEN = dt.datetime(2026, 3, 12, 5, 30, tzinfo=dt.UTC)


@pytest.fixture
def frozen() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=BETWEEN):
        yield


@pytest.fixture
def in_los_angeles() -> Iterator[None]:
    with scope.opened(Scope(1, "harbor", LOS_ANGELES)):
        yield


def test_now_is_an_aware_instant() -> None:
    assert clock.now().tzinfo is not None


@pytest.mark.usefixtures("frozen")
def test_one_instant_is_two_days() -> None:
    assert clock.today(NEW_YORK) == dt.date(2026, 3, 12)
    assert clock.today(LOS_ANGELES) == dt.date(2026, 3, 11)


@pytest.mark.usefixtures("frozen", "in_los_angeles")
def test_today_is_the_open_organizations() -> None:
    assert clock.today() == dt.date(2026, 3, 11)
    assert clock.today(NEW_YORK) == dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    "ask", [clock.today, lambda: clock.local_date(BETWEEN), lambda: clock.end_of_day(BETWEEN.date())]
)
def test_a_day_without_a_zone_is_refused(ask: object) -> None:
    with pytest.raises(ScopeMissing):
        ask()  # type: ignore[operator]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        clock.today("America/Philadelphia")


@pytest.mark.usefixtures("in_los_angeles")
def test_an_instant_falls_on_the_organizations_day() -> None:
    assert clock.local_date(BETWEEN) == dt.date(2026, 3, 11)


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (dt.date(2026, 3, 7), "2026-03-08T04:59:59.999999+00:00"),
        (dt.date(2026, 3, 8), "2026-03-09T03:59:59.999999+00:00"),
        (dt.date(2026, 10, 31), "2026-11-01T03:59:59.999999+00:00"),
        (dt.date(2026, 11, 1), "2026-11-02T04:59:59.999999+00:00"),
    ],
)
def test_a_day_ends_at_local_midnight_also_when_clocks_change(day: dt.date, instant: str) -> None:
    assert clock.end_of_day(day, NEW_YORK).astimezone(dt.UTC) == dt.datetime.fromisoformat(instant)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)), st.sampled_from([NEW_YORK, LOS_ANGELES, HONOLULU]))
def test_the_last_instant_of_a_day_is_that_day_and_the_next_is_not(day: dt.date, zone: str) -> None:
    end = clock.end_of_day(day, zone)
    after = end.astimezone(dt.UTC) + dt.timedelta(microseconds=1)

    assert clock.local_date(end, zone) == day
    assert clock.local_date(after, zone) == day + dt.timedelta(days=1)
