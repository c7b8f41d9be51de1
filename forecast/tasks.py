"""Celery's way in: a thin nudge, the rows are the truth."""

from celery import shared_task

from forecast import running


@shared_task(name="forecast.tasks.refresh_forecasts")
def refresh_forecasts() -> None:
    """Refresh every organization that has not been today; running it twice writes nothing twice."""
    running.run()
