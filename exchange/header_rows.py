"""Where are the headings of a sheet, what does each column hold, and is the sheet a tracker at all?"""

import re
from dataclasses import dataclass, field

from exchange.headings import DATE_FIELDS, LONGEST_HEADING, Field, heading_key, read_heading
from exchange.rows import ColumnReading
from exchange.secret_columns import is_secret_heading, is_sign_in_sheet, secret_columns
from exchange.tables import Cell, Row, Sheet, column_letters

LAST_HEADER_ROW = 10
REFUSED = "passwords, sign-ins and Social Security numbers are refused and stored nowhere"
UNKNOWN = "not known"
NO_HEADING = "no heading"
SECOND = "a second column for the same thing"
CHOSEN = "left out by you"

_HEAVY = {Field.PAYER, Field.STATUS, Field.PROVIDER, Field.PRACTICE, Field.FIRST_NAME, Field.LAST_NAME}
_MANY = {Field.NOTES, Field.KEPT_IN_NOTES, Field.IGNORED, Field.MISSING_ITEMS, Field.REASON}
_LOGIN_TITLE = re.compile(r"log-?\s?ins?\b|passwords?\b|sign-?\s?ins?\b|\bpws?\b", re.IGNORECASE)
_PAYER_WORDS = ("payer", "payor", "insurance", "carrier")


@dataclass(slots=True)
class Header:
    """The heading rows of a sheet and the text over each column."""

    row: int
    last_row: int
    texts: dict[int, str] = field(default_factory=dict)


def find_header(sheet: Sheet) -> Header | None:
    """Return the best heading row among rows 1 to 10, with a second line of headings below it if there is one."""
    best: tuple[float, int] = (0, 0)
    near = [row for row in sheet.rows if row[0] <= LAST_HEADER_ROW]
    for number, cells in near:
        points = heading_points(cells)
        if points > best[0]:
            best = (points, number)
    if not best[1]:
        return None
    return header_at(sheet, best[1])


def heading_points(cells: tuple[Cell, ...]) -> float:
    """Return how much a row looks like headings: known words count, payer, provider and status count most."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    fields = {found for text in texts if (found := read_heading(text)) is not None}
    secrets = sum(is_secret_heading(text) for text in texts if len(text) <= LONGEST_HEADING)
    if len(fields) + min(secrets, 2) < 2 or not (fields & _HEAVY or secrets >= 2):
        return 0
    others = sum(1 for cell in cells if cell is not None and not isinstance(cell, str))
    long = sum(1 for text in texts if len(text) > LONGEST_HEADING)
    return sum(3 if found in _HEAVY else 1 for found in fields) + secrets - others - long / 2


def header_at(sheet: Sheet, row: int) -> Header:
    """Return the headings in a given row; a merged or blank heading takes the word from the line below."""
    rows = dict(sheet.rows)
    cells = rows.get(row, ())
    texts = {index: cell.strip() for index, cell in enumerate(cells) if isinstance(cell, str)}
    header = Header(row, row, dict(texts))
    below = rows.get(row + 1)
    if below is not None and _is_second_line(sheet, header, below):
        words = [heading_key(cell) for cell in below if isinstance(cell, str)]
        for index, cell in enumerate(below):
            if isinstance(cell, str):
                # 'Status' below 'Aetna' and again below 'Cigna' needs the band's word; below 'Dates' it does not.
                alone = read_heading(cell) and words.count(heading_key(cell)) == 1
                header.texts[index] = (
                    cell if alone else f"{_band(sheet, header, texts, index)} {cell}".strip()
                )
        header.last_row = row + 1
    return header


def _band(sheet: Sheet, header: Header, texts: dict[int, str], column: int) -> str:
    merge = next((merge for merge in sheet.merges if merge.holds(header.row, column)), None)
    return texts.get(merge.first_column if merge else column, "")


def _is_second_line(sheet: Sheet, header: Header, below: tuple[Cell, ...]) -> bool:
    words = {index: cell for index, cell in enumerate(below) if isinstance(cell, str)}
    if len(words) != sum(cell is not None for cell in below):
        return False
    keys = [at for at, text in header.texts.items() if read_heading(text) in _HEAVY - {Field.STATUS}]
    if any(at in words for at in keys):
        return False
    spread = {
        at for at in words
        if at not in header.texts
        or any(merge.holds(header.row, at) and merge.last_column > merge.first_column for merge in sheet.merges)
    }  # fmt: skip
    return bool(spread) and any(read_heading(words[at]) for at in spread)


def columns_with_data(rows: list[Row], after: int) -> set[int]:
    """Return the columns that hold anything below a row."""
    found: set[int] = set()
    for number, cells in rows:
        if number > after:
            found.update(at for at, cell in enumerate(cells) if cell is not None)
    return found


def read_columns(
    header: Header, filled: set[int], chosen: dict[int, Field] | None = None
) -> list[ColumnReading]:
    """Return how each column is understood; `chosen` holds what a person has decided for columns."""
    width = max([*header.texts, *filled], default=-1) + 1
    headings = [" ".join(header.texts.get(at, "").split()) for at in range(width)]
    secrets = secret_columns(headings)
    chosen = chosen or {}
    columns: list[ColumnReading] = []
    for at, heading in enumerate(headings):
        if not heading and at not in filled:
            continue
        found, why = _judge(at, heading, secrets, chosen)
        shown = heading or f"(no heading, column {column_letters(at)})"
        columns.append(ColumnReading(at, column_letters(at), shown, found, why, refused=at in secrets))
    return _settle_doubles(columns, chosen)


def _judge(at: int, heading: str, secrets: set[int], chosen: dict[int, Field]) -> tuple[Field, str]:
    if at in secrets:
        return Field.IGNORED, REFUSED
    if at in chosen:
        return chosen[at], CHOSEN if chosen[at] is Field.IGNORED else ""
    found = read_heading(heading) if heading else None
    if found is None:
        return Field.IGNORED, UNKNOWN if heading else NO_HEADING
    return found, ""


def _settle_doubles(columns: list[ColumnReading], chosen: dict[int, Field]) -> list[ColumnReading]:
    taken: dict[Field, ColumnReading] = {}
    ranked = sorted(columns, key=lambda column: (column.index not in chosen, _rank(column), column.index))
    for column in ranked:
        if column.field not in _MANY:
            taken.setdefault(column.field, column)
    settled: list[ColumnReading] = []
    for column in columns:
        first = taken.get(column.field)
        if first is None or first is column:
            settled.append(column)
        elif column.field is Field.PAYER and Field.PLAN not in taken:
            taken[Field.PLAN] = column
            settled.append(ColumnReading(column.index, column.letter, column.heading, Field.PLAN))
        else:
            settled.append(ColumnReading(column.index, column.letter, column.heading, Field.IGNORED, SECOND))
    return settled


def _rank(column: ColumnReading) -> int:
    if column.field is Field.PAYER:
        return 0 if heading_key(column.heading).startswith(_PAYER_WORDS) else 1
    if column.field is Field.STATUS:
        # 'Status' itself says where the application stands; 'Contracting Status' beside it is another thing.
        return 0 if heading_key(column.heading) in {"status", "currentstatus"} else 1
    return 0


def has_fields(columns: list[ColumnReading], *wanted: Field) -> bool:
    """Say whether any of these fields has a column."""
    return any(column.field in wanted for column in columns)


def has_dates(columns: list[ColumnReading]) -> bool:
    """Say whether a column tells when something was sent or is due, as only trackers do."""
    return has_fields(
        columns, *(found for found in DATE_FIELDS if found not in {Field.EFFECTIVE_ON, Field.ENDED_ON})
    )


def lists_sign_ins(header: Header, title: str = "") -> bool:
    """Say whether a sheet is a list of sign-ins, as a title such as 'Logins' confirms.

    A tracker with password columns is still a tracker.
    """
    columns = read_columns(header, set())
    is_tracker = has_fields(columns, Field.PAYER) and has_fields(columns, Field.STATUS)
    named_so = bool(_LOGIN_TITLE.search(title))
    return is_sign_in_sheet(list(header.texts.values())) and (named_so or not is_tracker)
