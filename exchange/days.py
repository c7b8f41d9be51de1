"""Which calendar date does a cell mean? Month before day, two-digit years are 20xx; nothing is guessed."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from exchange.tables import Cell, as_text

# Serial 1 is 1 January 1900 in Excel, which also counts a 29 February 1900 that never was.
SERIAL_ZERO = dt.date(1899, 12, 30)
FIRST_SERIAL = 18_264  # 1 January 1950
LAST_SERIAL = 73_415  # 31 December 2100
FIRST_YEAR, LAST_YEAR = 1950, 2100
# A formula such as '7 days after the blank cell' shows a day of January 1900.
_YEAR_OF_EMPTY = 1900

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = "(?P<{}>" + MONTH_NAMES + r")\.?"
_DATE = re.compile(
    r"(?<![\d/.\-])(?:"
    r"(?P<m1>\d{1,2})(?P<s1>[/.\-])(?P<d1>\d{1,2})(?P=s1)(?P<y1>\d{4,6}|\d{2})"
    r"|(?P<y2>\d{4})(?P<s2>[/.\-])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})"
    r"|(?P<d3>\d{1,2})(?:(?:st|nd|rd|th)?(?: of)?[\s\-/.]+)?"
    + _MONTH.format("n3")
    + r"[\s\-/.,]*'?(?P<y3>\d{4}|\d{2})"
    r"|" + _MONTH.format("n4") + r"[\s\-]+(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+'?(?P<y4>\d{4}|\d{2})"
    r")(?![\d])(?!/\d)",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<=\d)(?:\s*\\\s*|\s+/\s*|/\s+)(?=\d)")
_COMPACT = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)")
_TIME = re.compile(r"[T,\s]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[A-Z]{2,4})?", re.IGNORECASE)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*", re.IGNORECASE)
NO_DATE_WORDS = {
    "", "-", "--", "---", "?", "??", "???", ".", "/", "x", "n/a", "na", "none", "nil", "null", "tbd", "tba",
    "t.b.d.", "pending", "unknown", "not yet", "asap", "open", "waiting", "in process", "in progress",
    "no date", "not set", "ongoing", "to be determined", "to be assigned", "blank",
}  # fmt: skip
_SILENT = {"", "-", "--", "---", "n/a", "na", "none"}


class Trouble(Enum):
    """Why a date cell gave no date, or gave one with a doubt."""

    WORDS = "words in place of a date"
    IMPOSSIBLE = "a day that does not exist"
    MORE = "more than a date"


@dataclass(frozen=True, slots=True)
class DayReading:
    """What a date cell says: the date, if any, and what is doubtful about it."""

    day: dt.date | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A date inside a longer text; `day` is None when the text names a day that does not exist."""

    start: int
    end: int
    day: dt.date | None


def read_day(cell: Cell) -> DayReading:
    """Return the date of a cell in a date column.

    Numbers are Excel serials (1900 system). TBD, pending and the like are no date; a day that does not
    exist, such as 02/30/2026, is `Trouble.IMPOSSIBLE`.
    """
    if cell is None:
        return DayReading()
    if isinstance(cell, dt.date):
        if cell.year <= _YEAR_OF_EMPTY:
            return DayReading(None, Trouble.WORDS)
        return (
            DayReading(cell) if FIRST_YEAR <= cell.year <= LAST_YEAR else DayReading(None, Trouble.IMPOSSIBLE)
        )
    if isinstance(cell, float):
        return _from_number(cell)
    return _from_text(cell)


def _from_number(number: float) -> DayReading:
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return DayReading(SERIAL_ZERO + dt.timedelta(days=int(number)))
    return _from_text(as_text(number))


@lru_cache(maxsize=20_000)
def _from_text(raw: str) -> DayReading:
    text = _SPACED.sub("/", raw.strip().strip("'\"*"))
    if text.lower() in NO_DATE_WORDS:
        return DayReading(None, None if text.lower() in _SILENT else Trouble.WORDS)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _judged(_build(int(text[:4]), int(text[4:6]), int(text[6:])))
    number = re.fullmatch(r"\d{5}(\.\d+)?", text)
    if number and FIRST_SERIAL <= float(text) < LAST_SERIAL + 1:
        return DayReading(SERIAL_ZERO + dt.timedelta(days=int(float(text))))
    found = find_days(text)
    if not found:
        return DayReading(None, Trouble.WORDS)
    before, after = text[: found[0].start], text[found[0].end :]
    exact = not _WEEKDAY.sub("", before).strip() and not _TIME.sub("", after, count=1).strip(" .")
    reading = _judged(found[0].day)
    return reading if exact or reading.day is None else DayReading(reading.day, Trouble.MORE)


def _judged(day: dt.date | None) -> DayReading:
    return DayReading(day) if day else DayReading(None, Trouble.IMPOSSIBLE)


def _build(year: int, month: int, day: int) -> dt.date | None:
    year = year + 2000 if year < 100 else year
    try:
        found = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= year <= LAST_YEAR else None


@lru_cache(maxsize=20_000)
def find_days(text: str) -> tuple[FoundDay, ...]:
    """Return every date in a text, in order; 'Active 02/30/2026' yields one without a day."""
    return tuple(FoundDay(match.start(), match.end(), _matched(match)) for match in _DATE.finditer(text))


def _matched(match: re.Match[str]) -> dt.date | None:
    part = match.groupdict()
    if part["m1"]:
        return _build(int(part["y1"]), int(part["m1"]), int(part["d1"]))
    if part["y2"]:
        return _build(int(part["y2"]), int(part["m2"]), int(part["d2"]))
    if part["d3"]:
        return _build(int(part["y3"]), _MONTHS[part["n3"].lower()], int(part["d3"]))
    return _build(int(part["y4"]), _MONTHS[part["n4"].lower()], int(part["d4"]))
