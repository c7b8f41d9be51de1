"""Two workers with the same news write it once; the control shows what happens without the lock."""

from unittest.mock import patch

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from forecast import writing
from forecast.models import Forecast, Outlook
from forecast.refreshing import Refreshed, refresh
from tests.accounts.racing import Meeting, both
from tests.factories.payers import PayerFactory
from tests.forecast.scenes import TODAY, standing, waiting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def twice_at_once(organization: Organization) -> list[Refreshed | Exception]:
    def once(_: int) -> Refreshed:
        with organization_scope(organization), standing(TODAY):
            return refresh()

    return both(once)


def stored(organization: Organization) -> tuple[int, int]:
    with organization_scope(organization):
        return Forecast.objects.count(), Outlook.objects.count()


def test_without_the_lock_both_would_write(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    with (
        patch.object(writing, "_locked", lambda _: None),
        patch.object(writing, "_last_forecasts", Meeting().after(writing._last_forecasts)),
    ):
        runs = twice_at_once(maple)
    refused = [run for run in runs if isinstance(run, Exception)]
    assert len(refused) == 1 or stored(maple)[0] == 2


def test_under_the_lock_the_second_finds_it_written(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    with patch.object(writing, "_locked", Meeting().before(writing._locked)):
        runs = twice_at_once(maple)
    assert sorted(run.written for run in runs if isinstance(run, Refreshed)) == [0, 1]
    assert stored(maple) == (1, 1)
