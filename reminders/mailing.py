"""What does a mail of reminders hold? Rows of the ledger in, a mail for the outbox out; two queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from accounts.outbox import Mail
from credtrack.kernel.links import absolute, org_reverse
from providers.models import Affiliation
from reminders import addresses, digest_lines, unsubscribing
from reminders.digest_lines import Digest, Line
from reminders.enums import Kind, Subject, Urgency
from reminders.kinds import KINDS
from reminders.models import Reminder

# The kinds of outbox messages of this room.
DIGEST = "reminder_digest"
AT_ONCE = "reminder_at_once"
# Text first, then the same in HTML; both show the same entries.
IN_DIGEST = ("reminders/mail/digest.txt", "reminders/mail/digest.html")
ALONE = ("reminders/mail/single.txt", "reminders/mail/single.html")
_NOWHERE = "No practice in particular"
_SEVERAL = "Several practices"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the mail: the seat, its address, the organization, and the practices it is limited to (None: all)."""

    membership_id: int
    user_id: int
    email: str
    organization: str
    practices: frozenset[int] | None = None


def compose(
    rows: Sequence[Reminder],
    reader: Reader,
    key: str,
    kind: str,
    today: dt.date,
    *,
    templates: tuple[str, str] = IN_DIGEST,
) -> Mail:
    """Return the mail that tells `reader` of `rows` as of `today`; nothing is written."""
    digest = digest_lines.digest_of(lines_of(rows, reader), today)
    context = _context(digest, reader, today)
    return Mail(
        key=key,
        kind=kind,
        recipient=reader.email,
        subject=digest_lines.subject(digest, reader.organization),
        body=render_to_string(templates[0], context),
        html=render_to_string(templates[1], context),
        headers=headers(reader.membership_id),
    )


def headers(membership_id: int) -> dict[str, str]:
    """Return what mail programs need for their own button (RFC 2369, RFC 8058), and what keeps robots quiet."""
    return {
        "List-Unsubscribe": f"<{absolute(unsubscribing.address(membership_id))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _context(digest: Digest, reader: Reader, today: dt.date) -> dict[str, Any]:
    return {
        "digest": digest,
        "entry": digest.entries[0],
        "reader": reader,
        "today": today,
        "subject": digest_lines.subject(digest, reader.organization),
        "list_url": absolute(org_reverse(addresses.LIST)),
        "wishes_url": absolute(org_reverse(addresses.WISHES)),
        "unsubscribe_url": absolute(unsubscribing.address(reader.membership_id)),
    }


def lines_of(rows: Sequence[Reminder], reader: Reader) -> list[Line]:
    """Return the rows as lines of a mail."""
    practices = _practices(rows, reader)
    return [
        Line(
            kind=Kind(row.kind),
            subject_id=row.subject_id,
            record=record_of(row),
            urgency=Urgency(row.urgency),
            due_on=row.due_on,
            what=row.what,
            why=row.why,
            practice=practices[row.pk],
            address=absolute(addresses.record_address(row)),
        )
        for row in rows
    ]


def record_of(row: Reminder) -> str:
    """Return what is told together: everything of one application, else of one record."""
    if row.application_id:
        return f"{Subject.APPLICATION.value}:{row.application_id}"
    return f"{KINDS[Kind(row.kind)].subject.value}:{row.subject_id}"


def _practices(rows: Sequence[Reminder], reader: Reader) -> dict[int, str]:
    """Return the practice each row is listed under; what concerns a clinician stands where they work.

    A practice that the reader may not see is not named.
    """
    roaming = {row.provider_id for row in rows if row.practice is None and row.provider_id}
    works_at: dict[int, set[str]] = defaultdict(set)
    if roaming:
        current = Affiliation.objects.filter(provider_id__in=roaming, ends_on=None)
        if reader.practices is not None:
            current = current.filter(practice_id__in=reader.practices)
        for affiliation in current.select_related("practice"):
            works_at[affiliation.provider_id].add(str(affiliation.practice))
    found = {}
    for row in rows:
        names = {str(row.practice)} if row.practice else works_at.get(row.provider_id or 0, set())
        found[row.pk] = _NOWHERE if not names else _SEVERAL if len(names) > 1 else next(iter(names))
    return found
