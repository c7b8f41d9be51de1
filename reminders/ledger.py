"""What stands in the ledger, and how is it written, by two plans at once too? Rows in, counts out.

Every write names the state it expects, and takes its locks in one order.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q

from reminders import settling
from reminders.enums import Kind, State
from reminders.kinds import KINDS, alike
from reminders.models import Reminder

BATCH = 1000

# kind, subject, due date, lead, recipient: the unique key of a row; without the last two that of a fact.
Key = tuple[str, int, dt.date, int, int]
FactKey = tuple[str, int, dt.date]


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the ledger as the plan needs it."""

    pk: int
    state: str
    is_open: bool
    put_off: bool
    by_mail: bool
    at_once: bool
    send_on: dt.date
    reason: str


@dataclass(slots=True)
class Ledger:
    """What stands in the ledger around the span, and what the facts say of it."""

    rows: dict[Key, Known]
    standing: dict[FactKey, set[int]] = field(default_factory=dict)
    dates: dict[tuple[str, int], dt.date] = field(default_factory=dict)
    # The lead at which a fact's window opens, which no organization chose.
    windows: dict[FactKey, int] = field(default_factory=dict)
    # Until when somebody put a date off: what would be told of it by that day is noted as snoozed.
    quiet: dict[tuple[str, int, dt.date, int], dt.date] = field(default_factory=dict)
    # Unsent rows whose reader wants them another way by now: {(by mail, at once): numbers}.
    otherwise: dict[tuple[bool, bool], list[int]] = field(default_factory=dict)
    # Told rows that were closed because their date went away, and it is back.
    back: list[int] = field(default_factory=list)


def key_of(row: Reminder) -> Key:
    """Return the unique key of a row."""
    return row.kind, row.subject_id, row.due_on, row.lead, row.recipient_id


def read(start: dt.date) -> Ledger:
    """Read the rows that may be planned again or be taken back: open ones, and all from `start` on."""
    rows = Reminder.objects.filter(Q(send_on__gte=start) | Q(is_open=True))
    columns = ("kind", "subject_id", "due_on", "lead", "recipient_id", *Known.__slots__)
    ledger = Ledger(
        {row[:5]: Known(*row[5:]) for row in rows.order_by().values_list(*columns).iterator(5000)}
    )
    for (kind, subject_id, due_on, _, recipient), known in ledger.rows.items():
        if known.put_off and known.state == State.PLANNED:
            ledger.quiet.update(
                {(one.value, subject_id, due_on, recipient): known.send_on for one in alike(Kind(kind))}
            )
    return ledger


def batches(rows: Iterator[Reminder]) -> Iterator[list[Reminder]]:
    """Yield the rows a batch at a time."""
    batch: list[Reminder] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


# The columns that a row gets anew when its date came back after it had moved away.
_REVIVED = (
    "base_on", "send_on", "urgency", "at_once", "by_mail", "put_off", "what", "why", "state", "is_open",
    "reason", "planned_at", "settled_at", "snoozed_until",
)  # fmt: skip


def insert(batch: list[Reminder]) -> Counter[str]:
    """Write a batch, in key order so that two workers never wait for each other; return {state: new rows}."""
    batch.sort(key=key_of)
    with transaction.atomic():
        before = _tally(batch)
        Reminder.objects.bulk_create(batch, ignore_conflicts=True)
        _revive(batch)
        return _tally(batch) - before


def _tally(batch: list[Reminder]) -> Counter[str]:
    rows = Reminder.objects.filter(
        kind__in={row.kind for row in batch}, subject_id__in={row.subject_id for row in batch}
    )
    return Counter(rows.order_by().values_list("state", flat=True))


def _revive(batch: list[Reminder]) -> None:
    """Take rows back up whose date moved away and came back before anybody was told."""
    wanted = {key_of(row): row for row in batch}
    gone = Reminder.objects.filter(
        state=State.SUPERSEDED, message=None, subject_id__in={row.subject_id for row in batch}
    )
    back = []
    # Locked, or a row that another plan took up and a worker sent meanwhile would be told twice.
    for row in gone.select_for_update(of=("self",)).order_by("pk"):
        fresh = wanted.get(key_of(row))
        if fresh is not None:
            for name in _REVIVED:
                setattr(row, name, getattr(fresh, name))
            row.version += 1
            back.append(row)
    Reminder.objects.bulk_update(back, [*_REVIVED, "version"])


def take_back(ledger: Ledger, in_force: Mapping[Kind, tuple[int, ...]]) -> Counter[str]:
    """Close the rows that no fact asks for any more, each with the reason; return {state: rows}.

    What was told is closed here only where its fact was read; `settling.py` closes the rest.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for key, known in ledger.rows.items():
        reason = _reason(ledger, key, known, in_force) if known.is_open else ""
        if reason:
            found.setdefault((known.state, reason), []).append(known.pk)
    done: Counter[str] = Counter()
    for (state, reason), pks in found.items():
        after = State.SUPERSEDED if state == State.PLANNED else State(state)
        for start in range(0, len(pks), BATCH):
            rows = Reminder.objects.filter(pk__in=pks[start : start + BATCH], state=state, is_open=True)
            done[after.value] += settling.end(rows, reason, after)
    return done


def _reason(ledger: Ledger, key: Key, known: Known, in_force: Mapping[Kind, tuple[int, ...]]) -> str:
    kind, subject_id, due_on, _, recipient = key
    told = ledger.standing.get((kind, subject_id, due_on))
    moved = ledger.dates.get((kind, subject_id))
    if told is not None and recipient in told:
        asked = known.put_off or known.state != State.PLANNED or _asks(ledger, key, in_force[Kind(kind)])
        return "" if asked else settling.LEAD_DROPPED
    if known.state != State.PLANNED and moved is None:
        return ""
    return settling.reason_of(due_on, moved, told)


def _asks(ledger: Ledger, key: Key, leads: tuple[int, ...]) -> bool:
    kind, subject_id, due_on, lead, _ = key
    if KINDS[Kind(kind)].when_known:
        return bool(leads)
    return lead in leads or (bool(leads) and lead == ledger.windows.get((kind, subject_id, due_on)))


def was_closed(known: Known) -> bool:
    """Say whether a told row was closed because its date had gone, not because a later one spoke."""
    return known.state in settling.TOLD and not known.is_open and known.reason != settling.OVERTAKEN


def open_again(ledger: Ledger) -> None:
    """Put told rows back into the list whose date came back; nobody is told a second time."""
    for start in range(0, len(ledger.back), BATCH):
        rows = Reminder.objects.filter(pk__in=ledger.back[start : start + BATCH], state__in=settling.TOLD)
        rows.filter(is_open=False).update(is_open=True, reason="", settled_at=None, version=F("version") + 1)


def tell_otherwise(ledger: Ledger) -> None:
    """Send unsent rows the way their readers want them by now."""
    for (by_mail, at_once), pks in ledger.otherwise.items():
        for start in range(0, len(pks), BATCH):
            rows = Reminder.objects.filter(pk__in=pks[start : start + BATCH], state=State.PLANNED)
            rows.update(by_mail=by_mail, at_once=at_once)
