"""What kind of file is this really? Told by its content, never by its name or what the browser claims."""

import zipfile
from typing import IO

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", TIFF: ".tif", DOCX: ".docx"}
ACCEPTED_WORDS = "PDF, PNG, JPEG, TIFF or Word (.docx)"
MOST_BYTES = 20 * 1024 * 1024


def sniff(file: IO[bytes]) -> str:
    """Return the media type of an accepted file, or nothing for any other; the position is set back."""
    file.seek(0)
    head = file.read(1024)
    found = _by_head(head)
    if not found and head.startswith(b"PK\x03\x04") and _is_word(file):
        found = DOCX
    file.seek(0)
    return found


def _by_head(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return TIFF
    # Readers accept a PDF whose mark stands within the first kilobyte.
    return PDF if b"%PDF-" in head else ""


def _is_word(file: IO[bytes]) -> bool:
    """Say whether the zip's table of contents is that of a Word document; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    # RuntimeError is zipfile's word for a zip that spans disks or needs a later version.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return False
    # A document with macros is no document that a payer takes.
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names
