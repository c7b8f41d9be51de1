"""The access table of billing readiness."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.ledger import ConfirmationFactory
from tests.factories.payers import PlanFactory
from tests.guards.rows.providers import made_clinician, made_practice
from tests.guards.rows.row import Row

C = Capability


def _question(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    return {
        "provider": made_clinician(organization, own).pk,
        "plan": PlanFactory().pk,
        "practice": made_practice(organization).pk,
    }


def _confirmation(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    made = ConfirmationFactory(
        organization=organization,
        provider=made_clinician(organization, own),
        practice=made_practice(organization),
    )
    return {"pk": made.pk}


BILLING: dict[str, Row] = {
    "enrollments:may_bill": Row((C.VIEW, C.VIEW_OWN_FILE)),
    "enrollments:billing_confirm": Row((C.CONFIRM_BILLING,), build=_question, by_practice=True),
    "enrollments:billing_withdraw": Row((C.CONFIRM_BILLING,), build=_confirmation, by_practice=True),
    "dashboards:billing": Row((C.VIEW,)),
}
