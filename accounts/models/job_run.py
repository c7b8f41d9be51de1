"""When did a job of the worker last start, end well, and fail: one row per job, of no organization."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class JobRun(models.Model):
    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    # The last good end and what that run counted.
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
