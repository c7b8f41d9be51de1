"""How a CSV is read: which encoding and which delimiter it uses, decided from what it holds."""

import codecs
import csv
import io
import statistics
from collections.abc import Iterator

from exchange.tables import CellCleaner, Sheet, Unreadable, Workbook

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 64_000
SAMPLE_RECORDS = 40
MOST_COLUMNS = 400

_NOT_TABLES = (
    (b"%PDF", "This is a PDF. Export the tracker as .xlsx or .csv and send that."),
    (b"{\\rtf", "This is a Rich Text document. Put the table into a spreadsheet and save it as .xlsx."),
    (b"\x89PNG", "This is a picture. Send the spreadsheet itself, as .xlsx or .csv."),
    (b"\xff\xd8\xff", "This is a picture. Send the spreadsheet itself, as .xlsx or .csv."),
    (b"GIF8", "This is a picture. Send the spreadsheet itself, as .xlsx or .csv."),
    (b"\x1f\x8b", "This is a gzip archive. Unpack it and send the .xlsx or .csv inside."),
    (b"7z\xbc\xaf", "This is a 7-Zip archive. Unpack it and send the .xlsx or .csv inside."),
    (b"Rar!", "This is a RAR archive. Unpack it and send the .xlsx or .csv inside."),
)
_MARKUP = ("<!doctype", "<html", "<?xml", "<table", '{"', "[{")
NOT_A_SPREADSHEET = "This file is not a spreadsheet. Send the tracker as .xlsx or .csv."


def read_csv(data: bytes, filename: str) -> Workbook:
    """Return the one sheet of a CSV; raises `Unreadable` when the text holds no table.

    Rows are records as a CSV reader counts them, so a note with line feeds is one row.
    """
    for start, words in _NOT_TABLES:
        if data.startswith(start):
            raise Unreadable(words)
    text, remark = decode(data)
    if text.lstrip()[:9].lower().startswith(_MARKUP):
        raise Unreadable("This file holds markup (a web page, XML or JSON), not a table. Send .xlsx or .csv.")
    delimiter = find_delimiter(text[:SAMPLE_CHARACTERS])
    cleaner = CellCleaner()
    name = filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    title = name.rsplit(".", 1)[0] or "CSV"
    rows = list(cleaner.rows(_records(text, delimiter)))
    return Workbook([Sheet(title, rows, cut_cells=cleaner.cut)], [remark] if remark else [])


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and, if the encoding had to be assumed, a remark that says so."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace"), ""
    sample = data[:4000]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    # UTF-16 without its mark: in Western text nearly every second byte is zero, and hardly any other.
    if max(odd, even) * 2 > len(sample) * 0.6 and min(odd, even) * 2 < len(sample) * 0.1:
        return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), ""
    if _looks_binary(sample):
        raise Unreadable(NOT_A_SPREADSHEET)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        remark = "The file is not UTF-8; it was read as Windows-1252. Look at names with accents."
        return data.decode("cp1252", "replace").replace("\ufffd", "?"), remark


def _looks_binary(sample: bytes) -> bool:
    odd = sum(1 for byte in sample if byte < 9 or 13 < byte < 32)
    return odd > max(8, len(sample) // 10)


def find_delimiter(sample: str) -> str:
    """Return the delimiter that cuts the sample into the most regular table."""
    first = sample.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> float:
    widths: list[int] = []
    for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
        if any(record):
            widths.append(len(record))
        if len(widths) >= SAMPLE_RECORDS:
            break
    if not widths:
        return 0.0
    usual = statistics.mode(widths)
    return (usual - 1) * widths.count(usual) / len(widths)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # The limit is per process; a damaged quote may make one field of the whole rest of the file.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(record) > MOST_COLUMNS and any(record[MOST_COLUMNS:]):
                raise Unreadable(
                    f"This file has more than {MOST_COLUMNS} columns. Keep those of the tracker."
                )
            yield record[:MOST_COLUMNS]
    except csv.Error as problem:
        raise Unreadable(f"This CSV cannot be read: {problem}. Save it again as CSV UTF-8.") from problem
