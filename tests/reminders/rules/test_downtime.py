"""After the site was down, and where days differ: nothing is dropped, what is late is noted as missed."""

import datetime as dt
from datetime import date

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import contacts, transitions
from enrollments.enums import Channel, DayUnit, Status
from payers.enums import RuleKind, SourceQuality
from reminders import planner, settling
from reminders.enums import Kind, State
from reminders.kinds import KINDS
from reminders.models import Reminder, ReminderSettings
from reminders.schedule import occurrences
from tests.factories.accounts import MembershipFactory
from tests.factories.payers import RuleFactory
from tests.factories.providers import CredentialFactory
from tests.reminders.rules.scenes import LONG_AGO, TUESDAY, World, days, follow_up, on, plan_on, recorded

S = Status


def ledger(kind: Kind = Kind.LICENSE) -> dict[int, tuple[date, str, str]]:
    rows = Reminder.objects.filter(kind=kind).order_by("-lead")
    return {row.lead: (row.send_on, row.state, row.reason) for row in rows}


def test_after_a_week_everything_is_still_sent(world: World) -> None:
    world.credential("license", date(2026, 4, 6))
    plan_on(date(2026, 2, 26))
    plan_on(date(2026, 3, 12))  # 30 days before fell on 6 March, six days ago
    assert ledger() == {30: (date(2026, 3, 6), State.PLANNED, "")}


def test_after_a_month_what_is_late_is_missed_with_the_reason(world: World) -> None:
    world.credential("license", date(2026, 4, 6))
    plan_on(date(2026, 2, 26))
    assert ledger() == {}
    plan_on(date(2026, 4, 2))
    assert ledger() == {
        30: (date(2026, 3, 6), State.MISSED, settling.TOO_LATE),
        14: (date(2026, 3, 23), State.MISSED, settling.TOO_LATE),
        7: (date(2026, 3, 30), State.PLANNED, ""),
        1: (date(2026, 4, 3), State.PLANNED, ""),
        0: (date(2026, 4, 6), State.PLANNED, ""),
        -1: (date(2026, 4, 7), State.PLANNED, ""),
    }


@pytest.mark.parametrize("gap", [1, 5, 8, 20, 45, 120, 300])
def test_no_telling_is_dropped_however_long_the_site_was_down(world: World, gap: int) -> None:
    """Every day that lies between two plans has its row: planned, told of by the next, or missed."""
    due = TUESDAY + days(60)
    world.credential("license", due)
    for day in (TUESDAY, TUESDAY + days(gap)):
        plan_on(day)
    spec = KINDS[Kind.LICENSE]
    expected = {
        one.lead
        for one in occurrences(due, spec.leads, spec)
        if TUESDAY - days(7) <= one.send_on <= TUESDAY + days(gap + 7)
    }
    assert set(ledger()) == expected
    assert all(reason for _, state, reason in ledger().values() if state == State.MISSED)


def test_what_was_planned_and_never_sent_is_missed_after_its_grace(world: World) -> None:
    world.credential("license", date(2026, 4, 6))
    plan_on(date(2026, 3, 4))
    assert ledger()[30][1] == State.PLANNED
    done = plan_on(date(2026, 3, 14))
    assert done.missed == 1
    assert ledger()[30] == (date(2026, 3, 6), State.MISSED, settling.TOO_LATE)


def test_an_unsent_telling_gives_way_to_the_next_one(world: World) -> None:
    """The Friday's mail was never made; on the Monday the day itself speaks."""
    world.credential("license", date(2026, 3, 23))
    plan_on(date(2026, 3, 20))
    plan_on(date(2026, 3, 21))  # a Saturday: the Monday has not come
    assert ledger()[1] == (date(2026, 3, 20), State.PLANNED, "")
    done = plan_on(date(2026, 3, 23))
    assert done.settled == 1
    assert ledger()[1] == (date(2026, 3, 20), State.MISSED, settling.OVERTAKEN)
    assert ledger()[0] == (date(2026, 3, 23), State.PLANNED, "")


def test_a_follow_up_that_climbs_speaks_once(world: World) -> None:
    made = follow_up(date(2026, 3, 10))(world)
    plan_on(TUESDAY)
    rows = Reminder.objects.filter(subject_id=made.pk, is_open=True, send_on__lte=TUESDAY)
    assert [row.kind for row in rows] == [Kind.FOLLOW_UP_ESCALATED]


def test_what_would_come_too_late_is_missed_however_fresh(world: World) -> None:
    """Planned for the Friday, sent by nobody; on the Tuesday the effective date has come."""
    world.application(S.APPROVED, date(2026, 3, 2), effective_on="2026-03-16")
    plan_on(date(2026, 3, 13))
    assert ledger(Kind.EFFECTIVE_COMING)[3][1] == State.PLANNED
    plan_on(TUESDAY)
    assert ledger(Kind.EFFECTIVE_COMING)[3] == (date(2026, 3, 13), State.MISSED, settling.TOO_LATE)
    assert ledger(Kind.EFFECTIVE_REACHED)[0][1] == State.PLANNED


def test_a_first_plan_after_the_day_does_not_announce_it(world: World) -> None:
    world.application(S.APPROVED, date(2026, 3, 2), effective_on="2026-03-16")
    plan_on(TUESDAY)
    assert ledger(Kind.EFFECTIVE_COMING)[3] == (date(2026, 3, 13), State.MISSED, settling.TOO_LATE)


def test_a_back_dated_move_recorded_late_is_told_on_the_day_it_is_known(world: World) -> None:
    made = world.application(S.SUBMITTED, date(2026, 1, 5))
    plan_on(TUESDAY - days(1))
    with on(TUESDAY):
        transitions.move(
            made.pk, S.INFO_REQUESTED, occurred_on=date(2026, 2, 2), actor=None,
            facts={"answer_due_on": "2026-03-02", "reason": "W-9"},
        )  # fmt: skip
    plan_on(TUESDAY)
    assert ledger(Kind.ANSWER_DUE) == {-1: (TUESDAY, State.PLANNED, "")}
    assert not Reminder.objects.get(kind=Kind.ANSWER_DUE).at_once


def test_a_promise_recorded_late_is_told_on_the_day_it_is_known(world: World) -> None:
    made = world.application(S.IN_REVIEW, date(2026, 1, 5))
    plan_on(TUESDAY - days(1))
    with on(TUESDAY):
        contact = contacts.Contact(
            Channel.CALL, date(2026, 2, 9), said="Ten days", quoted_max=10, quoted_unit=DayUnit.CALENDAR
        )
        contacts.log_contact([made], contact, actor=None)
    plan_on(TUESDAY)
    assert ledger(Kind.QUOTED_OVERDUE)[-14][:2] == (TUESDAY, State.PLANNED)


def test_receipt_long_after_sending_is_read_by_the_day_of_receipt(world: World) -> None:
    """ORC 3963.06: the 90 days count from the receipt, however long the form lay."""
    RuleFactory(
        kind=RuleKind.DECISION_DEADLINE, value_max=90, state="PA", payer=world.aetna,
        source_quality=SourceQuality.STATUTE, clock_starts="receipt of the credentialing form",
    )  # fmt: skip
    made = world.application(S.SUBMITTED, date(2025, 9, 1))
    with on(date(2025, 12, 16)):
        transitions.move(made.pk, S.ACKNOWLEDGED, occurred_on=date(2025, 12, 16), actor=None)
    plan_on(TUESDAY)
    assert ledger(Kind.STATUTE_OVERDUE)[-1] == (TUESDAY, State.PLANNED, "")


@pytest.mark.parametrize(
    ("zone", "instant", "local"),
    [
        ("Pacific/Guam", dt.datetime(2026, 3, 16, 15, 0, tzinfo=dt.UTC), date(2026, 3, 17)),
        ("Pacific/Honolulu", dt.datetime(2026, 3, 18, 9, 0, tzinfo=dt.UTC), date(2026, 3, 17)),
        ("America/New_York", dt.datetime(2026, 3, 17, 3, 0, tzinfo=dt.UTC), date(2026, 3, 16)),
    ],
)
def test_days_are_those_of_the_organization(
    maple: Organization, zone: str, instant: dt.datetime, local: date
) -> None:
    Organization.objects.filter(pk=maple.pk).update(timezone=zone)
    maple.refresh_from_db()
    MembershipFactory(organization=maple)
    with organization_scope(maple), clock.standing_at(instant):
        recorded(CredentialFactory(expires_on=local), LONG_AGO, "changed_at")
        planner.plan()
        assert Reminder.objects.get(lead=0).send_on == local
        settings = ReminderSettings.objects.get()
        assert settings.planned_until == local + days(7)
        assert settings.planned_at == instant


def test_a_paper_edited_in_place_is_told_of_at_once_with_what_passed(world: World) -> None:
    license_ = world.credential("license", date(2027, 3, 1))
    plan_on(TUESDAY - days(1))
    license_.expires_on = date(2026, 4, 20)
    license_.save()
    recorded(license_, TUESDAY, "changed_at")
    plan_on(TUESDAY)
    assert ledger() == {60: (TUESDAY, State.PLANNED, ""), 30: (date(2026, 3, 20), State.PLANNED, "")}


def test_a_plan_that_was_overtaken_leaves_the_later_note(world: World) -> None:
    plan_on(TUESDAY)
    plan_on(TUESDAY - days(3))
    settings = ReminderSettings.objects.get()
    assert settings.planned_until == TUESDAY + days(7)
