"""What must be true after any fault: the ledger, the outbox and the mail server's own log, held together."""

import datetime as dt
from collections import Counter

from tests.faults.world import World


def doubles(world: World) -> dict[str, int]:
    """Return {Message-ID: times} of what the mail server took more than once."""
    return {key: times for key, times in Counter(world.mail.message_ids).items() if times > 1}


def problems(world: World, until: dt.date) -> list[str]:
    """Return what is wrong after an undisturbed drain on the evening of `until`; empty when all is well."""
    return [
        *_unplanned(world, until),
        *_unsettled(world, until),
        *_stuck(world),
        *_two_digests(world),
        *_unreconciled(world),
    ]


def _unplanned(world: World, until: dt.date) -> list[str]:
    """Every follow-up that was due stands in the ledger for its owner, whatever was killed."""
    rows = world.ask(
        "SELECT f.id, f.due_on FROM enrollments_followup f JOIN enrollments_application a ON a.id = f.application_id "
        "WHERE f.due_on <= %s AND NOT EXISTS (SELECT 1 FROM reminders_reminder r WHERE r.kind = 'follow_up' "
        "AND r.subject_id = f.id AND r.due_on = f.due_on AND r.recipient_id = a.owner_id)",
        until,
    )
    return [f"follow-up {pk}, due {due}, was never planned" for pk, due in rows]


def _unsettled(world: World, until: dt.date) -> list[str]:
    """Every reminder whose day came ended as told (and sent), shown, or not sent with the reason."""
    rows = world.ask(
        "SELECT r.id, r.kind, r.state, r.send_on, m.state FROM reminders_reminder r "
        "LEFT JOIN accounts_outboxmessage m ON m.id = r.message_id "
        "WHERE r.send_on <= %s AND NOT (r.state IN ('shown', 'done') OR (r.state = 'told' AND m.state IN "
        "('sent', 'failed', 'expired')) OR (r.state IN ('missed', 'superseded', 'snoozed') AND r.reason <> ''))",
        until,
    )
    return [
        f"reminder {pk} ({kind}, {day}) ended as {state}, mail {mail}" for pk, kind, state, day, mail in rows
    ]


def _stuck(world: World) -> list[str]:
    rows = world.ask("SELECT id, state FROM accounts_outboxmessage WHERE state IN ('queued', 'sending')")
    return [f"message {pk} stays {state}" for pk, state in rows]


def _two_digests(world: World) -> list[str]:
    rows = world.ask(
        "SELECT key, count(*) FROM accounts_outboxmessage GROUP BY organization_id, key HAVING count(*) > 1"
    )
    return [f"{count} messages with the key {key}" for key, count in rows]


def _unreconciled(world: World) -> list[str]:
    """What the outbox calls sent and what the mail server took are the same set, one Message-ID a row."""
    sent = world.ask("SELECT count(*) FROM accounts_outboxmessage WHERE state = 'sent'")[0][0]
    taken = len({mail.message_id for mail in world.mail.accepted if mail.answered})
    # A mail whose answer never came may have been taken all the same; it is sent again with the same id.
    all_taken = len(set(world.mail.message_ids))
    if not taken <= sent <= all_taken:
        return [f"{sent} messages are called sent, the mail server took {taken} to {all_taken}"]
    return []


def counts(world: World) -> dict[str, int]:
    """Return {state: reminders}, for the message of a failure and for checks that there was work."""
    return dict(world.ask("SELECT state, count(*) FROM reminders_reminder GROUP BY state"))
