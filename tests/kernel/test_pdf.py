"""A PDF is a PDF, repeats its heads, and survives signs that its font does not have."""

import datetime as dt
import re
import zlib

from credtrack.kernel.pdf import Document, plain

DAY = dt.date(2026, 11, 26)


def drawn(data: bytes) -> str:
    """Return what the pages' streams draw."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return "".join(zlib.decompress(one).decode("latin-1") for one in streams if one[:1] == b"\x78")


def test_text_and_tables_stand_in_the_file() -> None:
    made = Document("Forecast", made_on=DAY)
    made.title("Forecast of today")
    made.paragraph("First line\nsecond line")
    made.table(("Payer", "Days"), [("Aetna", 47), ("Cigna", None)])

    found = drawn(made.as_bytes())

    assert all(
        word in found for word in ("Forecast of today", "First line", "second line", "Payer", "Aetna", "47")
    )
    assert "None" not in found


def test_a_long_table_repeats_its_head_on_each_page() -> None:
    made = Document("Long", landscape=True, made_on=DAY)
    made.table(("Payer", "Days"), [(f"Payer number {number}", number) for number in range(120)])

    data = made.as_bytes()

    pages = len(re.findall(rb"/Type /Page\b", data))
    assert pages > 1
    assert drawn(data).count("(Days)") == pages


def test_signs_beyond_the_font_are_spelled_or_marked() -> None:
    assert plain("20\N{EN DASH}80 %, José, \N{SNOWMAN}") == "20-80 %, José, ?"


def test_the_same_content_makes_the_same_file() -> None:
    one, other = Document("Same", made_on=DAY), Document("Same", made_on=DAY)

    assert one.as_bytes() == other.as_bytes()


def test_it_is_handed_out_as_a_download() -> None:
    answer = Document("Letter", made_on=DAY).response("letter-1")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="letter-1.pdf"'
    assert answer.content.startswith(b"%PDF-")
