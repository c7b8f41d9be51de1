"""The site's beat in fast motion: what it does every few minutes it does twice a second."""

from credtrack.celery import app
from tests.faults.world import TASKS

app.conf.beat_schedule = {task: {"task": task, "schedule": 0.5, "options": {"expires": 30}} for task in TASKS}
