"""Which papers does a demo practice have on file? Its tax number, and the W-9 with the IRS letter where one was sent in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from providers import filing_documents, keeping_tax_identities
from providers.document_types import PDF
from providers.enums import DocumentKind, TaxIdKind
from providers.models import Practice

# One practice never sent its forms in, so that a clinician's readiness shows what that looks like.
WITHOUT_FORMS = "Red River Family Therapy"


def keep_papers(practice: Practice, place: int, actor: User) -> None:
    """Give the practice an invented EIN, and the forms that payers ask for with it."""
    keeping_tax_identities.add(
        practice,
        kind=TaxIdKind.EIN,
        # A prefix of the internet campus; the rest is made up.
        number=f"86{5_550_000 + place:07d}",
        legal_name=practice.legal_name,
        actor=actor,
    )
    if practice.dba == WITHOUT_FORMS:
        return
    for kind, title in ((DocumentKind.W9, "W-9, signed"), (DocumentKind.IRS_LETTER, "CP-575 of the IRS")):
        words = f"{title}: {practice.legal_name}. A page of the demo, not a real form."
        upload = SimpleUploadedFile(f"{title}.pdf", one_page(words), content_type=PDF)
        filing_documents.file(upload, kind=kind, title=title, practice=practice, actor=actor)


def one_page(words: str) -> bytes:
    """Return a PDF of one letter page that says `words` (Latin-1, one line of about 90 characters)."""
    text = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("latin-1", "replace")
    stream = b"BT /F1 11 Tf 54 720 Td (" + text + b") Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 5 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ]
    page, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return (
        page
        + head
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(page))
    )
