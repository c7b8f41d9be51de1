"""What happened, in order of occurrence? Merges moves, contacts, documents, missing items and follow-ups."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.chips import LOOKS, meaning_of
from credtrack.kernel.links import org_reverse
from enrollments.contacts import CONTACTS
from enrollments.enums import Channel, ContractTrack, DayUnit, Source, Status, Verb, Visibility
from enrollments.models import Entry, FollowUp, MissingItem, Transition
from enrollments.reading import Reading
from enrollments.states import DATE_FACTS
from enrollments.wording import day_words, listed

FACT_WORDS: dict[str, str] = {
    "method": "Sent by",
    "reference": "Reference",
    "answer_due_on": "Answer due",
    "effective_on": "Effective",
    "group_link_on": "Linked to the group",
    "requested_effective_on": "Effective date asked for",
    "payer_assigned_id": "Payer's ID",
    "loaded_on": "Loaded by the payer",
    "recheck_on": "Ask again on",
    "appeal_until": "Appeal until",
    "reason": "Reason",
}
_CHANNEL_ICON: dict[str, str] = {
    Channel.CALL: "phone",
    Channel.EMAIL: "mail",
    Channel.PORTAL: "monitor",
    Channel.LETTER: "file-text",
    Channel.FAX: "printer",
    Channel.NOTE: "message-square",
    Channel.DOCUMENT: "paperclip",
}
_VERB_ICON: dict[str, str] = {
    Verb.MOVE: "arrow-right",
    Verb.AMEND: "pencil",
    Verb.BLOCK: "octagon-x",
    Verb.UNBLOCK: "circle-check",
    Verb.CONTRACT: "signature",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened, as `parts/timeline_item.html` draws it; `day` is when it happened."""

    category: str
    day: dt.date
    recorded_at: dt.datetime
    icon: str
    sentence: str
    meaning: str = "neutral"
    who: str = ""
    text: str = ""
    reference: str = ""
    evidence: tuple[dict[str, str], ...] = ()
    visibility: str = ""
    voided: bool = False
    void_reason: str = ""
    actions: tuple[dict[str, str], ...] = field(default=())
    # Breaks ties between rows recorded at the same instant, as an import records many.
    sequence: int = 0

    @property
    def recorded_on(self) -> dt.date | None:
        """Return the day it was written down, when that was later than it happened."""
        day = clock.local_date(self.recorded_at)
        return day if day > self.day else None


# What each filter above the timeline shows.
FILTERS: dict[str, tuple[str, Callable[[Item], bool]]] = {
    "": ("Everything", lambda item: True),
    "calls": ("Calls and mail", lambda item: item.category == "contact"),
    "moves": ("Moves", lambda item: item.category == "move"),
    "documents": ("Documents", lambda item: item.category == "document" or bool(item.evidence)),
    "client": (
        "Client-visible",
        lambda item: (
            item.visibility == Visibility.CLIENT or (item.category == "move" and not item.visibility)
        ),
    ),
}


def timeline(reading: Reading, *, may_void: bool = False) -> list[Item]:
    """Return what happened, newest first; of the same day the one recorded last comes first."""
    items = [*_moves(reading, may_void), *_entries(reading, may_void)]
    items += _follow_ups(reading)
    items += _missing(reading.all_missing, reading)
    return sorted(items, key=lambda item: (item.day, item.recorded_at, item.sequence), reverse=True)


def shown(items: Iterable[Item], key: str) -> list[Item]:
    """Return the items a filter shows; an unknown filter shows everything."""
    _, wanted = FILTERS.get(key, FILTERS[""])
    return [item for item in items if wanted(item)]


def _who(person: User | None, source: str = Source.PERSON) -> str:
    if person is not None:
        return str(person)
    return Source(source).label if source != Source.PERSON else "Unknown"


def _moves(reading: Reading, may_void: bool) -> list[Item]:
    known = {row.sequence for row in reading.rows}
    rows = [row for row in reading.transitions if row.pk in known]
    voids = {row.voids_id: row for row in rows if row.verb == Verb.VOID}
    repeats = _repeating([row for row in rows if row.verb != Verb.VOID and row.pk not in voids])
    return [
        _move_item(row, voids.get(row.pk), reading, may_void, repeats=row.pk in repeats)
        for row in rows
        if row.verb != Verb.VOID
    ]


def _opens(row: Transition) -> bool:
    return row.verb == Verb.MOVE and not row.from_status


def _repeating(rows: Iterable[Transition]) -> set[int]:
    """Return the rows that carry the reference number which the one before them has told already.

    Every step offers the number it finds, so most carry it on unchanged. A voided row tells nothing.
    """
    found, last = set(), ""
    for row in sorted(rows, key=lambda row: (not _opens(row), row.occurred_on, row.pk)):
        number = row.facts.get("reference", last)
        if number == last and "reference" in row.facts:
            found.add(row.pk)
        last = number
    return found


def _move_item(
    row: Transition, void: Transition | None, reading: Reading, may_void: bool, *, repeats: bool
) -> Item:
    opening = _opens(row)
    note = row.note if reading.internal else ""
    actions: tuple[dict[str, str], ...] = ()
    if may_void and void is None and not opening:
        actions = ({"label": "Void", "url": org_reverse("enrollments:void", row.application_id, row.pk)},)
    return Item(
        category="move",
        day=row.occurred_on,
        recorded_at=row.recorded_at,
        icon="file-plus" if opening else _move_icon(row),
        sentence=_move_sentence(row, opening),
        meaning=_move_meaning(row),
        who=_who(row.actor, row.source) if reading.internal else "",
        text=" ".join(part for part in (_facts_text(row, repeats=repeats), note) if part),
        voided=void is not None,
        void_reason=_void_reason(void.actor, void.recorded_at, void.note, reading) if void else "",
        actions=actions,
        sequence=row.pk,
    )


def _move_sentence(row: Transition, opening: bool) -> str:
    if row.verb == Verb.MOVE:
        label = Status(row.to_status).label
        return f"Opened as {label.lower()}" if opening else label
    if row.verb == Verb.CONTRACT:
        return f"Contract: {ContractTrack(row.facts['contract_track']).label.lower()}"
    if row.verb == Verb.BLOCK:
        return "Blocked"
    if row.verb == Verb.UNBLOCK:
        return "Block lifted"
    return "Outcome of a plan" if row.facts.get("plan") else "Facts added or corrected"


def _move_icon(row: Transition) -> str:
    """Return the icon of the status or of the contract's step, as its chip has it."""
    word = row.to_status if row.verb == Verb.MOVE else row.facts.get("contract_track", "")
    return LOOKS[word][1] if word in LOOKS else _VERB_ICON[row.verb]


def _move_meaning(row: Transition) -> str:
    if row.verb == Verb.MOVE:
        return meaning_of(row.to_status)
    if row.verb == Verb.CONTRACT:
        return meaning_of(row.facts["contract_track"])
    return "stopped" if row.verb == Verb.BLOCK else "neutral"


def _facts_text(row: Transition, *, repeats: bool) -> str:
    """Return the facts of a row as sentences: "Sent by: Portal. Answer due: 12 Mar 2026."

    A reference number that the row only repeats is left out.
    """
    parts = [
        f"{label}: {_fact_value(name, row.facts[name])}."
        for name, label in FACT_WORDS.items()
        if name in row.facts and not (repeats and name == "reference")
    ]
    if row.facts.get("plan_outcome"):
        parts.append(f"{Status(row.facts['plan_outcome']).label}.")
    if row.facts.get("plan_effective_on"):
        parts.append(f"Effective: {_fact_value('effective_on', row.facts['plan_effective_on'])}.")
    return " ".join(parts)


def _fact_value(name: str, value: str) -> str:
    if not value:
        return "cleared"
    return day_words(dt.date.fromisoformat(value)) if name in DATE_FACTS else value.rstrip(".")


def _void_reason(person: User | None, at: dt.datetime, note: str, reading: Reading) -> str:
    if not reading.internal:
        return day_words(clock.local_date(at))
    return f"{_who(person)}, {day_words(clock.local_date(at))}: {note}"


def _entries(reading: Reading, may_void: bool) -> list[Item]:
    voids = {entry.voids_id: entry for entry in reading.entries if entry.voids_id}
    settled = _settled(reading)
    return [
        _entry_item(entry, voids.get(entry.pk), reading, may_void, settled.get(entry.recorded_at, []))
        for entry in reading.entries
        if entry.voids_id is None
    ]


def _entry_item(
    entry: Entry, void: Entry | None, reading: Reading, may_void: bool, settled: Iterable[FollowUp]
) -> Item:
    channel = Channel(entry.channel)
    category = "contact" if channel in CONTACTS else "document" if channel == Channel.DOCUMENT else "note"
    actions: tuple[dict[str, str], ...] = ()
    if may_void and void is None:
        url = org_reverse("enrollments:void_entry", entry.application_id, entry.pk)
        actions = ({"label": "Void", "url": url},)
    return Item(
        category=category,
        day=entry.occurred_on,
        recorded_at=entry.recorded_at,
        icon=_CHANNEL_ICON[channel],
        sentence=f"{channel.label} with {entry.person}" if entry.person else channel.label,
        who=_who(entry.author, entry.source) if reading.internal else "",
        text=" ".join(part for part in (entry.said, quoted_words(entry), _settled_words(settled)) if part),
        reference=entry.reference,
        evidence=_evidence(entry),
        visibility=entry.visibility if reading.internal else "",
        voided=void is not None,
        void_reason=_void_reason(void.author, void.recorded_at, void.said, reading) if void else "",
        actions=actions,
        sequence=entry.pk,
    )


def quoted_words(entry: Entry) -> str:
    """Return the turnaround that was quoted: "Quoted 60 to 90 business days." or nothing."""
    if entry.quoted_max is None:
        return ""
    low, high = entry.quoted_min, entry.quoted_max
    span = f"{low} to {high}" if low is not None and low != high else str(high)
    return f"Quoted {span} {DayUnit(entry.quoted_unit).label}."


def _evidence(entry: Entry) -> tuple[dict[str, str], ...]:
    if entry.document is None:
        return ()
    return ({"label": entry.document.title, "url": document_url(entry.document.pk)},)


def document_url(document_id: int) -> str:
    """Return where a document is opened; the room of clinicians serves it."""
    return org_reverse("providers:document", document_id)


def _settled(reading: Reading) -> dict[dt.datetime, list[FollowUp]]:
    """Return the follow-ups that were done, by the instant they were closed."""
    found: dict[dt.datetime, list[FollowUp]] = {}
    instant = reading.moment.instant
    for row in reading.all_follow_ups:
        if row.done_at and not row.cancelled and (instant is None or row.done_at <= instant):
            found.setdefault(row.done_at, []).append(row)
    return found


def _follow_ups(reading: Reading) -> list[Item]:
    """Show what was done by itself; what a contact settled stands with the contact, plans stand aside."""
    contacts = {entry.recorded_at for entry in reading.entries}
    return [
        Item(
            category="follow_up",
            day=clock.local_date(at),
            recorded_at=at,
            icon="check",
            sentence=f"Followed up: {_lowered(row.what)}",
            who=_who(row.done_by),
            text=f"It was due on {day_words(row.due_on)}.",
            visibility=Visibility.INTERNAL,
        )
        for at, rows in _settled(reading).items()
        if at not in contacts
        for row in rows
    ]


def _settled_words(rows: Iterable[FollowUp]) -> str:
    told = [f"{_lowered(row.what)} (due {day_words(row.due_on)})" for row in rows]
    return f"Settled: {listed(told)}." if told else ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _missing(items: Iterable[MissingItem], reading: Reading) -> list[Item]:
    made = []
    for item in items:
        made.append(
            Item("missing", item.asked_on, item.created_at, "clipboard-list", f"Missing: {item.label}", "act")
        )
        if item.received_on and (reading.moment.is_now or item.received_on <= reading.moment.day):
            word = "No longer needed" if item.not_needed else "Received"
            noon = dt.datetime.combine(item.received_on, dt.time(12), tzinfo=dt.UTC)
            made.append(
                Item("missing", item.received_on, noon, "clipboard-check", f"{word}: {item.label}", "good")
            )
    return made
