"""Going back on records: a sourced state rule moves the day, and nothing moves it without one; walls of the board."""

import datetime as dt

import pytest

from accounts.models import User
from enrollments import confirming
from enrollments.billing import Verdict
from enrollments.billing_reading import billing_rows
from enrollments.confirming import About, Told
from enrollments.enums import Confirmed, Status
from enrollments.models import Application
from payers.enums import RuleKind, SourceQuality
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import RuleFactory
from tests.factories.providers import CredentialFactory

SENT = dt.date(2025, 12, 20)  # every move of the factory's application, two weeks before it is effective
BETWEEN = dt.date(2025, 12, 27)


@pytest.fixture
def active(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan, owner: User
) -> Application:
    """Dana, active in Kentucky from 1 January 2026, all four confirmed."""
    CredentialFactory(provider=provider, state="KY")
    made: Application = ApplicationFactory(
        practice=practice,
        provider=provider,
        payer=payer,
        state="KY",
        status=Status.ACTIVE,
        on=SENT,
        actor=owner,
    )
    for kind in (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE, Confirmed.PROVIDER_ID, Confirmed.CLAIMS_ROUTE):
        told = Told(kind, SENT, "Letter", value="P-1", value_on=dt.date(2026, 1, 1))
        confirming.confirm(About(provider, practice, payer), told, actor=owner)
    return made


def test_without_a_sourced_rule_the_effective_date_holds(active: Application) -> None:
    found = billing_rows(BETWEEN)[0].readiness

    assert (found.verdict, found.from_) == (Verdict.READY_FROM, dt.date(2026, 1, 1))


def test_a_sourced_state_rule_moves_the_day_back_to_the_application(active: Application) -> None:
    RuleFactory(
        kind=RuleKind.BACKDATING, state="KY", value_max=None, unit="", clock_starts="application",
        source="KRS 304.17A-576", source_quality=SourceQuality.STATUTE,
    )  # fmt: skip

    found = billing_rows(BETWEEN)[0].readiness

    assert (found.verdict, found.from_) == (Verdict.READY, SENT)
    assert "backdated" in {warning.code.value for warning in found.warnings}
    assert any("KRS 304.17A-576" in warning.text for warning in found.warnings)


def test_the_rule_of_another_state_moves_nothing(active: Application) -> None:
    RuleFactory(
        kind=RuleKind.BACKDATING, state="VA", value_max=None, unit="", clock_starts="completed application",
        source_quality=SourceQuality.STATUTE,
    )  # fmt: skip

    assert billing_rows(BETWEEN)[0].readiness.verdict == Verdict.READY_FROM


def test_another_organization_sees_nothing_of_it(
    active: Application, plan: Plan, client_for: ClientFor, owner: User, stranger: User
) -> None:
    asked: dict[str, str | int] = {
        "provider": str(active.provider_id),
        "plan": str(plan.pk),
        "practice": str(active.practice_id),
        "on": "2026-03-01",
    }

    ours = client_for(owner).get("/o/maple/billing/may-we-bill/", asked).content.decode()
    theirs = client_for(stranger).get("/o/harbor/billing/may-we-bill/", asked).content.decode()

    assert "Ready to bill for services on 1 Mar 2026" in ours
    assert "Whitfield" in ours
    assert "Whitfield" not in theirs
    assert "bill for services on" not in theirs
