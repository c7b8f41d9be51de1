"""Confirmations, delegate incidents and engagements as bare rows; their own verbs make real ones."""

import datetime as dt
from typing import Any

import factory

from credtrack.kernel import clock
from enrollments.enums import Confirmed, EngagementKind, IncidentKind
from enrollments.models import (
    Confirmation,
    ContractPractice,
    DelegateIncident,
    IncidentReach,
    ServiceEngagement,
)
from tests.factories.enrollments import ContractFactory
from tests.factories.payers import PayerFactory, PlanFactory, PlatformFactory
from tests.factories.providers import PracticeFactory, ProviderFactory
from tests.factories.tenant import TenantFactory, today


def _organization(row: Any) -> Any:
    return getattr(row, "organization", None)


_practice = factory.LazyAttribute(lambda row: PracticeFactory(organization=_organization(row)))
_provider = factory.LazyAttribute(lambda row: ProviderFactory(organization=_organization(row)))


class ContractPracticeFactory(TenantFactory):
    class Meta:
        model = ContractPractice

    contract = factory.LazyAttribute(lambda row: ContractFactory(organization=_organization(row)))
    practice = _practice


class ConfirmationFactory(TenantFactory):
    """A confirmation with everything each kind needs."""

    class Meta:
        model = Confirmation

    provider = _provider
    practice = _practice
    payer = factory.SubFactory(PayerFactory)
    kind = Confirmed.CLAIMS_ROUTE
    confirmed_on = factory.LazyFunction(today)
    value_on = dt.date(2026, 1, 1)
    value = "Availity, payer ID 60054"
    evidence = "Letter of the payer"
    recorded_at = factory.LazyFunction(clock.now)


class DelegateIncidentFactory(TenantFactory):
    class Meta:
        model = DelegateIncident

    platform = factory.SubFactory(PlatformFactory)
    kind = IncidentKind.SUSPENDED
    occurred_on = factory.LazyFunction(today)
    said = "The payer suspended the delegation after an audit."
    recorded_at = factory.LazyFunction(clock.now)


class IncidentReachFactory(TenantFactory):
    class Meta:
        model = IncidentReach

    incident = factory.LazyAttribute(lambda row: DelegateIncidentFactory(organization=_organization(row)))
    provider = _provider
    practice = _practice
    plan = factory.SubFactory(PlanFactory)


class ServiceEngagementFactory(TenantFactory):
    class Meta:
        model = ServiceEngagement

    practice = _practice
    kind = EngagementKind.BILLING_AGENT
    name = "Cedar Billing"
    starts_on = dt.date(2026, 1, 1)
    recorded_at = factory.LazyFunction(clock.now)
