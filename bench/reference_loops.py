"""Two ways in which reminders are often sent, as references: claim-then-send, and Celery tasks with an ETA.

`python -m bench.reference_loops claim_then_send` is the loop of an uptime monitor: take one due row and
mark it in one transaction, then send one mail. `send_by_eta` is a Celery task that sends one mail at its
time, kept on Redis until then. Both send the mail that our own delivery sends.
"""

import os
import smtplib
import sys
from email.message import EmailMessage

import psycopg
from celery import Celery

BODY = "\n".join(
    f"Line {number}: PA state license expires, Dana Whitfield, in 30 days." for number in range(100)
)

app = Celery("bench_eta", broker=os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/9"))
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.task_ignore_result = True
app.conf.worker_prefetch_multiplier = 4


def send(number: int) -> None:
    """Send one mail over a connection of its own, as each of the two does."""
    mail = EmailMessage()
    mail["Subject"] = f"Reminder {number}"
    mail["From"], mail["To"] = "bench@example.com", f"reader{number}@example.com"
    mail["Message-ID"] = f"<{number}@reference>"
    mail.set_content(BODY)
    mail.add_alternative(f"<html><body><pre>{BODY}</pre></body></html>", subtype="html")
    with smtplib.SMTP("127.0.0.1", int(os.environ["BENCH_MAIL_PORT"]), timeout=20) as server:
        server.send_message(mail)


@app.task(name="bench.send_by_eta")
def send_by_eta(number: int) -> None:
    """One reminder of the second way."""
    send(number)


def claim_then_send() -> None:
    """Take one due row after the other until there is none."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while True:
            found = connection.execute(
                "SELECT id FROM bench_alert WHERE NOT sent ORDER BY id LIMIT 1"
            ).fetchone()
            if found is None:
                return
            # Marked first, so that nobody else sends it; a kill from here on loses it.
            taken = connection.execute(
                "UPDATE bench_alert SET sent = true WHERE id = %s AND NOT sent", [found[0]]
            ).rowcount
            if taken:
                send(found[0])


if __name__ == "__main__":
    if sys.argv[1:] != ["claim_then_send"]:
        raise SystemExit("Say claim_then_send; send_by_eta is a Celery task.")
    claim_then_send()
