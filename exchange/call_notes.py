"""What does a log-style note say? Entries with date, person, reference and turnaround; and facts worth keeping."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache

from enrollments.enums import Channel, DayUnit
from exchange.days import MONTH_NAMES, find_days
from exchange.states import state_code

_TH = r"(?:st|nd|rd|th)?"
_M = rf"(?:{MONTH_NAMES})\.?"
# 03/12/2026, 12 Mar 2026, 12-Mar-26, March 12th, 2026.
_D = (
    r"(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:{_TH}[ ]{_M},?[ ]\d{{4}}|-{_M}-(?:\d{{4}}|\d{{2}}))|{_M}[ ]\d{{1,2}}{_TH},?[ ]\d{{4}})"
)
_HEAD = r"(?:^|\n)[ \t]*(?:\*+[^*\n]{0,60}\*+[ \t]*)?"
_TALKED = r"(?:SW|spoke (?:with|to)|s/w)\b"
# "March 12: ..." or "12 Mar SW ...": a head of an entry only where a date beside it tells the year.
_YEARLESS = (
    rf"(?:{_M}[ ]\d{{1,2}}{_TH}|\d{{1,2}}{_TH}[ ]{_M})(?=[ \t]*[:\u2013\u2014]|[ \t]+-[ \t]|[ \t]+{_TALKED})"
)
_START = re.compile(
    rf"{_HEAD}(?:(?P<day>{_D})(?=[ \t]*[:\-\u2013\u2014.]|[ \t]+\S)|(?P<yearless>{_YEARLESS}))"
    rf"|(?<=\s)(?P<inner>{_D})(?=\s+{_TALKED})",
    re.IGNORECASE,
)
# Two entries of one log are rarely further apart, and no second year comes as near.
_BESIDE = dt.timedelta(days=90)
_REF = (
    r"(?:Call\s+)?Ref(?:erence)?\.?\s*(?:#|no\.?|number)?\s*:?\s*#?\s*(?P<ref>[A-Za-z0-9][\w/\-]*\d[\w/\-]*)"
)
_SPOKE = r"^[\s:\-\u2013\u2014.]*(?:SW|S/W|spoke (?:with|to))\s+"
_TALK_WITH_REF = re.compile(rf"{_SPOKE}(?P<person>[^\n#]{{1,60}}?)[\s,]*\b{_REF}", re.IGNORECASE)
_TALK = re.compile(
    rf"{_SPOKE}(?P<person>(?:(?:mr|ms|mrs|dr)\.\s*)?[^\n#.,:;]{{1,60}}?)(?=[\n.,:;]|$|\s+per\b)",
    re.IGNORECASE,
)
_UNITS = (
    r"(?P<unit>CDs?\b|BDs?\b|(?:calendar|cal\.?|business|bus\.?|working)\s+days?|weeks?\b|wks?\b|days?\b)"
)
_RANGE = re.compile(
    rf"(?<![\d/.\-#])(?P<low>\d{{1,3}})(?:\s*(?:-|\u2013|\u2014|to)\s*(?P<high>\d{{1,3}}))?\s*{_UNITS}",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\b(?:tat|turn ?around|quoted|takes?|allow|processing time)\b[^.;\n]{0,24}$", re.IGNORECASE
)
_PLAIN_DAYS = re.compile(r"^(?:days?|weeks?|wks?)$", re.IGNORECASE)
_APPLICATION = re.compile(
    r"\b(?:Application ID|App(?:lication)? ?(?:#|no\.?|number)|Case ?(?:#|no\.?|number|ID)|Request (?:number|ID|#|no\.?)|(?:web )?tracking (?:ID|#|number)"
    r"|Confirmation ?(?:#|no\.?|number)|(?<!call )(?<!SW )Reference(?: (?:number|#|no\.?))?)\s*:?\s*#?\s*(?P<value>[A-Z0-9][\w\-]*\d[\w\-]*)",
    re.IGNORECASE,
)
_PROVIDER_ID = re.compile(
    r"\b(?:Provider ID|Provider (?:#|number)|PTAN|Medicaid ID|MA #)\s*:?\s*#?\s*"
    r"(?P<values>[A-Z0-9][\w\-]*\d[\w\-]*(?:\s*\([A-Z]{2}\))?(?:,\s*[A-Z0-9][\w\-]*\d[\w\-]*\s*\([A-Z]{2}\))*)",
    re.IGNORECASE,
)
_ONE_ID = re.compile(r"(?P<id>[\w\-]+)(?:\s*\((?P<state>[A-Z]{2})\))?")
# Each pattern with words of which one must be there: a plain search is much faster than a pattern.
_LABELED_DAYS = {
    "recred_on": (("recred", "validation"), re.compile(rf"\b(?:recred(?:entialing)?|re-?validation) (?:date|due(?: date)?)\s*:?\s*(?:is )?(?P<day>{_D})", re.I)),
    "effective_on": (("eff", "start", "since"), re.compile(
        rf"(?<!termed from the group )\b(?:effective(?: date)?|eff\.? date|start date|participating since|par since|inn since|in network since)\s*(?:is|of|as of|on|from)?\s*:?\s*(?P<day>{_D})", re.I)),
    "submitted_on": (("submitted", "sent", "applied"), re.compile(
        rf"\b(?:submitted|request sent|application sent|applied)\s+(?:(?:\w+\s+){{0,3}}on\s+)?(?P<day>{_D})", re.I)),
    "approved_on": (("approved",), re.compile(rf"\bapproved\s+(?:on\s+|in [a-z]+ on\s+)?(?P<day>{_D})", re.I)),
    "follow_up_on": (("follow", "f/u", "check", "again"), re.compile(rf"\b(?:follow[ -]?up|f/u|re-?check|ask again|call again)\s+(?:on\s+)?(?P<day>{_D})", re.I)),
    "ended_on": (("term", "left"), re.compile(rf"\b(?:term(?:ed|inated)|left)\b[^.\n]{{0,60}}?(?P<day>{_D})", re.I)),
}  # fmt: skip
_CLOSED = re.compile(r"closed panel|panel (?:is )?closed|network is closed", re.I)
_SENT = re.compile(
    r"^\W*(?:[\w\-]+\W+){0,5}(?:submitted|sent|e-?mailed|faxed|mailed|uploaded|filed)\b", re.IGNORECASE
)
_CHANNELS = (
    (Channel.CALL, re.compile(r"^\W*(?:SW|S/W|spoke|called|call\b|phone)", re.I)),
    (Channel.EMAIL, re.compile(r"\be-?mail", re.I)),
    (Channel.FAX, re.compile(r"^\W*fax|\bby fax", re.I)),
    (Channel.LETTER, re.compile(r"\bletter|certified mail", re.I)),
    (Channel.PORTAL, re.compile(r"\bportal|pecos|availity|eprep|uploaded|online", re.I)),
)


@dataclass(frozen=True, slots=True)
class Turnaround:
    """What the payer said it takes: a range of days, calendar or business."""

    low: int
    high: int
    unit: DayUnit


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One dated entry of a log: who was spoken to, under which reference, what was said."""

    day: dt.date
    text: str
    channel: Channel
    person: str = ""
    reference: str = ""
    turnaround: Turnaround | None = None


@dataclass(frozen=True, slots=True)
class NoteReading:
    """The entries of a note (as they stand), what stands outside of them, and facts found in the words."""

    entries: tuple[LogEntry, ...] = ()
    rest: str = ""
    reference: str = ""
    provider_ids: tuple[tuple[str, str], ...] = ()
    days: dict[str, dt.date] = field(default_factory=dict)
    panel_closed: bool = False
    cut_off: bool = False

    def provider_id(self, state: str) -> str:
        """Return the payer-assigned ID for a state, or the only one that names no state."""
        for value, named in self.provider_ids:
            if named in {"", state}:
                return value
        return ""


EMPTY = NoteReading()


@lru_cache(maxsize=4_000)
def read_note(text: str) -> NoteReading:
    """Return what a note cell holds; a note without dated entries is all `rest`."""
    if not text:
        return EMPTY
    entries, rest = _entries(text)
    lower = text.casefold()
    days = {
        name: day
        for name, (words, pattern) in _LABELED_DAYS.items()
        if any(word in lower for word in words) and (day := _labeled(pattern, text)) is not None
    }
    if "submitted_on" not in days and entries and _SENT.match(entries[-1].text):
        days["submitted_on"] = entries[-1].day
    numbered = any(
        word in lower for word in ("app", "case", "request", "tracking", "confirmation", "reference")
    )
    application = _APPLICATION.search(text) if numbered else None
    return NoteReading(
        entries=entries,
        rest=rest,
        reference=application["value"][:60] if application else "",
        provider_ids=_provider_ids(text),
        days=days,
        panel_closed=("clos" in lower and bool(_CLOSED.search(text))) or "sufficient number of" in lower,
        cut_off=bool(entries) and text.rstrip()[-1:].isalpha() and len(text) > 60,
    )


def _entries(text: str) -> tuple[tuple[LogEntry, ...], str]:
    starts = _starts(text)
    found: list[LogEntry] = []
    rest = text[: starts[0][0].start()] if starts else text
    for number, (match, day) in enumerate(starts):
        end = starts[number + 1][0].start() if number + 1 < len(starts) else len(text)
        found.append(_entry(day, text[match.end() : end]))
    return tuple(found), rest.strip()


def _starts(text: str) -> list[tuple[re.Match[str], dt.date]]:
    """Return where entries begin and on which day; a day whose year nothing beside it tells begins none."""
    matches = list(_START.finditer(text))
    days = [_first_day(match["day"] or match["inner"]) for match in matches]
    found: list[tuple[re.Match[str], dt.date]] = []
    for at, match in enumerate(matches):
        day = days[at]
        if day is None and match["yearless"]:
            before = found[-1][1] if found else None
            after = next((later for later in days[at + 1 :] if later), None)
            day = _year_told(match["yearless"], before, after)
        if day is not None:
            found.append((match, day))
    return found


def _year_told(text: str, before: dt.date | None, after: dt.date | None) -> dt.date | None:
    """Return the day "March 12" beside the dates of the entries around it, when they agree on its year."""
    told = {
        day
        for near in (before, after)
        if near is not None
        for year in (near.year - 1, near.year, near.year + 1)
        if (day := _first_day(f"{text} {year}")) is not None and abs(day - near) <= _BESIDE
    }
    return told.pop() if len(told) == 1 else None


def _entry(day: dt.date, body: str) -> LogEntry:
    said = body.strip(" \t\n:-\u2013\u2014")
    with_reference = _TALK_WITH_REF.match(said)
    talk = with_reference or _TALK.match(said)
    return LogEntry(
        day=day,
        text=said,
        channel=next((channel for channel, pattern in _CHANNELS if pattern.search(said)), Channel.NOTE),
        person=talk["person"].strip(" ,.") if talk else "",
        reference=with_reference["ref"][:60] if with_reference else "",
        turnaround=quoted_turnaround(said),
    )


def quoted_turnaround(text: str) -> Turnaround | None:
    """Return the first turnaround that a text quotes: 'TAT 60-90 CD', '45 bd', '20-30 calendar days'.

    CD are calendar days, bd business days. Plain days or weeks count only behind words such as TAT or quoted.
    """
    lower = text.casefold()
    if not any(unit in lower for unit in ("cd", "bd", "day", "week", "wk")):
        return None
    for match in _RANGE.finditer(text):
        unit = match["unit"].lower()
        if _PLAIN_DAYS.match(unit) and not _QUOTED.search(text[: match.start()]):
            continue
        low = int(match["low"])
        high = int(match["high"] or low)
        times = 7 if unit.startswith(("week", "wk")) else 1
        business = unit.startswith(("b", "work"))
        return Turnaround(
            min(low, high) * times, max(low, high) * times, DayUnit.BUSINESS if business else DayUnit.CALENDAR
        )
    return None


def _first_day(text: str | None) -> dt.date | None:
    found = find_days(text or "")
    return found[0].day if found else None


def _labeled(pattern: re.Pattern[str], text: str) -> dt.date | None:
    match = pattern.search(text)
    return _first_day(match["day"]) if match else None


def _provider_ids(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if not any(word in text for word in ("ID", "id", "PTAN", "MA #", "rovider #", "rovider number")):
        return ()
    for match in _PROVIDER_ID.finditer(text):
        found += [
            (one["id"][:60], state_code(one["state"] or ""))
            for one in _ONE_ID.finditer(match["values"])
            if any(character.isdigit() for character in one["id"])
        ]
    return tuple(found)
