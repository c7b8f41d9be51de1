"""What does a row of the sheets Contracts, Participation and Confirmations say? Cells in, typed facts out. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from credtrack.kernel.words import Worded
from enrollments.enums import (
    Channel,
    Confirmed,
    ContractScope,
    HolderKind,
    Kind,
    Purpose,
    RateVisibility,
    Route,
    Status,
)
from exchange.days import read_day
from exchange.headings import heading_key
from exchange.ledger_sheets import Column, LedgerHead, LedgerSheet
from exchange.names import read_party
from exchange.npis import read_npi
from exchange.refusing import Refused
from exchange.rows import Reason, Rejected, TrackerRow
from exchange.states import read_states
from exchange.tables import Cell, Sheet, as_text

C = Column
DAYS = {
    C.EXECUTED, C.EFFECTIVE, C.ENDS, C.RENEWS, C.RENEGOTIABLE, C.VERIFIED, C.ENDED, C.REVIEW_ON, C.CONFIRMED_ON,
    C.VALUE_ON,
}  # fmt: skip
_WORDS: dict[Column, type[Worded]] = {
    C.HOLDER: HolderKind, C.SCOPE: ContractScope, C.MODE: Route, C.RATE_VISIBILITY: RateVisibility,
    C.PURPOSE: Purpose, C.CONFIRMATION: Confirmed, C.CHANNEL: Channel,
}  # fmt: skip
_FURTHER: dict[Column, dict[str, str]] = {
    C.HOLDER: {"clinician": "clinician", "provider": "clinician", "group": "practice", "own": "practice",
               "us": "practice", "mso": "platform", "ipa": "platform", "notrecorded": "unknown"},
    C.SCOPE: {"person": "individual", "solo": "individual"},
    C.MODE: {"throughaplatform": "delegated", "own": "direct"},
    C.RATE_VISIBILITY: {"yes": "full", "partial": "limited", "no": "limited"},
    C.PURPOSE: {"long": "long_term", "keep": "long_term", "forgood": "long_term", "notdecided": "undecided"},
    C.CONFIRMATION: {"executedcontract": "contract", "effective": "effective_date", "id": "provider_id",
                     "payerid": "provider_id", "payerassignedid": "provider_id", "pin": "provider_id",
                     "claims": "claims_route", "route": "claims_route", "claimsrouting": "claims_route",
                     "link": "group_link", "linked": "group_link", "grouplinkdate": "group_link",
                     "loaded": "payer_loaded", "remittance": "era", "remittanceadvice": "era",
                     "payment": "eft", "test": "test_claim"},
    C.CHANNEL: {"phone": "call", "phonecall": "call", "telephone": "call", "mail": "letter",
                "portalcheck": "portal", "website": "portal"},
}  # fmt: skip
_LONGEST = {
    C.LABEL: 120,
    C.EVIDENCE: 300,
    C.NOTE: 300,
    C.HOLDER_NAME: 160,
    C.PAY_TO: 160,
    C.VALUE: 160,
    C.PERSON: 120,
}
_NAMES = (C.PAYER, C.PLAN, C.PRACTICE, C.PLATFORM)
_AGENTS = ("billing", "agent", "credentialingservice", "rcm")
_LONGEST_NAME = 160
_MOST_DAYS = 3_650
Facts = dict[Column, Any]


@dataclass(slots=True)
class LedgerRow:
    """One understood row; `party` says of whom it speaks, in the form the matching of names takes."""

    kind: LedgerSheet
    party: TrackerRow
    facts: Facts
    # The clinician is told by an NPI alone, so nobody can be made of it.
    only_npi: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Return a short text that is equal exactly when two rows say the same."""
        party = self.party
        told = {column.value: str(value) for column, value in self.facts.items()}
        who = [party.payer_text, party.practice_or_group, party.provider, party.npi, party.state]
        text = json.dumps([self.kind.value, who, told], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def about(self) -> str:
        """Return of whom and what it speaks."""
        parts = (self.facts.get(C.LABEL), self.party.provider, self.party.payer_text, self.party.state)
        return ", ".join(str(part)[:80] for part in parts if part)


def ledger_rows(sheet: Sheet, head: LedgerHead) -> Iterator[LedgerRow | Rejected]:
    """Yield each row below the headings as understood, or as refused with everything that is wrong with it."""
    for number, cells in sheet.rows:
        if number <= head.row:
            continue
        texts = {column: _at(cells, at) for at, column in head.columns.items()}
        said = {column: cell for column, cell in texts.items() if cell is not None}
        if not said:
            continue
        try:
            yield _row(sheet.name, number, head.kind, said)
        except Refused as refusal:
            about = ", ".join(
                as_text(said[name])[:80] for name in (C.LABEL, C.CLINICIAN, C.NPI, C.PAYER) if name in said
            )
            yield Rejected(sheet.name, number, refusal.reason, refusal.detail, "", refusal.text, about)


def _at(cells: tuple[Cell, ...], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _row(sheet: str, number: int, kind: LedgerSheet, said: Mapping[Column, Cell]) -> LedgerRow:
    problems: list[tuple[Reason, str]] = []
    facts = _facts(said, problems)
    party, only_npi = _party(sheet, number, said, problems)
    problems += _missing(kind, facts, party)
    if problems:
        raise Refused(problems[0][0], " ".join(words for _, words in problems))
    return LedgerRow(kind, party, facts, only_npi)


def _facts(said: Mapping[Column, Cell], problems: list[tuple[Reason, str]]) -> Facts:
    facts: Facts = {}
    for column, cell in said.items():
        if column in {C.NPI, C.CLINICIAN, C.STATE}:
            continue
        try:
            value = _value(column, cell)
        except Refused as refusal:
            problems.append((refusal.reason, refusal.detail))
        else:
            if value is not None and value != "":
                facts[column] = value
    return facts


def _value(column: Column, cell: Cell) -> object:
    if column in DAYS:
        found = read_day(cell)
        if found.day is None and found.trouble is not None:
            raise Refused(
                Reason.BAD_DATE, f"{column.value}: '{as_text(cell)[:40]}' is no date. Write it as 03/31/2026."
            )
        return found.day
    if column in _WORDS:
        return _word(column, as_text(cell))
    if column == C.CONTROLLING_NPI:
        return _npi(column, cell)
    if column == C.NOTICE_DAYS:
        return _days(cell)
    text = " ".join(as_text(cell).split())
    most = _LONGEST.get(column, _LONGEST_NAME)
    if len(text) > most:
        raise Refused(Reason.TOO_LONG, f"{column.value} is longer than {most} characters. Shorten it.")
    return text


def _word(column: Column, text: str) -> Worded | None:
    kinds = _WORDS[column]
    key = heading_key(text)
    if not key:
        return None
    for one in kinds:
        label = one.label.split(":")[0].split(",")[0]
        if key in {
            heading_key(one.value),
            heading_key(one.label),
            heading_key(label),
            heading_key(label.removeprefix("The ")),
        }:
            return one
    further = _FURTHER[column].get(key)
    if further:
        return kinds(further)
    if column == C.HOLDER and any(word in key for word in _AGENTS):
        raise Refused(
            Reason.AGENT_AS_HOLDER,
            f"'{text[:60]}' acts for you and never holds the contract. Say whose name stands on it: practice, "
            "clinician, platform, other group or unknown.",
        )
    accepted = ", ".join(one.value.replace("_", " ") for one in kinds)
    raise Refused(Reason.UNKNOWN_WORD, f"{column.value}: '{text[:60]}' is not known. Accepted: {accepted}.")


def _npi(column: Column, cell: Cell) -> str:
    npi, wrong = read_npi(cell)
    if wrong:
        raise Refused(
            Reason.BAD_NPI,
            f"{column.value}: '{wrong}' is not an NPI: ten digits of which the last is a check digit. Correct the number.",
        )
    return npi


def _days(cell: Cell) -> int:
    digits = "".join(sign for sign in as_text(cell) if sign.isdigit())
    if not digits or int(digits) > _MOST_DAYS:
        raise Refused(
            Reason.UNKNOWN_WORD, f"Notice days: '{as_text(cell)[:40]}' is no number of days. Write 90."
        )
    return int(digits)


def _party(
    sheet: str, number: int, said: Mapping[Column, Cell], problems: list[tuple[Reason, str]]
) -> tuple[TrackerRow, bool]:
    npi = ""
    try:
        npi = _npi(C.NPI, said.get(C.NPI))
    except Refused as refusal:
        problems.append((refusal.reason, refusal.detail))
    text = as_text(said.get(C.STATE))
    states, understood = read_states(text) if text else ((), True)
    if not understood or len(states) > 1:
        problems.append(
            (Reason.UNKNOWN_WORD, f"State: '{text[:40]}' is not one state. Write one code a row, such as PA.")
        )
    named = {name: " ".join(as_text(said.get(name)).split())[:_LONGEST_NAME] for name in _NAMES}
    person = read_party(as_text(said.get(C.CLINICIAN))[:_LONGEST_NAME])
    row = TrackerRow(
        sheet=sheet, row=number, payer_text=named[C.PAYER], status=Status.DRAFT, kind=Kind.ADD_TO_GROUP,
        provider=person.provider or (f"NPI {npi}" if npi else ""), first_name=person.first,
        middle_name=person.middle, last_name=person.last, suffix=person.suffix, credential=person.credential,
        npi=npi, practice_or_group=named[C.PRACTICE] or person.practice, plan_text=named[C.PLAN],
        state=states[0] if states else "",
    )  # fmt: skip
    return row, bool(npi and not person.provider)


_NEEDED: dict[LedgerSheet, tuple[tuple[Column, str], ...]] = {
    LedgerSheet.CONTRACTS: ((C.LABEL, "Give the contract a label of your own, such as 'Aetna group 2025'."),),
    LedgerSheet.PARTICIPATION: ((C.EFFECTIVE, "Give the date it took effect."),),
    LedgerSheet.CONFIRMATIONS: (
        (
            C.CONFIRMATION,
            "Say what was confirmed: contract, effective date, provider ID or claims route, for example.",
        ),
        (C.CONFIRMED_ON, "Give the day the payer said so."),
        (C.EVIDENCE, "Say what proves it: a letter, a portal page, a call with its number."),
    ),
}


def _missing(kind: LedgerSheet, facts: Facts, party: TrackerRow) -> Iterator[tuple[Reason, str]]:
    """Yield what a row lacks; the same the database asks for, told before it refuses."""
    if not party.payer_text:
        yield Reason.MISSING_PAYER, "The row names no payer."
    if kind != LedgerSheet.CONTRACTS and not party.provider:
        yield Reason.MISSING_PROVIDER, "The row names no clinician. Give the NPI or the name."
    for column, words in _NEEDED[kind]:
        if column not in facts:
            yield Reason.MISSING_VALUE, words
    confirmed = facts.get(C.CONFIRMATION)
    if confirmed in (Confirmed.EFFECTIVE_DATE, Confirmed.GROUP_LINK) and C.VALUE_ON not in facts:
        yield Reason.MISSING_VALUE, "Give the date that was confirmed under 'Value date'."
    if confirmed in (Confirmed.PROVIDER_ID, Confirmed.CLAIMS_ROUTE) and C.VALUE not in facts:
        yield Reason.MISSING_VALUE, "Give what was confirmed under 'Value': the ID, or the route claims take."
    ends = facts.get(C.ENDS) or facts.get(C.ENDED)
    starts = facts.get(C.EFFECTIVE)
    if isinstance(ends, dt.date) and isinstance(starts, dt.date) and ends < starts:
        yield Reason.DATES_OUT_OF_ORDER, "It ends before it takes effect. Correct one of the dates."


def after_today(row: LedgerRow, today: dt.date) -> str:
    """Return what is wrong with a day that cannot lie ahead, or an empty string."""
    for column in (C.EXECUTED, C.VERIFIED, C.CONFIRMED_ON):
        day = row.facts.get(column)
        if isinstance(day, dt.date) and day > today:
            return f"{column.value} lies after today. Correct the date."
    return ""
