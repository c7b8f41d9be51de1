"""Which sheets of a workbook hold contracts, participation or confirmations, and which column holds what? Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from exchange.headings import heading_key
from exchange.tables import Row, Sheet, as_text

LAST_HEADER_ROW = 10


class LedgerSheet(StrEnum):
    """The sheets beside the applications; the value is how an understood sheet is told of."""

    CONTRACTS = "contracts"
    PARTICIPATION = "participation"
    CONFIRMATIONS = "confirmations"


class Column(StrEnum):
    """What a column of these sheets holds; the value is its heading in the template."""

    LABEL = "Contract"
    PAYER = "Payer"
    PLAN = "Plan"
    PRACTICE = "Practice"
    NPI = "NPI"
    CLINICIAN = "Clinician"
    STATE = "State"
    HOLDER = "Holder"
    HOLDER_NAME = "Holder name"
    SCOPE = "Scope"
    MODE = "Mode"
    CONTROLLING_NPI = "Controlling NPI"
    EXECUTED = "Executed"
    EFFECTIVE = "Effective"
    ENDS = "Ends"
    RENEWS = "Renews"
    NOTICE_DAYS = "Notice days"
    RENEGOTIABLE = "Renegotiable from"
    RATE_VISIBILITY = "Rate visibility"
    PAY_TO = "Pay to"
    VERIFIED = "Verified on"
    EVIDENCE = "Evidence"
    PLATFORM = "Platform"
    ENDED = "Ended"
    PURPOSE = "Purpose"
    REVIEW_ON = "Review on"
    NOTE = "Note"
    CONFIRMATION = "Confirmation"
    CONFIRMED_ON = "Confirmed on"
    VALUE = "Value"
    VALUE_ON = "Value date"
    PERSON = "Person"
    CHANNEL = "Channel"


C = Column
COLUMNS: dict[LedgerSheet, tuple[Column, ...]] = {
    LedgerSheet.CONTRACTS: (
        C.LABEL, C.PAYER, C.PLAN, C.PRACTICE, C.NPI, C.CLINICIAN, C.HOLDER, C.HOLDER_NAME, C.SCOPE, C.MODE,
        C.CONTROLLING_NPI, C.EXECUTED, C.EFFECTIVE, C.ENDS, C.RENEWS, C.NOTICE_DAYS, C.RENEGOTIABLE,
        C.RATE_VISIBILITY, C.PAY_TO, C.VERIFIED, C.EVIDENCE,
    ),
    LedgerSheet.PARTICIPATION: (
        C.NPI, C.CLINICIAN, C.PRACTICE, C.PAYER, C.PLAN, C.STATE, C.PLATFORM, C.LABEL, C.EFFECTIVE, C.ENDED,
        C.PURPOSE, C.REVIEW_ON, C.NOTE,
    ),
    LedgerSheet.CONFIRMATIONS: (
        C.NPI, C.CLINICIAN, C.PRACTICE, C.PAYER, C.PLAN, C.STATE, C.CONFIRMATION, C.CONFIRMED_ON, C.VALUE,
        C.VALUE_ON, C.PERSON, C.CHANNEL, C.EVIDENCE,
    ),
}  # fmt: skip
# A sheet counts only with these: a tracker may well be called "Contracts".
_REQUIRED: dict[LedgerSheet, tuple[Column, ...]] = {
    LedgerSheet.CONTRACTS: (C.LABEL, C.PAYER, C.HOLDER),
    LedgerSheet.PARTICIPATION: (C.PAYER, C.EFFECTIVE, C.PLATFORM),
    LedgerSheet.CONFIRMATIONS: (C.PAYER, C.CONFIRMATION, C.CONFIRMED_ON),
}
_TITLES = {
    "contract": LedgerSheet.CONTRACTS,
    "contracts": LedgerSheet.CONTRACTS,
    "payercontracts": LedgerSheet.CONTRACTS,
    "participation": LedgerSheet.PARTICIPATION,
    "participations": LedgerSheet.PARTICIPATION,
    "networkparticipation": LedgerSheet.PARTICIPATION,
    "confirmation": LedgerSheet.CONFIRMATIONS,
    "confirmations": LedgerSheet.CONFIRMATIONS,
    "billingconfirmations": LedgerSheet.CONFIRMATIONS,
}
_ALIASES: dict[Column, str] = {
    C.LABEL: "contract label|contract name|contract id|contract ref|contract reference",
    C.PAYER: "insurance|insurance company|carrier|insurer|payor|payer name|health plan",
    C.PLAN: "plan name|product|line of business|network",
    C.PRACTICE: "practice name|group|group name|practice or group",
    C.NPI: "clinician npi|provider npi|individual npi|npi 1|type 1 npi",
    C.CLINICIAN: "provider|provider name|clinician name|therapist|name",
    C.STATE: "st|state code",
    C.HOLDER: "holder kind|contract holder|held by|who holds it",
    C.HOLDER_NAME: "name of holder|platform or group",
    C.SCOPE: "contract scope|group or individual",
    C.MODE: "credentialing mode|direct or delegated|route",
    C.CONTROLLING_NPI: "contract npi|billing npi",
    C.EXECUTED: "executed on|executed date|date executed|signed on",
    C.EFFECTIVE: "effective on|effective date|effective from|start|start date|from",
    C.ENDS: "ends on|end|end date|expires|expires on|term date",
    C.RENEWS: "renews on|renewal|renewal date",
    C.NOTICE_DAYS: "notice|notice (days)|days of notice|notice period",
    C.RENEGOTIABLE: "renegotiable|renegotiate from|renegotiable on",
    C.RATE_VISIBILITY: "rates|rates visible|rates shown",
    C.PAY_TO: "pays to|paid to|payee",
    C.VERIFIED: "verified|verified date|date verified",
    C.EVIDENCE: "proof|evidence or proof|source",
    C.PLATFORM: "through|via|through platform",
    C.ENDED: "ended on|ends|ends on|end|end date|to",
    C.PURPOSE: "purpose of platform|bridge or long term",
    C.REVIEW_ON: "review|review date|look at again on",
    C.NOTE: "notes|remark|comment",
    C.CONFIRMATION: "confirmed what|what|what was confirmed|kind",
    C.CONFIRMED_ON: "confirmed|date confirmed|confirmed date|on",
    C.VALUE: "confirmed value|id or route",
    C.VALUE_ON: "value on|date of value|confirmed date value|effective date confirmed",
    C.PERSON: "who|who confirmed it|spoke with|contact|contact person",
    C.CHANNEL: "how|by|method",
}
_KEYS: dict[Column, frozenset[str]] = {
    column: frozenset(heading_key(text) for text in (column.value, *_ALIASES.get(column, "").split("|")))
    for column in Column
}


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """A recognized sheet: which, the row of its headings, what each column holds, and what is not read."""

    kind: LedgerSheet
    row: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...] = ()


def find_ledger(sheet: Sheet, header_row: int = 0) -> LedgerHead | None:
    """Return how one of the three sheets is headed, None for any other; `header_row` is a person's choice."""
    kind = _TITLES.get(heading_key(sheet.name))
    if kind is None:
        return None
    for row in sheet.rows:
        if row[0] > LAST_HEADER_ROW and row[0] != header_row:
            break
        if header_row in (0, row[0]):
            head = _head(kind, row)
            if all(column in head.columns.values() for column in _REQUIRED[kind]):
                return head
    return None


def _head(kind: LedgerSheet, row: Row) -> LedgerHead:
    found: dict[int, Column] = {}
    ignored: list[str] = []
    for at, cell in enumerate(row[1]):
        text = as_text(cell)
        key = heading_key(text)
        column = next((one for one in COLUMNS[kind] if key in _KEYS[one] and one not in found.values()), None)
        if column is not None:
            found[at] = column
        elif key:
            ignored.append(text)
    return LedgerHead(kind, row[0], found, tuple(ignored))
