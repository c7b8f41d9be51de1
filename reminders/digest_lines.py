"""How do reminders become the lines of a mail? Merging, grouping, days in words, the subject. Pure.

Days are calendar days counted from the organization's today.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from enrollments.wording import days_words
from reminders.enums import Kind, Subject, Urgency
from reminders.kinds import KINDS

# Nobody works off more in a morning, and mail programs cut long mails short.
MOST_ENTRIES = 100
_SUBJECT_WORDS = {
    Urgency.ACT_NOW: "{} to act on now",
    Urgency.SOON: "{} soon",
    Urgency.COMING: "{} coming up",
}
# Told when it happens: its day passes without anybody being late.
_NEWS = frozenset({Kind.EFFECTIVE_COMING, Kind.EFFECTIVE_REACHED, Kind.EFFECTIVE_DIFFERS})
# SSN and ITIN, EIN, then whatever has six digits in a row: NPI, CAQH, license, DEA, PTAN. Telephone
# numbers, dates and citations of statutes have none.
_NUMBER = re.compile(r"\b(?:\d{3}-\d{2}-\d{4}|\d{2}-\d{7}|[A-Za-z]{0,4}-?\d{6,}[A-Za-z]?)\b")
_NUMBER_STANDS_IN = "(number in CredTrack)"


@dataclass(frozen=True, slots=True)
class Line:
    """One due reminder as the mail needs it; `record` is equal for what is told in one entry."""

    kind: Kind
    subject_id: int
    record: str
    urgency: Urgency
    due_on: dt.date
    what: str
    why: str
    practice: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a mail says of one record: its most urgent reminder, and the others in `also`."""

    urgency: Urgency
    practice: str
    due_on: dt.date
    who: str
    todo: str
    when: str
    why: str
    address: str
    also: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """Return whom it is about and what is to be done, in one sentence."""
        return f"{self.who}: {self.todo}" if self.who else self.todo

    @property
    def title(self) -> str:
        """Return what is to be done, as a heading."""
        return self.todo[:1].upper() + self.todo[1:]


@dataclass(frozen=True, slots=True)
class Practice:
    """The entries of one practice within an urgency."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one urgency."""

    urgency: Urgency
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A whole mail: what is shown of it, and how many entries are only in the list."""

    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    left_out: int
    counts: str

    @property
    def more(self) -> str:
        """Return what is said of the entries that are not shown; nothing when all are."""
        return f"And {self.left_out:,} more in the list" if self.left_out else ""


def without_numbers(text: str) -> str:
    """Return the text in one line, without numbers that identify somebody: mail is read by others, too."""
    return _NUMBER.sub(_NUMBER_STANDS_IN, " ".join(text.split()))


def when_words(due_on: dt.date, today: dt.date, kind: Kind) -> str:
    """Return a date as one acts on it: "Fri 12 Mar 2026, in 9 days", "3 days overdue (Mon 2 Mar 2026)"."""
    day = f"{due_on:%a} {due_on.day} {due_on:%b %Y}"
    count = (due_on - today).days
    if count < 0:
        late = days_words(-count)
        return f"{day}, {late} ago" if kind in _NEWS else f"{late} overdue ({day})"
    if count == 0:
        return f"{day}, today"
    return f"{day}, tomorrow" if count == 1 else f"{day}, in {days_words(count)}"


def merged(lines: Iterable[Line], today: dt.date) -> list[Entry]:
    """Return one entry a record, in the order of the mail: by urgency, practice, date, words."""
    ordered = sorted(lines, key=lambda line: (line.record, line.urgency.rank, line.due_on, line.what))
    entries = [_entry(list(same), today) for _, same in groupby(ordered, key=lambda line: line.record)]
    return sorted(entries, key=_place)


def _place(entry: Entry) -> tuple[int, str, str, dt.date, str]:
    return (entry.urgency.rank, entry.practice.casefold(), entry.practice, entry.due_on, entry.what)


def _entry(lines: list[Line], today: dt.date) -> Entry:
    first = lines[0]
    who, todo = _parted(first.what)
    told = {_matter(first)}
    also = []
    for line in lines[1:]:
        if _matter(line) not in told:
            told.add(_matter(line))
            also.append(f"{_parted(line.what)[1]}. {when_words(line.due_on, today, line.kind)}")
    return Entry(
        urgency=first.urgency,
        practice=first.practice,
        due_on=first.due_on,
        who=who,
        todo=todo,
        when=when_words(first.due_on, today, first.kind),
        why=without_numbers(first.why),
        address=first.address,
        also=tuple(also),
    )


def _matter(line: Line) -> tuple[str, int]:
    """Return what is told once though several reminders speak of it: a follow-up due, overdue, escalated."""
    subject = KINDS[line.kind].subject
    return (subject if subject == Subject.FOLLOW_UP else line.kind, line.subject_id)


def _parted(what: str) -> tuple[str, str]:
    who, mark, todo = without_numbers(what).partition(": ")
    return (who, todo) if mark else ("", who)


def digest_of(lines: Iterable[Line], today: dt.date, most: int = MOST_ENTRIES) -> Digest:
    """Return the mail that holds these lines; the least urgent beyond `most` entries are only counted."""
    entries = merged(lines, today)
    shown = entries[:most]
    sections = tuple(
        Section(urgency, _practices(list(same)))
        for urgency, same in groupby(shown, key=lambda one: one.urgency)
    )
    return Digest(sections, tuple(shown), len(entries) - len(shown), counted(entries))


def _practices(entries: list[Entry]) -> tuple[Practice, ...]:
    return tuple(
        Practice(name, tuple(same)) for name, same in groupby(entries, key=lambda entry: entry.practice)
    )


def counted(entries: Sequence[Entry]) -> str:
    """Return how many entries there are of each urgency: "3 to act on now, 5 soon"."""
    counts = [
        (words, sum(one.urgency == urgency for one in entries)) for urgency, words in _SUBJECT_WORDS.items()
    ]
    return ", ".join(words.format(f"{count:,}") for words, count in counts if count)


def subject(digest: Digest, organization: str) -> str:
    """Return the subject in one line: what the only entry says, or how many there are and where."""
    only_one = len(digest.entries) == 1 and not digest.left_out
    words = digest.entries[0].what if only_one else f"{digest.counts}: {organization}"
    return " ".join(words.split())
