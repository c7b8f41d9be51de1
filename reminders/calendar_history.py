"""What did a calendar show before, and what changed since? Sequence numbers and cancellations.

A program takes a change only under a higher SEQUENCE and drops an event only when it is told so: what
was once shown is remembered for each address, and counts up whenever its date or its title changes.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from credtrack.kernel import clock, scope
from reminders.models import CalendarEvent, CalendarFeed

# For how long a cancellation is shown: a program that was off for a quarter still learns of it.
CANCELLED_FOR = dt.timedelta(days=90)
# A record that was gone for so long starts at zero should it ever come back.
FORGOTTEN_AFTER = dt.timedelta(days=730)

_WRITTEN = ["due_on", "summary", "sequence", "changed_at", "cancelled"]


class Key(NamedTuple):
    """What an event is about, whatever its date."""

    kind: str
    subject_id: int


class Drawn(NamedTuple):
    """What an event shows now: a calendar date in the organization's zone, and its title."""

    due_on: dt.date
    summary: str


class Gone(Exception):
    """The address was revoked while it was being read."""


def locked(feed: CalendarFeed) -> CalendarFeed:
    """Return the feed's row, held until the transaction ends: of two readers the second one waits.

    Raises `Gone` when it was revoked meanwhile.
    """
    found: CalendarFeed | None = (
        CalendarFeed.objects.select_for_update().filter(pk=feed.pk, revoked_at=None).first()
    )
    if found is None:
        raise Gone
    return found


def settle(
    feed: CalendarFeed, drawn: Mapping[Key, Drawn], standing: Collection[Key], since: dt.date
) -> dict[Key, CalendarEvent]:
    """Bring the feed's rows in line with `drawn`, and return them all; the feed is locked.

    `standing` are all facts the reader is told of, shown or not; a row that stands no longer is
    cancelled, unless its date lies before `since`: then it merely left the calendar.
    """
    now = clock.now()
    rows = {Key(row.kind, row.subject_id): row for row in CalendarEvent.objects.filter(feed=feed).order_by()}
    changed = [
        _next(feed, key, rows.get(key), shown, now)
        for key, shown in drawn.items()
        if not _same(rows.get(key), shown)
    ]
    over = {key: row for key, row in rows.items() if key not in standing}
    for key, row in over.items():
        if not row.cancelled and row.due_on >= since:
            changed.append(_next(feed, key, row, Drawn(row.due_on, row.summary), now, cancelled=True))
    _write(changed)
    _forget(row for row in over.values() if row.changed_at < now - FORGOTTEN_AFTER and row.due_on < since)
    return rows | {Key(row.kind, row.subject_id): row for row in changed}


def _same(row: CalendarEvent | None, shown: Drawn) -> bool:
    return row is not None and not row.cancelled and (row.due_on, row.summary) == shown


def _next(
    feed: CalendarFeed,
    key: Key,
    before: CalendarEvent | None,
    shown: Drawn,
    now: dt.datetime,
    *,
    cancelled: bool = False,
) -> CalendarEvent:
    """Return the next version of an event, under the next number."""
    return CalendarEvent(
        organization_id=scope.current().organization_id,
        feed=feed,
        kind=key.kind,
        subject_id=key.subject_id,
        due_on=shown.due_on,
        summary=shown.summary,
        sequence=before.sequence + 1 if before else 0,
        changed_at=now,
        cancelled=cancelled,
    )


def _write(rows: list[CalendarEvent]) -> None:
    """Insert what is new and overwrite what changed, in one statement a batch."""
    if rows:
        CalendarEvent.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["feed", "kind", "subject_id"],
            update_fields=_WRITTEN,
        )


def _forget(rows: Iterable[CalendarEvent]) -> None:
    ids = [row.pk for row in rows]
    if ids:
        CalendarEvent.objects.filter(pk__in=ids).delete()


def cancelled_lately(rows: Iterable[CalendarEvent]) -> list[CalendarEvent]:
    """Return the cancellations that are still shown, newest first."""
    until = clock.now() - CANCELLED_FOR
    lately = [row for row in rows if row.cancelled and row.changed_at > until]
    return sorted(lately, key=lambda row: (row.changed_at, row.kind, row.subject_id), reverse=True)
