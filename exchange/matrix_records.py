"""The grid: payers down and clinicians across, or the other way round; each filled cell is one application."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.headings import Field, read_heading
from exchange.names import has_credential, looks_like_person, without_ends
from exchange.records import Record, of_whom
from exchange.rows import ColumnReading
from exchange.secret_columns import is_secret_heading
from exchange.states import state_code
from exchange.status_words import PLACEHOLDERS, Word, read_status
from exchange.tables import Cell, Merge, Sheet, as_text, cell_name, column_letters

_LAST_TOP_ROW = 10
_MOST_HEADER_ROWS = 4
_MOST_SIDE_COLUMNS = 6
_MOST_COUNTED = 1_000
_LONGEST_HEAD = 80
_PAYER_WORDS = re.compile(
    r"payers?\b|payors?\b|plans?\b|insur|products?\b|networks?\b|carriers?\b", re.IGNORECASE
)
_PERSON_WORDS = re.compile(
    r"clinicians?\b|providers?\b|therapists?\b|practitioners?\b|physicians?\b|doctors?\b|^names?\b",
    re.IGNORECASE,
)
_DOWN = {Field.PAYER, Field.PLAN}
_ACROSS = {Field.PROVIDER, Field.LAST_NAME}
_NPI = re.compile(r"(?<!\d)(\d{10})(?!\d)")


@dataclass(slots=True)
class Matrix:
    """How a grid is laid out; `key` is payer (clinicians across) or provider (payers across)."""

    header_row: int
    last_row: int
    key_column: int
    key: Field
    heads: dict[int, dict[Field, str]] = field(default_factory=dict)
    side: dict[int, Field] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)

    def columns(self) -> list[ColumnReading]:
        """Return the columns as readings, for showing how the sheet was understood."""
        across = Field.PROVIDER if self.key is Field.PAYER else Field.PAYER
        found = {self.key_column: self.key, **self.side} | dict.fromkeys(self.heads, across)
        return [
            ColumnReading(at, column_letters(at), self.headings.get(at, ""), found[at], self._why(at))
            for at in sorted(found)
        ]

    def _why(self, at: int) -> str:
        return "not known" if self.side.get(at) is Field.IGNORED else ""


def find_matrix(sheet: Sheet) -> Matrix | None:
    """Return the layout of a grid whose cells are mostly status words, or None."""
    for number, cells in sheet.rows:
        if number > _LAST_TOP_ROW:
            break
        matrix = _layout(sheet, number, cells)
        if matrix and _mostly_statuses(sheet, matrix):
            return matrix
    return None


def _layout(sheet: Sheet, row: int, cells: tuple[Cell, ...]) -> Matrix | None:
    # A word merged over several columns, such as 'Therapists', names a kind of columns, not a column.
    found = {
        at: read_heading(cell)
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and not _spreads(sheet, row, at)
    }
    if Field.STATUS in found.values():
        return None
    down = [at for at, name in found.items() if name is Field.PAYER]
    across = [at for at, name in found.items() if name in _ACROSS]
    if down and not across:
        matrix = Matrix(row, row, down[0], Field.PAYER)
    elif across and not down:
        matrix = Matrix(row, row, across[0], Field.PROVIDER)
    elif not down and not across:
        corner = _unnamed_key(sheet, row, cells)
        if corner is None:
            return None
        matrix = Matrix(row, row, *corner)
    else:
        return None
    matrix.last_row = _last_header_row(sheet, matrix)
    _read_heads(sheet, matrix)
    return matrix if len(matrix.heads) >= 2 else None


def _unnamed_key(sheet: Sheet, row: int, cells: tuple[Cell, ...]) -> tuple[int, Field] | None:
    """Return the column of names and what it holds where the corner is blank or says 'Payer / Clinician'."""
    at = _key_column(sheet, row, cells)
    texts = [as_text(cell) for cell in cells if cell is not None]
    if any(read_status(text).meaning is not None or len(text) > _LONGEST_HEAD for text in texts):
        return None
    corner = as_text(cells[at]) if at < len(cells) else ""
    payer, person = _PAYER_WORDS.search(corner), _PERSON_WORDS.search(corner)
    if payer or person:
        person_first = payer is None or (person is not None and person.start() < payer.start())
        return at, Field.PROVIDER if person_first else Field.PAYER
    heads = [as_text(cell) for cell in cells[at + 1 :] if cell is not None]
    sides = [
        as_text(under[at]) for number, under in sheet.rows if number > row and at < len(under) and under[at]
    ]
    if max(_people(heads), _people(sides)) < 2:
        return None
    across = _people(heads) / max(len(heads), 1) >= _people(sides) / max(len(sides), 1)
    return at, Field.PAYER if across else Field.PROVIDER


def _people(texts: list[str]) -> int:
    # A credential tells more than two words with capitals, which payers have as well.
    return sum(
        (1 + 2 * has_credential(text)) for text in texts if looks_like_person(text) and not state_code(text)
    )


def _key_column(sheet: Sheet, row: int, cells: tuple[Cell, ...]) -> int:
    below = [under for number, under in sheet.rows if number > row]
    for at in range(min(len(cells), _MOST_SIDE_COLUMNS)):
        filled = [under[at] for under in below if at < len(under) and isinstance(under[at], str)]
        statuses = sum(read_status(as_text(cell)).meaning is not None for cell in filled)
        if len(filled) * 2 >= len(below) and statuses * 2 < len(filled):
            return at
    return 0


def _last_header_row(sheet: Sheet, matrix: Matrix) -> int:
    for merge in sheet.merges:
        if merge.holds(matrix.header_row, matrix.key_column) and merge.last_row > matrix.header_row:
            return min(merge.last_row, matrix.header_row + _MOST_HEADER_ROWS)
    last = matrix.header_row
    for number, cells in sheet.rows:
        if number <= last:
            continue
        key = cells[matrix.key_column] if matrix.key_column < len(cells) else None
        if key is not None or number > matrix.header_row + _MOST_HEADER_ROWS or number != last + 1:
            break
        last = number
    return last


def _read_heads(sheet: Sheet, matrix: Matrix) -> None:
    stacks: dict[int, list[str]] = {}
    for number, cells in sheet.rows:
        if matrix.header_row <= number <= matrix.last_row:
            for at, cell in enumerate(cells):
                if cell is not None and not _spreads(sheet, number, at):
                    stacks.setdefault(at, []).append(as_text(cell))
    for at, typed in sorted(stacks.items()):
        if at == matrix.key_column:
            matrix.headings[at] = " ".join(typed)
            continue
        known = next((name for text in typed if (name := read_heading(text)) is not None), None)
        matrix.headings[at] = typed[0]
        stack = [of_whom(text) for text in typed]
        if known is not None and (known is not Field.PAYER or matrix.key is Field.PAYER):
            matrix.side[at] = known
        elif not all(stack) or any(is_secret_heading(text) for text in stack):
            matrix.side[at] = Field.IGNORED
        elif at > matrix.key_column or matrix.key is Field.PROVIDER:
            matrix.heads[at] = _head(stack, Field.PROVIDER if matrix.key is Field.PAYER else Field.PAYER)
            matrix.headings[at] = next(iter(matrix.heads[at].values()), stack[0])


def _spreads(sheet: Sheet, row: int, column: int) -> bool:
    return any(merge.holds(row, column) and merge.last_column > merge.first_column for merge in sheet.merges)


def _head(stack: list[str], names: Field) -> dict[Field, str]:
    head: dict[Field, str] = {}
    for text in stack:
        npi = _NPI.search(text)
        rest = text.replace(npi[1], "") if npi else text
        rest = without_ends(re.sub(r"\bNPI\b[\s:#.\-]*", "", rest, flags=re.IGNORECASE))
        if npi:
            head[Field.NPI] = npi[1]
        if not rest:
            continue
        if names in head and state_code(rest):
            head[Field.STATE] = state_code(rest)
        elif names not in head or (names is Field.PROVIDER and not looks_like_person(head[names])):
            head[names] = rest
    return head if names in head else {names: stack[0], **head}


def _mostly_statuses(sheet: Sheet, matrix: Matrix) -> bool:
    known = filled = 0
    for number, cells in sheet.rows:
        if number <= matrix.last_row:
            continue
        for at in matrix.heads:
            text = as_text(cells[at]).strip() if at < len(cells) else ""
            if text:
                filled += 1
                known += read_status(text).meaning is not None or text.lower() in PLACEHOLDERS
    return known >= 2 and known * 2 >= filled


def matrix_records(sheet: Sheet, matrix: Matrix) -> Iterator[Record]:
    """Yield a record for each filled cell; a text merged over several columns counts for each of them."""
    rows = dict(sheet.rows)
    down = {
        at: merge for merge in sheet.merges for at in [merge.first_column] if merge.last_row > merge.first_row
    }
    sides = {
        number: _read_side(sheet, matrix, number, cells, rows if down else {})
        for number, cells in sheet.rows
        if number > matrix.last_row
    }
    _tell_products_apart(list(sides.values()))
    for number, base in sides.items():
        cells = rows[number]
        filled = [cell for cell in cells if cell is not None]
        if len(filled) == 1 or _is_counted(cells, matrix):
            yield Record(number, {}, line=as_text(filled[0]))
            continue
        found = False
        for at, head in matrix.heads.items():
            cell, place = _cell_or_merged(sheet, cells, number, at)
            if cell is None or (place != at and read_status(as_text(cell).strip()).meaning is Word.NONE):
                continue
            found = True
            values: dict[Field, Cell] = {**base.values, **head, Field.STATUS: as_text(cell)}
            yield Record(number, values, cell=cell_name(number, at), notes=list(base.notes))
        if not found:
            yield Record(number, base.values, line="a row of the grid without any status")


def _is_counted(cells: tuple[Cell, ...], matrix: Matrix) -> bool:
    found = [cells[at] for at in matrix.heads if at < len(cells) and cells[at] is not None]
    return bool(found) and all(isinstance(cell, float) and cell < _MOST_COUNTED for cell in found)


def _read_side(
    sheet: Sheet, matrix: Matrix, number: int, cells: tuple[Cell, ...], rows: dict[int, tuple[Cell, ...]]
) -> Record:
    record = Record(number, {})
    for at, name in {matrix.key_column: matrix.key, **matrix.side}.items():
        cell = cells[at] if at < len(cells) else None
        if cell is None and rows:
            cell = _from_above(sheet, rows, record.row, at)
        if cell is None or name is Field.IGNORED:
            continue
        if name is Field.NOTES:
            record.notes.append(as_text(cell))
        elif name is Field.KEPT_IN_NOTES:
            record.notes.append(f"{matrix.headings.get(at, '')}: {as_text(cell)}")
        else:
            record.values[name] = cell
    return record


def _tell_products_apart(sides: list[Record]) -> None:
    """Name the product where one payer has several in the grid: 'Aetna', 'Medicare Advantage' in two columns."""
    plans: dict[str, set[str]] = {}
    for side in sides:
        plans.setdefault(side.text(Field.PAYER).casefold(), set()).add(side.text(Field.PLAN))
    for side in sides:
        payer, plan = side.text(Field.PAYER), side.text(Field.PLAN)
        if payer and plan and len(plans[payer.casefold()]) > 1:
            side.values[Field.PAYER] = plan if payer.casefold() in plan.casefold() else f"{payer} {plan}"
            del side.values[Field.PLAN]


def _from_above(sheet: Sheet, rows: dict[int, tuple[Cell, ...]], row: int, column: int) -> Cell:
    merge = _merge_at(sheet, row, column)
    if merge is None or merge.first_column != merge.last_column:
        return None
    cells = rows.get(merge.first_row, ())
    return cells[column] if column < len(cells) else None


def _merge_at(sheet: Sheet, row: int, column: int) -> Merge | None:
    return next((merge for merge in sheet.merges if merge.holds(row, column)), None)


def _cell_or_merged(sheet: Sheet, cells: tuple[Cell, ...], row: int, column: int) -> tuple[Cell, int]:
    cell = cells[column] if column < len(cells) else None
    if cell is not None:
        return cell, column
    merge = _merge_at(sheet, row, column)
    if merge is None or merge.first_row != row or merge.first_column >= len(cells):
        return None, column
    return cells[merge.first_column], merge.first_column
