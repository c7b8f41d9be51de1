"""One row of a tracker by field, before it is understood: plain tables and numbered or named groups of columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from exchange.headings import Field, read_heading
from exchange.rows import ColumnReading
from exchange.tables import Cell, Sheet, as_text

_DOCUMENT = re.compile(
    r"\b(?:licen[sc]es?|dea|cds|caqh|npi|malpractice|liability|board|w-?9|cv|sync|contract|attestation|background|cpr|document)\b",
    re.IGNORECASE,
)
_LONGEST_MERGE = 5_000
_SHORTEST_REMARK = 40
_REPEATED = {
    Field.STATUS, Field.EFFECTIVE_ON, Field.SUBMITTED_ON, Field.APPROVED_ON, Field.FOLLOW_UP_ON, Field.REFERENCE,
    Field.NOTES, Field.PROVIDER_ASSIGNED_ID, Field.RECRED_ON, Field.ENDED_ON, Field.METHOD, Field.PAYER, Field.STATE,
}  # fmt: skip


@dataclass(slots=True)
class Record:
    """What one row (or one cell of a grid) holds, by field; `line` is set when the row is a single text."""

    row: int
    values: dict[Field, Cell]
    cell: str = ""
    notes: list[str] = field(default_factory=list)
    line: str = ""
    unsaved: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)

    def text(self, name: Field) -> str:
        """Return a field's cell as text, trimmed."""
        return as_text(self.values.get(name)).strip()


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that together tell one application of a wide row; `name` is the payer or clinician, if headed so."""

    name: str
    columns: tuple[ColumnReading, ...]


def table_records(sheet: Sheet, after: int, columns: list[ColumnReading]) -> Iterator[Record]:
    """Yield a record for each row below the headings; values of merged cells count for each of their rows."""
    used = [column for column in columns if column.field is not Field.IGNORED]
    fills = _merged_values(sheet, after)
    first = min((column.index for column in columns), default=0)
    for number, cells in sheet.rows:
        if number <= after:
            continue
        record = Record(number, {})
        for column in used:
            cell = cells[column.index] if column.index < len(cells) else None
            if cell is None and fills:
                cell = fills.get((number, column.index))
            _put(record, column, cell, sheet)
        record.line = _lone_text(cells, columns, first)
        yield record


def _lone_text(cells: tuple[Cell, ...], columns: list[ColumnReading], first: int) -> str:
    """Return the text of a row that holds a single one, as section lines, remarks and footers do."""
    filled = [at for at, cell in enumerate(cells) if cell is not None]
    text = cells[filled[0]] if len(filled) == 1 else None
    if not isinstance(text, str):
        return ""
    column = next((column for column in columns if column.index == filled[0]), None)
    if column is not None and column.field is Field.IGNORED:
        return "a single cell in a column that is left out"
    is_remark = column is not None and column.field in {Field.NOTES, Field.KEPT_IN_NOTES}
    return text if is_remark or filled[0] <= first or len(text) > _SHORTEST_REMARK else ""


def _put(record: Record, column: ColumnReading, cell: Cell, sheet: Sheet) -> None:
    place = (record.row, column.index)
    if cell is None:
        if place in sheet.unsaved_formulas:
            record.unsaved.append(column.heading)
        return
    if place in sheet.cut_cells:
        record.cut.append(column.heading)
    if column.field is Field.NOTES:
        record.notes.append(as_text(cell))
    elif column.field is Field.KEPT_IN_NOTES:
        record.notes.append(f"{column.heading}: {as_text(cell)}")
    else:
        record.values[column.field] = cell


def _merged_values(sheet: Sheet, after: int) -> dict[tuple[int, int], Cell]:
    merges = [
        merge for merge in sheet.merges
        if merge.first_row > after and merge.first_column == merge.last_column and merge.last_row > merge.first_row
    ]  # fmt: skip
    if not merges:
        return {}
    rows = dict(sheet.rows)
    fills: dict[tuple[int, int], Cell] = {}
    for merge in merges:
        cells = rows.get(merge.first_row, ())
        value = cells[merge.first_column] if merge.first_column < len(cells) else None
        for number in range(merge.first_row + 1, min(merge.last_row, merge.first_row + _LONGEST_MERGE) + 1):
            fills[(number, merge.first_column)] = value
    return fills


def find_groups(columns: list[ColumnReading]) -> tuple[list[ColumnReading], list[Group]]:
    """Return the columns that stand once and the groups of those that repeat.

    'Payer 1', 'Status 1', 'Payer 2', 'Status 2' are numbered groups; 'Aetna Status', 'Aetna Effective Date',
    'Cigna Status' are groups named by payer (or by clinician, where the rows are payers).
    """
    numbered: dict[str, list[ColumnReading]] = {}
    named: dict[str, list[ColumnReading]] = {}
    once: list[ColumnReading] = []
    for column in columns:
        if column.why and column.field is Field.IGNORED and column.heading.startswith("(no heading"):
            once.append(column)
            continue
        number, inner = _numbered(column.heading)
        name, last = _named(column.heading) if not number else ("", None)
        if number and inner is not None:
            numbered.setdefault(number, []).append(replace(column, field=inner, why=""))
        elif last is not None and read_heading(column.heading) is None:
            named.setdefault(name, []).append(replace(column, field=last, why=""))
        else:
            once.append(column)
    for groups, names in ((numbered, False), (named, True)):
        full = {name: group for name, group in groups.items() if any(c.field is Field.STATUS for c in group)}
        # 'License Status' and 'DEA Status' beside each other are a file of documents, not of payers.
        if names and any(_DOCUMENT.search(name) for name in full):
            continue
        if len(full) >= 2 and (not names or any(len(group) > 1 for group in full.values())):
            inside = {column.index for group in full.values() for column in group}
            rest = [column for column in columns if column.index not in inside]
            return rest, [Group(name if names else "", tuple(group)) for name, group in full.items()]
    return once, []


def _numbered(heading: str) -> tuple[str, Field | None]:
    match = re.fullmatch(r"(.*?\D)[\s_#\-]*(\d{1,2})|(\d{1,2})[\s.)\-]+(.*\D)", heading.strip())
    if not match:
        return "", None
    words, number = (match[1], match[2]) if match[2] else (match[4], match[3])
    found = read_heading(words)
    return (number, found) if found in _REPEATED else ("", None)


def _named(heading: str) -> tuple[str, Field | None]:
    words = heading.replace(" - ", " ").replace(": ", " ").split()
    for at in range(1, len(words)):
        found = read_heading(" ".join(words[at:]))
        if found in _REPEATED and found not in {Field.PAYER, Field.STATE}:
            return " ".join(words[:at]).strip(" -:"), found
    return "", None


def of_whom(heading: str) -> str:
    """Return 'Aetna' for a head such as 'Aetna Status', nothing for 'CAQH Status' or 'Aetna Effective Date'."""
    name, last = _named(heading) if read_heading(heading) is None else ("", None)
    if last is None:
        return heading
    return name if last is Field.STATUS and not _DOCUMENT.search(name) else ""


def wide_records(
    sheet: Sheet, after: int, once: list[ColumnReading], groups: list[Group], *, names_are: Field
) -> Iterator[Record]:
    """Yield a record for each group of columns that holds anything in a row; `names_are` payers or clinicians."""
    for record in table_records(sheet, after, once):
        found = [
            part for group in groups if (part := _group_record(sheet, record, group, names_are)) is not None
        ]
        if record.line or not found:
            yield replace(record, line=record.line or "nothing in the repeated columns")
            continue
        yield from found


def _group_record(sheet: Sheet, record: Record, group: Group, names_are: Field) -> Record | None:
    cells = next((cells for number, cells in _at(sheet, record.row)), ())
    part = Record(record.row, dict(record.values), notes=list(record.notes))
    for column in group.columns:
        _put(part, column, cells[column.index] if column.index < len(cells) else None, sheet)
    keys = {column.field for column in group.columns} - {Field.NOTES}
    if not any(part.values.get(name) is not None for name in keys):
        return None
    if group.name:
        part.values[names_are] = group.name
    part.cell = f"{group.columns[0].letter}{record.row}"
    return part


def _at(sheet: Sheet, row: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    from bisect import bisect_left

    at = bisect_left(sheet.rows, row, key=lambda pair: pair[0])
    if at < len(sheet.rows) and sheet.rows[at][0] == row:
        yield sheet.rows[at]
