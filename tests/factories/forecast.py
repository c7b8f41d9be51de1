"""Forecasts and outlooks as bare rows; `forecast.refreshing` makes real ones."""

import datetime as dt
from typing import Any

import factory

from credtrack.kernel import clock
from enrollments.enums import Clock, Status
from forecast.enums import Basis, Risk, Stage
from forecast.models import Forecast, MonthOutlook, Outlook, TimeSpent
from tests.factories.enrollments import ApplicationFactory
from tests.factories.providers import PracticeFactory
from tests.factories.tenant import TenantFactory


def _in(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: clock.now().date() + dt.timedelta(days=days))


def _organization(row: Any) -> Any:
    return getattr(row, "organization", None)


# Made inside the organization that the row is given; `ApplicationFactory` is no factory-boy class.
_application = factory.LazyAttribute(lambda row: ApplicationFactory(organization=_organization(row)))
_practice = factory.LazyAttribute(lambda row: PracticeFactory(organization=_organization(row)))


class ForecastFactory(TenantFactory):
    """A forecast of today with its whole range."""

    class Meta:
        model = Forecast

    application = _application
    payer = factory.SelfAttribute("application.payer")
    made_on = _in(0)
    made_at = factory.LazyFunction(clock.now)
    fingerprint = factory.Sequence(lambda n: f"{n:064d}")
    stage = Stage.DECISION
    approval_10, approval_20, approval_50 = _in(10), _in(20), _in(50)
    approval_80, approval_90, approval_95 = _in(80), _in(90), _in(95)
    billable_10, billable_20, billable_50 = _in(30), _in(40), _in(70)
    billable_80, billable_90, billable_95 = _in(100), _in(110), _in(115)
    chance_other = 0.08
    basis = Basis.OWN
    basis_words = "23 decisions of Aetna in Pennsylvania since 2024, own history"
    decisions = 23


class OutlookFactory(TenantFactory):
    """The present of an application that waits for a decision."""

    class Meta:
        model = Outlook

    application = _application
    practice = factory.SelfAttribute("application.practice")
    payer = factory.SelfAttribute("application.payer")
    provider = factory.SelfAttribute("application.provider")
    state = factory.SelfAttribute("application.state")
    refreshed_on = _in(0)
    status = Status.SUBMITTED
    status_since = _in(-40)
    clock = Clock.PAYER
    stage = Stage.DECISION
    basis = Basis.OWN
    risk = Risk.ON_COURSE
    risk_rank = 6
    approval_20, approval_50, approval_80, approval_95 = _in(20), _in(50), _in(80), _in(95)
    billable_20, billable_50, billable_80, billable_95 = _in(40), _in(70), _in(100), _in(115)
    chance_other = 0.08


class MonthOutlookFactory(TenantFactory):
    """Approvals expected in this month in one slice."""

    class Meta:
        model = MonthOutlook

    practice = _practice
    payer = factory.SubFactory("tests.factories.payers.PayerFactory")
    month = factory.LazyFunction(lambda: clock.now().date().replace(day=1))
    expected = 2.5
    variance = 1.2
    applications = 4


class TimeSpentFactory(TenantFactory):
    """Days that one slice spent waiting for the payer's decision."""

    class Meta:
        model = TimeSpent

    practice = _practice
    payer = factory.SubFactory("tests.factories.payers.PayerFactory")
    stage = Stage.DECISION
    clock = Clock.PAYER
    days = 300
    applications = 4
