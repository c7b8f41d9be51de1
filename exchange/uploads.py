"""How does a file that somebody sends become a preview, and the preview an import? Nothing secret is kept."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Membership, User
from accounts.stale import Stale
from credtrack.kernel import clock, scope
from exchange import kept_copy
from exchange.applying import Source, apply_import, sha256
from exchange.matching import PayerNames
from exchange.models import ImportRun, ImportUpload, UploadState
from exchange.planning import plan_import
from exchange.previewing import preview_of
from exchange.reading import read_workbook
from exchange.rows import Reading
from exchange.tables import Workbook
from exchange.workbook import open_workbook
from providers.models import Practice
from providers.visibility import practice_ids


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a person says about a file: corrections, and what the rows do not say themselves."""

    mapping: Mapping[str, Any]
    default_state: str = ""
    practice: Practice | None = None
    practice_name: str = ""


def receive(data: bytes, file_name: str, understanding: Understanding, *, member: Membership) -> ImportUpload:
    """Read a file and keep it for the preview, without its secrets; raises `Unreadable` or `TooStrange`."""
    workbook = kept_copy.without_secrets(open_workbook(data, file_name))
    upload = ImportUpload(
        organization_id=scope.current().organization_id,
        file_name=file_name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1][:200],
        sha256=sha256(data),
        size=len(data),
        cells=kept_copy.pack(workbook),
        uploaded_by=member.user,
        uploaded_at=clock.now(),
    )
    _understand(upload, workbook, understanding, member)
    with transaction.atomic():
        upload.save(force_insert=True)
        audit.record(member.user, "import.upload", upload, f"Sent the spreadsheet {upload.file_name}")
    return upload


def correct(upload: ImportUpload, understanding: Understanding, *, version: int, member: Membership) -> None:
    """Read the kept cells again with other columns; raises `Stale` when somebody else did so meanwhile."""
    workbook = kept_copy.unpack(bytes(upload.cells))
    _understand(upload, workbook, understanding, member)
    changed = ImportUpload.objects.filter(pk=upload.pk, version=version, state=UploadState.OPEN).update(
        mapping=upload.mapping,
        default_state=upload.default_state,
        practice=upload.practice,
        practice_name=upload.practice_name,
        preview=upload.preview,
        counts=upload.counts,
        version=version + 1,
    )
    if not changed:
        raise Stale("this upload")


def _understand(
    upload: ImportUpload, workbook: Workbook, understanding: Understanding, member: Membership
) -> None:
    upload.mapping = dict(understanding.mapping)
    upload.default_state = understanding.default_state
    upload.practice = understanding.practice
    upload.practice_name = "" if understanding.practice else understanding.practice_name
    payers = PayerNames()
    reading = _read(upload, workbook, payers)
    plan = plan_import(reading, payers, practice=upload.practice, allowed=practice_ids(member))
    upload.counts = plan.counts()
    upload.preview = zlib.compress(json.dumps(preview_of(plan, workbook)).encode(), 6)


def _read(upload: ImportUpload, workbook: Workbook, payers: PayerNames) -> Reading:
    return read_workbook(
        workbook,
        mapping=upload.mapping,
        default_state=upload.default_state or None,
        default_practice=upload.practice.legal_name if upload.practice else upload.practice_name or None,
        today=clock.today(),
        payer_key_of=payers.key,
    )


def preview(upload: ImportUpload) -> dict[str, Any]:
    """Return the preview that was packed with the upload."""
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(upload.preview)))
    return found


def apply_upload(upload: ImportUpload, *, version: int, member: Membership) -> ImportRun:
    """Write what the upload says, in one transaction, and empty the kept cells.

    Raises `Stale` when the upload was corrected, applied or dropped since `version`, `TooStrange` when the
    file as a whole is refused.
    """
    payers = PayerNames()
    reading = _read(upload, kept_copy.unpack(bytes(upload.cells)), payers)
    with transaction.atomic():
        _settle(upload, UploadState.APPLIED, version)
        run, _ = apply_import(
            reading,
            payers,
            Source(upload.file_name, upload.sha256, upload),
            actor=member.user,
            practice=upload.practice,
            allowed=practice_ids(member),
        )
    return run


def drop(upload: ImportUpload, *, version: int, actor: User | None, why: str = "") -> None:
    """Put an upload away unapplied and empty what was kept of it; raises `Stale`.

    `why` is told in the audit trail when nobody asked for it.
    """
    told = f"Dropped the spreadsheet {upload.file_name}"
    with transaction.atomic():
        _settle(upload, UploadState.DROPPED, version)
        audit.record(actor, "import.drop", upload, f"{told}: {why}" if why else told)


def _settle(upload: ImportUpload, state: UploadState, version: int) -> None:
    rows = ImportUpload.objects.filter(pk=upload.pk, version=version, state=UploadState.OPEN)
    if not rows.update(state=state, cells=b"", preview=b"", version=version + 1):
        raise Stale("this upload")
