"""How does a calendar look as bytes? Events in, RFC 5545 out, by the icalendar library. Pure.

What other programs stumble over: Google reads neither alarms nor tasks of a subscribed address, so
everything is an all-day event; Outlook drops an alarm without a trigger and takes every alarm as a
display; the end of an all-day event is the day after it.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

import icalendar

# Rises when the same events are to give other bytes: programs then read them anew.
FORMAT = 1
PRODID = "-//CredTrack//Reminders//EN"
REFRESH = dt.timedelta(hours=1)
# TEXT holds no control characters but the tab (RFC 5545, section 3.3.11). The Unicode ones, and the line and
# paragraph separators, are lawful and yet end a line for many a parser.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")


@dataclass(frozen=True, slots=True)
class Event:
    """One date of the calendar; `alarms` are relative to its midnight, `changed_at` is aware."""

    uid: str
    on: dt.date
    summary: str
    changed_at: dt.datetime
    sequence: int = 0
    description: str = ""
    url: str = ""
    category: str = ""
    alarms: tuple[dt.timedelta, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A whole feed: its name, what it says of itself, its events in the order they are written."""

    name: str
    description: str
    events: tuple[Event, ...] = ()


def uid_of(organization_id: int, kind: str, subject_id: int, host: str) -> str:
    """Return the name of an event that stays whatever becomes of its date, its words and its reader."""
    told = f"{organization_id}:{kind}:{subject_id}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:40]}@{host}"


def fingerprint(calendar: Calendar) -> str:
    """Return 64 characters that differ when the bytes would; a tenth of the cost of making them."""
    return hashlib.sha256(f"{FORMAT}:{calendar!r}".encode()).hexdigest()


def plain(text: str) -> str:
    """Return `text` with \\n as its only line end, without control characters.

    A backslash becomes a slash: the library reads one before an n as a line end.
    """
    return _CONTROL.sub(" ", _LINE_END.sub("\n", text)).replace("\\", "/")


def one_line(text: str) -> str:
    """Return the same without line ends, for titles and names."""
    return " ".join(plain(text).split())


def render(calendar: Calendar) -> bytes:
    """Return the calendar as a client reads it: CRLF, lines of at most 75 octets, UTF-8."""
    written = icalendar.Calendar()
    written.add("version", "2.0")
    written.add("prodid", PRODID)
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    # The library would write the value of a name it does not know without escaping it.
    written.add("x-wr-calname", icalendar.vText(one_line(calendar.name)))
    written.add("x-wr-caldesc", icalendar.vText(one_line(calendar.description)))
    written.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    # Outlook's own name for the same.
    written.add("x-published-ttl", "PT1H")
    for event in calendar.events:
        written.add_component(_event(event))
    if not calendar.events:
        written.add_component(_nothing())
    return bytes(written.to_ical())


def _nothing() -> icalendar.Timezone:
    """Return what shows nothing: a calendar without any component is none (RFC 5545, section 3.4)."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", dt.datetime(1970, 1, 1))  # noqa: DTZ001  # a zone's own onset is local by definition
    standard.add("tzoffsetfrom", dt.timedelta(0))
    standard.add("tzoffsetto", dt.timedelta(0))
    written = icalendar.Timezone()
    written.add("tzid", "Etc/UTC")
    written.add_component(standard)
    return written


def _event(event: Event) -> icalendar.Event:
    stamp = event.changed_at.astimezone(dt.UTC)
    title = one_line(event.summary)
    written = icalendar.Event()
    written.add("uid", event.uid)
    # The moment this version of the event was made, not of this answer: unchanged events stay the same bytes.
    written.add("dtstamp", stamp)
    written.add("last-modified", stamp)
    written.add("sequence", event.sequence)
    written.add("dtstart", event.on)
    written.add("dtend", event.on + dt.timedelta(days=1))
    written.add("transp", "TRANSPARENT")
    written.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("summary", title)
    if event.description:
        written.add("description", plain(event.description))
    if event.url:
        written.add("url", event.url)
    if event.category:
        written.add("categories", [one_line(event.category)])
    for trigger in event.alarms:
        written.add_component(_alarm(title, trigger))
    return written


def _alarm(title: str, trigger: dt.timedelta) -> icalendar.Alarm:
    written = icalendar.Alarm()
    written.add("action", "DISPLAY")
    written.add("description", title)
    written.add("trigger", trigger)
    return written
