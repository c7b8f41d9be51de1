"""A snooze against real records: what the next plan makes of it, and follow-ups that are really finished."""

import datetime as dt
from collections.abc import Iterator

import pytest

from accounts.models import Organization, User
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from enrollments import follow_up_planning
from enrollments.enums import Status
from enrollments.models import Application, FollowUp
from enrollments.refusals import Refused as EnrollmentRefused
from providers.models import Credential
from reminders import planner, snoozing
from reminders.enums import Kind, State
from reminders.models import Reminder
from reminders.refusals import Refused
from tests.factories.enrollments import ApplicationFactory
from tests.factories.providers import CredentialFactory, ProviderFactory

pytestmark = pytest.mark.django_db

# Thursday 12 Mar 2026, 08:00 in New York.
NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def thursday(in_scope: Scope) -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def plan_at(days: int) -> None:
    with clock.standing_at(NOW + dt.timedelta(days=days)):
        planner.plan()


@pytest.fixture
def license_(maple: Organization, coordinator: User) -> Credential:
    """A license that ends in 30 days and has been known for long."""
    made: Credential = CredentialFactory(
        provider=ProviderFactory(organization=maple), expires_on=TODAY + dt.timedelta(days=30)
    )
    Credential.objects.update(changed_at=NOW - dt.timedelta(days=90))
    return made


def rows(kind: Kind = Kind.LICENSE) -> list[tuple[int, str]]:
    return list(Reminder.objects.filter(kind=kind).order_by("-lead").values_list("lead", "state"))


def test_the_next_plans_note_what_a_snooze_silences(license_: Credential, coordinator: User) -> None:
    plan_at(0)
    row = Reminder.objects.get(lead=30)
    snoozing.snooze(row, TODAY + dt.timedelta(days=20), actor=coordinator, version=row.version)

    for days in (1, 8, 12, 16, 19):
        plan_at(days)

    # Two weeks before falls into the snooze; what was chosen by hand stands at ten days before.
    found = dict(rows())
    assert (found[30], found[14], found[10]) == (State.SNOOZED, State.SNOOZED, State.PLANNED)
    assert Reminder.objects.get(lead=14).reason == "Snoozed until 1 Apr 2026"
    assert not Reminder.objects.filter(state=State.MISSED).exists()


def test_a_moved_date_ends_the_snooze(license_: Credential, coordinator: User) -> None:
    plan_at(0)
    row = Reminder.objects.get(lead=30)
    later = snoozing.snooze(row, TODAY + dt.timedelta(days=5), actor=coordinator, version=row.version).later
    Credential.objects.update(expires_on=TODAY + dt.timedelta(days=200), changed_at=NOW)

    plan_at(1)

    ended = Reminder.objects.get(pk=later.pk)
    assert ended.state == State.SUPERSEDED
    assert ended.reason == "The date moved from 11 Apr 2026 to 28 Sep 2026."


@pytest.fixture
def followed_up(maple: Organization, coordinator: User) -> FollowUp:
    """A follow-up of the coordinator that is due today, with its reminder planned."""
    application = ApplicationFactory(
        organization=maple, status=Status.SUBMITTED, owner=coordinator, on=TODAY - dt.timedelta(days=7)
    )
    waiting = FollowUp.objects.filter(application=application, done_at=None)
    waiting.update(due_on=TODAY, created_at=NOW - dt.timedelta(days=7), assigned_to=coordinator)
    planner.plan()
    found: FollowUp = waiting.get()
    return found


def test_done_finishes_the_follow_up_itself(followed_up: FollowUp, coordinator: User) -> None:
    row = Reminder.objects.get(kind=Kind.FOLLOW_UP, subject_id=followed_up.pk)

    snoozing.done(row, actor=coordinator, version=row.version, may_log=True)

    followed_up.refresh_from_db()
    assert (followed_up.done_at, followed_up.done_by) == (clock.now(), coordinator)
    open_ones = FollowUp.objects.filter(application=followed_up.application, done_at=None)
    assert open_ones.count() == 1


def test_without_the_right_to_log_it_is_refused_with_the_way_there(
    followed_up: FollowUp, coordinator: User
) -> None:
    row = Reminder.objects.get(kind=Kind.FOLLOW_UP, subject_id=followed_up.pk)

    with pytest.raises(Refused, match="Ask a coordinator") as refused:
        snoozing.done(row, actor=coordinator, version=row.version, may_log=False)

    assert refused.value.url == f"/o/maple/applications/{followed_up.application_id}/"
    assert Reminder.objects.get(pk=row.pk).state == State.PLANNED
    assert FollowUp.objects.get(pk=followed_up.pk).done_at is None


def test_a_follow_up_somebody_closed_meanwhile_is_refused_in_words(
    followed_up: FollowUp, coordinator: User, owner: User
) -> None:
    row = Reminder.objects.get(kind=Kind.FOLLOW_UP, subject_id=followed_up.pk)
    follow_up_planning.finish(followed_up.pk, actor=owner)

    with pytest.raises(Refused, match="already closed"):
        snoozing.done(row, actor=coordinator, version=row.version, may_log=True)


def test_taking_done_back_opens_the_follow_up_again(followed_up: FollowUp, coordinator: User) -> None:
    row = Reminder.objects.get(kind=Kind.FOLLOW_UP, subject_id=followed_up.pk)
    closed = snoozing.done(row, actor=coordinator, version=row.version, may_log=True)

    snoozing.reopen(closed, actor=coordinator)

    again = FollowUp.objects.get(pk=followed_up.pk)
    assert (again.done_at, again.done_by) == (None, None)
    assert list(FollowUp.objects.filter(done_at=None, cancelled=False)) == [again]
    assert Application.objects.get(pk=again.application_id).follow_up_on == TODAY


def test_taking_back_is_refused_once_somebody_went_on(followed_up: FollowUp, coordinator: User) -> None:
    with pytest.raises(EnrollmentRefused, match="nothing to take back"):
        follow_up_planning.take_back(followed_up.pk, actor=coordinator)
    follow_up_planning.finish(followed_up.pk, actor=coordinator)
    application = Application.objects.get(pk=followed_up.application_id)
    follow_up_planning.add(application, due_on=TODAY, what="Call again", actor=coordinator)

    with pytest.raises(EnrollmentRefused, match="Somebody has gone on since"):
        follow_up_planning.take_back(followed_up.pk, actor=coordinator)


def test_a_snoozed_follow_up_is_not_called_overdue_meanwhile(
    followed_up: FollowUp, coordinator: User
) -> None:
    row = Reminder.objects.get(kind=Kind.FOLLOW_UP, subject_id=followed_up.pk)
    snoozing.snooze(row, TODAY + dt.timedelta(days=8), actor=coordinator, version=row.version)

    for days in (1, 4, 7):
        plan_at(days)

    assert {state for _, state in rows(Kind.FOLLOW_UP_OVERDUE)} == {State.SNOOZED}
