"""The access table of the pages that look across all rooms."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from credtrack.kernel import clock
from tests.factories.forecast import OutlookFactory
from tests.factories.payers import PayerFactory, PlanFactory
from tests.factories.providers import AffiliationFactory
from tests.guards.rows.enrollments import made_application
from tests.guards.rows.row import Row

C = Capability
Kwargs = Mapping[str, Any]


def _payer(organization: Organization, own: Membership | None) -> Kwargs:
    return {"payer_pk": PayerFactory(organization=organization).pk}


def _cell(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    assert application.provider is not None
    AffiliationFactory(
        organization=organization, provider=application.provider, practice=application.practice
    )
    plan = application.plans.first()
    return {
        "provider_pk": application.provider.pk,
        "practice_pk": application.practice.pk,
        "plan_pk": plan.plan_id if plan else PlanFactory().pk,
    }


def _overdue(organization: Organization, own: Membership | None) -> Kwargs:
    application = made_application(organization, own)
    OutlookFactory(
        organization=organization,
        application=application,
        statute_on=clock.now().date() - dt.timedelta(days=12),
        statute_citation="40 P.S. 991.2121",
    )
    return {"pk": application.pk}


DASHBOARDS: dict[str, Row] = {
    # Without any application the day starts with the first steps.
    "dashboards:today": Row((C.VIEW,), ok=302),
    "dashboards:log_call": Row((C.LOG_CONTACTS,), build=_payer),
    "dashboards:network": Row((C.VIEW,)),
    "dashboards:network_cell": Row((C.VIEW,), build=_cell, by_practice=True, data={"state": "PA"}),
    "dashboards:forecast": Row((C.VIEW,)),
    "dashboards:forecast_list": Row((C.VIEW,)),
    "dashboards:forecast_letter": Row((C.VIEW,), build=_overdue, by_practice=True),
    "dashboards:search": Row((C.VIEW, C.VIEW_OWN_FILE)),
    "dashboards:start": Row((C.VIEW,)),
}
