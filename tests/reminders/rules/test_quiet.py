"""A plan is left out only where nothing it rests on can have changed; every doubt reads everything again."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts import audit
from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from payers.enums import RuleKind, Unit
from payers.models import Rule
from providers import keeping_files
from reminders import quiet
from reminders.models import ReminderSettings
from tests.factories.payers import RuleFactory
from tests.factories.providers import CredentialFactory
from tests.reminders.rules.scenes import World

NOW = dt.datetime(2030, 1, 8, 17, tzinfo=dt.UTC)


@pytest.fixture
def planned(world: World) -> ReminderSettings:
    """An organization whose only audit row is hours old, and whose plan was made with it."""
    audit.record(None, "practice.changed", world.practice, "Changed the phone number")
    with clock.standing_at(NOW):
        return ReminderSettings(planned_at=NOW, planned_mark=quiet.mark())


def still_quiet(settings: ReminderSettings | None, at: dt.datetime = NOW) -> bool:
    with clock.standing_at(at):
        return quiet.is_quiet(settings, quiet.mark())


def test_nothing_recorded_since_is_quiet(planned: ReminderSettings) -> None:
    assert still_quiet(planned)


def test_another_local_day_is_read_again(planned: ReminderSettings) -> None:
    # Noon in New York plus twelve hours: midnight there, five in the morning in UTC.
    assert still_quiet(planned, NOW + dt.timedelta(hours=11, minutes=59))
    assert not still_quiet(planned, NOW + dt.timedelta(hours=12))


def test_a_row_too_young_to_be_surely_the_last_is_not_trusted(planned: ReminderSettings) -> None:
    assert not still_quiet(planned, clock.now() + quiet.SETTLED - dt.timedelta(minutes=1))


def test_an_organization_never_planned_for_is_read(world: World) -> None:
    assert not still_quiet(None)


def test_without_any_audit_row_nothing_can_be_said(harbor: Organization) -> None:
    with organization_scope(harbor), clock.standing_at(NOW):
        mark = quiet.mark()
        assert not quiet.is_quiet(ReminderSettings(planned_mark=mark), mark)


Change = Callable[[World], object]
CHANGES: dict[str, Change] = {
    "a credential is kept": lambda world: keeping_files.add(
        CredentialFactory.build(organization=world.maple, provider=world.dana),
        actor=None, action="credential.added", summary="Added a license",
    ),
    # As a new catalogue writes it: no audit row, no new version.
    "a shared rule says something else": lambda world: Rule.objects.filter(
        kind=RuleKind.SILENCE, organization=None
    ).update(value_max=21),
    "a shared rule is added": lambda world: RuleFactory(kind=RuleKind.SILENCE, value_max=9, unit=Unit.CALENDAR_DAYS),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_a_plan_is_noticed(world: World, what: str) -> None:
    RuleFactory(kind=RuleKind.SILENCE, value_max=30, unit=Unit.CALENDAR_DAYS)
    audit.record(None, "practice.changed", world.practice, "Changed the phone number")
    with clock.standing_at(NOW):
        before = ReminderSettings(planned_mark=quiet.mark())
    assert still_quiet(before)
    CHANGES[what](world)
    assert not still_quiet(before)


def test_somebody_elses_work_changes_nothing(
    planned: ReminderSettings, harbor: Organization, stranger: User
) -> None:
    with organization_scope(harbor):
        audit.record(stranger, "organization.changed", harbor, "Changed the name")
    assert still_quiet(planned)
