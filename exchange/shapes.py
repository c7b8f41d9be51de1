"""Which shape has a sheet (table, groups of columns, grid), or why is it no tracker?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exchange import header_rows
from exchange.banners import Banner, payer_from_title, read_banner, read_banner_row
from exchange.headings import DATE_FIELDS, Field, heading_key
from exchange.matrix_records import find_matrix, matrix_records
from exchange.records import Record, find_groups, table_records, wide_records
from exchange.rows import ColumnReading, SheetReading
from exchange.tables import Sheet

# Lists of payers and of agreements have a payer and a status, but no application.
_ABOUT_PAYERS = {"agreementtype", "delegationtype", "uploadedby", "uploaddate", "uploadedon", "statescovered"}
_DATES_OF_A_PAYER = (Field.SUBMITTED_ON, Field.APPROVED_ON, Field.EFFECTIVE_ON)


@dataclass(slots=True)
class SheetChoice:
    """What a person has decided about a sheet: leave it out, another heading row, other columns."""

    skip: bool = False
    header_row: int = 0
    columns: dict[int, Field] = field(default_factory=dict)


@dataclass(slots=True)
class Shape:
    """A sheet as understood, the facts of its banner, and its records."""

    reading: SheetReading
    banner: Banner
    records: Iterator[Record]
    has_provider_column: bool = True


def no_tracker(name: str, why: str, columns: list[ColumnReading] | None = None) -> Shape:
    """Return a sheet that is not read, with the reason in words."""
    return Shape(SheetReading(name, why=why, columns=columns or []), Banner(), iter(()))


def read_shape(sheet: Sheet, choice: SheetChoice, *, title_is_payer: bool, has_practice: bool) -> Shape:
    """Return how a sheet is understood; sheets that are no tracker say why."""
    if choice.skip:
        return no_tracker(sheet.name, "left out by you")
    if not sheet.rows:
        return no_tracker(sheet.name, "an empty sheet")
    header = (
        header_rows.header_at(sheet, choice.header_row)
        if choice.header_row
        else header_rows.find_header(sheet)
    )
    if header and not choice.columns and header_rows.lists_sign_ins(header, sheet.name):
        return _sign_ins(sheet, header)
    if header:
        shape = _table(sheet, header, choice, title_is_payer=title_is_payer, has_practice=has_practice)
        if shape is not None:
            return shape
    return _grid(sheet) or _not_read(sheet, header, choice)


def _sign_ins(sheet: Sheet, header: header_rows.Header) -> Shape:
    filled = header_rows.columns_with_data(sheet.rows, header.last_row)
    columns = [
        ColumnReading(
            column.index, column.letter, column.heading, Field.IGNORED, header_rows.REFUSED, refused=True
        )
        for column in header_rows.read_columns(header, filled)
    ]
    return no_tracker(sheet.name, "a list of sign-ins: refused as a whole, nothing of it is stored", columns)


def _table(
    sheet: Sheet, header: header_rows.Header, choice: SheetChoice, *, title_is_payer: bool, has_practice: bool
) -> Shape | None:
    filled = header_rows.columns_with_data(sheet.rows, header.last_row)
    columns = header_rows.read_columns(header, filled, choice.columns)
    names_people = header_rows.has_fields(columns, Field.PROVIDER, Field.LAST_NAME)
    banner = read_banner(sheet, header.row, needs_provider=not names_people)
    if title_is_payer and not banner.payer:
        banner.payer = payer_from_title(sheet)
    if header_rows.has_fields(columns, Field.PAYER):
        banner.payer = ""
    if not names_people and not choice.columns and _ABOUT_PAYERS & {heading_key(c.heading) for c in columns}:
        return None
    plain = bool(banner.payer) or header_rows.has_fields(columns, Field.PAYER)
    someone = (
        names_people
        or header_rows.has_fields(columns, Field.PRACTICE)
        or bool(banner.provider or banner.practice)
    )
    if not header_rows.has_fields(columns, Field.STATUS):
        return _wide(sheet, header, columns, banner)
    sections = not plain and names_people and _begins_with_section(sheet, header)
    if not (plain or sections) or not (
        someone or header_rows.has_dates(columns) or (choice.columns and has_practice)
    ):
        return None
    reading = SheetReading(sheet.name, "table", "", header.row, header.last_row, columns, banner.as_dict())
    records = table_records(sheet, header.last_row, columns)
    if sections:
        records = _with_payers(records, banner)
    elif not names_people:
        records = _with_sections(sheet, records, banner)
    return Shape(reading, banner, records, has_provider_column=names_people)


def _begins_with_section(sheet: Sheet, header: header_rows.Header) -> bool:
    """Say whether a single text, such as a payer's name, stands between the headings and the first row."""
    cells = next((cells for number, cells in sheet.rows if number > header.last_row), ())
    filled = [cell for cell in cells if cell is not None]
    return len(filled) == 1 and isinstance(filled[0], str)


def _with_payers(records: Iterator[Record], banner: Banner) -> Iterator[Record]:
    """Let a line such as 'Aetna' between the rows name the payer of the rows below it."""
    for record in records:
        banner.payer = record.line[:160] or banner.payer
        yield record


def _with_sections(sheet: Sheet, records: Iterator[Record], banner: Banner) -> Iterator[Record]:
    """Let a line such as 'Jane Doe, LPC | NPI 1234567893' between the rows change the clinician."""
    for record in records:
        if record.line:
            named = Banner()
            if read_banner_row((record.line,), named, bare_names=True):
                banner.provider, banner.npi = named.provider, named.npi
        yield record


def _wide(
    sheet: Sheet, header: header_rows.Header, columns: list[ColumnReading], banner: Banner
) -> Shape | None:
    once, groups = find_groups(columns)
    if not groups:
        return None
    people = header_rows.has_fields(once, Field.PROVIDER, Field.LAST_NAME, Field.PRACTICE) or bool(
        banner.provider
    )
    payers = header_rows.has_fields(once, Field.PAYER)
    named = any(group.name for group in groups)
    numbered_payers = any(column.field is Field.PAYER for group in groups for column in group.columns)
    if not ((people and (numbered_payers or named)) or (payers and named)):
        return None
    names_are = Field.PROVIDER if payers and not people else Field.PAYER
    shown = sorted([*once, *(column for group in groups for column in group.columns)], key=lambda c: c.index)
    reading = SheetReading(
        sheet.name, "groups of columns", "", header.row, header.last_row, shown, banner.as_dict()
    )
    records = wide_records(sheet, header.last_row, once, groups, names_are=names_are)
    return Shape(reading, banner, records)


def _grid(sheet: Sheet) -> Shape | None:
    matrix = find_matrix(sheet)
    if matrix is None:
        return None
    banner = read_banner(sheet, matrix.header_row, needs_provider=False)
    banner.provider = banner.npi = ""
    reading = SheetReading(
        sheet.name, "grid", "", matrix.header_row, matrix.last_row, matrix.columns(), banner.as_dict()
    )
    return Shape(reading, banner, matrix_records(sheet, matrix))


def _not_read(sheet: Sheet, header: header_rows.Header | None, choice: SheetChoice) -> Shape:
    """Return a sheet that is no tracker, with its columns, so that a person can say what they hold."""
    if header is None:
        return no_tracker(sheet.name, _why_not(sheet, None))
    filled = header_rows.columns_with_data(sheet.rows, header.last_row)
    shape = no_tracker(
        sheet.name, _why_not(sheet, header), header_rows.read_columns(header, filled, choice.columns)
    )
    shape.reading.header_row, shape.reading.header_last_row = header.row, header.last_row
    return shape


def _why_not(sheet: Sheet, header: header_rows.Header | None) -> str:
    if header is None:
        return "no headings of a tracker in rows 1 to 10"
    columns = header_rows.read_columns(header, set())
    missing = [
        words
        for names, words in (
            ((Field.PAYER,), "a payer"),
            ((Field.STATUS,), "a status"),
            ((Field.PROVIDER, Field.LAST_NAME, Field.PRACTICE), "a clinician or practice"),
        )
        if not header_rows.has_fields(columns, *names)
    ]
    return f"not a tracker: it has no column for {' and '.join(missing)}" if missing else "not a tracker"


def titles_are_payers(sheets: list[Sheet], choices: Mapping[str, SheetChoice]) -> set[str]:
    """Return the names of sheets that share their headings, hold dates and statuses, but no payer column."""
    found: dict[tuple[str, ...], list[str]] = {}
    for sheet in sheets:
        choice = choices.get(sheet.name)
        header = header_rows.find_header(sheet) if sheet.rows and not (choice and choice.skip) else None
        if header is None:
            continue
        columns = header_rows.read_columns(header, set())
        names = {column.field for column in columns}
        if Field.PAYER not in names and Field.STATUS in names and names & set(_DATES_OF_A_PAYER):
            found.setdefault(tuple(sorted(names & {*DATE_FIELDS, Field.STATUS, Field.PROVIDER})), []).append(
                sheet.name
            )
    return {name for group in found.values() if len(group) > 1 for name in group}
