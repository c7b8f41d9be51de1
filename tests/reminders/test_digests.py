"""One digest a person and business day, what is urgent on any day, and nothing when there is nothing."""

import datetime as dt
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from reminders import mailing, telling
from reminders.enums import Channel, Kind, State, Urgency
from reminders.models import Reminder
from reminders.sending import Sent
from tests.factories.enrollments import ApplicationFactory
from tests.factories.providers import PracticeFactory, PracticeGrantFactory
from tests.factories.reminders import PreferenceFactory, ReminderSettingsFactory
from tests.reminders.due import FRIDAY, MONDAY, SATURDAY, THURSDAY, fresh, mails, message_of, row, send_at

pytestmark = pytest.mark.django_db


def test_a_person_gets_one_mail_of_everything_due(maple: Organization, coordinator: User) -> None:
    rows = [row(maple, coordinator) for _ in range(3)]

    assert send_at(maple) == Sent(digests=1, told=3)

    (mail,) = mails(maple)
    assert (mail.key, mail.recipient) == (f"digest:{coordinator.pk}:2026-03-12", coordinator.email)
    for one in rows:
        told = fresh(one)
        assert (told.state, told.message_id, told.told_at) == (State.TOLD, mail.pk, THURSDAY)


def test_each_person_gets_their_own(maple: Organization, coordinator: User, owner: User) -> None:
    row(maple, coordinator)
    row(maple, owner)

    send_at(maple)

    assert {mail.recipient for mail in mails(maple)} == {coordinator.email, owner.email}


def test_nothing_is_made_when_there_is_nothing(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, send_on=FRIDAY.date())

    assert send_at(maple) == Sent()
    assert mails(maple) == []


def test_before_the_hour_nothing_leaves_not_even_what_is_urgent(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator, at_once=True)

    assert send_at(maple, THURSDAY - dt.timedelta(minutes=3)) == Sent()


def test_the_organization_chooses_the_hour(maple: Organization, coordinator: User) -> None:
    ReminderSettingsFactory(organization=maple, digest_at=dt.time(9, 30))
    row(maple, coordinator)

    assert send_at(maple, THURSDAY + dt.timedelta(hours=2)).digests == 0
    assert send_at(maple, THURSDAY + dt.timedelta(hours=2, minutes=28)).digests == 1


def test_running_again_late_or_with_the_clock_put_back_makes_no_second_digest(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    send_at(maple)
    later = row(maple, coordinator)

    for minutes in (2, 300, -1, 4):
        assert send_at(maple, THURSDAY + dt.timedelta(minutes=minutes)) == Sent()

    assert fresh(later).state == State.PLANNED
    assert send_at(maple, FRIDAY).digests == 1
    assert message_of(later).key == f"digest:{coordinator.pk}:2026-03-13"


def test_a_clock_that_ran_a_day_ahead_makes_no_second_digest_of_that_day(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    send_at(maple, FRIDAY)
    row(maple, coordinator)

    assert send_at(maple, THURSDAY).digests == 1
    row(maple, coordinator)
    assert send_at(maple, FRIDAY).digests == 0


@pytest.mark.parametrize("at", [SATURDAY, SATURDAY + dt.timedelta(days=1)])
def test_a_weekend_has_no_digest_and_monday_has_it_all(
    maple: Organization, coordinator: User, at: dt.datetime
) -> None:
    waits = row(maple, coordinator)

    assert send_at(maple, at) == Sent()
    assert send_at(maple, MONDAY).digests == 1
    assert fresh(waits).state == State.TOLD


def test_a_federal_holiday_has_no_digest(maple: Organization, coordinator: User) -> None:
    thanksgiving = dt.datetime(2026, 11, 26, 15, 0, tzinfo=dt.UTC)
    row(maple, coordinator, thanksgiving)

    assert send_at(maple, thanksgiving) == Sent()
    assert send_at(maple, thanksgiving + dt.timedelta(days=1)).digests == 1


def test_what_is_urgent_leaves_on_a_weekend_by_itself(maple: Organization, coordinator: User) -> None:
    urgent = row(maple, coordinator, at_once=True, urgency=Urgency.ACT_NOW)
    calm = row(maple, coordinator)

    assert send_at(maple, SATURDAY) == Sent(at_once=1, told=1)
    assert (fresh(urgent).state, fresh(calm).state) == (State.TOLD, State.PLANNED)
    assert mails(maple)[0].kind == mailing.AT_ONCE


@pytest.mark.parametrize(
    ("digest_at", "day"),
    [(dt.time(2, 30), dt.date(2026, 3, 8)), (dt.time(1, 30), dt.date(2026, 11, 1))],
    ids=["the hour is skipped", "the hour comes twice"],
)
def test_on_the_days_of_daylight_saving_a_mail_is_made_once(
    maple: Organization, coordinator: User, digest_at: dt.time, day: dt.date
) -> None:
    ReminderSettingsFactory(organization=maple, digest_at=digest_at)
    midnight = dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo("America/New_York"))
    row(maple, coordinator, midnight, at_once=True)

    runs = [send_at(maple, midnight.astimezone(dt.UTC) + dt.timedelta(minutes=30 * n)) for n in range(8)]

    assert [run.at_once for run in runs].count(1) == 1
    assert len(mails(maple)) == 1


def test_in_the_morning_what_is_urgent_stands_in_the_digest(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, at_once=True)
    row(maple, coordinator)

    assert send_at(maple) == Sent(digests=1, told=2)


def test_after_the_digest_what_is_urgent_gets_a_mail_of_its_own(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    send_at(maple)
    row(maple, coordinator, at_once=True)

    assert send_at(maple, THURSDAY + dt.timedelta(minutes=2)) == Sent(at_once=1, told=1)
    assert send_at(maple, THURSDAY + dt.timedelta(minutes=4)) == Sent()


def test_a_kind_that_is_wanted_by_a_mail_of_its_own_is_not_in_the_digest(
    maple: Organization, coordinator: User
) -> None:
    seat = Membership.objects.get(user=coordinator)
    PreferenceFactory(organization=maple, membership=seat, kind=Kind.CAQH, channel=Channel.AT_ONCE)
    row(maple, coordinator)
    own = row(maple, coordinator, kind=Kind.CAQH, at_once=True)

    assert send_at(maple) == Sent(digests=1, at_once=1, told=2)
    assert message_of(own).kind == mailing.AT_ONCE


def test_what_is_urgent_of_one_application_is_one_mail(maple: Organization, coordinator: User) -> None:
    application = ApplicationFactory(organization=maple)
    for kind in (Kind.ANSWER_DUE, Kind.APPEAL):
        row(maple, coordinator, SATURDAY, kind=kind, application=application, at_once=True)

    assert send_at(maple, SATURDAY) == Sent(at_once=1, told=2)


def test_many_urgent_records_at_once_are_one_mail(maple: Organization, coordinator: User) -> None:
    for _ in range(telling.MOST_SINGLES + 1):
        row(maple, coordinator, SATURDAY, at_once=True)

    assert send_at(maple, SATURDAY) == Sent(at_once=1, told=telling.MOST_SINGLES + 1)


def test_what_is_wanted_without_mail_is_only_shown(maple: Organization, coordinator: User) -> None:
    quiet = row(maple, coordinator, by_mail=False, at_once=True)

    assert send_at(maple) == Sent(shown=1)
    assert (fresh(quiet).state, fresh(quiet).is_open, mails(maple)) == (State.SHOWN, True, [])


def test_who_left_is_told_nothing(maple: Organization, coordinator: User) -> None:
    late = row(maple, coordinator)
    Membership.objects.filter(user=coordinator).update(is_active=False)

    assert send_at(maple) == Sent(superseded=1)
    assert (fresh(late).state, fresh(late).reason) == (State.SUPERSEDED, "No longer an active member.")


def test_what_somebody_may_not_see_any_more_is_taken_back(maple: Organization, coordinator: User) -> None:
    with organization_scope(maple):
        granted, other = PracticeFactory(), PracticeFactory()
        PracticeGrantFactory(membership=Membership.objects.get(user=coordinator), practice=granted)
    Membership.objects.filter(user=coordinator).update(limited_to_practices=True)
    seen, hidden = row(maple, coordinator, practice=granted), row(maple, coordinator, practice=other)

    assert send_at(maple) == Sent(digests=1, told=1, superseded=1)
    assert fresh(seen).state == State.TOLD
    assert (fresh(hidden).state, fresh(hidden).reason) == (State.SUPERSEDED, "No longer theirs to see.")
    assert hidden.what not in mails(maple)[0].body


def test_when_nothing_is_left_to_see_no_mail_is_made(maple: Organization) -> None:
    seat = Membership.objects.create(
        organization=maple, user=User.objects.create_user("lee@maple.example"), role=Role.CLINICIAN
    )
    row(maple, seat.user)

    assert send_at(maple) == Sent(superseded=1)
    assert mails(maple) == []


def test_a_crash_leaves_neither_mail_nor_told_rows(maple: Organization, coordinator: User) -> None:
    waits = row(maple, coordinator)
    with patch.object(telling, "_mark", side_effect=RuntimeError("killed")):
        assert send_at(maple).failed == 1

    assert (fresh(waits).state, mails(maple)) == (State.PLANNED, [])
    assert send_at(maple, THURSDAY + dt.timedelta(minutes=2)).digests == 1


def test_a_person_whose_mail_cannot_be_made_stops_nobody(
    maple: Organization, coordinator: User, owner: User
) -> None:
    poisoned, fine = row(maple, coordinator), row(maple, owner)
    with organization_scope(maple):
        Reminder.objects.filter(pk=poisoned.pk).update(kind="no_such_kind")

    assert send_at(maple) == Sent(digests=1, told=1, failed=1)
    assert (fresh(poisoned).state, fresh(fine).state) == (State.PLANNED, State.TOLD)


def test_two_organizations_of_one_person_send_two_mails(
    maple: Organization, harbor: Organization, coordinator: User
) -> None:
    Membership.objects.create(organization=harbor, user=coordinator, role=Role.COORDINATOR)
    row(maple, coordinator)
    row(harbor, coordinator)

    assert send_at(maple).digests == 1
    # It is 04:02 in Los Angeles.
    assert send_at(harbor).digests == 0
    assert send_at(harbor, THURSDAY + dt.timedelta(hours=3)).digests == 1
