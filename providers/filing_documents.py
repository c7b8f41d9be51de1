"""How is a document filed? Checked by content, stored under a name of ours, hashed, never overwritten."""

import datetime as dt
import hashlib
import uuid
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from providers import document_types
from providers.document_names import safe_title
from providers.keeping_files import Refused
from providers.models import Document, Practice, Provider


def refusal(upload: "UploadedFile[Any]") -> str:
    """Return why the file is not taken, or nothing when it is."""
    size = upload.size or 0
    if size == 0:
        return "The file is empty. Choose it again; if it comes from a cloud folder, download it first."
    if size > document_types.MOST_BYTES:
        return f"The file has {size / 1_048_576:.0f} MB; up to 20 MB are taken. Scan it in black and white."
    if not document_types.sniff(upload):
        return f"This is not a file of a kind that payers take. Save it as {document_types.ACCEPTED_WORDS}."
    return ""


def file(
    upload: "UploadedFile[Any]",
    *,
    kind: str,
    actor: User | None,
    title: str = "",
    expires_on: dt.date | None = None,
    provider: Provider | None = None,
    practice: Practice | None = None,
) -> Document:
    """File a document about a clinician or a practice; raises `Refused` with words for the person."""
    why = refusal(upload)
    if why:
        raise Refused(why)
    content_type = document_types.sniff(upload)
    row = Document(
        provider=provider,
        practice=practice,
        kind=kind,
        title=safe_title(title or upload.name or ""),
        size=upload.size or 0,
        content_type=content_type,
        sha256=_hash(upload),
        expires_on=expires_on,
        uploaded_by=actor,
    )
    _not_twice(row)
    # The stored name says nothing about the person and cannot be guessed.
    row.file.save(f"{uuid.uuid4().hex}{document_types.SUFFIXES[content_type]}", upload, save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                actor, "document.filed", row, f"Filed {row.title} ({row.get_kind_display()}) of {_owner(row)}"
            )
    except BaseException:
        # Without its row nobody would ever find the file again.
        row.file.delete(save=False)
        raise
    return row


def _owner(row: Document) -> str:
    return " at ".join(str(owner) for owner in (row.provider, row.practice) if owner is not None)


def _hash(upload: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for part in upload.chunks():
        digest.update(part)
    upload.seek(0)
    return digest.hexdigest()


def _not_twice(row: Document) -> None:
    twin = Document.objects.filter(
        provider=row.provider, practice=row.practice, sha256=row.sha256, archived_at=None
    ).first()
    if twin is not None:
        day = day_words(clock.local_date(twin.uploaded_at))
        raise Refused(f"This very file was filed on {day} as {twin.title}.")


@transaction.atomic
def archive(document: Document, *, actor: User | None) -> None:
    """Put a document out of sight; the file and its row stay."""
    if Document.objects.filter(pk=document.pk, archived_at=None).update(archived_at=clock.now()):
        audit.record(actor, "document.archived", document, f"Archived {document.title} of {_owner(document)}")


@transaction.atomic
def restore(document: Document, *, actor: User | None) -> None:
    """Bring an archived document back."""
    if Document.objects.filter(pk=document.pk, archived_at__isnull=False).update(archived_at=None):
        audit.record(actor, "document.restored", document, f"Restored {document.title} of {_owner(document)}")


def download_name(document: Document) -> str:
    """Return the name a download gets: the title, with the suffix of what the file really is."""
    suffix = document_types.SUFFIXES.get(document.content_type, "")
    stem = PurePosixPath(document.title)
    return document.title if stem.suffix.lower() == suffix else f"{document.title}{suffix}"
