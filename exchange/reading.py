"""What does a tracker say? The one way from the bytes of a file to understood rows; no database."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from enrollments.enums import Status
from exchange import shapes
from exchange.checking import check_rows, payer_key
from exchange.headings import Field
from exchange.ledger_rows import ledger_rows
from exchange.ledger_sheets import LedgerHead, find_ledger
from exchange.normalizing import Normalizer
from exchange.records import Record
from exchange.rows import Reading, Rejected, SheetReading
from exchange.status_words import status_key
from exchange.tables import Sheet, Workbook
from exchange.workbook import open_workbook


def read_tracker(
    data: bytes,
    filename: str,
    *,
    mapping: Mapping[str, Any] | None = None,
    default_state: str | None = None,
    default_practice: str | None = None,
    today: dt.date,
    payer_key_of: Callable[[str, str], str] = payer_key,
) -> Reading:
    """Return what an XLSX or CSV file says; raises `tables.Unreadable` when it is refused as a whole.

    `mapping` is what a person has corrected: `{"sheets": {name: {"skip": bool, "header_row": n, "columns":
    {"A": field or "ignored"}}}, "status_words": {"waiting on dr k": "in_review"}}`.
    """
    return read_workbook(
        open_workbook(data, filename),
        mapping=mapping,
        default_state=default_state,
        default_practice=default_practice,
        today=today,
        payer_key_of=payer_key_of,
    )


def read_workbook(
    workbook: Workbook,
    *,
    mapping: Mapping[str, Any] | None = None,
    default_state: str | None = None,
    default_practice: str | None = None,
    today: dt.date,
    payer_key_of: Callable[[str, str], str] = payer_key,
) -> Reading:
    """Return what the sheets of an opened workbook say; see `read_tracker`."""
    choices = _choices(mapping or {})
    words = _status_words(mapping or {})
    payer_titles = shapes.titles_are_payers(workbook.sheets, choices)
    reading = Reading(file_remarks=list(workbook.remarks))
    for sheet in workbook.sheets:
        choice = choices.get(sheet.name, shapes.SheetChoice())
        head = None if choice.skip else find_ledger(sheet, choice.header_row)
        if head is not None:
            reading.sheets.append(_take_ledger(sheet, head, reading))
            continue
        shape = shapes.read_shape(
            sheet,
            choice,
            title_is_payer=sheet.name in payer_titles,
            has_practice=bool(default_practice),
        )
        reading.sheets.append(shape.reading)
        normalizer = Normalizer(
            sheet.name,
            reading,
            today,
            banner=shape.banner,
            has_provider_column=shape.has_provider_column,
            default_state=default_state or "",
            default_practice=default_practice or "",
            status_words=words,
        )
        _take_all(shape, normalizer)
    check_rows(reading, payer_key_of)
    return reading


def _take_ledger(sheet: Sheet, head: LedgerHead, reading: Reading) -> SheetReading:
    """Add what a sheet of contracts, participation or confirmations says; return how it was understood."""
    told = SheetReading(sheet.name, head.kind.value, "", head.row, head.row)
    for row in ledger_rows(sheet, head):
        told.rows_read += 1
        if isinstance(row, Rejected):
            reading.rejected.append(row)
        else:
            reading.ledger.append(row)
    if head.ignored:
        reading.file_remarks.append(f"Not read from the sheet {sheet.name}: {', '.join(head.ignored)[:200]}.")
    return told


def _take_all(shape: shapes.Shape, normalizer: Normalizer) -> None:
    last = 0
    for record in shape.records:
        shape.reading.rows_read += record.row != last
        last = record.row
        if _is_repeated_heading(record, shape):
            record.line = "the headings again"
        normalizer.take(record)


def _is_repeated_heading(record: Record, shape: shapes.Shape) -> bool:
    if not record.values or record.cell:
        return False
    headings = {column.heading.casefold() for column in shape.reading.columns}
    texts = [str(value).casefold() for value in record.values.values()]
    return len(texts) > 2 and all(" ".join(text.split()) in headings for text in texts)


_FIELDS = {field.value for field in Field}


def _choices(mapping: Mapping[str, Any]) -> dict[str, shapes.SheetChoice]:
    found: dict[str, shapes.SheetChoice] = {}
    for name, choice in dict(mapping.get("sheets") or {}).items():
        columns = {
            _column(letter): Field(value)
            for letter, value in dict(choice.get("columns") or {}).items()
            if value in _FIELDS
        }
        found[name] = shapes.SheetChoice(
            bool(choice.get("skip")), int(choice.get("header_row") or 0), columns
        )
    return found


def _column(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _status_words(mapping: Mapping[str, Any]) -> dict[str, Status]:
    pairs = dict(mapping.get("status_words") or {}).items()
    return {
        status_key(words): Status(value)
        for words, value in pairs
        if value in {status.value for status in Status}
    }
