"""Rows for the delivery benchmark: an outbox full of mails, or reminders waiting for their digests."""

import datetime as dt
import secrets
from typing import Any

# The Monday on which the digests of the benchmark are made.
DAY = dt.date(2026, 3, 2)


def _organization() -> Any:
    from accounts.models import Organization

    return Organization.objects.get_or_create(slug="mailing", defaults={"name": "Mailing Street"})[0]


def outbox(mails: int) -> None:
    """Fill the outbox with `mails` due messages of a hundred lines, text and HTML."""
    from accounts.models import OutboxMessage
    from accounts.tenancy import organization_scope
    from bench.reference_loops import BODY
    from credtrack.kernel import clock

    organization = _organization()
    run = secrets.token_hex(4)
    with organization_scope(organization):
        OutboxMessage.objects.bulk_create(
            [
                OutboxMessage(
                    organization=organization, key=f"bench:{run}:{number}", kind="digest",
                    recipient=f"reader{number}@example.com", subject=f"Reminder {number}", body=BODY,
                    html=f"<html><body><pre>{BODY}</pre></body></html>", due_at=clock.now(),
                )
                for number in range(mails)
            ],
            batch_size=500,
        )  # fmt: skip


def reminders(lines: int, each: int) -> None:
    """Plan `lines` reminders for members who get `each` of them on the day of the benchmark."""
    from accounts.enums import Role
    from accounts.models import Membership, User
    from accounts.tenancy import organization_scope
    from credtrack.kernel import clock
    from reminders.enums import Kind, Urgency
    from reminders.models import Reminder, ReminderSettings

    organization = _organization()
    people = []
    for number in range(lines // each):
        user = User.objects.create_user(f"reader{number}@mailing.example", None, name=f"Reader {number}")
        Membership.objects.create(organization=organization, user=user, role=Role.COORDINATOR)
        people.append(user)
    with organization_scope(organization):
        # Planned a moment before, so that the digests are made of these rows and not of a fresh plan.
        at = dt.datetime.combine(DAY, dt.time(14, 55), dt.UTC)
        ReminderSettings.objects.create(organization=organization, planned_at=at, planned_until=DAY)
        Reminder.objects.bulk_create(
            [
                Reminder(
                    organization=organization, kind=Kind.PANEL_STATE_RECHECK, subject_id=number, due_on=DAY,
                    lead=0, recipient=people[number // each], base_on=DAY, send_on=DAY,
                    urgency=list(Urgency)[number % 3].value, planned_at=clock.now(),
                    what=f"Dana Whitfield, Aetna, PA: ask again whether panel {number} is open",
                    why="Basis: the day noted with the payer's answer.",
                )
                for number in range(lines)
            ],
            batch_size=500,
        )  # fmt: skip
