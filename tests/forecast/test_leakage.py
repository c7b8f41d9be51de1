"""A forecast for a day uses only what had been recorded by then, whatever was learnt afterwards."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from enrollments import transitions
from enrollments.enums import Clock, Status
from enrollments.models import Application, Transition
from forecast.refreshing import refresh
from payers.models import Payer
from tests.factories.payers import PayerFactory
from tests.forecast.scenes import TODAY, before, decided, finished, standing, waiting

pytestmark = pytest.mark.django_db
CUT_OFF = before(60)


@pytest.fixture(autouse=True)
def _it_is_the_first_of_june() -> Iterator[None]:
    with standing(TODAY):
        yield


@pytest.fixture
def aetna(maple: Organization) -> Payer:
    """A payer with ten finished applications and two open ones at the cut-off."""
    payer: Payer = PayerFactory(name="Aetna")
    for number in range(10):
        finished(maple, payer, 60 + 3 * number, 200 - number)
    waiting(maple, payer, 100)
    waiting(maple, payer, 70)
    return payer


def said(organization: Organization) -> list[dict[str, Any]]:
    """Return everything that is said for the cut-off."""
    with organization_scope(organization):
        return [row.as_object() for row in refresh(CUT_OFF).rows]


def learn(organization: Organization, payer: Payer) -> None:
    """Record, now, much that had happened before the cut-off and much that happened after it."""
    with organization_scope(organization):
        ours = list(Application.objects.filter(payer=payer).order_by("pk"))
    for one, day in zip(ours[-2:], (before(65), before(62)), strict=True):
        with organization_scope(organization):
            transitions.move(one.pk, Status.IN_REVIEW, occurred_on=day, actor=None, facts={})
            transitions.block(
                one.pk, occurred_on=day, actor=None, reason="Release letter", blocked_by=Clock.OURS
            )
    with organization_scope(organization):
        transitions.amend(
            ours[0].pk, occurred_on=TODAY, actor=None, facts={"effective_on": before(190).isoformat()}
        )
        row = Transition.objects.filter(application=ours[1], to_status=Status.ACTIVE).get()
        transitions.void(row.pk, actor=None, note="Another clinician")
    for number in range(8):
        decided(organization, payer, 5 + number, 1)
    waiting(organization, payer, 20)


def test_nothing_recorded_later_changes_what_is_said_for_the_day(maple: Organization, aetna: Payer) -> None:
    kept = said(maple)
    assert len(kept) == 2
    learn(maple, aetna)
    assert said(maple) == kept


def test_the_same_recorded_in_time_does_change_it(maple: Organization, aetna: Payer) -> None:
    """Without this the test above might compare forecasts that nothing can change."""
    kept = said(maple)
    for number in range(8):
        decided(maple, aetna, 5 + number, 70)
    assert said(maple) != kept


def test_what_is_said_under_an_earlier_clock_is_what_is_said_of_that_day(
    maple: Organization, aetna: Payer
) -> None:
    with organization_scope(maple), standing(CUT_OFF):
        then = [row.as_object() for row in refresh().rows]
    learn(maple, aetna)
    assert said(maple) == then


def test_a_day_ahead_of_the_record_is_not_read(maple: Organization, aetna: Payer) -> None:
    with organization_scope(maple):
        found = refresh(before(400))
    assert found.applications == 0
    assert found.on == TODAY - dt.timedelta(days=400)
