"""When may mail of reminders be made, and under which key is it made only once? Pure.

Everything is read off the organization's own clock: a digest hour that daylight saving skips is reached
by the first minute after it, one that comes twice is reached the first time, and the key of the day
keeps the second time, a clock put back and a second worker from making another.
"""

import datetime as dt
import hashlib

from credtrack.kernel.dates import is_business_day

# Runs come every two minutes, and no day may end between the last run and its digest.
LATEST = dt.time(23, 30)


def is_reached(local: dt.datetime, digest_at: dt.time) -> bool:
    """Say whether the local clock has reached the day's hour of mail; a later one than 23:30 counts as 23:30."""
    return local.time() >= min(digest_at, LATEST)


def is_digest_due(local: dt.datetime, digest_at: dt.time) -> bool:
    """Say whether the digest of the local date may be made: a business day, at its hour or later."""
    return is_business_day(local.date()) and is_reached(local, digest_at)


def digest_prefix(user_id: int) -> str:
    """Return what the outbox keys of all of a person's digests begin with."""
    return f"digest:{user_id}:"


def digest_key(user_id: int, day: dt.date) -> str:
    """Return the outbox key of a person's digest of a local date: one a day whatever runs twice."""
    return f"{digest_prefix(user_id)}{day.isoformat()}"


def ledger_words(kind: str, subject_id: int, due_on: dt.date, lead: int, recipient_id: int) -> str:
    """Return a reminder's ledger key as text; it stays the same when the row is written anew."""
    return f"{kind}|{subject_id}|{due_on.isoformat()}|{lead}|{recipient_id}"


def at_once_key(ledger: str) -> str:
    """Return the outbox key of a mail at once from the first ledger key in it."""
    return f"reminder:{hashlib.sha256(ledger.encode()).hexdigest()[:40]}"
