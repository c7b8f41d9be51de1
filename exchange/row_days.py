"""Which dates does a row state? From its date columns, behind its status words and in its notes, in a possible order."""

import datetime as dt

from enrollments.enums import Kind, Status
from exchange.call_notes import NoteReading
from exchange.days import Trouble, read_day
from exchange.headings import DATE_FIELDS, LABELS, Field
from exchange.records import Record
from exchange.refusing import Refused
from exchange.rows import Reason, TrackerRow
from exchange.settled_status import SENT
from exchange.status_words import StatusReading, Word
from exchange.tables import as_text

_IN_FORCE = {Status.ACTIVE, Status.LOADING, Status.APPROVED}


def days_of(
    record: Record, words: StatusReading, remarks: list[tuple[str, str]]
) -> dict[Field, dt.date | None]:
    """Return the dates by field; raises `Refused` for a day that does not exist, adds doubts to the remarks."""
    days: dict[Field, dt.date | None] = {}
    for name in DATE_FIELDS:
        cell = record.values.get(name)
        reading = read_day(cell)
        shown = as_text(cell)[:40]
        if reading.trouble is Trouble.IMPOSSIBLE:
            raise Refused(Reason.BAD_DATE, f"{LABELS[name]}: '{shown}' is a day that does not exist.")
        if reading.trouble is Trouble.WORDS:
            remarks.append(("no_date", f"'{shown}' in {LABELS[name]} is no date; it counts as empty."))
        elif reading.trouble is Trouble.MORE:
            remarks.append(("more_than_a_date", f"'{shown}' in {LABELS[name]}: the first date is taken."))
        days[name] = reading.day
    for name, told in (
        (Field.SUBMITTED_ON, words.submitted_on), (Field.APPROVED_ON, words.approved_on),
        (Field.EFFECTIVE_ON, words.effective_on), (Field.FOLLOW_UP_ON, words.follow_up_on),
    ):  # fmt: skip
        days[name] = days[name] or told
    if words.meaning is Status.ENDED:
        days[Field.ENDED_ON] = days[Field.ENDED_ON] or words.status_on
    return days


def take_days_from_note(
    days: dict[Field, dt.date | None], note: NoteReading, meaning: object, kind: Kind, today: dt.date
) -> None:
    """Fill dates that no column states with those the note tells, where the status and their order allow it."""
    told = note.days
    in_force = meaning in _IN_FORCE or meaning is Word.IN_FORCE
    for name, allowed in (
        (Field.RECRED_ON, True),
        (Field.FOLLOW_UP_ON, True),
        (Field.ENDED_ON, meaning is Status.ENDED),
        (Field.EFFECTIVE_ON, in_force and kind is not Kind.TERMINATION),
        (Field.APPROVED_ON, in_force),
        (Field.SUBMITTED_ON, meaning in SENT or (isinstance(meaning, Word) and meaning is not Word.ON_HOLD)),
    ):
        day = told.get(name.value)
        if day is None or days[name] is not None or not allowed:
            continue
        if name in {Field.SUBMITTED_ON, Field.APPROVED_ON} and not _fits(name, day, days, today):
            continue
        days[name] = day


def _fits(name: Field, day: dt.date, days: dict[Field, dt.date | None], today: dt.date) -> bool:
    submitted, approved, effective = (
        days[f] for f in (Field.SUBMITTED_ON, Field.APPROVED_ON, Field.EFFECTIVE_ON)
    )
    if day > today:
        return False
    if name is Field.APPROVED_ON:
        return submitted is None or submitted <= day
    return all(other is None or day <= other for other in (approved, effective))


def check_order(row: TrackerRow, remarks: list[tuple[str, str]], today: dt.date) -> None:
    """Refuse a row approved before it was submitted; tell of other odd dates."""
    if row.submitted_on and row.approved_on and row.approved_on < row.submitted_on:
        raise Refused(
            Reason.DATES_OUT_OF_ORDER,
            f"Approved on {row.approved_on:%m/%d/%Y}, before it was submitted on {row.submitted_on:%m/%d/%Y}.",
        )
    if row.submitted_on and row.effective_on and row.effective_on < row.submitted_on:
        remarks.append(
            (
                "effective_before_submitted",
                "Effective before it was submitted: Medicare and Medicaid may go back.",
            )
        )
    if row.submitted_on and row.submitted_on > today:
        remarks.append(("future_date", "Submitted on a day that has not come yet."))
    if row.approved_on and row.approved_on > today:
        remarks.append(("future_date", "Approved on a day that has not come yet."))
