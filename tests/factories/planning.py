"""Bare rows of the planning room; its own verbs make real ones."""

from decimal import Decimal
from typing import Any

import factory

from credtrack.kernel import clock
from enrollments.enums import Channel
from planning.enums import About, Form, GroupRoute, LetterOutcome, Outcome, Speaker, Template
from planning.models import (
    Answer,
    CaseloadShare,
    ExitClinician,
    ExitPlan,
    ExitStage,
    GroupConsideration,
    GroupDecision,
    PlanningSettings,
    Questionnaire,
    ReleaseLetter,
    Statement,
)
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.providers import PracticeFactory, ProviderFactory
from tests.factories.tenant import TenantFactory, today


def _organization(row: Any) -> Any:
    return getattr(row, "organization", None)


_practice = factory.LazyAttribute(lambda row: PracticeFactory(organization=_organization(row)))
_provider = factory.LazyAttribute(lambda row: ProviderFactory(organization=_organization(row)))


class CaseloadShareFactory(TenantFactory):
    class Meta:
        model = CaseloadShare

    provider = _provider
    practice = _practice
    payer = factory.SubFactory(PayerFactory)
    as_of = factory.LazyFunction(today)
    weekly_sessions = Decimal(7)
    platform_rate = Decimal(80)
    direct_rate = Decimal(100)
    recorded_at = factory.LazyFunction(clock.now)


class PlanningSettingsFactory(TenantFactory):
    class Meta:
        model = PlanningSettings


class QuestionnaireFactory(TenantFactory):
    class Meta:
        model = Questionnaire

    template = Template.PLATFORM
    platform = factory.SubFactory(PlatformFactory)
    asked_on = factory.LazyFunction(today)
    created_at = factory.LazyFunction(clock.now)


class AnswerFactory(TenantFactory):
    class Meta:
        model = Answer

    questionnaire = factory.LazyAttribute(lambda row: QuestionnaireFactory(organization=_organization(row)))
    question = "credentialed_directly"
    outcome = Outcome.ANSWERED
    text = "Under our group NPI and TIN."
    channel = Channel.EMAIL
    answered_on = factory.LazyFunction(today)
    recorded_at = factory.LazyFunction(clock.now)


class StatementFactory(TenantFactory):
    class Meta:
        model = Statement

    speaker = Speaker.PLATFORM
    platform = factory.SubFactory(PlatformFactory)
    payer = factory.SubFactory(PayerFactory)
    about = About.RELEASE_LETTER
    position = "no"
    content = "We do not issue release letters."
    channel = Channel.EMAIL
    form = Form.WRITTEN
    said_on = factory.LazyFunction(today)
    recorded_at = factory.LazyFunction(clock.now)


class ExitPlanFactory(TenantFactory):
    class Meta:
        model = ExitPlan

    name = factory.Sequence(lambda n: f"Leaving the platform {n}")
    platform = factory.SubFactory(PlatformFactory)
    practice = _practice
    notice_days = 90
    created_at = factory.LazyFunction(clock.now)


class ExitClinicianFactory(TenantFactory):
    class Meta:
        model = ExitClinician

    plan = factory.LazyAttribute(lambda row: ExitPlanFactory(organization=_organization(row)))
    provider = _provider


class ExitStageFactory(TenantFactory):
    class Meta:
        model = ExitStage

    plan = factory.LazyAttribute(lambda row: ExitPlanFactory(organization=_organization(row)))
    payer = factory.SubFactory(PayerFactory)


class ReleaseLetterFactory(TenantFactory):
    class Meta:
        model = ReleaseLetter

    platform = factory.SubFactory(PlatformFactory)
    provider = _provider
    practice = _practice
    payer = factory.SubFactory(PayerFactory)
    outcome = LetterOutcome.REQUESTED
    occurred_on = factory.LazyFunction(today)
    recorded_at = factory.LazyFunction(clock.now)


class GroupConsiderationFactory(TenantFactory):
    class Meta:
        model = GroupConsideration

    practice = _practice
    answered_on = factory.LazyFunction(today)


class GroupDecisionFactory(TenantFactory):
    class Meta:
        model = GroupDecision

    practice = _practice
    payer = factory.SubFactory(PayerFactory)
    route = GroupRoute.INDIVIDUAL
    suggested = GroupRoute.INDIVIDUAL
    decided_on = factory.LazyFunction(today)
    recorded_at = factory.LazyFunction(clock.now)
