"""The access table of delegate incidents and revenue at risk."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from credtrack.kernel import clock
from tests.factories.ledger import DelegateIncidentFactory, IncidentReachFactory
from tests.factories.providers import PracticeFactory
from tests.guards.rows.row import Row, post

C = Capability


def _incident(organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    """Make an incident that reached one practice."""
    day = clock.now().date() - dt.timedelta(days=5)
    incident = DelegateIncidentFactory(organization=organization, occurred_on=day, reached=1)
    practice = PracticeFactory(organization=organization)
    IncidentReachFactory(organization=organization, incident=incident, practice=practice)
    return {"pk": incident.pk}


INCIDENTS: dict[str, Row] = {
    "enrollments:incidents": Row((C.VIEW,)),
    "enrollments:incident": Row((C.VIEW,), build=_incident, by_practice=True),
    "enrollments:incident_new": post(C.EDIT_APPLICATIONS, ok=200),
    "enrollments:incident_restore": post(C.EDIT_APPLICATIONS, ok=200, build=_incident, by_practice=True),
    "planning:revenue": Row((C.VIEW,)),
    "planning:revenue_panel": Row((C.VIEW,), htmx=True),
    "planning:incident_money": Row((C.VIEW,), build=_incident, by_practice=True),
    "planning:settings": post(C.PLAN, ok=200),
}
