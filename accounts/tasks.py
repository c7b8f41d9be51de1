"""Celery's way in: thin nudges, the database rows are the truth."""

from celery import shared_task

from accounts import mail_retention, outbox


@shared_task(name="accounts.tasks.deliver_outbox")
def deliver_outbox() -> None:
    """Send what is due; running it twice or on two workers sends nothing twice."""
    outbox.deliver()


@shared_task(name="accounts.tasks.tidy_outbox")
def tidy_outbox() -> None:
    """Remove the texts of mail that left long ago; a second run finds nothing."""
    mail_retention.tidy()
