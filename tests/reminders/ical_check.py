"""A strict reader of calendars: what RFC 5545 asks of the bytes, checked without the library that wrote them."""

import re
from dataclasses import dataclass, field
from typing import Any

import icalendar

# Section 3.6: what a component must have, and what it may have at most once.
NEEDED = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
ONCE = {
    "VCALENDAR": {"VERSION", "PRODID", "CALSCALE", "METHOD"},
    "VEVENT": {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE", "STATUS", "TRANSP",
        "URL", "LAST-MODIFIED", "CLASS", "CREATED", "ORGANIZER",
    },
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION", "DURATION", "REPEAT"},
    "VTIMEZONE": {"TZID", "LAST-MODIFIED", "TZURL"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"},
}  # fmt: skip
LINE = re.compile(
    r'^(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,]*))*):(?P<value>.*)$'
)
INSTANT = re.compile(r"^\d{8}T\d{6}Z$")
DATE = re.compile(r"^\d{8}$")
DURATION = re.compile(r"^[+-]?P(?:\d+W|(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$")
# Section 3.3.11: a backslash stands before a backslash, a semicolon, a comma or an n, and nowhere else.
TEXT = re.compile(r"^(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*$")
TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "X-WR-CALDESC", "UID"}


@dataclass
class Component:
    """A component as it stands in the bytes: (name, parameters, raw value) in order."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return the raw value of a property that stands exactly once."""
        (found,) = (value for key, _, value in self.lines if key == name)
        return found


def unfolded(data: bytes) -> list[str]:
    """Return the content lines, after checking how they are broken."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in raw), "a bare CR or LF"
    assert all(line for line in raw), "an empty line"
    for line in raw:
        assert len(line) <= 75, line
        # No line break within a character: each physical line is UTF-8 by itself.
        line.decode()
    return re.sub(r"\r\n[ \t]", "", data.decode())[:-2].split("\r\n")


def strict(data: bytes) -> Component:
    """Return the calendar of `data`; raises `AssertionError` at the first thing the standard does not allow."""
    stack: list[Component] = []
    for line in unfolded(data):
        found = LINE.match(line)
        assert found, line
        name, params, value = found["name"], found["params"], found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            _component(ended)
            if not stack:
                root = ended
                continue
            stack[-1].inner.append(ended)
        else:
            stack[-1].lines.append((name, params, value))
    assert not stack
    assert root.name == "VCALENDAR"
    _as_the_library_reads_it(data, root)
    return root


def _component(component: Component) -> None:
    names = [name for name, _, _ in component.lines]
    assert NEEDED[component.name] <= set(names), (component.name, names)
    for name in ONCE[component.name] & set(names):
        assert names.count(name) == 1, name
    if component.name in ("VTIMEZONE", "VCALENDAR"):
        assert component.inner, f"nothing in {component.name}"
    for name, params, value in component.lines:
        if component.name != "STANDARD":
            _property(name, params, value)
    if component.name == "VEVENT":
        assert DATE.match(component.value("DTSTART"))
        assert component.value("DTEND") > component.value("DTSTART")


def _property(name: str, params: str, value: str) -> None:
    if name in TEXTS:
        assert TEXT.match(value), (name, value)
    elif name in ("DTSTAMP", "LAST-MODIFIED"):
        assert INSTANT.match(value), (name, value)
    elif name in ("DTSTART", "DTEND"):
        assert params == ";VALUE=DATE", params
        assert DATE.match(value), value
    elif name in ("TRIGGER", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        assert DURATION.match(value), value
    elif name == "SEQUENCE":
        assert value.isdigit()
    elif name == "STATUS":
        assert value in ("TENTATIVE", "CONFIRMED", "CANCELLED")


def _as_the_library_reads_it(data: bytes, root: Component) -> None:
    read = icalendar.Calendar.from_ical(data)
    assert not read.errors
    assert len(read.walk("VEVENT")) == sum(inner.name == "VEVENT" for inner in root.inner)
    assert all(not event.errors for event in read.walk("VEVENT"))


def events_of(data: bytes) -> dict[str, Any]:
    """Return {title: event} of a calendar that passed the strict reading; titles must differ."""
    strict(data)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    found = {str(event["SUMMARY"]): event for event in events}
    assert len(found) == len(events)
    return found
