"""The Celery application: tasks are found by name, so nothing here imports a room."""

import os

from celery import Celery

from credtrack.kernel import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credtrack.settings.local")

broker.register()
app = Celery("credtrack", task_cls="credtrack.kernel.tasks:IdTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
