"""The cast of named people, and the tripwires that every test runs under.

Maple Street Counseling (`maple`) employs `owner`, `coordinator`, `biller`, `manager` and `clinician`.
Harbor Billing (`harbor`) belongs to `stranger`, who must never see anything of Maple Street.
Tripwires: sockets reach loopback only, warnings are errors and an undefined template variable fails
(pyproject.toml); HTML answers carry nothing inline (`page_check.py`).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from accounts.enums import OrganizationKind, Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel.scope import Scope
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.page_check import CheckedClient
from tests.sqlite_flush import flush_around_triggers

# A slow machine is no failure: examples may take as long as they need.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

ClientFor = Callable[[User | None], Client]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave races out of the SQLite leg: there IMMEDIATE transactions wait in line by design.

    They are not skipped, because they run in the PostgreSQL leg; tests that find a server by
    themselves are marked `one_leg` and stay.
    """
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    elsewhere = [
        item
        for item in items
        if item.get_closest_marker("postgres") and not item.get_closest_marker("one_leg")
    ]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session", autouse=True)
def _triggers_step_aside_for_the_flush() -> Iterator[None]:
    with flush_around_triggers():
        yield


@pytest.fixture(autouse=True)
def _every_test_starts_with_an_empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _files_go_to_the_test_folder(tmp_path: Path) -> Iterator[None]:
    # `override_settings` tells the file store, which remembers its folder otherwise.
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield


@pytest.fixture
def client() -> Client:
    """Return a signed-out client that looks at every page it gets."""
    return CheckedClient()


@pytest.fixture
def client_for() -> ClientFor:
    """Return a maker of clients: `client_for(owner)` is signed in, `client_for(None)` is not."""

    def made(user: User | None) -> Client:
        client = CheckedClient()
        if user is not None:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return made


@pytest.fixture
def maple(db: None) -> Organization:
    """Maple Street Counseling, a practice in Pennsylvania."""
    return OrganizationFactory(slug="maple", name="Maple Street Counseling", timezone="America/New_York")


@pytest.fixture
def harbor(db: None) -> Organization:
    """Harbor Billing, a billing service that has nothing to do with Maple Street."""
    return OrganizationFactory(
        slug="harbor",
        name="Harbor Billing",
        kind=OrganizationKind.BILLING_SERVICE,
        timezone="America/Los_Angeles",
    )


def _person(organization: Organization, role: Role, name: str) -> User:
    first = name.split(" ", maxsplit=1)[0].lower()
    user = UserFactory(email=f"{first}@{organization.slug}.example", name=name)
    Membership.objects.get_or_create(organization=organization, user=user, defaults={"role": role})
    return user


@pytest.fixture
def owner(maple: Organization) -> User:
    """Olivia owns Maple Street Counseling."""
    return _person(maple, Role.OWNER, "Olivia Grant")


@pytest.fixture
def coordinator(maple: Organization) -> User:
    """Carla coordinates the applications of Maple Street Counseling."""
    return _person(maple, Role.COORDINATOR, "Carla Reyes")


@pytest.fixture
def biller(maple: Organization) -> User:
    """Ben bills for Maple Street Counseling."""
    return _person(maple, Role.BILLER, "Ben Ochoa")


@pytest.fixture
def manager(maple: Organization) -> User:
    """Maya reads the numbers of Maple Street Counseling."""
    return _person(maple, Role.MANAGER, "Maya Lindqvist")


@pytest.fixture
def clinician(maple: Organization) -> User:
    """Dana sees clients at Maple Street Counseling."""
    return _person(maple, Role.CLINICIAN, "Dana Whitfield")


@pytest.fixture
def stranger(harbor: Organization) -> User:
    """Sam owns Harbor Billing and is no member of Maple Street Counseling."""
    return _person(harbor, Role.OWNER, "Sam Porter")


@pytest.fixture
def owner_membership(owner: User, maple: Organization) -> Membership:
    """Olivia's seat at Maple Street Counseling."""
    return Membership.objects.get(user=owner, organization=maple)


@pytest.fixture
def member_of() -> Callable[[Organization, Role], Membership]:
    """Return a maker of further members: `member_of(maple, Role.BILLER)`."""

    def made(organization: Organization, role: Role) -> Membership:
        return MembershipFactory(organization=organization, role=role)

    return made


@pytest.fixture
def in_scope(maple: Organization) -> Iterator[Scope]:
    """Open Maple Street Counseling for the whole test."""
    with organization_scope(maple) as opened:
        yield opened
