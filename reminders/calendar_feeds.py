"""Who may read which calendar? A secret address per member: made, replaced, revoked, looked up here.

The secret is shown once, when the address is made; the database keeps its hash. It is 32 random
bytes, so a plain SHA-256 hides it, and looking the hash up tells nothing through its timing.
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit
from accounts.models import Membership, User
from credtrack.kernel import clock, scope
from credtrack.kernel.links import absolute
from reminders.models import CalendarEvent, CalendarFeed

# Programs ask every few minutes; a row is not rewritten for each of them.
READ_NOTED_EVERY = dt.timedelta(hours=1)


def hash_of(token: str) -> str:
    """Return what is stored of an address's secret."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def address_of(token: str) -> str:
    """Return the whole address behind a secret, as it is typed into a calendar program."""
    return absolute(reverse("reminders_public:feed", args=[token]))


def subscription_of(address: str) -> str:
    """Return the same address with the scheme that opens a calendar program instead of a download."""
    return "webcal://" + address.partition("://")[2]


def host() -> str:
    """Return the site's host name without its port: what stands behind the @ of every event's UID."""
    return str(settings.SITE_URL).partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"


def in_force(membership: Membership) -> CalendarFeed | None:
    """Return the member's address that answers now; inside the scope."""
    found: CalendarFeed | None = CalendarFeed.objects.filter(membership=membership, revoked_at=None).first()
    return found


@transaction.atomic
def make(membership: Membership, *, actor: User) -> tuple[CalendarFeed, str]:
    """Make the member a new address and end the one before; returns the row and the secret.

    What the old address showed goes on under the new one, so that an event keeps counting its changes.
    """
    # Of two requests at once the second one waits here, and replaces what the first one made.
    Membership.objects.select_for_update().get(pk=membership.pk)
    before = CalendarFeed.objects.filter(membership=membership).order_by("-created_at", "-pk").first()
    replaced = bool(before and _end(before))
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(membership=membership, token_hash=hash_of(token))
    if before:
        CalendarEvent.objects.filter(feed=before).update(feed=feed)
    summary = "Replaced the calendar address" if replaced else "Made a calendar address"
    audit.record(actor, "calendar.made", feed, summary)
    return feed, token


@transaction.atomic
def revoke(membership: Membership, *, actor: User) -> bool:
    """Let the member's address answer as an unknown one; False when there was none in force."""
    feed = in_force(membership)
    if feed is None or not _end(feed):
        return False
    audit.record(actor, "calendar.revoked", feed, "Revoked the calendar address")
    return True


def _end(feed: CalendarFeed) -> bool:
    ended = CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=clock.now())
    return bool(ended)


def find(token: str) -> CalendarFeed | None:
    """Return the feed that a secret opens, with its member and organization.

    Unknown, revoked, of a member or user who is not active: all the same, None.
    """
    with scope.unscoped("a calendar address is opened by a program that is not signed in"):
        rows = CalendarFeed.objects.select_related("organization", "membership")
        found: CalendarFeed | None = rows.filter(
            token_hash=hash_of(token),
            revoked_at=None,
            membership__is_active=True,
            membership__user__is_active=True,
        ).first()
    return found


def note_read(feed: CalendarFeed) -> None:
    """Remember that the address was read, at most once an hour; inside the scope."""
    now = clock.now()
    due = now - READ_NOTED_EVERY
    if feed.last_read_at is not None and feed.last_read_at > due:
        return
    unread = Q(last_read_at=None) | Q(last_read_at__lte=due)
    CalendarFeed.objects.filter(unread, pk=feed.pk).update(last_read_at=now)
