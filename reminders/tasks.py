"""Celery's way in: thin nudges, the ledger is the truth."""

from celery import shared_task

from reminders import running


@shared_task(name="reminders.tasks.plan_reminders")
def plan_reminders() -> None:
    """Plan for every organization; running it twice or on two workers plans nothing twice."""
    running.plan()


@shared_task(name="reminders.tasks.send_digests")
def send_digests() -> None:
    """Make the mails that are due; running it twice or on two workers makes no mail twice."""
    running.send()
