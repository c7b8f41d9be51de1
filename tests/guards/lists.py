"""Every list page, and how to fill it with as many rows as asked: what the query budgets run on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.enums import Role
from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments import transitions
from enrollments.enums import Status
from providers.models import Practice
from tests.factories.accounts import (
    AuditEntryFactory,
    InvitationFactory,
    MembershipFactory,
    OutboxMessageFactory,
    SavedViewFactory,
)
from tests.factories.enrollments import ApplicationFactory, ContractFactory
from tests.factories.exchange import ImportRunFactory
from tests.factories.forecast import ForecastFactory, MonthOutlookFactory, OutlookFactory, TimeSpentFactory
from tests.factories.ledger import DelegateIncidentFactory, IncidentReachFactory, ServiceEngagementFactory
from tests.factories.payers import PayerFactory, PlanFactory, PlatformFactory, RuleFactory
from tests.factories.planning import (
    AnswerFactory,
    CaseloadShareFactory,
    ExitPlanFactory,
    QuestionnaireFactory,
    ReleaseLetterFactory,
    StatementFactory,
)
from tests.factories.providers import AffiliationFactory, CredentialFactory, PracticeFactory, ProviderFactory
from tests.factories.reminders import ReminderFactory

# Called in the open scope of an organization, once per row: (organization, its owner, row number).
Grow = Callable[[Organization, User, int], Any]


def _member(organization: Organization, owner: User, number: int) -> None:
    MembershipFactory(organization=organization, role=Role.MANAGER)


def _invitation(organization: Organization, owner: User, number: int) -> None:
    InvitationFactory(organization=organization, invited_by=owner)


def _audit(organization: Organization, owner: User, number: int) -> None:
    AuditEntryFactory(organization=organization)


def _mail(organization: Organization, owner: User, number: int) -> None:
    OutboxMessageFactory(organization=organization)


def _view(organization: Organization, owner: User, number: int) -> None:
    SavedViewFactory(organization=organization, owner=owner)


def _payer(organization: Organization, owner: User, number: int) -> None:
    PlanFactory(payer=PayerFactory())


def _rule(organization: Organization, owner: User, number: int) -> None:
    RuleFactory(payer=PayerFactory())


def _platform(organization: Organization, owner: User, number: int) -> None:
    PlatformFactory()


def _clinician(organization: Organization, owner: User, number: int) -> None:
    provider = ProviderFactory(organization=organization)
    CredentialFactory(organization=organization, provider=provider)
    AffiliationFactory(
        organization=organization,
        provider=provider,
        practice=PracticeFactory(organization=organization, legal_name=f"Practice {number}"),
    )


def _practice(organization: Organization, owner: User, number: int) -> None:
    PracticeFactory(organization=organization)


def _application(organization: Organization, owner: User, number: int) -> None:
    """Add an application of a further clinician at the one practice, at a further payer."""
    practice = Practice.objects.first() or PracticeFactory(organization=organization)
    payer = PayerFactory()
    ApplicationFactory(
        organization=organization,
        practice=practice,
        payer=payer,
        plans=[PlanFactory(payer=payer)],
        owner=owner,
        status=Status.SUBMITTED,
    )


def _contract(organization: Organization, owner: User, number: int) -> None:
    """Add a verified contract of a further practice with a further payer."""
    payer = PayerFactory()
    ContractFactory(
        organization=organization,
        payer=payer,
        plan=PlanFactory(payer=payer),
        practice=PracticeFactory(organization=organization),
        holder_kind="practice",
        verified_on=clock.today(),
        verified_by=owner,
        evidence="Page 9",
    )


def _engagement(organization: Organization, owner: User, number: int) -> None:
    ServiceEngagementFactory(organization=organization, practice=PracticeFactory(organization=organization))


def _approved(organization: Organization, owner: User, number: int) -> None:
    """Add a clinician who is active at a further payer and may not be billed for: nothing is confirmed."""
    practice = Practice.objects.first() or PracticeFactory(organization=organization)
    payer = PayerFactory()
    made = ApplicationFactory(
        organization=organization,
        practice=practice,
        payer=payer,
        plans=[PlanFactory(payer=payer)],
        status=Status.ACTIVE,
    )
    CredentialFactory(organization=organization, provider=made.provider)
    AffiliationFactory(organization=organization, provider=made.provider, practice=practice)


def _reminder(organization: Organization, owner: User, number: int) -> None:
    """Add one of the owner's own, about a clinician at a practice, in a mail of its own."""
    provider = ProviderFactory(organization=organization)
    practice = PracticeFactory(organization=organization)
    AffiliationFactory(organization=organization, provider=provider, practice=practice)
    ReminderFactory(
        organization=organization,
        recipient=owner,
        provider=provider,
        practice=None if number % 2 else practice,
        message=OutboxMessageFactory(organization=organization),
        state="told",
    )


def _import(organization: Organization, owner: User, number: int) -> None:
    ImportRunFactory(organization=organization, actor=owner)


def _forecast(organization: Organization, owner: User, number: int) -> None:
    """Add an open application with its outlook, sums of it, and a decision this week at a further payer."""
    practice = Practice.objects.first() or PracticeFactory(organization=organization)
    waiting, decided = (
        ApplicationFactory(
            organization=organization,
            practice=practice,
            payer=PayerFactory(),
            owner=owner,
            status=status,
            on=clock.today(),
        )
        for status in (Status.SUBMITTED, Status.APPROVED)
    )
    slices = {"organization": organization, "practice": practice, "payer": waiting.payer}
    made = ForecastFactory(organization=organization, application=waiting, payer=waiting.payer)
    late = clock.today() - dt.timedelta(days=number + 1)
    OutlookFactory(
        organization=organization,
        application=waiting,
        owner=owner,
        forecast=made,
        moved_days=9,
        statute_on=late,
    )
    MonthOutlookFactory(**slices)
    TimeSpentFactory(**slices)
    PlanFactory(payer=decided.payer)


def _judged(organization: Organization, owner: User, number: int) -> None:
    """Add an approval with a forecast made after it was sent, whose time is over."""
    ago = {days: clock.today() - dt.timedelta(days=days) for days in (5, 40, 60)}
    made = ApplicationFactory(
        organization=organization, payer=PayerFactory(), status=Status.SUBMITTED, on=ago[60]
    )
    transitions.move(made.pk, Status.APPROVED, occurred_on=clock.today(), actor=owner)
    said = {f"approval_{level}": ago[5] for level in (10, 20, 50, 80, 90, 95)}
    ForecastFactory(organization=organization, application=made, made_on=ago[40], **said)


def _incident(organization: Organization, owner: User, number: int) -> None:
    """Add an incident at a further platform that reached a further clinician."""
    incident = DelegateIncidentFactory(organization=organization, reached=1, recorded_by=owner)
    IncidentReachFactory(organization=organization, incident=incident)


def _priced(organization: Organization, owner: User, number: int) -> None:
    """Add an open application whose wait is priced from own numbers."""
    made = ApplicationFactory(organization=organization, payer=PayerFactory())
    OutlookFactory(organization=organization, application=made)
    whose = {"provider": made.provider, "practice": made.practice, "payer": made.payer}
    CaseloadShareFactory(organization=organization, **whose)


def _questions(organization: Organization, owner: User, number: int) -> None:
    """Add a list of questions for a further practice and payer, with one answer."""
    practice = PracticeFactory(organization=organization)
    asked = QuestionnaireFactory(organization=organization, practice=practice, payer=PayerFactory())
    AnswerFactory(organization=organization, questionnaire=asked)


def _statement(organization: Organization, owner: User, number: int) -> None:
    StatementFactory(organization=organization, practice=PracticeFactory(organization=organization))


def _letter(organization: Organization, owner: User, number: int) -> None:
    ReleaseLetterFactory(organization=organization)


def _caseload(organization: Organization, owner: User, number: int) -> None:
    CaseloadShareFactory(organization=organization)


def _exit(organization: Organization, owner: User, number: int) -> None:
    ExitPlanFactory(organization=organization)


LISTS: dict[str, Grow] = {
    "accounts:members": _member,
    "accounts:invitations": _invitation,
    "accounts:audit": _audit,
    "accounts:mail": _mail,
    "accounts:saved_views": _view,
    "planning:letters": _letter,
    "planning:questionnaires": _questions,
    "planning:statements": _statement,
    "payers:list": _payer,
    "payers:rules": _rule,
    "payers:platforms": _platform,
    "providers:list": _clinician,
    "providers:practices": _practice,
    "enrollments:list": _application,
    "enrollments:contracts": _contract,
    "enrollments:engagements": _engagement,
    "exchange:list": _import,
    "reminders:list": _reminder,
    "reminders:ledger": _reminder,
    "dashboards:today": _application,
    "dashboards:network": _application,
    "dashboards:billing": _approved,
    "dashboards:forecast": _forecast,
    "dashboards:forecast_list": _forecast,
    "enrollments:incidents": _incident,
    "planning:revenue": _priced,
    "forecast:calibration": _judged,
    "planning:caseload": _caseload,
    "planning:exits": _exit,
    "forecast:calibration_cases": _judged,
}
