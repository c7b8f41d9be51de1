"""The demo, seeded once per test that asks for it."""

import pytest
from django.core.management import call_command

from accounts.models import Organization
from dashboards.demo import workspaces


@pytest.fixture
def catalogue(db: None) -> None:
    """The shipped payer catalogue."""
    call_command("load_catalogue", verbosity=0)


@pytest.fixture
def demo(catalogue: None) -> Organization:
    """The billing service of the demo; the solo practice is made beside it. Past forecasts take seconds: none."""
    workspaces.seed(months=0)
    return Organization.objects.get(slug="demo")


@pytest.fixture
def solo(demo: Organization) -> Organization:
    """The solo practice of the demo."""
    return Organization.objects.get(slug="demo-solo")
