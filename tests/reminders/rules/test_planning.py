"""What a plan writes when dates move, owners change, leads are edited, wishes change, or nothing does."""

import datetime as dt
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership, Organization
from accounts.tenancy import organization_scope
from enrollments import assigning
from enrollments.enums import Status
from providers.models import Credential
from reminders import ledger, planner, settling
from reminders.enums import Channel, Kind, State
from reminders.gathering import Wanted, gather
from reminders.models import KindLeads, Preference, Reminder, ReminderSettings
from reminders.schedule import HORIZON_DAYS
from tests.factories.accounts import MembershipFactory, OutboxMessageFactory
from tests.factories.providers import CredentialFactory, ProviderFactory
from tests.factories.reminders import KindLeadsFactory, PreferenceFactory, ReminderFactory
from tests.reminders.rules.scenes import LONG_AGO, TUESDAY, World, days, differs, on, plan_on, recorded

S = Status


def states(**only: object) -> list[tuple[date, int, str, str]]:
    rows = Reminder.objects.filter(**only).order_by("due_on", "-lead", "recipient_id")
    return list(rows.values_list("due_on", "lead", "state", "reason"))


def told(**only: object) -> None:
    organization = Organization.objects.get(slug="maple")
    Reminder.objects.filter(state=State.PLANNED, **only).update(
        state=State.TOLD, message=OutboxMessageFactory(organization=organization)
    )


MONDAY = date(2026, 3, 23)


def test_a_date_that_moves_away_and_back_is_not_told_twice(world: World) -> None:
    license_ = world.credential("license", MONDAY)
    plan_on(TUESDAY)
    told(lead=7)
    assert [row[1:3] for row in states()] == [
        (7, State.TOLD), (1, State.PLANNED), (0, State.PLANNED), (-1, State.PLANNED),
    ]  # fmt: skip
    move(license_, date(2026, 4, 6))
    assert plan_on(TUESDAY).superseded == 3
    moved = "The date moved from 23 Mar 2026 to 6 Apr 2026."
    assert [row[1:] for row in states(due_on=MONDAY)] == [
        (7, State.TOLD, moved),
        (1, State.SUPERSEDED, moved),
        (0, State.SUPERSEDED, moved),
        (-1, State.SUPERSEDED, moved),
    ]
    assert states(due_on=date(2026, 4, 6)) == [
        (date(2026, 4, 6), 30, State.PLANNED, ""), (date(2026, 4, 6), 14, State.PLANNED, ""),
    ]  # fmt: skip
    move(license_, MONDAY)
    done = plan_on(TUESDAY)
    assert (done.planned, done.missed, done.superseded) == (3, 0, 2)
    assert [row[1:] for row in states(due_on=MONDAY)] == [
        (7, State.TOLD, ""), (1, State.PLANNED, ""), (0, State.PLANNED, ""), (-1, State.PLANNED, ""),
    ]  # fmt: skip
    assert Reminder.objects.get(due_on=MONDAY, lead=7).is_open
    again = plan_on(TUESDAY)
    assert (again.planned, again.superseded, again.settled) == (0, 0, 0)


def move(license_: Credential, expires_on: date) -> None:
    license_.expires_on = expires_on
    license_.save()
    recorded(license_, TUESDAY, "changed_at")


def test_somebody_else_is_told_when_the_owner_changes(world: World) -> None:
    made = world.application(S.INFO_REQUESTED, date(2026, 3, 2), answer_due_on="2026-03-23", reason="W-9")
    only = {"kind": Kind.ANSWER_DUE}
    plan_on(TUESDAY)
    told(lead=7, **only)
    with on(TUESDAY):
        assigning.assign([made], world.coordinator, actor=None)
    plan_on(TUESDAY)
    handed = "Somebody else is told of it now."
    before = Reminder.objects.filter(recipient=world.owner, **only)
    assert set(before.values_list("state", "is_open", "reason")) == {
        (State.TOLD, False, handed), (State.SUPERSEDED, False, handed),
    }  # fmt: skip
    after = Reminder.objects.filter(recipient=world.coordinator, **only).order_by("-lead")
    assert list(after.values_list("lead", "state")) == [
        (7, State.PLANNED), (1, State.PLANNED), (0, State.PLANNED), (-1, State.PLANNED),
    ]  # fmt: skip


def test_edited_leads_take_back_and_bring_back_what_is_planned(world: World) -> None:
    world.credential("license", MONDAY)
    plan_on(TUESDAY)
    edited: KindLeads = KindLeadsFactory(organization=world.maple, leads=[6, 1])
    plan_on(TUESDAY)
    assert [row[1:] for row in states()] == [
        (7, State.SUPERSEDED, settling.LEAD_DROPPED),
        (6, State.PLANNED, ""),
        (1, State.PLANNED, ""),
        (0, State.SUPERSEDED, settling.LEAD_DROPPED),
        (-1, State.SUPERSEDED, settling.LEAD_DROPPED),
    ]
    KindLeads.objects.filter(pk=edited.pk).update(leads=[])
    plan_on(TUESDAY)
    assert {row[2] for row in states()} == {State.SUPERSEDED}
    KindLeads.objects.all().delete()
    plan_on(TUESDAY)
    assert [row[1] for row in states(state=State.PLANNED)] == [7, 1, 0, -1]


def test_leads_of_news_and_of_windows_are_nobodys_choice(world: World) -> None:
    KindLeadsFactory(organization=world.maple, kind=Kind.EFFECTIVE_DIFFERS, leads=[3])
    differs(world)
    plan_on(TUESDAY)
    plan_on(TUESDAY)
    assert [row[1:3] for row in states(kind=Kind.EFFECTIVE_DIFFERS)] == [(0, State.PLANNED)]
    KindLeads.objects.update(leads=[])
    plan_on(TUESDAY)
    assert [row[2] for row in states(kind=Kind.EFFECTIVE_DIFFERS)] == [State.SUPERSEDED]


def test_a_changed_wish_reaches_what_is_planned_already(world: World, owner_membership: Membership) -> None:
    Membership.objects.filter(user=world.coordinator).delete()
    world.credential("license", MONDAY)
    plan_on(TUESDAY)
    wish: Preference = PreferenceFactory(membership=owner_membership, channel=Channel.LIST)
    plan_on(TUESDAY)
    assert set(Reminder.objects.values_list("by_mail", "state")) == {(False, State.PLANNED)}
    Preference.objects.filter(pk=wish.pk).update(channel=Channel.AT_ONCE)
    plan_on(TUESDAY)
    assert set(Reminder.objects.values_list("by_mail", "at_once")) == {(True, True)}
    Preference.objects.filter(pk=wish.pk).update(channel=Channel.OFF)
    plan_on(TUESDAY)
    assert {row[2:] for row in states()} == {(State.SUPERSEDED, "Nobody asks to be told of it now.")}
    Preference.objects.all().delete()
    plan_on(TUESDAY)
    assert set(Reminder.objects.values_list("by_mail", "at_once", "lead", "state")) == {
        (True, False, 7, State.PLANNED), (True, False, 1, State.PLANNED), (True, True, 0, State.PLANNED),
        (True, True, -1, State.PLANNED),
    }  # fmt: skip


@pytest.mark.parametrize("stands", [True, False])
def test_what_somebody_put_off_stands_as_long_as_its_fact(world: World, stands: bool) -> None:
    license_ = world.credential("license", date(2026, 6, 30))
    put_off: Reminder = ReminderFactory(
        organization=world.maple, subject_id=license_.pk, due_on=license_.expires_on, lead=47, put_off=True,
        recipient=world.coordinator, send_on=date(2026, 5, 14),
    )  # fmt: skip
    if not stands:
        license_.delete()
    plan_on(TUESDAY)
    put_off.refresh_from_db()
    assert put_off.state == (State.PLANNED if stands else State.SUPERSEDED)
    assert put_off.reason == ("" if stands else settling.GONE)


def test_what_would_speak_up_before_the_day_it_was_put_off_to_stays_silent(world: World) -> None:
    license_ = world.credential("license", MONDAY)
    ReminderFactory(
        organization=world.maple, subject_id=license_.pk, due_on=MONDAY, lead=2, put_off=True,
        recipient=world.coordinator, send_on=date(2026, 3, 20),
    )  # fmt: skip
    plan_on(TUESDAY)
    assert [row[1:] for row in states()] == [
        (7, State.SNOOZED, "Snoozed until 20 Mar 2026"),
        (2, State.PLANNED, ""),
        (1, State.SNOOZED, "Snoozed until 20 Mar 2026"),
        (0, State.PLANNED, ""),
        (-1, State.PLANNED, ""),
    ]


def test_applications_of_one_sort_share_their_rules(world: World) -> None:
    for _ in range(2):
        world.application(S.SUBMITTED, date(2026, 3, 3), provider=ProviderFactory())
    plan_on(TUESDAY)
    assert len(states(kind=Kind.NO_ACKNOWLEDGEMENT, lead=0)) == 2


def test_the_ledger_never_plans_into_the_past_beyond_the_grace(world: World) -> None:
    for offset in range(-60, 200, 7):
        world.credential("license", TUESDAY + days(offset), number=f"N{offset}")
    plan_on(TUESDAY)
    first, last = TUESDAY - days(7), TUESDAY + days(HORIZON_DAYS)
    planned = Reminder.objects.filter(state=State.PLANNED)
    assert planned.exists()
    assert all(first <= row.send_on <= last for row in planned)


def test_the_number_of_queries_does_not_grow_with_rows(world: World) -> None:
    counted = []
    for more in (3, 30):
        for number in range(more):
            provider = ProviderFactory()
            world.credential("license", TUESDAY + days(7), provider=provider, number=f"N{more}-{number}")
        plan_on(TUESDAY)
        with CaptureQueriesContext(connection) as captured:
            plan_on(TUESDAY)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 70
    assert Reminder.objects.filter(lead=7).count() == 33


def test_a_first_plan_writes_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "BATCH", 2)
    for number in range(3):
        world.credential("license", MONDAY, number=f"N{number}")
    assert plan_on(TUESDAY).planned == 12
    assert plan_on(TUESDAY).planned == 0


def test_facts_in_any_order_make_the_same_ledger(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        world.credential("license", TUESDAY + days(number * 7), number=f"N{number}")
    world.application(S.SUBMITTED, date(2026, 3, 3))
    columns = ("kind", "subject_id", "due_on", "lead", "recipient", "send_on", "state", "what", "why")
    plan_on(TUESDAY)
    usual = sorted(Reminder.objects.values_list(*columns))
    Reminder.objects.all().delete()
    ReminderSettings.objects.all().delete()

    def backward(wanted: Wanted) -> Iterator[object]:
        return iter(list(gather(wanted))[::-1])

    monkeypatch.setattr(planner, "gather", backward)
    plan_on(TUESDAY)
    assert sorted(Reminder.objects.values_list(*columns)) == usual


def test_another_organization_is_left_alone(world: World, harbor: Organization, stranger: object) -> None:
    with organization_scope(harbor):
        theirs = CredentialFactory(expires_on=TUESDAY + days(7))
        recorded(theirs, LONG_AGO, "changed_at")
    world.credential("license", TUESDAY + days(7))
    plan_on(TUESDAY)
    with organization_scope(harbor):
        assert not Reminder.objects.exists()
        plan_on(TUESDAY)
        assert {row.recipient_id for row in Reminder.objects.all()} == {stranger.pk}  # type: ignore[attr-defined]
    assert set(Reminder.objects.values_list("recipient", flat=True)) == {world.coordinator.pk}


def test_nobody_to_tell_plans_nothing(world: World) -> None:
    Membership.objects.filter(role__in=[Role.OWNER, Role.COORDINATOR]).update(is_active=False)
    world.credential("license", TUESDAY + days(7))
    assert plan_on(TUESDAY).planned == 0
    MembershipFactory(organization=world.maple)
    assert plan_on(TUESDAY + days(1)).planned == 4


def test_a_quiet_organization_is_not_read_again(world: World) -> None:
    world.application(S.SUBMITTED, date(2026, 3, 3))  # leaves its rows in the audit trail
    late = dt.date(2030, 1, 8)
    plan_on(late)
    with on(late, hour=13), CaptureQueriesContext(connection) as captured:
        planner.plan()
    assert len(captured) == 4
