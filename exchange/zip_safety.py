"""Is it safe to unpack this XLSX? Declared sizes first, then real sizes, far cells and repeated texts."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field

from exchange.tables import Unreadable, column_letters

MOST_PARTS = 5_000
MOST_DECLARED_BYTES = 200_000_000
# Real workbooks shrink 5 to 30 times; only padding shrinks several hundred times.
HIGHEST_RATIO = 400
RATIO_MATTERS_FROM = 20_000_000
MOST_CELLS = 4_000_000
MOST_TEXT_BYTES = 150_000_000
LARGEST_CELL_XML = 2_000_000
CHUNK = 1_000_000

_CELL = re.compile(
    rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,7})"[^>]*?(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>[^<#]|<(?:\w+:)?is>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_SHARED = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')

_OTHER_FORMATS = {
    "xl/workbook.bin": "This is a binary Excel workbook (.xlsb). Open it in Excel and save it as .xlsx.",
    "word/document.xml": "This is a Word document. Put the table into a spreadsheet and save it as .xlsx.",
    "ppt/presentation.xml": "This is a PowerPoint file, not a spreadsheet.",
    "content.xml": "This is an OpenDocument file. Open it and save it as .xlsx or .csv.",
    "Index/Document.iwa": "This is an Apple Numbers file. Export it as Excel (.xlsx) or CSV.",
}
TOO_LARGE = "Unpacked, this workbook is larger than 200 MB. Delete what is not the tracker and send it again."
DAMAGED = "This workbook is damaged and cannot be unpacked. Open it in Excel, save it again, and send that."


@dataclass(slots=True)
class SheetFacts:
    """What the raw XML of one sheet says: its real extent and the formulas without a saved result."""

    last_row: int = 0
    last_column: int = 0
    shared_texts: int = 0
    unsaved_formulas: set[tuple[int, int]] = field(default_factory=set)


def column_index(letters: bytes) -> int:
    """Return the 0-based index of a column's letters."""
    index = 0
    for code in letters:
        index = index * 26 + code - 64
    return index - 1


def inspect_xlsx(data: bytes) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name; raises `Unreadable` for anything unsafe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared(archive)
            return _inspect_sheets(archive)
    # RuntimeError is zipfile's word for a part that is locked or packed in a way it does not know.
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError) as problem:
        raise Unreadable(DAMAGED) from problem


def _check_declared(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or declared > MOST_DECLARED_BYTES:
        raise Unreadable(TOO_LARGE)
    if declared > RATIO_MATTERS_FROM and declared / packed > HIGHEST_RATIO:
        raise Unreadable("This file unpacks to several hundred times its size, as no real tracker does.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("This file is locked with a password. Remove the password and send it again.")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        for name, words in _OTHER_FORMATS.items():
            if name in names:
                raise Unreadable(words)
        raise Unreadable("This is a zip archive, but no Excel workbook. Unpack it and send the .xlsx inside.")


def _inspect_sheets(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    found: dict[str, SheetFacts] = {}
    names = {part.lower(): part for part in archive.namelist()}
    longest = _longest_shared_text(archive, names)
    for title, wanted in _sheet_parts(archive, names).items():
        part = names.get(wanted.lower())
        if part is None:
            continue
        facts = _scan(archive, part, title)
        if (facts.last_row + 1) * (facts.last_column + 1) > MOST_CELLS:
            far = f"{column_letters(facts.last_column)}{facts.last_row}"
            raise Unreadable(
                f"Sheet '{title}' reaches to cell {far}, which is more than can be read at once. "
                "Delete what stands far away from the table and send it again."
            )
        if (
            facts.shared_texts * longest > MOST_TEXT_BYTES
            and _text_bytes(archive, part, names) > MOST_TEXT_BYTES
        ):
            raise Unreadable(TOO_LARGE)
        found[title] = facts
    _read_through(archive, names)
    return found


def _read_through(archive: zipfile.ZipFile, names: dict[str, str]) -> None:
    # A zip may lie about sizes; reading to the end makes zipfile compare size and checksum.
    for lower, part in names.items():
        if lower.endswith((".xml", ".rels")) and not lower.startswith("xl/worksheets/"):
            with archive.open(part) as stream:
                while stream.read(CHUNK):
                    pass


def _sheet_parts(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = names.get("xl/_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(archive.read(relations).decode("utf-8", "replace") if relations else ""):
        values = dict(_ATTRIBUTE.findall(tag))
        target = values.get("Target", "")
        targets[values.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(book):
        values = dict(_ATTRIBUTE.findall(tag))
        relation = next((value for key, value in values.items() if key.endswith(":id")), "")
        parts[html.unescape(values.get("name", ""))] = targets.get(relation, "")
    return parts


def _scan(archive: zipfile.ZipFile, part: str, title: str) -> SheetFacts:
    facts = SheetFacts()
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            facts.shared_texts += chunk.count(b't="s"')
            end = _note_cells(text, facts)
            rest = _unfinished(text, end)
            if len(rest) > LARGEST_CELL_XML:
                raise Unreadable(f"A single cell of sheet '{title}' is larger than 2 MB. Shorten it.")
    return facts


def _unfinished(text: bytes, end: int) -> bytes:
    """Return the tail of a chunk in which a cell may have begun."""
    opened = max(text.rfind(b"<c "), text.rfind(b":c "))
    start = opened - 12 if opened >= end else len(text) - 200
    return text[max(end, start, 0) :]


def _note_cells(text: bytes, facts: SheetFacts) -> int:
    end = 0
    for match in _CELL.finditer(text):
        end = match.end()
        letters, number, inner = match.groups()
        if not inner:
            continue
        row = int(number)
        if _FORMULA.search(inner) and not _VALUE.search(inner):
            facts.unsaved_formulas.add((row, column_index(letters)))
        facts.last_row = max(facts.last_row, row)
        facts.last_column = max(facts.last_column, column_index(letters))
    return end


def _longest_shared_text(archive: zipfile.ZipFile, names: dict[str, str]) -> int:
    part = names.get("xl/sharedstrings.xml")
    return max((len(text) for text in archive.read(part).split(b"<si>")), default=0) if part else 0


def _text_bytes(archive: zipfile.ZipFile, part: str, names: dict[str, str]) -> int:
    lengths = [len(text) for text in archive.read(names["xl/sharedstrings.xml"]).split(b"<si>")[1:]]
    total = 0
    for index in _SHARED.findall(archive.read(part)):
        total += lengths[int(index)] if int(index) < len(lengths) else 0
    return total
