"""A message that must leave: written with the business change, sent afterwards, never twice by key."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.enums import MessageState
from accounts.tenancy import TenantModel


class OutboxMessage(TenantModel):
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    # The body holds a link that only its reader may open: it is blanked once the mail has left.
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MessageState.choices(), default=MessageState.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    # From this instant on it is of no use to its reader and is not sent any more.
    expires_at = models.DateTimeField(null=True, blank=True)
    # Who holds the row while it is being sent, and until when on the database's own clock.
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    # Attempts that had an outcome, and claims whose worker died before there was one.
    attempts = models.PositiveSmallIntegerField(default=0)
    unfinished = models.PositiveSmallIntegerField(default=0)
    # The cause of the last failure (accounts/mail_failures.py) and the first one of this series.
    failure = models.CharField(max_length=20, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_answer = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    text_removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="outbox_key_once"),
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            # The delivery loop looks only at what may still leave, so each index holds only that.
            models.Index(fields=["due_at", "id"], name="outbox_due", condition=models.Q(state="queued")),
            models.Index(fields=["claimed_until"], name="outbox_leases", condition=models.Q(state="sending")),
            models.Index(
                fields=["expires_at"],
                name="outbox_expiring",
                condition=models.Q(state="queued", expires_at__isnull=False),
            ),
            models.Index(fields=["failed_at"], name="outbox_failed", condition=models.Q(state="failed")),
            # What the daily tidying still has to look at.
            models.Index(
                fields=["sent_at"],
                name="outbox_with_text",
                condition=models.Q(state="sent", text_removed_at__isnull=True),
            ),
            models.Index(fields=["organization", "-id"], name="outbox_newest"),
            models.Index(fields=["organization", "state", "-id"], name="outbox_by_state"),
            models.Index(fields=["organization", "kind", "-id"], name="outbox_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
