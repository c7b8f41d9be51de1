"""What a file's name tells about kind and expiry, and which names are kept safe."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.document_names import safe_title, suggest
from providers.enums import DocumentKind


@pytest.mark.parametrize(("name", "kind", "expires_on"), [
    ("License_RSmith_2024-12-31.pdf", DocumentKind.LICENSE, dt.date(2024, 12, 31)),
    ("PA license Dana 20271231.pdf", DocumentKind.LICENSE, dt.date(2027, 12, 31)),
    ("DEA_Whitfield_2027.06.30.png", DocumentKind.DEA, dt.date(2027, 6, 30)),
    ("Malpractice-FaceSheet_06-30-2027.pdf", DocumentKind.MALPRACTICE, dt.date(2027, 6, 30)),
    ("COI 2026-01-01 to 2027-01-01.pdf", DocumentKind.MALPRACTICE, dt.date(2027, 1, 1)),
    ("W-9 Maple Street.pdf", DocumentKind.W9, None),
    ("CP575.pdf", DocumentKind.IRS_LETTER, None),
    ("147C letter.tif", DocumentKind.IRS_LETTER, None),
    ("Dana_CV.docx", DocumentKind.CV, None),
    ("resume final (2).docx", DocumentKind.CV, None),
    ("voided check.jpg", DocumentKind.VOIDED_CHECK, None),
    ("Aetna Contract 2026-13-45.pdf", DocumentKind.CONTRACT, None),
    ("scan0001.pdf", None, None),
    ("Deana Coiner.pdf", None, None),
])  # fmt: skip
def test_a_name_tells_kind_and_expiry(
    name: str, kind: DocumentKind | None, expires_on: dt.date | None
) -> None:
    found = suggest(name)
    assert (found.kind, found.expires_on) == (kind, expires_on)


@pytest.mark.parametrize(("name", "safe"), [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\Dana\\License.pdf", "License.pdf"), ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie b.pdf"),
    ("evil\u202efdp.exe", "evil fdp.exe"), ("", "Document"), ("...", "Document"), ("  many   blanks .pdf", "many blanks .pdf"),
])  # fmt: skip
def test_folders_and_control_marks_are_taken_off(name: str, safe: str) -> None:
    assert safe_title(name) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_title("x" * 400 + ".pdf") == "x" * 156 + ".pdf"
    assert len(safe_title("x" * 400)) == 160


@given(st.text(max_size=400))
def test_any_name_gives_a_title_and_a_suggestion(name: str) -> None:
    assert 1 <= len(safe_title(name)) <= 160
    suggest(name)
