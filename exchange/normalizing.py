"""What does one record of a tracker mean? Applications, or a refusal with its reason, or no application."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from enrollments.enums import Kind, Status
from exchange import kinds, names
from exchange.banners import Banner
from exchange.call_notes import NoteReading, read_note
from exchange.headings import LABELS, Field
from exchange.npis import read_npi
from exchange.records import Record
from exchange.refusing import Refused
from exchange.row_days import check_order, days_of, take_days_from_note
from exchange.rows import NoApplication, Reading, Reason, Rejected, Remark, TrackerRow
from exchange.secret_columns import mask_secrets
from exchange.settled_status import settle
from exchange.states import read_states
from exchange.status_words import PLACEHOLDERS, StatusReading, Word, read_status, status_key
from exchange.tables import LONGEST_CELL, as_text

LONGEST_NAME = 160
LONGEST_NUMBER = 60
_FOOTER_STARTS = (
    "total", "legend", "key:", "prepared by", "exported", "generated", "report date", "last updated", "questions",
    "page ", "source:", "note:", "count", "as of ", "updated ",
)  # fmt: skip
# 'Total Health Care' is a payer; 'Total: 12' and 'Grand total' are not.
_TOTALS = re.compile(
    r"(?:grand\s*|sub-?\s*)?totals?\s*(?:$|[:=(\d\-]|(?:rows|records|applications|clinicians|providers|payers|open)\b)"
    r"|(?:legend|color key|key)\s*(?:$|:)",
    re.IGNORECASE,
)
_MOST_COUNTED = 1_000


@dataclass(slots=True)
class Normalizer:
    """Turns the records of one sheet into rows of a reading."""

    sheet: str
    reading: Reading
    today: dt.date
    banner: Banner = field(default_factory=Banner)
    has_provider_column: bool = True
    default_state: str = ""
    default_practice: str = ""
    status_words: Mapping[str, Status] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Add what the record means to the reading; a cell with several clinicians makes several applications."""
        people = names.several_people(record.text(Field.PROVIDER)[:LONGEST_NAME])
        npis = record.text(Field.NPI).replace("/", "\n").replace(";", "\n").split("\n")
        for at, person in enumerate(people):
            npi = npis[at] if len(npis) == len(people) else None
            self._take(replace(record, values={**record.values, Field.PROVIDER: person, Field.NPI: npi}))
        if not people:
            self._take(record)

    def _take(self, record: Record) -> None:
        why = self._why_none(record)
        if why:
            self.reading.no_application.append(NoApplication(self.sheet, record.row, why, record.cell))
            return
        try:
            self._applications(record)
        except Refused as refusal:
            self.reading.rejected.append(
                Rejected(
                    self.sheet,
                    record.row,
                    refusal.reason,
                    refusal.detail,
                    record.cell,
                    refusal.text,
                    self._about(record),
                )
            )

    def _about(self, record: Record) -> str:
        """Return of whom and what a refused record speaks, as it is written there."""
        who = record.text(Field.PROVIDER) or record.text(Field.PRACTICE) or self.banner.provider
        what = record.text(Field.PAYER) or self.banner.payer
        return ", ".join(part[:80] for part in (who, what, record.text(Field.STATE)) if part)

    def _why_none(self, record: Record) -> str:
        if record.line:
            return f"a line of text: {record.line[:80]}"
        payer = record.text(Field.PAYER) or self.banner.payer
        why = kinds.why_no_application(payer[:200], record.text(Field.KIND)[:80])
        if why:
            return why
        first = next((as_text(cell) for cell in record.values.values() if cell is not None), "")
        if _is_footer(record, first):
            return f"a footer line: {first[:80]}"
        if record.cell and Field.STATUS in record.values:
            status = record.text(Field.STATUS)
            if status.lower() in PLACEHOLDERS:
                return "a placeholder for an empty cell"
            if read_status(status).meaning is Word.NONE:
                return f"no payer application: {status[:80]}"
        return ""

    def _applications(self, record: Record) -> None:
        remarks: list[tuple[str, str]] = []
        payer = _text(record, Field.PAYER, LONGEST_NAME) or self.banner.payer
        if payer.lower() in PLACEHOLDERS | {"tbd", "?", "unknown"}:
            raise Refused(Reason.MISSING_PAYER, "The row names no payer.")
        party = self._party(record)
        words = self._status(record)
        days = days_of(record, words, remarks)
        notes = _notes(record, words, remarks)
        note = read_note(notes)
        row = self._row(record, payer, party, words, days, note)
        row.notes, row.rest_of_notes = notes, note.rest
        self._npi(record, row, remarks)
        check_order(row, remarks, self.today)
        remarks += [
            ("unsaved_formula", f"'{heading}' holds a formula without a saved result; it counts as empty.")
            for heading in record.unsaved
        ]
        remarks += [
            ("cut_cell", f"'{heading}' was longer than {LONGEST_CELL:,} characters; the rest is left out.")
            for heading in record.cut
        ]
        if note.cut_off:
            remarks.append(("cut_note", "The note seems to break off in mid-sentence."))
        self._by_state(record, row, note, remarks)

    def _party(self, record: Record) -> names.Party:
        text = _text(record, Field.PROVIDER, LONGEST_NAME)
        practice = _text(record, Field.PRACTICE, LONGEST_NAME)
        practice = names.group_name(practice) if practice.lower() not in PLACEHOLDERS else ""
        first, last = (_text(record, name, LONGEST_NAME) for name in (Field.FIRST_NAME, Field.LAST_NAME))
        if first or last:
            middle, suffix, credential = (
                _text(record, name, LONGEST_NUMBER)
                for name in (Field.MIDDLE_NAME, Field.SUFFIX, Field.CREDENTIAL)
            )
            tail = " ".join(part for part in (middle, suffix) if part)
            text = f"{last}, {first} {tail}".strip(" ,") + (f", {credential}" if credential else "")
        elif text:
            text = names.with_credential(text, record.text(Field.CREDENTIAL)[:LONGEST_NUMBER])
        party = names.read_party(text or self.banner.provider)
        if not party.provider and not party.is_group:
            practice = practice or (
                "" if self.has_provider_column else self.banner.practice or self.default_practice
            )
            if not practice:
                raise Refused(Reason.MISSING_PROVIDER, "The row names neither a clinician nor a practice.")
            return names.Party(practice=practice, is_group=True)
        named = party.practice or practice or self.banner.practice or self.default_practice
        if not party.is_group and self._is_the_practice(record, party, named):
            return names.Party(practice=party.provider, is_group=True)
        return replace(party, practice=named) if named != party.practice else party

    def _is_the_practice(self, record: Record, party: names.Party, practice: str) -> bool:
        """Say whether what reads like a clinician is the practice itself: by its name, its NPI or the kind of row."""
        if party.credential:
            return False
        npi, group_npi = (read_npi(record.values.get(name))[0] for name in (Field.NPI, Field.GROUP_NPI))
        kind = kinds.kind_of_words(record.text(Field.KIND)[:80], is_group=False, has_practice=False)
        return (
            names.name_key(party.provider) == names.name_key(practice)
            or bool(npi and npi == group_npi)
            or (kind is Kind.INITIAL_GROUP and "," not in record.text(Field.PROVIDER))
        )

    def _status(self, record: Record) -> StatusReading:
        text = _text(record, Field.STATUS, 400)
        chosen = self.status_words.get(status_key(text))
        words = StatusReading(meaning=chosen) if chosen is not None else read_status(text)
        if words.meaning is None or words.meaning is Word.NONE:
            shown = f"'{text[:60]}' is in no list of status words." if text else "The status is blank."
            raise Refused(Reason.UNKNOWN_STATUS, shown, text[:80])
        if words.bad_day:
            raise Refused(Reason.BAD_DATE, f"Status '{text[:60]}' names a day that does not exist.")
        return words

    def _row(
        self, record: Record, payer: str, party: names.Party, words: StatusReading,
        days: dict[Field, dt.date | None], note: NoteReading,
    ) -> TrackerRow:  # fmt: skip
        kind = _kind(record, party, note, "\n".join(record.notes))
        meaning = words.meaning
        if meaning is None:
            raise Refused(Reason.UNKNOWN_STATUS, "The status is blank.")
        take_days_from_note(days, note, meaning, kind, self.today)
        remark = words.remark or (note.rest.splitlines() or [e.text for e in note.entries[:1]] or [""])[0]
        settled = settle(
            meaning, kind=kind, submitted_on=days[Field.SUBMITTED_ON], approved_on=days[Field.APPROVED_ON],
            effective_on=days[Field.EFFECTIVE_ON], remark=remark[:200],
        )  # fmt: skip
        status_on = words.status_on if words.status_on and words.status_on <= self.today else None
        missing = record.text(Field.MISSING_ITEMS)
        if settled.status is Status.INFO_REQUESTED and words.remark and not missing:
            missing = words.remark if len(words.remark) <= 80 else ""
        return TrackerRow(
            sheet=self.sheet, row=record.row, cell=record.cell, payer_text=payer, status=settled.status, kind=kind,
            provider=party.provider, first_name=party.first, middle_name=party.middle, last_name=party.last,
            suffix=party.suffix, credential=party.credential, is_group=party.is_group,
            practice_or_group=party.practice, plan_text=_text(record, Field.PLAN, LONGEST_NAME),
            submitted_on=days[Field.SUBMITTED_ON], approved_on=days[Field.APPROVED_ON],
            effective_on=days[Field.EFFECTIVE_ON], follow_up_on=days[Field.FOLLOW_UP_ON],
            recred_on=days[Field.RECRED_ON], ended_on=days[Field.ENDED_ON], status_on=status_on,
            last_update_on=days[Field.LAST_UPDATE_ON],
            reference=_number(record, Field.REFERENCE) or note.reference, method=_number(record, Field.METHOD),
            provider_assigned_id=_number(record, Field.PROVIDER_ASSIGNED_ID), caqh_id=_digits(record, Field.CAQH_ID),
            reason=record.text(Field.REASON)[:400] or remark[:400], blocked=settled.blocked,
            missing_items=_items(missing), entries=note.entries, panel_closed=note.panel_closed,
            warnings=(settled.doubt,) if settled.doubt else (),
        )  # fmt: skip

    def _npi(self, record: Record, row: TrackerRow, remarks: list[tuple[str, str]]) -> None:
        row.group_npi, wrong_group = read_npi(record.values.get(Field.GROUP_NPI))
        cell = record.values.get(Field.NPI)
        npi, wrong = read_npi(cell if cell is not None else self.banner.npi or None)
        if wrong:
            row.npi_typed = wrong
            remarks.append(("bad_npi", f"'{wrong}' is not an NPI (ten digits with a check digit)."))
        if wrong_group:
            remarks.append(("bad_npi", f"'{wrong_group}' is not an NPI (ten digits with a check digit)."))
        if row.is_group:
            row.group_npi = row.group_npi or npi
            npi = row.group_npi
        row.npi = npi

    def _by_state(
        self, record: Record, row: TrackerRow, note: NoteReading, remarks: list[tuple[str, str]]
    ) -> None:
        text = record.text(Field.STATE) or self.banner.state
        states, understood = read_states(text[:200]) if text else ((), True)
        if not understood:
            remarks.append(("unknown_state", f"'{text[:40]}' in the state column is no state."))
        remarks += [("no_effective_date", doubt) for doubt in row.warnings]
        row.warnings = tuple(words for _, words in remarks)
        for code, words in remarks:
            self.reading.remarks.append(Remark(self.sheet, row.row, words, code))
        first, *others = states or (self.default_state,)
        copies = [replace(row) for _ in others]
        for state, one in zip((first, *others), (row, *copies), strict=True):
            one.state = state
            one.provider_assigned_id = one.provider_assigned_id or note.provider_id(state)
            self.reading.rows.append(one)


def _is_footer(record: Record, first: str) -> bool:
    if _TOTALS.match(first) or (len(record.values) <= 2 and first.lower().startswith(_FOOTER_STARTS)):
        return True
    _, *others = record.values.values() or [None]
    return bool(others) and all(isinstance(cell, float) and cell < _MOST_COUNTED for cell in others)


def _text(record: Record, name: Field, longest: int) -> str:
    text = " ".join(record.text(name).split()) if name is not Field.PROVIDER else record.text(name)
    if len(text) > longest:
        raise Refused(Reason.TOO_LONG, f"{LABELS[name]} is longer than {longest} characters.")
    return text


def _number(record: Record, name: Field) -> str:
    text = " ".join(record.text(name).split())
    return "" if text.lower() in PLACEHOLDERS | {"tbd", "pending", "?"} else text[:LONGEST_NUMBER]


def _digits(record: Record, name: Field) -> str:
    digits = "".join(character for character in record.text(name) if character.isdigit())
    return digits if 6 <= len(digits) <= 10 else ""


def _items(text: str) -> tuple[str, ...]:
    parts = [
        part.strip(" .-•*")
        for line in text.split("\n")
        for chunk in line.split(";")
        for part in chunk.split(",")
    ]
    return tuple(dict.fromkeys(part[:160] for part in parts if part and part.lower() not in PLACEHOLDERS))


def _notes(record: Record, words: StatusReading, remarks: list[tuple[str, str]]) -> str:
    parts = [part for part in record.notes if part]
    if words.remark:
        parts.append(f"Status in the spreadsheet: {record.text(Field.STATUS)}")
    text, masked = mask_secrets("\n".join(parts))
    if masked:
        remarks.append(("secret_removed", "A password or Social Security number was taken out of the notes."))
    return text


def _kind(record: Record, party: names.Party, note: NoteReading, notes: str) -> Kind:
    has_practice = bool(party.practice) and not party.is_group
    flag, known = kinds.kind_of_flag(record.text(Field.ACTION_FLAG)[:80])
    if known and flag is not None:
        return flag
    named = None
    for name in (Field.KIND, Field.ACTION_FLAG):
        text = record.text(name)[:80]
        named = named or kinds.kind_of_words(text, is_group=party.is_group, has_practice=has_practice)
    told = named or (kinds.kind_of_notes(notes) if not known else None)
    return told or kinds.default_kind(is_group=party.is_group, has_practice=has_practice)
