"""Dana Whitfield at Maple Street, and the registry on loopback that look-ups reach."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Organization
from providers.models import Practice, Provider
from tests.factories.providers import AffiliationFactory, CredentialFactory, PracticeFactory, ProviderFactory
from tests.providers.registry_server import Registry, running


@pytest.fixture
def registry(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """Return a running registry that look-ups reach; it has no answer until the test gives one."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with running() as server:
        settings.NPPES_API_URL = server.url
        settings.NPPES_TIMEOUT_SECONDS = 5.0
        yield server


@pytest.fixture
def maple_street(maple: Organization) -> Practice:
    """Return the practice of Maple Street Counseling."""
    practice: Practice = PracticeFactory(organization=maple, legal_name="Maple Street LLC")
    return practice


@pytest.fixture
def dana(maple: Organization, maple_street: Practice) -> Provider:
    """Return Dana Whitfield, licensed in Pennsylvania, who works at Maple Street."""
    provider: Provider = ProviderFactory(
        organization=maple, first_name="Dana", last_name="Whitfield", npi="1234567893"
    )
    AffiliationFactory(organization=maple, provider=provider, practice=maple_street)
    CredentialFactory(organization=maple, provider=provider, number="PC000048")
    return provider
