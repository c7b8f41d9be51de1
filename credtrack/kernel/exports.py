"""How rows leave as a file: CSV that spreadsheets cannot be tricked by, and XLSX with real dates."""

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
XLSX_ROWS = 1_048_576
XLSX_CELL = 32_767
# Up to here a file stays in memory; a longer one goes to disk.
_SPOOL_BYTES = 4 * 1024 * 1024
# Excel, LibreOffice and Sheets read text that starts so as a formula (OWASP "CSV Injection").
_FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe goes before = + - @, tab and line ends."""
    return f"'{text}" if text and _FORMULA.match(text) else text


def _csv_cells(row: Iterable[Any]) -> list[Any]:
    # Numbers and dates cannot start a formula that does harm, so only text is looked at.
    return [
        guarded(value)
        if isinstance(value, str)
        else value.isoformat()
        if isinstance(value, dt.date)
        else value
        for value in row
    ]


def write_csv(target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write UTF-8 with a mark (Excel needs it), ISO dates and guarded text."""
    wrapper = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(wrapper)
    writer.writerow(_csv_cells(header))
    writer.writerows(_csv_cells(row) for row in rows)
    wrapper.flush()
    wrapper.detach()


def write_xlsx(target: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write sheets with a bold, frozen header; a further sheet begins when one is full."""
    book = Workbook(write_only=True)
    name = re.sub(r"[\\/*?:\[\]]", " ", title)[:24] or "List"
    sheet = _sheet(book, name, header)
    for count, row in enumerate(rows):
        if count and count % (XLSX_ROWS - 1) == 0:
            sheet = _sheet(book, f"{name} {len(book.worksheets) + 1}", header)
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(target)


def _sheet(book: Workbook, name: str, header: Sequence[str]) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for number, label in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(40, len(label) + 6))
    sheet.append([_bold(sheet, label) for label in header])
    return sheet


def _bold(sheet: Any, label: str) -> Any:
    cell = WriteOnlyCell(sheet, value=label)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:XLSX_CELL]
        if not text.startswith("="):
            return text
        # openpyxl takes a leading "=" for a formula; as an inline string it stays text.
        formula = WriteOnlyCell(sheet, value=text)
        formula.data_type = "s"
        return formula
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        dated: Any = WriteOnlyCell(sheet)
        dated.value = value
        dated.number_format = "d mmm yyyy"
        return dated
    return value


def file_response(kind: str, name: str, header: Sequence[str], rows: Iterator[Sequence[Any]]) -> FileResponse:
    """Return a download of `rows`; `kind` is `csv` or `xlsx`, `name` has no suffix.

    The file is complete before the response is: the rows are read while the organization's scope is
    still open, and a failure becomes a page rather than half a file.
    """
    target = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  # the response closes it
    if kind == "csv":
        write_csv(target, header, rows)
    else:
        write_xlsx(target, name, header, rows)
    size = target.tell()
    target.seek(0)
    response = FileResponse(target, as_attachment=True, filename=f"{name}.{kind}", content_type=FORMATS[kind])
    response["Content-Length"] = str(size)
    return response
