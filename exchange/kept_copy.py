"""What is kept of an upload until it is applied: its cells without secrets, packed small."""

import datetime as dt
import json
import zlib
from typing import Any

from exchange.header_rows import (
    LAST_HEADER_ROW,
    Header,
    find_header,
    has_fields,
    header_at,
    lists_sign_ins,
    read_columns,
)
from exchange.headings import Field
from exchange.secret_columns import (
    bare_secret_columns,
    mask_secrets,
    secret_columns,
    without_columns,
)
from exchange.tables import Cell, Merge, Row, Sheet, Workbook

_NEAR_TOP = LAST_HEADER_ROW + 5


def without_secrets(workbook: Workbook) -> Workbook:
    """Return the workbook with secret columns emptied and lists of sign-ins dropped but for their headings."""
    return Workbook([_sheet_without_secrets(sheet) for sheet in workbook.sheets], list(workbook.remarks))


def _sheet_without_secrets(sheet: Sheet) -> Sheet:
    near = [row for row in sheet.rows if row[0] <= _NEAR_TOP]
    header = find_header(sheet)
    headings = _headings(header) if header else []
    if header and lists_sign_ins(header):
        return Sheet(sheet.name, [row for row in near if row[0] == header.row])
    columns = bare_secret_columns(near) | secret_columns(headings)
    # Without clear headings another row may be chosen later: what any of them marks as secret goes now.
    for number, _ in [] if header and _is_clear(header) else near:
        columns |= secret_columns(_short(_headings(header_at(sheet, number))))
    kept = {row[0]: row for row in near}
    emptied = without_columns(sheet, columns)
    rows = [
        (number, _headings_kept(cells, kept.get(number), columns, header)) for number, cells in emptied.rows
    ]
    rows = [(number, tuple(_masked(cell) for cell in cells)) for number, cells in rows]
    return Sheet(sheet.name, rows, sheet.merges, sheet.unsaved_formulas, sheet.cut_cells)


def _is_clear(header: Header) -> bool:
    return has_fields(read_columns(header, set()), Field.PAYER) and len(header.texts) > 2


def _headings(header: Header) -> list[str]:
    width = max(header.texts, default=-1) + 1
    return [header.texts.get(at, "") for at in range(width)]


def _short(headings: list[str]) -> list[str]:
    # A sentence in a data row that mentions a log-in is no heading.
    return [heading if len(heading.split()) <= 3 else "" for heading in headings]


def _headings_kept(
    cells: tuple[Cell, ...], before: Row | None, columns: set[int], header: Header | None
) -> tuple[Cell, ...]:
    """Put the headings of emptied columns back, so that they can be shown as refused."""
    if before is None or header is None or not header.row <= before[0] <= header.last_row:
        return cells
    return tuple(before[1][at] if at in columns else cell for at, cell in enumerate(cells))


def _masked(cell: Cell) -> Cell:
    return mask_secrets(cell)[0] if isinstance(cell, str) and len(cell) > 8 else cell


def pack(workbook: Workbook) -> bytes:
    """Return the workbook as compressed JSON."""
    sheets = [
        {
            "name": sheet.name,
            "rows": [[number, [_told(cell) for cell in cells]] for number, cells in sheet.rows],
            "merges": [
                [merge.first_row, merge.first_column, merge.last_row, merge.last_column]
                for merge in sheet.merges
            ],
            "unsaved": sorted(sheet.unsaved_formulas),
            "cut": sorted(sheet.cut_cells),
        }
        for sheet in workbook.sheets
    ]
    return zlib.compress(json.dumps({"sheets": sheets, "remarks": workbook.remarks}).encode(), 6)


def unpack(data: bytes) -> Workbook:
    """Return what `pack` made."""
    found: dict[str, Any] = json.loads(zlib.decompress(data))
    return Workbook(
        [
            Sheet(
                sheet["name"],
                [(number, tuple(_read(cell) for cell in cells)) for number, cells in sheet["rows"]],
                [Merge(*merge) for merge in sheet["merges"]],
                {(row, column) for row, column in sheet["unsaved"]},
                {(row, column) for row, column in sheet["cut"]},
            )
            for sheet in found["sheets"]
        ],
        found["remarks"],
    )


def _told(cell: Cell) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, dt.date) else cell


def _read(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return dt.date.fromisoformat(cell["day"])
    found: Cell = cell
    return found
