"""When does an upload that nobody applied go? After 14 calendar days, with what was kept of its cells."""

import datetime as dt

from accounts.models import Organization
from accounts.stale import Stale
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from exchange import uploads
from exchange.models import ImportUpload, UploadState

KEPT_DAYS = 14


def kept_until(upload: ImportUpload) -> dt.date:
    """Return the last day on which the upload can be applied, in the organization's zone."""
    return clock.local_date(upload.uploaded_at) + dt.timedelta(days=KEPT_DAYS)


def drop_abandoned() -> int:
    """Drop what is past its last day in every organization, and return how many uploads that were.

    Running it twice, late, or beside somebody who applies one drops nothing twice and nothing applied.
    """
    dropped = 0
    for organization in Organization.objects.order_by("pk"):
        with organization_scope(organization):
            dropped += sum(_dropped(upload) for upload in _past())
    return dropped


def _past() -> list[ImportUpload]:
    before = clock.start_of_day(clock.today() - dt.timedelta(days=KEPT_DAYS))
    rows = ImportUpload.objects.filter(state=UploadState.OPEN, uploaded_at__lt=before)
    return list(rows.defer("cells", "preview").order_by("pk"))


def _dropped(upload: ImportUpload) -> bool:
    try:
        uploads.drop(upload, version=upload.version, actor=None, why=f"not applied within {KEPT_DAYS} days")
    except Stale:
        # Somebody applied, dropped or corrected it a moment ago; a corrected one is met again tomorrow.
        return False
    return True
