"""Filing documents: by content, hashed, never twice; read only by those who may, and only as downloads."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from providers import document_types, filing_documents
from providers.keeping_files import Refused
from providers.models import Document, Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import ClinicianLinkFactory, PracticeFactory, ProviderFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def word(*extra: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *extra):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


def upload(name: str = "License_RSmith_2026-12-31.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    # What the browser claims must not matter.
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def dana(maple: Organization) -> Provider:
    provider: Provider = ProviderFactory(organization=maple, first_name="Dana", last_name="Whitfield")
    return provider


@pytest.fixture
def maple_street(maple: Organization) -> Practice:
    practice: Practice = PracticeFactory(organization=maple, legal_name="Maple Street LLC")
    return practice


def body(answer: Any) -> bytes:
    """Return what was sent; reading to the end closes the stored file."""
    return b"".join(answer.streaming_content)


def add_url(provider: Provider) -> str:
    return f"/o/maple/clinicians/{provider.pk}/documents/add/"


def only_document(maple: Organization) -> Document:
    with organization_scope(maple):
        row: Document = Document.objects.get()
    return row


@pytest.mark.parametrize(("content", "kind"), [
    (PDF, document_types.PDF), (b"\n\n" + PDF, document_types.PDF), (PNG, document_types.PNG),
    (b"\xff\xd8\xff\xe0" + b"\0" * 9, document_types.JPEG), (b"II*\x00abc", document_types.TIFF),
    (b"MM\x00*abc", document_types.TIFF), (word(), document_types.DOCX),
    (word("word/vbaProject.bin"), ""), (b"PK\x03\x04broken", ""), (b"MZ\x90\x00", ""), (b"<html>", ""),
    (b"<svg xmlns='x'/>", ""), (b"", ""),
])  # fmt: skip
def test_a_file_is_told_by_its_content(content: bytes, kind: str) -> None:
    assert document_types.sniff(io.BytesIO(content)) == kind


def test_the_name_of_an_uploaded_file_fills_kind_and_expiry(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    answer = client_for(owner).post(add_url(dana), {"file": upload()})
    assert answer.status_code == 302
    row = only_document(maple)
    assert (row.kind, row.expires_on, row.title) == (
        "license",
        dt.date(2026, 12, 31),
        "License_RSmith_2026-12-31.pdf",
    )
    assert (row.content_type, row.size, row.uploaded_by) == ("application/pdf", len(PDF), owner)
    with organization_scope(maple):
        entry = AuditEntry.objects.get(action="document.filed")
    assert "Dana Whitfield" in entry.summary


def test_the_stored_name_tells_nothing_about_the_person(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    client_for(owner).post(add_url(dana), {"file": upload("../../SSN 123-45-6789.pdf"), "kind": "other"})
    row = only_document(maple)
    stored = Path(row.file.path)
    assert re.fullmatch(r"[0-9a-f]{32}", stored.stem)
    assert stored.is_relative_to(settings.MEDIA_ROOT)


def test_what_is_typed_goes_before_what_the_name_says(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    sent = {"file": upload(), "kind": "diploma", "title": "MA diploma", "expires_on": "2030-01-01"}
    client_for(owner).post(add_url(dana), sent)
    row = only_document(maple)
    assert (row.kind, row.title, row.expires_on) == ("diploma", "MA diploma", dt.date(2030, 1, 1))


@pytest.mark.parametrize(("file", "told"), [
    (upload("virus.pdf", b"MZ\x90"), "not a file of a kind"),
    (upload("page.pdf", b"<html><script>"), "not a file of a kind"),
    (upload("scan.pdf"), "does not say what it is"),
    (upload("license.pdf", b""), "empty"),
    (upload("license.pdf", PDF + b"\0" * document_types.MOST_BYTES), "up to 20 MB"),
    (None, "Choose the file"),
])  # fmt: skip
def test_a_file_that_cannot_be_filed_is_refused_in_words(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization, file: Any, told: str
) -> None:
    answer = client_for(owner).post(add_url(dana), {"file": file} if file else {})
    assert answer.status_code == 200
    assert told in str(answer.context["form"].errors)
    with organization_scope(maple):
        assert not Document.objects.exists()


def test_the_same_file_is_not_filed_twice(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    client = client_for(owner)
    client.post(add_url(dana), {"file": upload()})
    answer = client.post(add_url(dana), {"file": upload("other license.pdf")})
    assert "This very file was filed on" in str(answer.context["form"].errors)
    only_document(maple)


def test_a_row_that_cannot_be_saved_leaves_no_file_behind(
    dana: Provider, maple: Organization, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no audit today")

    monkeypatch.setattr("providers.filing_documents.audit.record", fails)
    with organization_scope(maple), pytest.raises(RuntimeError):
        filing_documents.file(upload(), kind="license", actor=owner, provider=dana)
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    with organization_scope(maple):
        assert not Document.objects.exists()


def test_the_writer_refuses_what_the_form_would_refuse(dana: Provider, maple: Organization) -> None:
    with organization_scope(maple), pytest.raises(Refused, match="kind that payers take"):
        filing_documents.file(upload("x.pdf", b"hello"), kind="license", actor=None, provider=dana)


@pytest.fixture
def filed(dana: Provider, maple: Organization, owner: User) -> Document:
    with organization_scope(maple):
        return filing_documents.file(upload(), kind="license", actor=owner, provider=dana)


def url(document: Document, rest: str = "") -> str:
    return f"/o/maple/documents/{document.pk}/{rest}"


def test_a_document_comes_as_a_download_of_what_it_is(
    client_for: ClientFor, manager: User, filed: Document
) -> None:
    answer = client_for(manager).get(url(filed))
    assert body(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="License_RSmith_2026-12-31.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_download_gets_the_suffix_of_its_content(filed: Document) -> None:
    filed.title = "License.exe"
    assert filing_documents.download_name(filed) == "License.exe.pdf"


def test_others_find_no_document(
    client_for: ClientFor, stranger: User, clinician: User, filed: Document
) -> None:
    assert client_for(stranger).get(url(filed)).status_code == 404
    assert client_for(clinician).get(url(filed)).status_code == 404
    assert client_for(None).get(url(filed)).status_code == 302


def test_a_file_that_is_gone_from_the_store_is_not_found(
    client_for: ClientFor, owner: User, filed: Document
) -> None:
    Path(filed.file.path).unlink()
    assert client_for(owner).get(url(filed)).status_code == 404


def test_a_clinician_files_and_reads_only_the_own_documents(
    client_for: ClientFor, clinician: User, dana: Provider, maple: Organization, maple_street: Practice
) -> None:
    seat = Membership.objects.get(user=clinician, organization=maple)
    ClinicianLinkFactory(organization=maple, membership=seat, provider=dana)
    client = client_for(clinician)
    assert client.post(add_url(dana), {"file": upload()}).status_code == 302
    assert body(client.get(url(only_document(maple)))) == PDF
    other = ProviderFactory(organization=maple)
    assert client.post(add_url(other), {"file": upload()}).status_code == 404
    assert client.post(url(only_document(maple), "archive/")).status_code == 403
    assert client.get(f"/o/maple/practices/{maple_street.pk}/documents/add/").status_code == 403


def test_archiving_takes_a_document_out_of_sight_and_restoring_brings_it_back(
    client_for: ClientFor, owner: User, filed: Document, dana: Provider
) -> None:
    client = client_for(owner)
    page = f"/o/maple/clinicians/{dana.pk}/"
    assert client.post(url(filed, "archive/"))["Location"] == page + "#documents"
    assert client.get(page).context["documents"] == []
    client.post(url(filed, "restore/"))
    assert [row.pk for row in client.get(page).context["documents"]] == [filed.pk]


def test_archiving_asks_for_a_post(client_for: ClientFor, owner: User, filed: Document) -> None:
    assert client_for(owner).get(url(filed, "archive/")).status_code == 405


def test_a_practice_has_documents_of_its_own(
    client_for: ClientFor, owner: User, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    answer = client.post(f"/o/maple/practices/{maple_street.pk}/documents/add/", {"file": upload("W-9.pdf")})
    assert answer["Location"] == f"/o/maple/practices/{maple_street.pk}/#documents"
    assert only_document(maple).kind == "w9"
    assert client.get(answer["Location"]).context["documents"][0].title == "W-9.pdf"
