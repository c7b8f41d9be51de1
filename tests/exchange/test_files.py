"""Which files are opened, and which are refused with words to act on."""

import io
import zipfile

import pytest

from exchange import zip_safety
from exchange.tables import LONGEST_CELL, Unreadable
from exchange.workbook import LARGEST_FILE, open_workbook
from tests.exchange.sheets import HEADINGS, csv_bytes, one, read, sheet_xml, with_sheet_xml, xlsx

ROW = ("Aetna", "Jane Doe, LPC", "", "TX", "Submitted", "09/03/2026", "", "", "sent")


def refusal(data: bytes, name: str = "tracker.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        open_workbook(data, name)
    return str(caught.value)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"<!DOCTYPE html><table></table>", "web page"),
        (b'{"payer": "Aetna"}', "JSON"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 40, "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le"), ".xls"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "not a spreadsheet"),
        (b"PK\x03\x04 but then nothing", "damaged"),
        (b"x" * (LARGEST_FILE + 1), "larger than 25 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_spreadsheet_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_other_office_files_are_named() -> None:
    assert "Word" in refusal(archive(word__document=b"x", **{"word__document.xml": b"x"}))
    assert "OpenDocument" in refusal(archive(**{"content.xml": b"x"}))
    assert ".xlsb" in refusal(archive(**{"xl__workbook.bin": b"x"}))
    assert "zip archive" in refusal(archive(**{"a.txt": b"x"}))


def test_the_ending_of_the_name_does_not_matter() -> None:
    data = xlsx({"Tracker": [HEADINGS, ROW]})
    assert one(read(data, "tracker.csv")).payer_text == "Aetna"
    assert one(read(csv_bytes([HEADINGS, ROW]), "tracker.xlsx")).payer_text == "Aetna"


def test_a_zip_bomb_is_refused_by_its_declared_sizes() -> None:
    bomb = archive(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": bytes(60_000_000)})
    assert len(bomb) < 200_000
    assert "several hundred times" in refusal(bomb)


def test_sizes_are_added_up_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_safety, "MOST_DECLARED_BYTES", 1_000)
    assert "200 MB" in refusal(archive(**{"xl__workbook.xml": b"x" * 600, "xl__media__a.png": b"y" * 600}))


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(xlsx({"Tracker": [HEADINGS, ROW] * 50}))
    entry = data.rfind(b"xl/worksheets/sheet1.xml")
    assert entry > 0
    at = entry - 22  # the uncompressed size in the central directory
    data[at : at + 4] = (100).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(data))


def test_a_sheet_of_empty_rows_holds_nothing() -> None:
    rows = "".join(f'<row r="{number}" spans="1:14"/>' for number in range(1, 340_000))
    data = with_sheet_xml(sheet_xml(rows))
    assert zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml").file_size > 9_000_000
    assert "no rows" in refusal(data)


def test_styled_empty_cells_are_nothing_either() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(1, 2_000))
    assert "no rows" in refusal(with_sheet_xml(sheet_xml(cells)))


def test_a_cell_far_away_is_refused_before_it_fills_the_memory() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "XFD1048576" in refusal(with_sheet_xml(sheet_xml(far)))


def test_one_text_repeated_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_safety, "MOST_TEXT_BYTES", 50_000)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 30))
    shared = f"<sst><si><t>{'x' * 3_000}</t></si></sst>"
    assert "200 MB" in refusal(with_sheet_xml(sheet_xml(cells), sharedStrings=shared))


def test_many_blank_csv_records_are_skipped() -> None:
    data = csv_bytes([HEADINGS, ROW]) + b",,,,,,,,\n" * 100_000
    assert len(open_workbook(data, "t.csv").sheets[0].rows) == 2


def test_a_40_kb_cell_is_cut_and_told() -> None:
    reading = read(csv_bytes([HEADINGS, (*ROW[:-1], "word " * 8_000)]), "t.csv")
    row = one(reading)
    assert len(row.notes) <= LONGEST_CELL
    assert [remark.code for remark in reading.remarks] == ["cut_cell"]


def test_a_40_kb_payer_is_refused() -> None:
    reading = read(csv_bytes([HEADINGS, ("A" * 40_000, *ROW[1:])]), "t.csv")
    assert [refused.reason for refused in reading.rejected] == ["too_long"]


def test_control_characters_and_odd_spaces_are_stripped() -> None:
    rows = [
        HEADINGS,
        (
            "Ae\x00tna\x07",
            "Jane\u00a0Doe,\u200b LPC",
            "",
            " TX\x1f",
            "Submitted\x0b",
            "",
            "",
            "",
            "a\x01b\r\nc",
        ),
    ]
    row = one(read(csv_bytes(rows), "t.csv"))
    assert (row.payer_text, row.provider, row.state, row.notes) == ("Aetna", "Jane Doe", "TX", "ab\nc")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    reading = read(csv_bytes([HEADINGS, ("Aetna", "José Peña, LPC", *ROW[2:])], encoding=encoding), "t.csv")
    assert one(reading).provider == "José Peña"
    assert bool(reading.file_remarks) is (encoding == "cp1252")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [HEADINGS, *([("Aetna, Inc; East", *ROW[1:-1], "a, b; c")] * 1)]
    assert one(read(csv_bytes(rows, delimiter=delimiter), "t.csv")).payer_text == "Aetna, Inc; East"


def test_the_delimiter_that_excel_writes_down_wins() -> None:
    reading = read(b"sep=;\n" + csv_bytes([HEADINGS, ROW], delimiter=";"), "t.csv")
    assert one(reading).row == 3


def test_a_quote_that_never_ends_does_not_crash() -> None:
    data = csv_bytes([HEADINGS, ROW]) + b'"Aetna,' + b"text, more\n" * 30_000
    reading = read(data, "t.csv")
    assert [row.row for row in reading.rows] == [2]


def test_line_feeds_inside_quotes_do_not_count_as_rows() -> None:
    reading = read(csv_bytes([HEADINGS, (*ROW[:-1], "one\ntwo\nthree"), ("Cigna", *ROW[1:])]), "t.csv")
    assert [row.row for row in reading.rows] == [2, 3]


def test_formulas_keep_their_saved_results_and_tell_when_there_is_none() -> None:
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Payer</t></is></c><c r="B1" t="inlineStr"><is><t>Provider</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>Status</t></is></c><c r="D1" t="inlineStr"><is><t>Follow-up</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"Aet"&amp;"na"</f><v>Aetna</v></c><c r="B2" t="inlineStr"><is><t>Jane Doe</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>Submitted</t></is></c><c r="D2"><f>TODAY()+14</f></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Cigna</t></is></c><c r="B3" t="inlineStr"><is><t>Jane Doe</t></is></c>'
        '<c r="C3" t="inlineStr"><is><t>Submitted</t></is></c><c r="D3" t="e"><f>A1+1</f><v>#VALUE!</v></c></row>'
    )
    reading = read(with_sheet_xml(sheet_xml(body)))
    assert [(row.payer_text, row.follow_up_on) for row in reading.rows] == [("Aetna", None), ("Cigna", None)]
    assert [(remark.row, remark.code) for remark in reading.remarks] == [
        (2, "unsaved_formula"),
        (3, "unsaved_formula"),
    ]
