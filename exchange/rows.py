"""What the reading of a tracker yields: rows understood, rows refused, rows that are no application."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from enrollments.enums import Kind, Status
from exchange.call_notes import LogEntry
from exchange.headings import Field

if TYPE_CHECKING:
    from exchange.ledger_rows import LedgerRow


class Reason(StrEnum):
    """Why a row is refused."""

    MISSING_PAYER = "missing_payer"
    MISSING_PROVIDER = "missing_provider"
    BAD_NPI = "bad_npi"
    BAD_DATE = "bad_date"
    UNKNOWN_STATUS = "unknown_status"
    DUPLICATE_ROW = "duplicate_row"
    CONFLICTING_ROW = "conflicting_row"
    SAME_OPEN_APPLICATION = "same_open_application"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    TOO_LONG = "too_long"
    MISSING_VALUE = "missing_value"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_PAYER = "unknown_payer"
    UNKNOWN_PLAN = "unknown_plan"
    UNKNOWN_PLATFORM = "unknown_platform"
    UNKNOWN_CLINICIAN = "unknown_clinician"
    UNKNOWN_CONTRACT = "unknown_contract"
    AGENT_AS_HOLDER = "agent_as_holder"


@dataclass(frozen=True, slots=True)
class Remark:
    """A doubt about a row that is taken all the same, in words."""

    sheet: str
    row: int
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row (or a cell of a grid) that is not taken, and why."""

    sheet: str
    row: int
    reason: Reason
    detail: str
    cell: str = ""
    # What the cell holds that was not understood, so that a person can explain it.
    text: str = ""
    # Of whom and what the row speaks, as far as it says so.
    about: str = ""


@dataclass(frozen=True, slots=True)
class NoApplication:
    """A row (or a cell of a grid) that holds something, but no payer application."""

    sheet: str
    row: int
    why: str
    cell: str = ""


@dataclass(slots=True)
class TrackerRow:
    """One application as a row states it: provider or practice x payer x state x kind."""

    sheet: str
    row: int
    payer_text: str
    status: Status
    kind: Kind
    cell: str = ""
    provider: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    credential: str = ""
    npi: str = ""
    npi_typed: str = ""
    group_npi: str = ""
    is_group: bool = False
    practice_or_group: str = ""
    plan_text: str = ""
    state: str = ""
    submitted_on: dt.date | None = None
    approved_on: dt.date | None = None
    effective_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    recred_on: dt.date | None = None
    ended_on: dt.date | None = None
    status_on: dt.date | None = None
    last_update_on: dt.date | None = None
    reference: str = ""
    method: str = ""
    provider_assigned_id: str = ""
    caqh_id: str = ""
    reason: str = ""
    blocked: str = ""
    missing_items: tuple[str, ...] = ()
    entries: tuple[LogEntry, ...] = ()
    notes: str = ""
    # What of the notes stands outside of the dated entries.
    rest_of_notes: str = ""
    panel_closed: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the row stands, as a person would say it."""
        return f"cell {self.cell}" if self.cell else f"row {self.row}"


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column was understood; `why` says why it is left out, if it is."""

    index: int
    letter: str
    heading: str
    field: Field
    why: str = ""
    # Refused as a secret: nobody may map it to anything.
    refused: bool = False


@dataclass(slots=True)
class SheetReading:
    """How one sheet was understood: as which shape, with which headings; or why it is no tracker."""

    name: str
    shape: str = ""
    why: str = ""
    header_row: int = 0
    header_last_row: int = 0
    columns: list[ColumnReading] = field(default_factory=list)
    banner: dict[str, str] = field(default_factory=dict)
    rows_read: int = 0

    @property
    def is_tracker(self) -> bool:
        """Say whether rows were read from the sheet."""
        return bool(self.shape)


@dataclass(slots=True)
class Reading:
    """All that one file says."""

    sheets: list[SheetReading] = field(default_factory=list)
    rows: list[TrackerRow] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    no_application: list[NoApplication] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    file_remarks: list[str] = field(default_factory=list)
    # What the sheets Contracts, Participation and Confirmations say.
    ledger: "list[LedgerRow]" = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """How many rows below the headings hold anything."""
        return sum(sheet.rows_read for sheet in self.sheets)

    @property
    def ignored_columns(self) -> list[str]:
        """Return the headings of the columns of which nothing is kept, each once, in order."""
        return list(dict.fromkeys(column.heading for _, column in self.left_out()))

    def left_out(self) -> Iterator[tuple[SheetReading, ColumnReading]]:
        """Yield the columns of which nothing is kept, with their sheet; of other sheets only the secrets."""
        for sheet in self.sheets:
            for column in sheet.columns:
                if column.field is Field.IGNORED and (sheet.is_tracker or column.refused):
                    yield sheet, column
