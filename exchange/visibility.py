"""Which uploads and imports may this member see? Those limited to some practices see their own alone."""

from django.db.models import QuerySet

from accounts.models import Membership
from exchange.models import ImportRun, ImportUpload
from providers.visibility import get_or_404, practice_ids


def visible_uploads(membership: Membership) -> QuerySet[ImportUpload]:
    """Return the uploads; a file may speak of practices that a limited member must not see."""
    rows: QuerySet[ImportUpload] = ImportUpload.objects.all()
    return rows if practice_ids(membership) is None else rows.filter(uploaded_by=membership.user)


def visible_runs(membership: Membership) -> QuerySet[ImportRun]:
    """Return the imports that were applied, likewise."""
    rows: QuerySet[ImportRun] = ImportRun.objects.all()
    return rows if practice_ids(membership) is None else rows.filter(actor=membership.user)


def upload_or_404(membership: Membership, pk: int) -> ImportUpload:
    """Return a visible upload; raises `Http404`."""
    found: ImportUpload = get_or_404(visible_uploads(membership), pk, "upload")
    return found


def run_or_404(membership: Membership, pk: int) -> ImportRun:
    """Return a visible import; raises `Http404`."""
    found: ImportRun = get_or_404(visible_runs(membership), pk, "import")
    return found
