"""What do the rows of one file say about each other? Duplicates, clashes, second open applications, wrong NPIs."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from enrollments.enums import Kind
from enrollments.states import OPEN
from exchange.names import name_key
from exchange.rows import Reading, Reason, Rejected, Remark, TrackerRow

Key = tuple[str, str, str, str]
_INITIAL = {Kind.INITIAL_INDIVIDUAL, Kind.ADD_TO_GROUP}


def payer_key(text: str, state: str = "") -> str:
    """Return what spellings of one payer share when no catalogue is asked: letters and digits."""
    return name_key(text)


def check_rows(reading: Reading, payer_key_of: Callable[[str, str], str] = payer_key) -> None:
    """Refuse the rows that repeat or contradict earlier ones, and mend wrong NPIs from other rows."""
    _find_groups(reading)
    _write_names_alike(reading)
    _mend_npis(reading)
    namesakes = _namesakes(reading.rows)
    kept: list[TrackerRow] = []
    earlier: defaultdict[Key, list[TrackerRow]] = defaultdict(list)
    for row in reading.rows:
        same = earlier[_key(row, payer_key_of, namesakes)]
        refusal = clash(row, same)
        if refusal:
            reading.rejected.append(_rejected(row, refusal[0], refusal[1]))
            continue
        if same:
            words = f"A further application beside {same[-1].place}: same clinician, payer and state, other dates."
            reading.remarks.append(Remark(row.sheet, row.row, words, "further_application"))
            row.warnings = (*row.warnings, words)
        same.append(row)
        kept.append(row)
    reading.rows = kept
    order = {sheet.name: at for at, sheet in enumerate(reading.sheets)}
    reading.rejected.sort(key=lambda refused: (order.get(refused.sheet, 0), refused.row))


def _rejected(row: TrackerRow, reason: Reason, detail: str) -> Rejected:
    about = ", ".join(
        part for part in (row.provider or row.practice_or_group, row.payer_text, row.state) if part
    )
    return Rejected(row.sheet, row.row, reason, detail, row.cell, about=about)


def _namesakes(rows: list[TrackerRow]) -> set[str]:
    """Return the names that stand beside two or more right NPIs: several people."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.npi and not row.is_group:
            numbers[_name(row)].add(row.npi)
    return {name for name, found in numbers.items() if len(found) > 1}


def _name(row: TrackerRow) -> str:
    return name_key(row.first_name + row.last_name + row.suffix)


def _key(row: TrackerRow, payer_key_of: Callable[[str, str], str], namesakes: set[str]) -> Key:
    # A clinician may stand with and without a middle name or NPI; first and last name tell them apart in one file.
    who = name_key(row.practice_or_group) if row.is_group else _name(row)
    if not row.is_group and who in namesakes:
        who += row.npi
    where = "" if row.is_group else name_key(row.practice_or_group)
    return (
        f"{'g' if row.is_group else 'p'}{who}@{where}",
        payer_key_of(row.payer_text, row.state),
        row.state,
        row.kind.value,
    )


def _facts(row: TrackerRow) -> tuple[object, ...]:
    return row.status, row.submitted_on, row.approved_on, row.effective_on, row.ended_on


def clash(row: TrackerRow, same: list[TrackerRow]) -> tuple[Reason, str] | None:
    """Return why a row cannot stand beside the earlier rows of the same key, and in which words."""
    for other in same:
        place = f"{other.place}" if other.sheet == row.sheet else f"{other.place} of '{other.sheet}'"
        if _facts(row) == _facts(other):
            return Reason.DUPLICATE_ROW, f"Says the same as {place}."
        if row.status in OPEN and other.status in OPEN:
            return (
                Reason.SAME_OPEN_APPLICATION,
                f"A second open application for the same clinician or group, payer, state and kind as {place}.",
            )
        if row.submitted_on == other.submitted_on or not (row.submitted_on and other.submitted_on):
            here, there = row.status.label.lower(), other.status.label.lower()
            detail = f"Same clinician, payer and state as {place}, but {here} instead of {there}. Keep the row that is right."
            return Reason.CONFLICTING_ROW, detail
    return None


def _find_groups(reading: Reading) -> None:
    """Take rows for the practice's own whose name or NPI is a practice's elsewhere in the file."""
    others = [row for row in reading.rows if row.practice_or_group]
    practices = {name_key(row.practice_or_group) for row in others}
    numbers = {row.group_npi for row in reading.rows if row.group_npi}
    for at, row in enumerate(reading.rows):
        if row.is_group or row.credential:
            continue
        if name_key(row.provider) in practices or (row.npi and row.npi in numbers):
            kind = Kind.INITIAL_GROUP if row.kind in _INITIAL else row.kind
            reading.rows[at] = replace(
                row, provider="", first_name="", middle_name="", last_name="", suffix="", is_group=True,
                practice_or_group=row.provider, group_npi=row.npi, kind=kind,
            )  # fmt: skip


def _write_names_alike(reading: Reading) -> None:
    """Give a clinician who stands with and without a middle name one name, unless their NPIs differ."""
    people: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(reading.rows):
        if not row.is_group:
            people[_name(row)].append(at)
    for places in people.values():
        rows = [reading.rows[at] for at in places]
        names = {row.provider for row in rows}
        middles = {name_key(row.middle_name)[:1] for row in rows if row.middle_name}
        if len(names) < 2 or len(middles) > 1 or len({row.npi for row in rows if row.npi}) > 1:
            continue
        name = min(names, key=lambda text: (len(text), text))
        middle = max((row.middle_name for row in rows), key=len)
        for at in places:
            reading.rows[at] = replace(reading.rows[at], provider=name, middle_name=middle)


def _mend_npis(reading: Reading) -> None:
    known: defaultdict[str, set[str]] = defaultdict(set)
    for row in reading.rows:
        if row.npi and not row.is_group:
            known[name_key(row.provider)].add(row.npi)
    flagged = {(remark.sheet, remark.row) for remark in reading.remarks if remark.code == "bad_npi"}
    for at, row in enumerate(reading.rows):
        numbers = known.get(name_key(row.provider), set())
        if not row.npi and not row.is_group and (row.sheet, row.row) in flagged and len(numbers) == 1:
            reading.rows[at] = replace(row, npi=next(iter(numbers)))
