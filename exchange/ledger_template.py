"""Which workbook shows how contracts, participation and confirmations are written? Headings and an example row each."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from enrollments.enums import Confirmed, HolderKind, Purpose
from exchange.ledger_sheets import COLUMNS, Column, LedgerSheet

C = Column
FILE_NAME = "credtrack-workbook.xlsx"
APPLICATIONS = (
    ("Provider", "NPI", "Practice", "Payer", "State", "Status", "Submitted", "Approved", "Effective", "Reference", "Notes"),
    ("Dana Whitfield, LPC", "1234567893", "Elm Counseling LLC", "Aetna", "PA", "In review", "03/02/2026", "", "", "", ""),
)  # fmt: skip
EXAMPLES: Mapping[LedgerSheet, Mapping[Column, str]] = {
    LedgerSheet.CONTRACTS: {
        C.LABEL: "Aetna group 2026", C.PAYER: "Aetna", C.PRACTICE: "Elm Counseling LLC", C.HOLDER: "practice",
        C.SCOPE: "group", C.MODE: "direct", C.CONTROLLING_NPI: "1234567893", C.EXECUTED: "02/10/2026",
        C.EFFECTIVE: "03/01/2026", C.RENEWS: "03/01/2027", C.NOTICE_DAYS: "90", C.RENEGOTIABLE: "03/01/2027",
        C.RATE_VISIBILITY: "full", C.PAY_TO: "Elm Counseling LLC", C.VERIFIED: "03/02/2026",
        C.EVIDENCE: "Signed agreement, page 1",
    },
    LedgerSheet.PARTICIPATION: {
        C.NPI: "1234567893", C.CLINICIAN: "Dana Whitfield, LPC", C.PRACTICE: "Elm Counseling LLC", C.PAYER: "Aetna",
        C.STATE: "PA", C.PLATFORM: "Headway", C.EFFECTIVE: "02/01/2026", C.PURPOSE: "bridge",
        C.REVIEW_ON: "01/15/2027", C.NOTE: "Until our own contract",
    },
    LedgerSheet.CONFIRMATIONS: {
        C.NPI: "1234567893", C.CLINICIAN: "Dana Whitfield, LPC", C.PRACTICE: "Elm Counseling LLC", C.PAYER: "Aetna",
        C.STATE: "PA", C.CONFIRMATION: "effective date", C.CONFIRMED_ON: "03/02/2026", C.VALUE_ON: "03/01/2026",
        C.PERSON: "Lee, provider relations", C.CHANNEL: "letter", C.EVIDENCE: "Welcome letter of 03/02/2026",
    },
}  # fmt: skip


def template() -> bytes:
    """Return the workbook as XLSX: an application sheet, the three ledger sheets, and what the words mean."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _add(book, "Applications", APPLICATIONS)
    for sheet in LedgerSheet:
        columns = COLUMNS[sheet]
        example = [EXAMPLES[sheet].get(column, "") for column in columns]
        _add(book, sheet.value.title(), ([column.value for column in columns], example))
    _add(book, "Read me", _words())
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _add(book: Workbook, title: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    for at, heading in enumerate(rows[0], start=1):
        sheet.cell(row=1, column=at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = max(14, len(heading) + 4)
    sheet.freeze_panes = "A2"


def _words() -> list[list[str]]:
    """Return what each column with fixed words accepts, and the rules that a person would trip over."""
    return [
        ["Column", "What is accepted"],
        ["The example rows", "Overwrite or delete them before you send the workbook."],
        ["Contract", "A label of your own. The sheet Participation refers to it."],
        [
            "Holder",
            ", ".join(one.value.replace("_", " ") for one in HolderKind) + ". Never a billing service.",
        ],
        ["Holder name", "The platform or the other group, where one of them holds the contract."],
        ["Purpose", ", ".join(one.value.replace("_", " ") for one in Purpose)],
        ["Confirmation", ", ".join(one.value.replace("_", " ") for one in Confirmed)],
        ["Platform", "Empty means your own network, not through a platform."],
        ["Plan", "Empty means every plan of the payer; in Participation its default plan."],
        ["Dates", "03/31/2026 or 2026-03-31. A blank cell states nothing and changes nothing."],
    ]
