"""One line of the audit trail: who did what to which record, and what changed."""

from django.db import models

from accounts.tenancy import TenantModel


class AuditEntry(TenantModel):
    """Append-only: database triggers refuse UPDATE and DELETE (`credtrack/kernel/append_only.py`)."""

    append_only = True

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    # "room.model" and the row's id: no foreign key, so the trail outlives what it speaks of.
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=240)
    summary = models.CharField(max_length=400)
    changes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "-id"], name="audit_newest"),
            models.Index(fields=["organization", "subject_type", "subject_id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return self.summary
