"""The access table of group or individual, and prerequisites."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from enrollments.models import Application
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PlatformFactory
from tests.factories.providers import PracticeFactory
from tests.guards.rows.row import Row


def _practice(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"practice": PracticeFactory(organization=organization).pk}


def _practice_and_payer(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    made: Application = ApplicationFactory(organization=organization)
    return {"practice": made.practice_id, "payer": made.payer_id}


def _platform(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": PlatformFactory(organization=organization).pk}


GROUPING: dict[str, Row] = {
    "planning:overview": Row((Capability.VIEW,)),
    "planning:grouping": Row((Capability.VIEW,)),
    "planning:consider": Row((Capability.PLAN,), build=_practice, by_practice=True),
    "planning:decide": Row((Capability.PLAN,), build=_practice_and_payer, by_practice=True),
    "payers:platform": Row((Capability.VIEW,), build=_platform),
}
