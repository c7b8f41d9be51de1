"""What the tests of planning share: Maple Street with the people, papers and rules the scenes need."""

import pytest

from accounts.models import Organization, User
from credtrack.kernel.scope import Scope
from tests.reminders.rules.scenes import World


@pytest.fixture
def world(in_scope: Scope, maple: Organization, owner: User, coordinator: User, biller: User) -> World:
    """Maple Street, its scope open."""
    return World(maple, owner, coordinator, biller)
