"""Whatever happens to records, day after day: what a plan leaves open is what the records ask for."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollments import assigning, contacts, transitions
from enrollments.enums import Channel, DayUnit, Status
from enrollments.models import Application, FollowUp, Transition
from enrollments.refusals import Refused
from providers.models import Credential
from reminders import planner, recipients
from reminders.enums import Kind, State
from reminders.facts import Fact
from reminders.gathering import Wanted, gather
from reminders.kinds import KINDS, alike
from reminders.models import Reminder
from reminders.schedule import is_over, occurrences, span_of
from tests.factories.accounts import OutboxMessageFactory
from tests.factories.enrollments import execute_contract, facts_for
from tests.reminders.rules.scenes import TUESDAY, World, days, on, recorded

EVER = (dt.date(2015, 1, 1), dt.date(2045, 1, 1))


@dataclass(slots=True)
class Run:
    """One example: the day it is, the application and the license that change."""

    world: World
    application: Application
    license_id: int
    today: dt.date = TUESDAY
    log: list[str] = field(default_factory=list)

    def live(self, change: "Change", number: int) -> None:
        with on(self.today):
            try:
                change(self, number)
                self.log.append(f"{self.today} {change.__name__} {number}")
            except Refused as refused:
                self.log.append(f"{self.today} {change.__name__} {number}: {refused}")
        with on(self.today):
            planner.plan()
            tell(self.world, self.today)
            planner.plan()


Change = Callable[[Run, int], object]


def tell(world: World, today: dt.date) -> None:
    due = Reminder.objects.filter(state=State.PLANNED, send_on__lte=today)
    if due.exists():
        message = OutboxMessageFactory(organization=world.maple)
        due.update(state=State.TOLD, message=message, told_at=timezone.now())


def wait(run: Run, number: int) -> None:
    """Days pass."""
    run.today += days(number % 25 + 1)


def move(run: Run, number: int) -> None:
    to = list(Status)[number % len(Status)]
    facts = facts_for(to, run.today)
    if to in (Status.APPROVED, Status.ACTIVE):
        facts = {**facts, "effective_on": (run.today + days(number % 40 - 20)).isoformat()}
    if to == Status.ACTIVE and number % 3:
        execute_contract(run.application, on=run.today)
    day = run.today - days(number % 4)
    transitions.move(run.application.pk, to, occurred_on=day, actor=None, facts=facts)


def amend(run: Run, number: int) -> None:
    name = ("effective_on", "requested_effective_on", "loaded_on", "answer_due_on", "recheck_on")[number % 5]
    day = run.today + days(number % 30 - 10)
    transitions.amend(run.application.pk, occurred_on=run.today, actor=None, facts={name: day.isoformat()})


def void(run: Run, number: int) -> None:
    rows = list(Transition.objects.filter(application=run.application).order_by("pk"))
    transitions.void(rows[number % len(rows)].pk, actor=None, note="Wrong")


def block(run: Run, number: int) -> None:
    if number % 2:
        transitions.block(run.application.pk, occurred_on=run.today, actor=None, reason="Letter refused")
    else:
        transitions.unblock(run.application.pk, occurred_on=run.today, actor=None)


def call(run: Run, number: int) -> None:
    unit = DayUnit.BUSINESS if number % 2 else DayUnit.CALENDAR
    promised = {"quoted_max": number % 20 + 1, "quoted_unit": unit} if number % 3 else {}
    day = run.today - days(number % 15)
    contact = contacts.Contact(Channel.CALL, day, said="In process", **promised)  # type: ignore[arg-type]
    contacts.log_contact([run.application], contact, actor=None)


def assign(run: Run, number: int) -> None:
    fresh = Application.objects.get(pk=run.application.pk)
    assigning.assign([fresh], run.world.coordinator if number % 2 else run.world.owner, actor=None)


def follow_up(run: Run, number: int) -> None:
    rows = FollowUp.objects.filter(application=run.application, done_at=None)
    rows.update(done_at=timezone.now())


def paper(run: Run, number: int) -> None:
    row = Credential.objects.get(pk=run.license_id)
    row.expires_on = run.today + days(number % 200 - 40)
    row.save()
    recorded(row, run.today, "changed_at")


def leave(run: Run, number: int) -> None:
    run.world.dana.is_active = bool(number % 2)
    run.world.dana.save()


CHANGES = [wait, wait, move, move, amend, void, block, call, assign, follow_up, paper, leave]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def all_facts(today: dt.date) -> list[Fact]:
    return list(gather(Wanted(today, {kind: [EVER] for kind in Kind})))


def stray(facts: list[Fact]) -> list[Reminder]:
    """Return what is open although no record asks for it."""
    asked = {(fact.kind.value, fact.subject_id, fact.due_on) for fact in facts}
    rows = Reminder.objects.filter(is_open=True)
    return [row for row in rows if (row.kind, row.subject_id, row.due_on) not in asked]


def unheard(facts: list[Fact], today: dt.date) -> list[tuple[Fact, int]]:
    """Return what records have asked for in the last days, and is not open for somebody it concerns."""
    people = recipients.read()
    lost = []
    for fact in facts:
        spec = KINDS[fact.kind]
        span = span_of(today, spec.grace - 1)
        told = occurrences(fact.due_on, spec.leads, spec, opens_on=fact.opens_on)
        if is_over(fact.due_on, today, spec) or not any(span.start <= one.send_on <= today for one in told):
            continue
        for one in people.of(fact):
            kinds = [kind.value for kind in alike(fact.kind)]
            about = Reminder.objects.filter(
                kind__in=kinds, subject_id=fact.subject_id, due_on=fact.due_on, recipient=one.user_id
            )
            if not about.filter(is_open=True).exists() and not about.filter(state=State.MISSED).exists():
                lost.append((fact, one.user_id))
    return lost


@pytest.fixture
def run(world: World) -> Run:
    """Dana's application that waits for a decision, and her license."""
    made = world.application(Status.SUBMITTED, dt.date(2026, 3, 2))
    return Run(world, made, world.credential("license", TUESDAY + days(30)).pk)


@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 999)), min_size=1, max_size=7))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_a_plan_leaves_open_is_what_the_records_ask_for(
    run: Run, changes: list[tuple[Change, int]]
) -> None:
    with undone():
        mine = Run(run.world, run.application, run.license_id)
        mine.world.dana.is_active = True
        for change, number in changes:
            mine.live(change, number)
            with on(mine.today):
                facts = all_facts(mine.today)
                assert not stray(facts), mine.log
                assert not unheard(facts, mine.today), mine.log
        with on(mine.today):
            before = list(Reminder.objects.order_by("pk").values())
            again = planner.plan()
            assert (again.planned, again.superseded, again.settled) == (0, 0, 0), mine.log
            assert list(Reminder.objects.order_by("pk").values()) == before
