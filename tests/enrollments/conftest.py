"""What the tests of applications share: a payer, a clinician and applications at Maple Street."""

import datetime as dt

import hypothesis
import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.enums import Status
from enrollments.models import Application
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory, walk
from tests.factories.payers import PayerFactory, PlanFactory
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    PracticeFactory,
    ProviderFactory,
)

# A busy machine must not fail a property by being slow.
hypothesis.settings.register_profile("calm", deadline=None)
hypothesis.settings.load_profile("calm")


@pytest.fixture
def today(maple: Organization) -> dt.date:
    """Today at Maple Street."""
    return clock.today(maple.timezone)


@pytest.fixture
def practice(maple: Organization) -> Practice:
    """Maple Street's one practice."""
    return PracticeFactory(organization=maple, legal_name="Maple Street Counseling LLC", dba="")


@pytest.fixture
def provider(maple: Organization, practice: Practice) -> Provider:
    """Dana Whitfield, who works there."""
    dana = ProviderFactory(organization=maple, first_name="Dana", last_name="Whitfield")
    AffiliationFactory(organization=maple, provider=dana, practice=practice)
    return dana


@pytest.fixture
def payer(maple: Organization) -> Payer:
    """Aetna, from the shared catalogue."""
    return PayerFactory(name="Aetna", slug="aetna-test")


@pytest.fixture
def plan(payer: Payer) -> Plan:
    """Aetna's commercial plan, which an application covers when it names none."""
    return PlanFactory(payer=payer, name="Aetna commercial", slug="aetna-commercial-test", is_default=True)


@pytest.fixture
def draft(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan, owner: User
) -> Application:
    """A draft that Olivia opened 60 days ago."""
    day = clock.today() - dt.timedelta(days=60)
    return ApplicationFactory(  # type: ignore[no-any-return]
        practice=practice, provider=provider, payer=payer, opened_on=day, on=day, actor=owner, owner=owner
    )


@pytest.fixture
def submitted(draft: Application, owner: User) -> Application:
    """The same, sent 47 days ago."""
    return walk(draft, Status.SUBMITTED, on=clock.today() - dt.timedelta(days=47), actor=owner)


@pytest.fixture
def dana_signed_in(clinician: User, maple: Organization, provider: Provider) -> User:
    """Dana, whose seat is tied to her own file."""
    seat = Membership.objects.get(user=clinician, organization=maple, role=Role.CLINICIAN)
    ClinicianLinkFactory(organization=maple, membership=seat, provider=provider)
    return clinician


@pytest.fixture
def harbor_application(harbor: Organization) -> Application:
    """An application of another organization, which nobody at Maple Street may ever see."""
    with organization_scope(harbor):
        return ApplicationFactory(payer=PayerFactory(name="Cigna", slug="cigna-test"))  # type: ignore[no-any-return]


@pytest.fixture
def page(client_for: ClientFor, coordinator: User) -> Client:
    """Return Carla's browser."""
    return client_for(coordinator)
