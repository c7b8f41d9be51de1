"""The access table of the exchange room."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from credtrack.kernel import clock
from exchange import uploads
from exchange.models import ImportRun, ImportUpload
from tests.factories.accounts import MembershipFactory
from tests.guards.rows.row import Row, post

C = Capability
Kwargs = Mapping[str, Any]

SHEET = (
    b"Provider,NPI,Practice,Payer,State,Status,Submitted\n"
    b"Dana Whitfield,1234567893,Elm Counseling,Aetna,PA,Submitted,2026-03-02\n"
)


def made_upload(organization: Organization) -> ImportUpload:
    """Return a file that was sent by somebody and waits to be applied."""
    sender = MembershipFactory(organization=organization)
    return uploads.receive(SHEET, "tracker.csv", uploads.Understanding({}), member=sender)


def made_run(organization: Organization) -> ImportRun:
    run: ImportRun = ImportRun.objects.create(
        organization=organization, file_name="tracker.csv", sha256="0" * 64, applied_at=clock.now()
    )
    return run


def _upload(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_upload(organization).pk}


def _run(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": made_run(organization).pk}


EXCHANGE: dict[str, Row] = {
    "exchange:list": Row((C.IMPORT,)),
    "exchange:upload": Row((C.IMPORT,)),
    "exchange:template": Row((C.IMPORT,)),
    "exchange:understood": Row((C.IMPORT,), build=_upload, by_practice=True),
    "exchange:preview": Row((C.IMPORT,), build=_upload, by_practice=True),
    "exchange:apply": post(C.IMPORT, build=_upload, by_practice=True),
    "exchange:drop": post(C.IMPORT, build=_upload, by_practice=True),
    "exchange:run": Row((C.IMPORT,), build=_run, by_practice=True),
}
