"""How an uploaded file is opened: by what it holds, never by its ending; unsafe or foreign files are refused."""

import io

import python_calamine

from exchange.csv_files import NOT_A_SPREADSHEET, read_csv
from exchange.tables import CellCleaner, Merge, Sheet, Unreadable, Workbook
from exchange.zip_safety import DAMAGED, SheetFacts, inspect_xlsx

LARGEST_FILE = 25 * 1024 * 1024
MOST_ROWS = 120_000
MOST_SHEETS = 200

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_workbook(data: bytes, filename: str) -> Workbook:
    """Return the clean rows of every visible or hidden sheet; raises `Unreadable` with words to act on."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    if len(data) > LARGEST_FILE:
        raise Unreadable("The file is larger than 25 MB. Delete what is not the tracker and send it again.")
    if data.startswith(b"PK"):
        workbook = _read_xlsx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_words_for_ole(data))
    else:
        workbook = read_csv(data, filename)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise Unreadable("The file holds no rows.")
    if sum(len(sheet.rows) for sheet in workbook.sheets) > MOST_ROWS:
        raise Unreadable(f"The file holds more than {MOST_ROWS:,} rows. Split it and send the parts.")
    return workbook


def _words_for_ole(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "This workbook is locked with a password. Remove the password in Excel and send it again."
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "This is an Excel 97-2003 workbook (.xls). Open it in Excel and save it as .xlsx."
    return NOT_A_SPREADSHEET


def _read_xlsx(data: bytes) -> Workbook:
    facts = inspect_xlsx(data)
    if len(facts) > MOST_SHEETS:
        raise Unreadable(f"The workbook has more than {MOST_SHEETS} sheets.")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return Workbook([_read_sheet(book, title, facts.get(title, SheetFacts())) for title in titles])
    except (python_calamine.CalamineError, ValueError, OSError) as problem:
        raise Unreadable(DAMAGED) from problem


def _read_sheet(book: "python_calamine.CalamineWorkbook", title: str, facts: SheetFacts) -> Sheet:
    source = book.get_sheet_by_name(title)
    merges = [
        Merge(first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in (source.merged_cell_ranges or [])
    ]
    cleaner = CellCleaner()
    offset = source.start[1] if source.start else 0
    rows = list(cleaner.rows(source.iter_rows(), offset=offset)) if source.start else []
    return Sheet(title, rows, merges, facts.unsaved_formulas | cleaner.broken, cleaner.cut)
