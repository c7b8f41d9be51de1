"""Two plans at once: no key twice, nothing told twice, no deadlock. Each proof has its control."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from providers.models import Credential
from reminders import ledger, planner
from reminders.enums import State
from reminders.models import Reminder
from reminders.planned import Planned
from tests.accounts.racing import Meeting, both
from tests.factories.accounts import MembershipFactory, OutboxMessageFactory
from tests.factories.providers import CredentialFactory, ProviderFactory
from tests.reminders.rules.scenes import LONG_AGO, TUESDAY, days, on, recorded

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FACTS = 30
KEY = ("kind", "subject_id", "due_on", "lead", "recipient")


@pytest.fixture
def papers(maple: Organization) -> Organization:
    """Maple Street with licenses that end within the week, and one coordinator."""
    MembershipFactory(organization=maple)
    with organization_scope(maple):
        for number in range(FACTS):
            made = CredentialFactory(
                provider=ProviderFactory(), number=f"N{number}", expires_on=TUESDAY + days(number % 7)
            )
            recorded(made, LONG_AGO, "changed_at")
    return maple


def plan_twice_at_once(maple: Organization) -> list[Planned | Exception]:
    def once(_: int) -> Planned:
        with organization_scope(maple), on(TUESDAY):
            return planner.plan()

    return both(once)


def keys(maple: Organization) -> tuple[int, int]:
    """Return how many rows there are, and how many different keys."""
    with organization_scope(maple):
        rows = list(Reminder.objects.values_list(*KEY))
    return len(rows), len(set(rows))


def meet(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let both plans come to a step of the ledger's before either takes it."""
    monkeypatch.setattr(ledger, name, Meeting().before(getattr(ledger, name)))


def test_two_plans_write_each_row_once(papers: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, "insert")
    found = plan_twice_at_once(papers)
    assert all(isinstance(one, Planned) for one in found), found
    rows, different = keys(papers)
    assert rows == different > FACTS


def test_without_the_key_two_plans_write_every_row_twice(
    papers: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, "insert")
    table = Reminder._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT reminder_ledger_key")
    try:
        plan_twice_at_once(papers)
        rows, different = keys(papers)
        assert rows == 2 * different
    finally:
        with organization_scope(papers):
            Reminder.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT reminder_ledger_key UNIQUE "
                "(organization_id, kind, subject_id, due_on, lead, recipient_id)"
            )


def test_a_plan_that_insists_on_its_rows_fails_where_another_was_first(
    papers: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ignoring conflicts is what lets both end well."""
    meet(monkeypatch, "insert")
    manager: Any = type(Reminder.objects)
    write: Callable[..., Any] = manager.bulk_create
    monkeypatch.setattr(manager, "bulk_create", lambda self, rows, **_: write(self, rows))
    found = plan_twice_at_once(papers)
    assert sum(isinstance(one, Exception) for one in found) == 1


def supersede_all(maple: Organization) -> None:
    with organization_scope(maple):
        Reminder.objects.update(state=State.SUPERSEDED, is_open=False, reason="The date moved.")


def test_two_plans_take_rows_up_again_once(papers: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    with organization_scope(papers), on(TUESDAY):
        planner.plan()
    supersede_all(papers)
    meet(monkeypatch, "insert")
    found = plan_twice_at_once(papers)
    assert all(isinstance(one, Planned) for one in found), found
    with organization_scope(papers):
        versions = set(Reminder.objects.filter(state=State.PLANNED).values_list("version", flat=True))
    assert versions == {2}


def test_a_row_that_was_sent_meanwhile_is_not_taken_up_again(papers: Organization) -> None:
    """One plan reads a superseded row; another takes it up and a worker sends it before the first writes."""
    with organization_scope(papers), on(TUESDAY):
        planner.plan()
        planned = Reminder.objects.filter(state=State.PLANNED).order_by("pk")
        batch = [Reminder(**{f.attname: getattr(row, f.attname) for f in Reminder._meta.fields if f.attname != "id"})
                 for row in planned]  # fmt: skip
    supersede_all(papers)
    meeting = Meeting()

    def act(number: int) -> None:
        with organization_scope(papers), transaction.atomic():
            if number == 0:
                rows = Reminder.objects.select_for_update().order_by("pk")
                list(rows)
                meeting.wait()
                message = OutboxMessageFactory(organization=papers)
                Reminder.objects.update(state=State.TOLD, is_open=True, message=message, told_at=clock.now())
            else:
                meeting.wait()
                ledger.insert(batch)

    assert both(act) == [None, None]
    with organization_scope(papers):
        assert set(Reminder.objects.values_list("state", flat=True)) == {State.TOLD}


def test_two_plans_that_close_the_same_rows_end_well(
    papers: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    with organization_scope(papers):
        with on(TUESDAY):
            planner.plan()
        Credential.objects.all().delete()
    meet(monkeypatch, "take_back")
    found = plan_twice_at_once(papers)
    assert all(isinstance(one, Planned) for one in found), found
    with organization_scope(papers):
        states = list(Reminder.objects.values_list("state", "version"))
    assert set(states) == {(State.SUPERSEDED, 2), (State.MISSED, 2)}
    superseded = [one.superseded for one in found if isinstance(one, Planned)]
    assert sum(superseded) == states.count((State.SUPERSEDED, 2))
