"""What does a member's calendar show? The dates they are told of, nearest to today first when there are too many.

One gathering an answer, whatever the number of events; nothing is written when nothing changed.
"""

import datetime as dt
import heapq
from dataclasses import dataclass

from django.db import transaction

from credtrack.kernel import clock
from credtrack.kernel.links import absolute
from reminders import (
    addresses,
    calendar_feeds,
    calendar_history,
    calendar_text,
    calendar_words,
    recipients,
)
from reminders.calendar_history import Drawn, Key
from reminders.calendar_text import Calendar, Event
from reminders.enums import Kind
from reminders.facts import Fact
from reminders.gathering import Wanted, gather
from reminders.models import CalendarEvent, CalendarFeed

# Calendar days around today.
BACK, AHEAD = 30, 400
# More than this and phones grow slow; the calendar's own description says what was left out.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Read:
    """A calendar with what tells a client whether it knows it already."""

    calendar: Calendar
    etag: str
    changed_at: dt.datetime


def read(feed: CalendarFeed) -> Read:
    """Return the calendar of a feed as it stands now, and remember what it showed; inside the scope.

    Raises `calendar_history.Gone` when the address was revoked meanwhile.
    """
    today = clock.today()
    told = told_to(feed.membership.user_id, today)
    nearest = heapq.nsmallest(MOST, told.values(), key=lambda fact: _distance(fact, today))
    shown = {_key(fact): fact for fact in nearest}
    drawn = {key: Drawn(fact.due_on, calendar_words.summary(fact)) for key, fact in shown.items()}
    with transaction.atomic():
        held = calendar_history.locked(feed)
        rows = calendar_history.settle(held, drawn, told.keys(), today - dt.timedelta(days=BACK))
        calendar = _calendar(feed, shown, rows, len(told), today)
        return _marked(held, calendar)


def told_to(user_id: int, today: dt.date) -> dict[Key, Fact]:
    """Return the facts near `today` that a member is told of, one for each kind and record."""
    days = [(today - dt.timedelta(days=BACK), today + dt.timedelta(days=AHEAD))]
    kinds = calendar_words.SHOWN
    wanted = Wanted(today, dict.fromkeys(kinds, days), kinds=kinds)
    people = recipients.read()
    hears: dict[tuple[Kind, int | None, int | None, int | None], bool] = {}
    found = {}
    for fact in gather(wanted):
        # A source reads a record for one of its dates and yields them all.
        if not wanted.takes(fact.kind, fact.due_on):
            continue
        about = fact.about
        asked = (fact.kind, about.assigned_to, about.practice_id, about.provider_id)
        if asked not in hears:
            hears[asked] = any(one.user_id == user_id for one in people.of(fact))
        if hears[asked]:
            found[_key(fact)] = fact
    return found


def _key(fact: Fact) -> Key:
    return Key(fact.kind.value, fact.subject_id)


def _distance(fact: Fact, today: dt.date) -> tuple[int, str, int]:
    return abs((fact.due_on - today).days), fact.kind.value, fact.subject_id


def _calendar(
    feed: CalendarFeed, shown: dict[Key, Fact], rows: dict[Key, CalendarEvent], all_told: int, today: dt.date
) -> Calendar:
    host = calendar_feeds.host()
    events = [_event(fact, rows[key], host, today) for key, fact in shown.items()]
    room = MOST - len(events)
    events += [_cancelled(row, host) for row in calendar_history.cancelled_lately(rows.values())[:room]]
    events.sort(key=lambda event: (event.on, event.uid))
    return Calendar(f"CredTrack: {feed.organization.name}", _description(len(shown), all_told), tuple(events))


def _description(shown: int, all_told: int) -> str:
    said = f"The dates CredTrack reminds you of, from {BACK} days back to {AHEAD} days ahead."
    if all_told > shown:
        said += f" Shown are the {shown:,} nearest to today of {all_told:,}."
    return said


def _event(fact: Fact, row: CalendarEvent, host: str, today: dt.date) -> Event:
    path = addresses.nearest_page(fact.about)
    url = absolute(path) if path else ""
    return Event(
        uid=_uid(row, host),
        on=row.due_on,
        summary=row.summary,
        changed_at=row.changed_at,
        sequence=row.sequence,
        description=calendar_words.description(fact, url),
        url=url,
        category=calendar_words.category(fact, today).label,
        alarms=calendar_words.alarms(fact, today),
    )


def _cancelled(row: CalendarEvent, host: str) -> Event:
    summary = calendar_words.cancelled_summary(Kind(row.kind))
    return Event(_uid(row, host), row.due_on, summary, row.changed_at, row.sequence, cancelled=True)


def _uid(row: CalendarEvent, host: str) -> str:
    return calendar_text.uid_of(row.organization_id, row.kind, row.subject_id, host)


def _marked(feed: CalendarFeed, calendar: Calendar) -> Read:
    """Remember the fingerprint and since when it is so: the category of a date changes without its row."""
    etag = calendar_text.fingerprint(calendar)
    if feed.etag != etag or feed.changed_at is None:
        feed.etag, feed.changed_at = etag, clock.now()
        feed.save(update_fields=["etag", "changed_at"])
    return Read(calendar, etag, feed.changed_at)
