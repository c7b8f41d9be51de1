"""The access table of the forecast room."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.forecast import ForecastFactory, OutlookFactory
from tests.guards.rows.enrollments import READS, made_application
from tests.guards.rows.row import Row

C = Capability


def _application(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    application = made_application(organization, own)
    forecast = ForecastFactory(organization=organization, application=application)
    OutlookFactory(organization=organization, application=application, forecast=forecast)
    return {"pk": application.pk}


FORECAST: dict[str, Row] = {
    "forecast:panel": Row(READS, build=_application, by_practice=True),
    "forecast:what_if": Row((C.VIEW,)),
    "forecast:calibration": Row((C.VIEW,)),
    "forecast:calibration_cases": Row((C.VIEW,)),
}
