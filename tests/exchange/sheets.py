"""Makes small workbooks and CSV files for tests, and reads them as of one fixed day."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from stdnum import luhn

from exchange.reading import read_tracker
from exchange.rows import Reading, TrackerRow

TODAY = dt.date(2026, 11, 23)
TRACKERS = Path(__file__).resolve().parent.parent / "data" / "trackers"
FILES = (
    "behavioral_practice.xlsx",
    "service_deliverable.xlsx",
    "biller_log.csv",
    "network_matrix.xlsx",
    "dirty.xlsx",
)
Rows = Sequence[Sequence[object]]
HEADINGS = (
    "Payer",
    "Provider",
    "NPI",
    "State",
    "Status",
    "Date Submitted",
    "Approved",
    "Effective Date",
    "Notes",
)


def npi(number: int = 1) -> str:
    """Return an invented NPI with a right check digit."""
    body = f"19{number:07d}"
    return f"{body}{luhn.calc_check_digit('80840' + body)}"


def xlsx(sheets: Mapping[str, Any], merges: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """Return a workbook with these sheets; `merges` names ranges such as 'A1:C1' by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for merge in (merges or {}).get(title, ()):
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the rows as a CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def with_sheet_xml(xml: str, **parts: str) -> bytes:
    """Return a workbook whose first sheet is this raw XML, with further parts in its folder `xl`."""
    source = zipfile.ZipFile(io.BytesIO(xlsx({"Sheet": [["x"]]})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
        for name, text in parts.items():
            target.writestr(f"xl/{name}.xml", text)
    return out.getvalue()


def sheet_xml(body: str) -> str:
    """Return the XML of a sheet around the XML of its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'


def read(data: bytes, name: str = "tracker.xlsx", **options: Any) -> Reading:
    """Return the reading of a file."""
    return read_tracker(data, name, today=TODAY, **options)


def read_rows(*rows: Sequence[object], headings: Sequence[object] = HEADINGS, **options: Any) -> Reading:
    """Return the reading of one plain sheet with these rows under these headings."""
    return read(xlsx({"Tracker": [headings, *rows]}), **options)


def read_file(name: str, **options: Any) -> Reading:
    """Return the reading of one of the five trackers."""
    return read((TRACKERS / name).read_bytes(), name, **options)


def one(reading: Reading) -> TrackerRow:
    """Return the only row; says what was refused if there is none."""
    assert len(reading.rows) == 1, (reading.rejected, reading.no_application, [s.why for s in reading.sheets])
    return reading.rows[0]
