"""Two programs read one calendar at the same moment; two requests make an address at the same moment."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import pytest

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from providers.models import Credential
from reminders import calendar_events, calendar_feeds, calendar_history
from reminders.calendar_history import Key
from reminders.facts import Fact
from reminders.models import CalendarEvent, CalendarFeed
from tests.accounts.racing import Meeting, both
from tests.reminders.calendars import address_for, ask, clinician_at, day, license_of, seat_of, standing
from tests.reminders.ical_check import events_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def path(maple: Organization, coordinator: User) -> str:
    """Carla's calendar, with five dates that nobody has read yet."""
    for number in range(5):
        license_of(clinician_at(maple, f"Dana{number}"), 20 + number)
    return address_for(coordinator, maple)


def read_twice_at_once(path: str) -> list[object]:
    with patch.object(calendar_events, "told_to", Meeting().after(calendar_events.told_to)):
        return [getattr(answer, "content", answer) for answer in both(lambda _: ask(path))]


def sequences(maple: Organization) -> list[int]:
    with organization_scope(maple):
        return list(CalendarEvent.objects.order_by("pk").values_list("sequence", flat=True))


def test_two_first_readers_get_the_same_and_nothing_stands_twice(path: str, maple: Organization) -> None:
    first, second = read_twice_at_once(path)

    assert isinstance(first, bytes)
    assert first.count(b"BEGIN:VEVENT") == 5
    assert first == second
    assert sequences(maple) == [0] * 5


def test_a_change_is_counted_once_by_two_readers(path: str, maple: Organization) -> None:
    ask(path)
    with organization_scope(maple):
        Credential.objects.update(expires_on=day(60))
    first, second = read_twice_at_once(path)

    assert first == second
    assert sequences(maple) == [1] * 5


def disagreeing() -> Callable[..., dict[Key, Fact]]:
    """Return a reading in which every reader finds another date, as when records change between the two."""
    told_to, readers = calendar_events.told_to, itertools.count(1)

    def told(user_id: int, today: dt.date) -> dict[Key, Fact]:
        later = dt.timedelta(days=next(readers))
        return {
            key: replace(fact, due_on=fact.due_on + later) for key, fact in told_to(user_id, today).items()
        }

    return told


def versions(path: str) -> list[tuple[str, int]]:
    """Return date and sequence of the first event, as each of two readers at once was given it."""
    with patch.object(calendar_events, "told_to", Meeting().after(disagreeing())):
        answers = both(lambda _: ask(path))
    given = []
    for answer in answers:
        assert not isinstance(answer, Exception), answer
        (event,) = events_of(answer.content).values()
        given.append(standing(event)[:2])
    return sorted(given, key=lambda version: version[1])


@pytest.fixture
def short_path(maple: Organization, coordinator: User) -> str:
    """Carla's calendar with one date, read once."""
    license_of(clinician_at(maple), 20)
    made = address_for(coordinator, maple)
    ask(made)
    return made


def test_without_the_lock_two_dates_go_out_under_one_number(short_path: str) -> None:
    with (
        patch.object(calendar_history, "locked", Meeting().after(lambda feed: feed)),
        patch.object(calendar_history, "_write", Meeting().before(calendar_history._write)),
    ):
        (one, first), (other, second) = versions(short_path)

    assert one != other
    assert (first, second) == (1, 1)


def test_two_dates_go_out_under_two_numbers(short_path: str) -> None:
    (one, first), (other, second) = versions(short_path)

    assert one != other
    assert (first, second) == (1, 2)


def test_whoever_revokes_while_it_is_read_ends_that_reading(
    path: str, maple: Organization, coordinator: User
) -> None:
    told_to = calendar_events.told_to

    def revoked_meanwhile(*given: object) -> object:
        found = told_to(*given)  # type: ignore[arg-type]
        calendar_feeds.revoke(seat_of(coordinator, maple), actor=coordinator)
        return found

    with patch.object(calendar_events, "told_to", revoked_meanwhile):
        assert ask(path).status_code == 404
    assert sequences(maple) == []


def test_two_requests_at_once_leave_one_address(maple: Organization, coordinator: User) -> None:
    made = both(lambda _: address_for(coordinator, maple))

    assert sorted(ask(str(path)).status_code for path in made) == [200, 404]
    with organization_scope(maple):
        assert CalendarFeed.objects.count() == 2
