"""Undisturbed work under the moved clock, in one process: `python -m tests.faults.working plan send deliver`.

`drain` plans, makes digests and delivers until nothing is due, letting leases and waits pass: what the
next undisturbed runs would do in their own time. Meant for moments in which no worker is alive.
"""

import os
import sys
from collections.abc import Callable

import django

# Rounds of delivery after which an outbox that does not empty is a fault.
ROUNDS = 50


def main() -> None:
    """Do the named steps in order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credtrack.settings.local")
    django.setup()
    import tests.faults.clocked  # noqa: F401  # moves the clock
    from accounts import outbox
    from reminders import running

    steps: dict[str, Callable[[], object]] = {
        "plan": running.plan,
        "send": running.send,
        "deliver": lambda: outbox.deliver(seconds=60),
        "drain": drain,
    }
    for name in sys.argv[1:]:
        steps[name]()


def drain() -> None:
    """Work until nothing is due; raises `SystemExit` when the outbox does not empty."""
    from accounts import outbox
    from reminders import running

    running.plan()
    running.send()
    for _ in range(ROUNDS):
        if not _let_time_pass():
            return
        outbox.deliver(seconds=60)
    raise SystemExit("The outbox does not empty.")


def _let_time_pass() -> int:
    """Let claims of dead workers run out and waits after failures pass; return how much is unsent."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_outboxmessage SET claimed_until = '2000-01-01' WHERE state = 'sending'"
        )
        cursor.execute("UPDATE accounts_outboxmessage SET due_at = '2000-01-01' WHERE state = 'queued'")
        cursor.execute("SELECT count(*) FROM accounts_outboxmessage WHERE state IN ('queued', 'sending')")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
