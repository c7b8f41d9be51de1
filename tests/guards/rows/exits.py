"""The access table of exit plans, caseloads and paths."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.planning import ExitPlanFactory
from tests.guards.rows.providers import made_practice
from tests.guards.rows.row import Row, post

C = Capability


def _plan(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {"pk": ExitPlanFactory(organization=organization, practice=made_practice(organization)).pk}


EXITS: dict[str, Row] = {
    "planning:caseload": Row((C.VIEW,)),
    "planning:caseload_new": Row((C.PLAN,)),
    "planning:paths": Row((C.VIEW,)),
    "planning:exits": Row((C.VIEW,)),
    "planning:exit_new": Row((C.PLAN,)),
    "planning:exit": Row((C.VIEW,), build=_plan, by_practice=True),
    "planning:exit_edit": Row((C.PLAN,), build=_plan, by_practice=True),
    "planning:exit_stage": Row((C.PLAN,), build=_plan, by_practice=True),
    "planning:exit_notice": Row((C.PLAN,), build=_plan, by_practice=True),
    "planning:exit_close": post(C.PLAN, build=_plan, by_practice=True),
    "planning:exit_follow_ups": post(C.PLAN, build=_plan, by_practice=True),
}
