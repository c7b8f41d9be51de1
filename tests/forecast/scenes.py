"""Applications really sent and decided on past days, recorded on those days, for tests of forecasts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import transitions
from enrollments.enums import ContractTrack, Kind, Status
from enrollments.models import Application
from payers.models import Payer
from tests.factories.enrollments import ApplicationFactory, execute_contract, facts_for
from tests.factories.providers import PracticeFactory

TODAY = dt.date(2026, 6, 1)


@contextmanager
def standing(on: dt.date) -> Iterator[None]:
    """Let it be the afternoon of a day."""
    with clock.standing_at(dt.datetime(on.year, on.month, on.day, 17, tzinfo=dt.UTC)):
        yield


def before(days: int, day: dt.date = TODAY) -> dt.date:
    """Return the day so many days before `day`."""
    return day - dt.timedelta(days=days)


def waiting(
    organization: Organization,
    payer: Payer,
    days: int,
    *,
    status: Status = Status.SUBMITTED,
    kind: Kind = Kind.INITIAL_INDIVIDUAL,
) -> Application:
    """Record, on that day, an application that was sent (or stood elsewhere) `days` before `TODAY`."""
    sent = before(days)
    with standing(sent):
        practice = PracticeFactory(organization=organization)
        made: Application = ApplicationFactory(
            organization=organization, practice=practice, payer=payer, status=status, on=sent, kind=kind
        )
    return made


def move(application: Application, to: Status, on: dt.date, **facts: str) -> None:
    """Record a move on its own day."""
    with organization_scope(application.organization), standing(on):
        transitions.move(application.pk, to, occurred_on=on, actor=None, facts={**facts_for(to, on), **facts})


def decided(
    organization: Organization, payer: Payer, days: int, ago: int, to: Status = Status.APPROVED
) -> Application:
    """Record an application that was decided after `days` days, `ago` days before `TODAY`."""
    made = waiting(organization, payer, days + ago)
    move(made, to, before(ago))
    return made


def finished(organization: Organization, payer: Payer, days: int, ago: int) -> Application:
    """Record one that was approved after `days`, contracted 10 days later and active after 20 more."""
    made = decided(organization, payer, days, ago)
    with organization_scope(organization), standing(before(ago - 10)):
        execute_contract(Application.objects.get(pk=made.pk), on=before(ago - 10))
    move(made, Status.ACTIVE, before(ago - 30), effective_on=before(ago - 5).isoformat())
    return made


def not_contracted(organization: Organization) -> int:
    """Return how many applications of the organization wait for a contract."""
    with organization_scope(organization):
        return Application.objects.filter(
            status=Status.APPROVED, contract_track=ContractTrack.NOT_STARTED
        ).count()
