"""Payers, plans, rules, panel states and contacts: own rows of an organization, or shared ones."""

import datetime as dt
from typing import Any

import factory
from django.db import models

from accounts.tenancy import organization_scope
from credtrack.kernel import scope
from payers.enums import LineOfBusiness, PanelStatus, RuleKind, SourceQuality, Unit
from payers.matching import key
from payers.models import PanelState, Payer, PayerAlias, PayerContact, Plan, Platform, Rule
from tests.factories.tenant import TenantFactory


class CatalogueFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]  # factory-boy ships no types
    """Base for catalogue rows: without `organization=` the row is a shared one."""

    class Meta:
        abstract = True

    organization = None

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> models.Model:
        organization = kwargs.get("organization")
        opened = organization_scope(organization) if organization else scope.unscoped("make a shared row")
        with opened:
            return super()._create(model_class, *args, **kwargs)  # type: ignore[no-any-return]


class PayerFactory(CatalogueFactory):
    class Meta:
        model = Payer

    slug = factory.Sequence(lambda n: f"payer-{n}")
    name = factory.Sequence(lambda n: f"Payer {n}")
    source = "Test catalogue"
    source_quality = SourceQuality.OFFICIAL
    quoted_on = dt.date(2026, 10, 1)


class PlanFactory(CatalogueFactory):
    class Meta:
        model = Plan

    payer = factory.SubFactory(PayerFactory)
    slug = "commercial"
    name = factory.LazyAttribute(lambda plan: f"{plan.payer.name} Commercial")
    line_of_business = LineOfBusiness.COMMERCIAL
    is_default = True


class PayerAliasFactory(CatalogueFactory):
    class Meta:
        model = PayerAlias

    payer = factory.SubFactory(PayerFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")
    normalized = factory.LazyAttribute(lambda alias: key(alias.text))


class RuleFactory(CatalogueFactory):
    class Meta:
        model = Rule

    key = factory.Sequence(lambda n: f"test-rule-{n}")
    kind = RuleKind.TURNAROUND
    value_max = 90
    unit = Unit.CALENDAR_DAYS
    source = "Test page"
    source_quality = SourceQuality.OFFICIAL
    quoted_on = dt.date(2026, 10, 1)


class PlatformFactory(CatalogueFactory):
    class Meta:
        model = Platform

    slug = factory.Sequence(lambda n: f"platform-{n}")
    name = factory.Sequence(lambda n: f"Platform {n}")


class PanelStateFactory(TenantFactory):
    class Meta:
        model = PanelState

    organization = None
    payer = factory.SubFactory(PayerFactory)
    status = PanelStatus.CLOSED
    learnt_on = dt.date(2026, 10, 1)


class PayerContactFactory(TenantFactory):
    class Meta:
        model = PayerContact

    organization = None
    payer = factory.SubFactory(PayerFactory)
    department = "Provider enrollment"
    phone = "800-555-0100"
