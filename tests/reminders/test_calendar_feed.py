"""The address itself: who gets an answer, what stands in its head, what it costs."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from providers.models import Provider
from reminders import calendar_feeds
from reminders.models import CalendarEvent, CalendarFeed
from tests.conftest import ClientFor
from tests.factories.providers import AffiliationFactory, ProviderFactory
from tests.reminders.calendars import address_for, ask, clinician_at, fetch, license_of, practice_of, seat_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(maple: Organization) -> Provider:
    """Dana, whose license ends in forty days."""
    provider = clinician_at(maple)
    license_of(provider, 40)
    return provider


@pytest.fixture
def path(maple: Organization, coordinator: User) -> str:
    """The path of Carla's calendar."""
    return address_for(coordinator, maple)


def test_the_head_of_an_answer(dana: Provider, path: str) -> None:
    answer = ask(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"].startswith('"')
    assert answer["Content-Disposition"] == 'inline; filename="credtrack.ics"'
    assert not answer.cookies


def test_head_is_answered_without_a_body_and_post_is_refused(dana: Provider, path: str) -> None:
    answer = Client().head(path)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == ask(path)["ETag"]
    assert Client(enforce_csrf_checks=False).post(path).status_code == 405


def test_an_unchanged_calendar_answers_304(dana: Provider, path: str) -> None:
    first = ask(path)
    by_tag = ask(path, if_none_match=first["ETag"])
    by_time = ask(path, if_modified_since=first["Last-Modified"])

    assert (by_tag.status_code, by_tag.content, by_tag["ETag"]) == (304, b"", first["ETag"])
    assert (by_time.status_code, by_time.content) == (304, b"")
    assert ask(path).content == first.content


def test_a_changed_calendar_answers_anew(dana: Provider, path: str, maple: Organization) -> None:
    first = ask(path)
    with time_machine.travel(clock.now() + dt.timedelta(seconds=2)):
        license_of(dana, 90)
        by_tag = ask(path, if_none_match=first["ETag"])
        by_time = ask(path, if_modified_since=first["Last-Modified"])

    assert [by_tag.status_code, by_time.status_code] == [200, 200]
    assert by_tag["ETag"] != first["ETag"]


def test_a_date_that_grew_urgent_changes_the_tag_but_not_the_sequence(dana: Provider, path: str) -> None:
    first, before = ask(path), fetch(path)
    with time_machine.travel(clock.now() + dt.timedelta(days=30)):
        second, after = ask(path, if_none_match=first["ETag"]), fetch(path)

    assert second.status_code == 200
    (old,), (new,) = before.values(), after.values()
    assert (str(old["CATEGORIES"].cats[0]), str(new["CATEGORIES"].cats[0])) == ("Soon", "Act now")
    assert old["SEQUENCE"] == new["SEQUENCE"]


def test_a_wrong_secret_is_told_nothing(dana: Provider, path: str) -> None:
    wrong = [
        path[:-5] + ".ics",
        path.replace("/calendar/", "/calendar/x"),
        "/calendar/%00.ics",
        "/calendar/é.ics",
    ]

    assert [ask(address).status_code for address in wrong] == [404] * 4


def test_a_revoked_address_looks_like_an_unknown_one(
    dana: Provider, path: str, coordinator: User, maple: Organization
) -> None:
    assert ask(path).status_code == 200
    with organization_scope(maple):
        assert calendar_feeds.revoke(seat_of(coordinator, maple), actor=coordinator)
        assert not calendar_feeds.revoke(seat_of(coordinator, maple), actor=coordinator)
    revoked, unknown = ask(path), ask("/calendar/unknown.ics")

    assert (revoked.status_code, revoked.content) == (404, unknown.content)


def test_whoever_left_reads_nothing(
    dana: Provider, path: str, coordinator: User, maple: Organization
) -> None:
    seats = Membership.objects.filter(pk=seat_of(coordinator, maple).pk)
    seats.update(is_active=False)
    assert ask(path).status_code == 404
    seats.update(is_active=True)
    assert ask(path).status_code == 200
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert ask(path).status_code == 404


def test_a_signed_in_stranger_with_the_address_reads_it_as_anybody_does(
    dana: Provider, path: str, client_for: ClientFor, stranger: User
) -> None:
    assert client_for(stranger).get(path).content == ask(path).content


def test_only_the_hash_is_kept_and_no_audit_entry_tells_the_secret(path: str, maple: Organization) -> None:
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    with organization_scope(maple):
        feed = CalendarFeed.objects.get()
        entry = AuditEntry.objects.get(action="calendar.made")
        told = f"{entry.summary}{entry.subject_label}{entry.changes}"

    assert len(token) == 43
    assert feed.token_hash == calendar_feeds.hash_of(token) != token
    assert token not in told


def test_making_a_new_address_is_audited_and_leaves_one_in_force(
    path: str, coordinator: User, maple: Organization
) -> None:
    address_for(coordinator, maple)
    with organization_scope(maple):
        calendar_feeds.revoke(seat_of(coordinator, maple), actor=coordinator)
        told = list(AuditEntry.objects.order_by("pk").values_list("action", "summary"))

        assert CalendarFeed.objects.filter(revoked_at=None).count() == 0
        assert CalendarFeed.objects.count() == 2
    assert told == [
        ("calendar.made", "Made a calendar address"),
        ("calendar.made", "Replaced the calendar address"),
        ("calendar.revoked", "Revoked the calendar address"),
    ]


def test_reading_is_noted_once_an_hour(dana: Provider, path: str, maple: Organization) -> None:
    def noted() -> dt.datetime | None:
        with organization_scope(maple):
            found: dt.datetime | None = CalendarFeed.objects.get().last_read_at
        return found

    assert noted() is None
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC), tick=False) as now:
        read = []
        for minutes in (0, 59, 60, 61):
            now.move_to(dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes))
            ask(path)
            at = noted()
            assert at is not None
            read.append((at.hour, at.minute))

    assert read == [(12, 0), (12, 0), (13, 0), (13, 0)]


def queries_of(path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert ask(path).status_code == 200
    return [query["sql"] for query in queries]


def test_an_answer_costs_the_same_for_three_dates_and_for_thirty(
    dana: Provider, path: str, maple: Organization
) -> None:
    def grow(count: int) -> None:
        practice = practice_of(dana)
        for _ in range(count):
            provider = ProviderFactory(organization=maple)
            AffiliationFactory(organization=maple, provider=provider, practice=practice)
            license_of(provider, 30)

    grow(2)
    first = queries_of(path)
    few = queries_of(path)
    grow(27)
    grown = queries_of(path)
    many = queries_of(path)
    with organization_scope(maple):
        assert CalendarEvent.objects.count() == 30

    # Contracts, bridges, exits, letters, statements and group minimums are asked for in a query or two each.
    assert len(few) == len(many) <= 30, "\n".join(many)
    # What changed is written by one statement, with the fingerprint beside it; the first answer also notes the reading.
    assert (len(first), len(grown)) == (len(few) + 3, len(few) + 2)
