"""What plans must not ask for: verified contracts, ended bridges, settled letters, agreeing statements, known minimums."""

import pytest

from accounts.enums import Role
from enrollments.enums import ContractScope, HolderKind, Status
from planning.enums import ExitState, LetterOutcome
from reminders.enums import Kind
from reminders.models import Reminder
from tests.factories.accounts import MembershipFactory
from tests.factories.enrollments import ContractFactory
from tests.factories.payers import PlatformFactory, RuleFactory
from tests.factories.planning import ReleaseLetterFactory, StatementFactory
from tests.factories.providers import AffiliationFactory, PracticeFactory, PracticeGrantFactory
from tests.reminders.rules import plan_scenes
from tests.reminders.rules.scenes import TUESDAY, World, days, on, plan_on


def told(kind: Kind) -> list[int]:
    rows = Reminder.objects.filter(kind=kind, is_open=True).order_by()
    return sorted(rows.values_list("recipient_id", flat=True).distinct())


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ({"verified_on": TUESDAY, "holder_kind": HolderKind.PRACTICE}, False),
        ({"verified_on": TUESDAY, "holder_kind": HolderKind.UNKNOWN}, True),
        ({"verified_on": None, "holder_kind": HolderKind.PRACTICE}, True),
        ({"verified_on": None, "holder_kind": HolderKind.PRACTICE, "ends_on": TUESDAY - days(1)}, False),
    ],
)
def test_a_holder_is_asked_for_while_unverified(world: World, given: dict[str, object], asks: bool) -> None:
    with on(TUESDAY - days(7)):
        ContractFactory(payer=world.aetna, practice=world.practice, **given)
    plan_on(TUESDAY)
    assert bool(told(Kind.CONTRACT_HOLDER)) is asks


def test_a_last_day_is_told_without_notice_and_not_once_done(world: World) -> None:
    plan_scenes.leaving(TUESDAY - days(60), state=ExitState.PLANNED)(world)
    plan_on(TUESDAY)
    assert told(Kind.EXIT_LAST_DAY) == [world.owner.pk]


def test_a_dropped_exit_asks_for_nothing(world: World) -> None:
    plan_scenes.leaving(TUESDAY - days(60), state=ExitState.DROPPED)(world)
    plan_on(TUESDAY)
    assert not Reminder.objects.exists()


def test_an_issued_letter_is_no_request(world: World) -> None:
    ReleaseLetterFactory(
        provider=world.dana, practice=world.practice, payer=world.aetna, outcome=LetterOutcome.ISSUED,
        answer_by=TUESDAY,
    )  # fmt: skip
    plan_on(TUESDAY)
    assert not told(Kind.LETTER_ANSWER)


@pytest.mark.parametrize(
    "other", [{"position": "No"}, {"position": ""}, {"about": "notice"}, {"payer": None, "platform": None}]
)
def test_statements_that_do_not_meet_are_no_contradiction(world: World, other: dict[str, object]) -> None:
    common = {"payer": world.aetna, "platform": PlatformFactory(name="Headway"), "practice": world.practice}
    StatementFactory(position="no", said_on=TUESDAY, **common)
    StatementFactory(**{**common, "position": "yes", "said_on": TUESDAY, **other})
    plan_on(TUESDAY)
    assert not told(Kind.WRITTEN_CONFIRMATION)


def test_a_payer_that_names_no_platform_contradicts_the_platform_as_the_page_says(world: World) -> None:
    """The payer speaks of itself, the platform of that payer: one thing, as `planning.conflicts` reads it."""
    common = {"payer": world.aetna, "practice": world.practice}
    with on(TUESDAY):
        StatementFactory(position="no", said_on=TUESDAY, platform=PlatformFactory(name="Headway"), **common)
        StatementFactory(position="yes", said_on=TUESDAY, platform=None, **common)
    plan_on(TUESDAY)
    assert told(Kind.WRITTEN_CONFIRMATION)


def test_a_group_contract_or_too_few_clinicians_ask_for_nothing(world: World) -> None:
    made = plan_scenes.enough(world)
    group = {"payer": world.aetna, "practice": made, "holder_kind": HolderKind.PRACTICE}
    group |= {"scope": ContractScope.GROUP}
    ContractFactory(executed_on=TUESDAY - days(30), verified_on=TUESDAY, **group)
    plan_on(TUESDAY)
    assert not told(Kind.GROUP_MINIMUM)


def test_three_of_four_is_not_enough(world: World) -> None:
    RuleFactory(kind="group_minimum", payer=world.aetna, value_max=4, unit="providers")
    world.application(Status.PREPARING, TUESDAY - days(9))
    for _ in range(3):
        AffiliationFactory(practice=world.practice, starts_on=TUESDAY)
    plan_on(TUESDAY)
    assert not told(Kind.GROUP_MINIMUM)
    AffiliationFactory(practice=world.practice, starts_on=TUESDAY)
    plan_on(TUESDAY)
    assert told(Kind.GROUP_MINIMUM) == [world.owner.pk]


def test_a_coordinator_of_another_practice_hears_of_none(world: World) -> None:
    elsewhere = MembershipFactory(organization=world.maple, role=Role.COORDINATOR, limited_to_practices=True)
    PracticeGrantFactory(membership=elsewhere, practice=PracticeFactory())
    plan_scenes.unverified(world)
    plan_scenes.asked(world)
    plan_on(TUESDAY)
    assert told(Kind.CONTRACT_HOLDER) == told(Kind.LETTER_ANSWER) == [world.coordinator.pk]
