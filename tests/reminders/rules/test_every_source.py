"""Each sort of record leads to its row, and its end takes the row back; for every kind."""

import pytest
from django.utils import timezone

from accounts.models import User
from reminders import holding, settling
from reminders.enums import Kind, State
from reminders.models import Reminder
from tests.factories.accounts import OutboxMessageFactory
from tests.reminders.rules.scene_table import SCENES
from tests.reminders.rules.scenes import Scene, World, days, on, plan_on

every_scene = pytest.mark.parametrize("scene", SCENES, ids=[scene.kind.value for scene in SCENES])


def test_there_is_a_scene_for_every_kind() -> None:
    assert [scene.kind for scene in SCENES] == list(Kind)


def readers(world: World, scene: Scene) -> list[User]:
    return sorted((getattr(world, name) for name in scene.readers), key=lambda user: user.pk)


def tell(rows: list[Reminder]) -> None:
    """Let the rows stand in a mail that was sent."""
    message = OutboxMessageFactory(organization=rows[0].organization)
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.TOLD, message=message, told_at=timezone.now()
    )


@every_scene
def test_a_record_is_told_of(world: World, scene: Scene) -> None:
    made = scene.make(world)
    plan_on(scene.day)
    told = scene.told(made)
    assert [row.recipient for row in told] == readers(world, scene)
    for row in told:
        assert (row.due_on, row.send_on, row.subject_id) == (scene.due_on, scene.day, made.pk)
        assert (row.urgency, row.at_once, row.by_mail) == (scene.urgency, scene.at_once, True)
        assert (row.state, row.is_open, row.reason) == (State.PLANNED, True, "")
        assert row.what == scene.words
        assert row.why.endswith(".")
        assert "N-" not in row.what + row.why


@every_scene
def test_planning_again_writes_nothing(world: World, scene: Scene) -> None:
    scene.make(world)
    plan_on(scene.day)
    plan_on(scene.day)  # what the first one opened has a follow-up of its own
    before = list(Reminder.objects.order_by("pk").values())
    again = plan_on(scene.day)
    assert (again.planned, again.missed, again.superseded, again.settled) == (0, 0, 0, 0)
    assert list(Reminder.objects.order_by("pk").values()) == before


@every_scene
def test_its_end_takes_back_what_was_not_sent(world: World, scene: Scene) -> None:
    made = scene.make(world)
    plan_on(scene.day)
    with on(scene.day):
        scene.end(world, made)
    plan_on(scene.day)
    for row in scene.told(made):
        assert (row.state, row.is_open, row.reason) == (State.SUPERSEDED, False, scene.ended)
        assert row.settled_at is not None


@every_scene
def test_its_end_closes_what_was_told(world: World, scene: Scene) -> None:
    made = scene.make(world)
    plan_on(scene.day)
    tell(scene.told(made))
    with on(scene.day):
        scene.end(world, made)
    plan_on(scene.day)
    for row in scene.told(made):
        assert (row.state, row.is_open) == (State.TOLD, False)
        assert row.reason in {settling.GONE, scene.ended}


@every_scene
def test_what_was_told_stays_open_while_it_holds(world: World, scene: Scene) -> None:
    made = scene.make(world)
    plan_on(scene.day)
    tell(scene.told(made))
    plan_on(scene.day)
    assert all(row.is_open and row.state == State.TOLD for row in scene.told(made))


@every_scene
def test_whether_it_holds_is_read_from_the_record(world: World, scene: Scene) -> None:
    made = scene.make(world)
    plan_on(scene.day)
    mine = Reminder.objects.filter(pk__in=[row.pk for row in scene.told(made)])
    assert mine.filter(holding.still_holds(scene.kind)).count() == len(scene.readers)
    with on(scene.day):
        scene.end(world, made)
    assert not mine.filter(holding.still_holds(scene.kind)).exists()


@every_scene
def test_the_days_before_a_record_is_told_of_are_silent(world: World, scene: Scene) -> None:
    if scene.kind == Kind.EFFECTIVE_DIFFERS:
        return  # it is told on the day it is learnt, and did not exist before
    made = scene.make(world)
    early = scene.day - days(8)
    plan_on(early)
    assert scene.told(made) == []
