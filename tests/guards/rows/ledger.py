"""The access table of contracts, the ownership sheet and engagements."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from enrollments.enums import HolderKind
from tests.factories.enrollments import ContractFactory
from tests.factories.ledger import ServiceEngagementFactory
from tests.guards.rows.providers import READS, made_clinician, made_practice
from tests.guards.rows.row import Row

C = Capability
Kwargs = Mapping[str, Any]


def _contract(organization: Organization, own: Membership | None) -> Kwargs:
    practice = made_practice(organization)
    row = ContractFactory(organization=organization, practice=practice, holder_kind=HolderKind.PRACTICE)
    return {"pk": row.pk}


def _engagement(organization: Organization, own: Membership | None) -> Kwargs:
    row = ServiceEngagementFactory(organization=organization, practice=made_practice(organization))
    return {"pk": row.pk}


def _clinician(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_clinician(organization, own).pk}


def _on(build: Any, capability: Capability = C.EDIT_APPLICATIONS) -> Row:
    return Row((capability,), build=build, by_practice=True)


LEDGER: dict[str, Row] = {
    "enrollments:contracts": Row((C.VIEW,)),
    "enrollments:contract_new": Row((C.EDIT_APPLICATIONS,)),
    "enrollments:contract_detail": _on(_contract, C.VIEW),
    "enrollments:contract_edit": _on(_contract),
    "enrollments:contract_verify": _on(_contract),
    "enrollments:contract_end": _on(_contract),
    "enrollments:ownership": Row(READS, build=_clinician, by_practice=True),
    "enrollments:ownership_pdf": Row(READS, build=_clinician, by_practice=True),
    "enrollments:engagements": Row((C.VIEW,)),
    "enrollments:engagement_new": Row((C.EDIT_APPLICATIONS,)),
    "enrollments:engagement": _on(_engagement, C.VIEW),
    "enrollments:engagement_change": _on(_engagement),
    "enrollments:engagement_checklist": _on(_engagement),
    "enrollments:engagement_end": _on(_engagement),
}
