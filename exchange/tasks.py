"""Celery's way in: thin nudges, the database rows are the truth."""

from celery import shared_task

from exchange import abandoned


@shared_task(name="exchange.tasks.drop_stale_uploads")
def drop_stale_uploads() -> None:
    """Drop the uploads that nobody applied in time; a day without it only keeps them a day longer."""
    abandoned.drop_abandoned()
