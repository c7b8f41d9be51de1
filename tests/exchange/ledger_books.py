"""Workbooks with contracts, participation and confirmations for tests, and the import of one."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from exchange.applying import Source, apply_import
from exchange.ledger_sheets import COLUMNS, Column, LedgerSheet
from exchange.matching import PayerNames
from exchange.models import ImportRun
from exchange.planning import Plan
from exchange.reading import read_tracker
from tests.exchange.sheets import TODAY, npi, xlsx

C = Column
DANA = npi(71)
ERIN = npi(72)
Said = dict[Column, object]

CONTRACT: Said = {
    C.LABEL: "Aetna group", C.PAYER: "Aetna", C.PRACTICE: "Elm Counseling LLC", C.HOLDER: "practice",
    C.SCOPE: "group", C.MODE: "direct", C.EXECUTED: "2026-01-05", C.EFFECTIVE: "2026-02-01",
    C.RENEWS: "2027-02-01", C.NOTICE_DAYS: 90, C.VERIFIED: "2026-03-01", C.EVIDENCE: "Signed agreement, page 1",
}  # fmt: skip
SPAN: Said = {
    C.NPI: DANA, C.CLINICIAN: "Dana Whitfield, LPC", C.PRACTICE: "Elm Counseling LLC", C.PAYER: "Aetna",
    C.STATE: "PA", C.PLATFORM: "Headway", C.EFFECTIVE: "2026-02-01", C.PURPOSE: "bridge", C.REVIEW_ON: "2027-01-15",
}  # fmt: skip
CONFIRMATION: Said = {
    C.NPI: DANA, C.CLINICIAN: "Dana Whitfield, LPC", C.PRACTICE: "Elm Counseling LLC", C.PAYER: "Aetna",
    C.STATE: "PA", C.CONFIRMATION: "Claims route", C.CONFIRMED_ON: "2026-03-02", C.VALUE: "Availity 60054",
    C.PERSON: "Lee at Aetna", C.CHANNEL: "phone", C.EVIDENCE: "Call 4471",
}  # fmt: skip


def rows_of(sheet: LedgerSheet, *said: Said) -> list[list[object]]:
    """Return headings and rows of one sheet as the template has them."""
    columns = COLUMNS[sheet]
    return [[column.value for column in columns], *([one.get(column) for column in columns] for one in said)]


def book(
    contracts: Sequence[Said] = (),
    spans: Sequence[Said] = (),
    confirmations: Sequence[Said] = (),
    **more: Any,
) -> bytes:
    """Return a workbook with the sheets that have rows; `more` are further sheets by title."""
    sheets = {
        "Contracts": rows_of(LedgerSheet.CONTRACTS, *contracts) if contracts else None,
        "Participation": rows_of(LedgerSheet.PARTICIPATION, *spans) if spans else None,
        "Confirmations": rows_of(LedgerSheet.CONFIRMATIONS, *confirmations) if confirmations else None,
        **more,
    }
    return xlsx({title: rows for title, rows in sheets.items() if rows})


def brought(
    data: bytes, *, actor: User | None = None, allowed: frozenset[int] | None = None
) -> tuple[ImportRun, Plan]:
    """Apply a workbook; a scope is open."""
    payers = PayerNames()
    reading = read_tracker(data, "book.xlsx", today=TODAY, payer_key_of=payers.key)
    return apply_import(reading, payers, Source("book.xlsx", "0" * 64), actor=actor, allowed=allowed)


def outcomes(plan: Plan) -> list[str]:
    """Return 'sheet row outcome' of each understood row beside the applications."""
    return [f"{one.told.kind.value} {one.row.row} {one.verdict.outcome}" for one in plan.ledger]


def refused(plan: Plan) -> dict[int, str]:
    """Return {row: words} of everything refused, by reading or by comparison."""
    told = {one.row: one.detail for one in plan.reading.rejected}
    return told | {one.row.row: one.verdict.words for one in plan.ledger if one.verdict.outcome == "refuse"}
