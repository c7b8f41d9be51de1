"""The lowest package: settings, URLs, Celery and the kernel every room may use."""

from credtrack.celery import app as celery_app

__all__ = ["celery_app"]
