"""What a sheet is once read: named rows of clean cells, its merges, and what was wrong with cells."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Cell = str | float | dt.date | None
Row = tuple[int, tuple[Cell, ...]]

# Excel itself holds 32,767 characters in a cell; longer ones come from damaged exports.
LONGEST_CELL = 32_767

# What a formula leaves in its cell when it could not be worked out.
FORMULA_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DROPPED = [*range(9), 11, 12, *range(14, 32), 127, *range(128, 133), *range(134, 160)]
_DROPPED += [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
_TRANSLATION: dict[int, str | None] = dict.fromkeys(_DROPPED) | {ord(space): " " for space in _SPACES}
_TRANSLATION[0x85] = "\n"


class Unreadable(Exception):
    """The file is refused as a whole; the message says why and what to do, for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells: 1-based rows, 0-based columns, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Say whether the cell lies in the block."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows that hold anything, numbered as in the file (from 1)."""

    name: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    unsaved_formulas: set[tuple[int, int]] = field(default_factory=set)
    cut_cells: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class Workbook:
    """The sheets of one file, and remarks about the file as a whole."""

    sheets: list[Sheet]
    remarks: list[str] = field(default_factory=list)


def column_letters(index: int) -> str:
    """Return the spreadsheet letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell as people write it, such as G9."""
    return f"{column_letters(column)}{row}"


def clean_text(text: str) -> str:
    """Strip control characters and odd spaces; line ends become line feeds."""
    if not (text.isascii() and text.isprintable()):
        text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").translate(_TRANSLATION)
        # A lone surrogate cannot be stored or sent as UTF-8.
        text = text.encode("utf-8", "ignore").decode("utf-8")
    return text.strip()


class CellCleaner:
    """Turns raw cells into clean ones and shares equal short texts, so that big sheets stay small."""

    def __init__(self) -> None:
        self._seen: dict[str, str | None] = {}
        self.cut: set[tuple[int, int]] = set()
        self.broken: set[tuple[int, int]] = set()

    def text(self, raw: str, row: int, column: int) -> str | None:
        """Return the clean text, None when nothing is left; longer than a cell can be is cut and noted."""
        found = self._seen.get(raw)
        if found is not None:
            return found
        clean = clean_text(raw)
        if len(clean) > LONGEST_CELL:
            self.cut.add((row, column))
            clean = clean[:LONGEST_CELL]
        if not clean:
            return None
        if len(raw) <= 80 and len(self._seen) < 200_000:
            self._seen[raw] = clean
        return clean

    def cell(self, raw: object, row: int, column: int) -> Cell:
        """Return one clean cell: text, number, calendar date or None."""
        if isinstance(raw, str):
            if raw in FORMULA_ERRORS:
                self.broken.add((row, column))
                return None
            return self.text(raw, row, column) if raw else None
        if isinstance(raw, dt.datetime):
            return raw.date()
        if isinstance(raw, dt.date):
            return raw
        if isinstance(raw, bool):
            return "TRUE" if raw else "FALSE"
        if isinstance(raw, int | float):
            return float(raw)
        return None if raw is None else str(raw)

    def rows(self, raw_rows: Iterable[Sequence[object]], *, offset: int = 0) -> Iterable[Row]:
        """Yield the rows that hold anything, numbered from 1; `offset` blank columns stand before each."""
        lead: tuple[Cell, ...] = (None,) * offset
        for number, raw in enumerate(raw_rows, start=1):
            if not any(value != "" and value is not None for value in raw):
                continue
            cells = [self.cell(value, number, offset + index) for index, value in enumerate(raw)]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield number, (*lead, *cells)


def as_text(cell: Cell) -> str:
    """Return a cell as people would read it aloud: whole numbers without a point, dates month first."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date):
        return f"{cell.month:02d}/{cell.day:02d}/{cell.year}"
    return str(int(cell)) if cell == cell // 1 and abs(cell) < 1e15 else str(cell)
