"""A plan that needs another enrollment first is not ready to bill while that one is missing."""

import datetime as dt

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from enrollments.billing_reading import billing_rows
from payers.enums import LineOfBusiness
from providers.enums import MedicareStatus
from tests.factories.enrollments import ParticipationFactory
from tests.factories.payers import PayerFactory, PlanFactory
from tests.factories.providers import AffiliationFactory, PracticeFactory, ProviderFactory

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("line", "status", "missing"),
    [
        (LineOfBusiness.MEDICARE_ADVANTAGE, MedicareStatus.OPTED_OUT, True),
        (LineOfBusiness.MEDICARE_ADVANTAGE, MedicareStatus.NEVER, True),
        (LineOfBusiness.MEDICARE_ADVANTAGE, MedicareStatus.ENROLLED, False),
        (LineOfBusiness.COMMERCIAL, MedicareStatus.NEVER, False),
    ],
)
def test_medicare_comes_before_medicare_advantage(
    maple: Organization, line: LineOfBusiness, status: MedicareStatus, missing: bool
) -> None:
    with organization_scope(maple):
        practice, provider = PracticeFactory(), ProviderFactory(medicare_status=status)
        AffiliationFactory(provider=provider, practice=practice)
        plan = PlanFactory(payer=PayerFactory(), line_of_business=line)
        ParticipationFactory(provider=provider, practice=practice, plan=plan, state="PA")

        [row] = billing_rows(ON)

    assert ("prerequisite_missing" in [str(said.code) for said in row.readiness.reasons]) is missing
