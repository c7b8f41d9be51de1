"""Whatever the texts and dates are, the bytes follow RFC 5545 and say the same when they are read back."""

import datetime as dt
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reminders.calendar_text import Calendar, Event, fingerprint, one_line, plain, render, uid_of
from tests.reminders.ical_check import strict

STAMP = dt.datetime(2026, 11, 25, 12, 30, 15, tzinfo=dt.UTC)
LICENSE = Event(
    uid_of(1, "license", 7, "credtrack.example"),
    dt.date(2026, 12, 24),
    "PA state license expires: Dana Whitfield",
    STAMP,
    sequence=2,
    description="A lapsed license ends participation.\n\nOpen in CredTrack: https://credtrack.example/o/maple/",
    url="https://credtrack.example/o/maple/clinicians/7/",
    category="Soon",
    alarms=(dt.timedelta(hours=-15), dt.timedelta(days=-7, hours=9)),
)
MAPLE = Calendar("CredTrack: Maple Street", "The dates CredTrack reminds you of.", (LICENSE,))

texts = st.text(max_size=300)
nasty = st.text(alphabet="aä€😀,;:\\\"nN\r\n\t\x00\x07\x0b\x1c\x7f\x85\u2028\u2029 =^'", max_size=200)
written = st.builds(
    Event,
    uid=st.builds(
        uid_of, st.integers(1), st.sampled_from(["license", "caqh"]), st.integers(1), st.just("a.example")
    ),
    on=st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
    summary=texts | nasty,
    changed_at=st.datetimes(
        # The bounds are naive because hypothesis puts the zone on.
        dt.datetime(2000, 1, 1),  # noqa: DTZ001
        dt.datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.timezones(),
    ),
    sequence=st.integers(0, 10_000),
    description=texts | nasty,
    url=st.sampled_from(["", "https://credtrack.example/o/maple/applications/1/"]),
    category=st.sampled_from(["", "Act now", "Coming up"]),
    alarms=st.lists(st.timedeltas(dt.timedelta(days=-400), dt.timedelta(0)), max_size=2).map(
        lambda found: tuple(dt.timedelta(seconds=int(one.total_seconds())) for one in found)
    ),
    cancelled=st.booleans(),
)


def read(calendar: Calendar) -> list[Any]:
    data = render(calendar)
    strict(data)
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


@given(name=texts | nasty, said=texts | nasty, events=st.lists(written, max_size=3))
@example(name="", said="", events=[])
@example(name="\\N\\n", said="a\r\n b", events=[replace(LICENSE, summary="BEGIN:VEVENT\r\nX:1")])
def test_any_text_and_date_gives_a_lawful_calendar(name: str, said: str, events: list[Event]) -> None:
    found = read(Calendar(name, said, tuple(events)))

    for event, back in zip(events, found, strict=True):
        assert str(back["SUMMARY"]) == one_line(event.summary)
        assert str(back.get("DESCRIPTION", "")) == plain(event.description)
        assert back["DTSTART"].dt == event.on
        assert back["DTEND"].dt == event.on + dt.timedelta(days=1)
        assert back["DTSTAMP"].dt == event.changed_at.astimezone(dt.UTC).replace(microsecond=0)
        assert [alarm["TRIGGER"].dt for alarm in back.walk("VALARM")] == list(event.alarms)


@given(texts | nasty)
def test_a_title_stays_on_one_line_and_letters_stay(text: str) -> None:
    assert "\n" not in one_line(text)
    assert [char for char in plain(text) if char.isalnum()] == [char for char in text if char.isalnum()]


def test_the_whole_calendar_as_it_is_written() -> None:
    root = strict(render(MAPLE))

    assert root.lines == [
        ("VERSION", "", "2.0"),
        ("PRODID", "", "-//CredTrack//Reminders//EN"),
        ("CALSCALE", "", "GREGORIAN"),
        ("METHOD", "", "PUBLISH"),
        ("X-WR-CALDESC", "", "The dates CredTrack reminds you of."),
        ("X-WR-CALNAME", "", "CredTrack: Maple Street"),
        ("REFRESH-INTERVAL", ";VALUE=DURATION", "PT1H"),
        ("X-PUBLISHED-TTL", "", "PT1H"),
    ]


def test_an_event_as_it_is_written() -> None:
    (event,) = strict(render(MAPLE)).inner

    assert {name: value for name, _, value in event.lines} == {
        "UID": LICENSE.uid,
        "DTSTAMP": "20261125T123015Z",
        "LAST-MODIFIED": "20261125T123015Z",
        "SEQUENCE": "2",
        "DTSTART": "20261224",
        "DTEND": "20261225",
        "TRANSP": "TRANSPARENT",
        "STATUS": "CONFIRMED",
        "SUMMARY": "PA state license expires: Dana Whitfield",
        "DESCRIPTION": LICENSE.description.replace("\n", "\\n"),
        "URL": LICENSE.url,
        "CATEGORIES": "Soon",
    }
    assert [[value for _, _, value in alarm.lines] for alarm in event.inner] == [
        ["DISPLAY", LICENSE.summary, "-PT15H"],
        ["DISPLAY", LICENSE.summary, "-P6DT15H"],
    ]


def test_a_cancelled_event_says_so_and_rings_no_bell() -> None:
    (event,) = strict(render(replace(MAPLE, events=(replace(LICENSE, cancelled=True, alarms=()),)))).inner

    assert event.value("STATUS") == "CANCELLED"
    assert event.inner == []


def test_a_calendar_without_dates_is_a_calendar_all_the_same() -> None:
    (zone,) = strict(render(replace(MAPLE, events=()))).inner

    assert zone.name == "VTIMEZONE"
    assert [(name, value) for name, _, value in zone.inner[0].lines] == [
        ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", "+0000"),
        ("TZOFFSETTO", "+0000"),
    ]


def test_commas_semicolons_and_line_ends_are_escaped() -> None:
    told = replace(LICENSE, summary="Whitfield, Dana; LPC", description="one\r\ntwo, three")
    (event,) = strict(render(replace(MAPLE, events=(told,)))).inner

    assert event.value("SUMMARY") == r"Whitfield\, Dana\; LPC"
    assert event.value("DESCRIPTION") == r"one\ntwo\, three"


def test_a_uid_holds_no_number_of_ours_and_differs_by_everything_in_it() -> None:
    uids = {
        uid_of(organization, kind, subject, "credtrack.example")
        for organization in (1, 11)
        for kind in ("license", "dea")
        for subject in (1, 11, 111)
    }

    assert len(uids) == 12
    assert all(len(uid.partition("@")[0]) == 40 and uid.endswith("@credtrack.example") for uid in uids)


@given(one=written, other=written)
def test_the_fingerprint_differs_when_the_bytes_do(one: Event, other: Event) -> None:
    calendars = [replace(MAPLE, events=(event,)) for event in (one, other)]
    prints = [fingerprint(calendar) for calendar in calendars]

    assert prints[0] == fingerprint(replace(MAPLE, events=(replace(one),)))
    if prints[0] == prints[1]:
        assert render(calendars[0]) == render(calendars[1])


@pytest.mark.parametrize(
    "bad",
    [
        b"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n",
        render(MAPLE).replace(b"PRODID:", b"PRODIDS:"),
        render(MAPLE).replace(b"SUMMARY:PA state", b"SUMMARY:PA;state"),
        render(MAPLE).replace(b"DTEND;VALUE=DATE:20261225", b"DTEND;VALUE=DATE:20261224"),
        render(MAPLE).replace(b"20261125T123015Z", b"20261125T123015"),
        render(MAPLE).replace(b"TRIGGER:-PT15H\r\n", b""),
        render(MAPLE).replace(b"SUMMARY:PA state", b"SUMMARY:" + b"x" * 70),
        render(MAPLE).replace(b"UID:", b"UIDS:"),
    ],
)
def test_the_strict_reader_sees_what_is_wrong(bad: bytes) -> None:
    with pytest.raises(AssertionError):
        strict(bad)
