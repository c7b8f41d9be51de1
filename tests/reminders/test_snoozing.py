"""Putting off, finishing and taking back up: what the ledger holds afterwards, and what is refused."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import AuditEntry, Organization, User
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from reminders import settling, snoozing
from reminders.enums import Kind, State, Urgency
from reminders.models import Reminder
from reminders.refusals import CHANGED, Refused
from tests.factories.accounts import OutboxMessageFactory
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db

# Thursday 12 Mar 2026, 08:00 in New York.
NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DUE = TODAY + dt.timedelta(days=30)


@pytest.fixture(autouse=True)
def thursday(in_scope: Scope) -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def told(maple: Organization, coordinator: User) -> Reminder:
    """A reminder of a license that went out this morning."""
    return make(coordinator, state=State.TOLD, message=OutboxMessageFactory())


def make(recipient: User, **given: Any) -> Reminder:
    values = {"recipient": recipient, "due_on": DUE, "send_on": TODAY, "subject_id": 7, "lead": 30, **given}
    made: Reminder = ReminderFactory(**values)
    return made


def put_off(row: Reminder, days: int, by: User, version: int | None = None) -> snoozing.Snoozed:
    day = TODAY + dt.timedelta(days=days)
    return snoozing.snooze(row, day, actor=by, version=row.version if version is None else version)


def fresh(row: Reminder) -> Reminder:
    found: Reminder = Reminder.objects.get(pk=row.pk)
    return found


def test_a_snooze_closes_the_row_with_its_reason(told: Reminder, coordinator: User) -> None:
    put_off(told, 4, coordinator)

    closed = fresh(told)
    assert (closed.state, closed.is_open, closed.snoozed_until) == (
        State.SNOOZED,
        False,
        dt.date(2026, 3, 16),
    )
    assert closed.reason == "Snoozed until 16 Mar 2026 by Carla Reyes"
    assert closed.message_id == told.message_id


def test_a_snooze_writes_a_row_for_the_later_day(told: Reminder, coordinator: User) -> None:
    later = put_off(told, 5, coordinator).later

    assert (later.state, later.is_open, later.put_off) == (State.PLANNED, True, True)
    assert (later.send_on, later.lead, later.due_on) == (dt.date(2026, 3, 17), 25, DUE)
    assert (later.what, later.why, later.base_on) == (told.what, told.why, told.base_on)
    assert (later.recipient_id, later.message) == (coordinator.pk, None)


def test_the_later_row_is_as_urgent_as_its_day(coordinator: User) -> None:
    row = make(coordinator, due_on=TODAY + dt.timedelta(days=15), lead=15, urgency=Urgency.SOON)

    assert put_off(row, 11, coordinator).later.urgency == Urgency.ACT_NOW


def test_a_weekend_moves_to_the_next_business_day_and_says_so(told: Reminder, coordinator: User) -> None:
    found = put_off(told, 2, coordinator)

    assert found.later.send_on == dt.date(2026, 3, 16)
    assert found.words == "Snoozed until 16 Mar 2026. That is the next business day."


def test_a_business_day_stays_as_chosen(told: Reminder, coordinator: User) -> None:
    assert put_off(told, 1, coordinator).words == "Snoozed until 13 Mar 2026."


@pytest.mark.parametrize(("days", "said"), [(0, "after today"), (-3, "after today"), (366, "a year at most")])
def test_a_day_out_of_reach_is_refused(told: Reminder, coordinator: User, days: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        put_off(told, days, coordinator)

    assert fresh(told).state == State.TOLD


def test_the_second_of_two_people_is_told(told: Reminder, coordinator: User) -> None:
    with pytest.raises(Refused, match=CHANGED):
        put_off(told, 4, coordinator, version=told.version - 1)

    put_off(told, 4, coordinator)
    with pytest.raises(Refused, match="Snoozed until 16 Mar 2026"):
        put_off(told, 5, coordinator)


def test_a_key_that_was_told_is_left_alone_and_its_neighbor_tells(told: Reminder, coordinator: User) -> None:
    taken = make(coordinator, lead=25, state=State.TOLD, is_open=False, message=OutboxMessageFactory())

    later = put_off(told, 5, coordinator).later

    assert later.lead == 24
    assert fresh(taken).state == State.TOLD


def test_a_key_that_waits_unsent_is_taken_up_for_the_chosen_day(told: Reminder, coordinator: User) -> None:
    waiting = make(coordinator, lead=25, send_on=TODAY + dt.timedelta(days=5))

    later = put_off(told, 5, coordinator).later

    assert (later.pk, later.state, later.put_off) == (waiting.pk, State.PLANNED, True)


def test_what_would_speak_up_sooner_stays_silent(told: Reminder, coordinator: User, owner: User) -> None:
    sooner = make(coordinator, lead=28, send_on=TODAY + dt.timedelta(days=1))
    after = make(coordinator, lead=14, send_on=TODAY + dt.timedelta(days=7))
    others = make(owner, lead=28, send_on=TODAY + dt.timedelta(days=1))

    put_off(told, 5, coordinator)

    assert [fresh(row).state for row in (sooner, after, others)] == [
        State.SNOOZED,
        State.PLANNED,
        State.PLANNED,
    ]


def test_business_days_are_counted_as_the_kind_counts_them(coordinator: User) -> None:
    row = make(coordinator, kind=Kind.FOLLOW_UP_OVERDUE, due_on=TODAY - dt.timedelta(days=3), lead=-2)

    # Due on Monday 9 Mar: Tuesday 17 Mar is the sixth business day after it.
    assert put_off(row, 5, coordinator).later.lead == -6


def test_an_undone_snooze_leaves_everything_as_it_was(told: Reminder, coordinator: User) -> None:
    sooner = make(coordinator, lead=28, send_on=TODAY + dt.timedelta(days=1))
    later = put_off(told, 5, coordinator).later

    snoozing.reopen(fresh(told), actor=coordinator)

    assert (fresh(told).state, fresh(told).is_open, fresh(told).reason) == (State.TOLD, True, "")
    assert (fresh(sooner).state, fresh(sooner).is_open) == (State.PLANNED, True)
    assert (fresh(later).state, fresh(later).reason) == (State.SUPERSEDED, snoozing.TAKEN_BACK)


def test_a_snooze_whose_day_has_come_is_not_undone(told: Reminder, coordinator: User) -> None:
    later = put_off(told, 1, coordinator).later
    Reminder.objects.filter(pk=later.pk).update(state=State.TOLD, message=told.message)

    with pytest.raises(Refused, match="Its day has come"):
        snoozing.reopen(fresh(told), actor=coordinator)


@pytest.mark.parametrize(
    ("by_mail", "send_in", "expected"),
    [(True, 0, State.PLANNED), (False, 0, State.SHOWN), (False, 3, State.PLANNED)],
)
def test_an_unsent_row_comes_back_as_it_would_have_gone(
    coordinator: User, by_mail: bool, send_in: int, expected: State
) -> None:
    row = make(coordinator, by_mail=by_mail, send_on=TODAY + dt.timedelta(days=send_in))
    closed = snoozing.done(row, actor=coordinator, version=row.version, may_log=False)

    assert snoozing.reopen(closed, actor=coordinator).state == expected


def test_done_closes_every_open_row_of_the_same_date(told: Reminder, coordinator: User, owner: User) -> None:
    same = make(coordinator, lead=14, send_on=TODAY)
    moved = make(coordinator, lead=14, due_on=DUE + dt.timedelta(days=1))
    others = make(owner, lead=30)

    snoozing.done(told, actor=coordinator, version=told.version, may_log=False)

    assert [fresh(row).state for row in (told, same, moved, others)] == [
        State.DONE,
        State.DONE,
        State.PLANNED,
        State.PLANNED,
    ]
    assert fresh(same).reason == "Done by Carla Reyes"


def test_an_undone_done_takes_up_what_it_closed(told: Reminder, coordinator: User) -> None:
    same = make(coordinator, lead=14)
    closed = snoozing.done(told, actor=coordinator, version=told.version, may_log=False)

    snoozing.reopen(closed, actor=coordinator, version=closed.version)

    assert [fresh(row).state for row in (told, same)] == [State.TOLD, State.PLANNED]


def test_what_was_settled_otherwise_is_not_taken_up(coordinator: User) -> None:
    row = make(coordinator, state=State.MISSED, is_open=False, reason=settling.TOO_LATE)

    with pytest.raises(Refused, match="Only a reminder that was snoozed or marked done"):
        snoozing.reopen(row, actor=coordinator)
    with pytest.raises(Refused, match="not running on its day"):
        snoozing.done(row, actor=coordinator, version=row.version, may_log=True)


def test_each_act_is_audited(told: Reminder, coordinator: User) -> None:
    put_off(told, 4, coordinator)
    snoozing.reopen(fresh(told), actor=coordinator)
    snoozing.done(fresh(told), actor=coordinator, version=fresh(told).version, may_log=False)

    found = AuditEntry.objects.filter(subject_type="reminders.reminder").order_by("id")
    assert [row.action for row in found] == ["reminder.snoozed", "reminder.reopened", "reminder.done"]
    assert {row.actor for row in found} == {coordinator}
