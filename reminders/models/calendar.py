"""The secret calendar address of a person, and what it has shown so far."""

from django.db import models

from accounts.tenancy import TenantModel
from reminders.enums import Kind


class CalendarFeed(TenantModel):
    """Only the hash of the address's secret is stored; a revoked address answers as an unknown one."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    # The fingerprint of what it showed last, and since when: what a client asks for before it reads.
    etag = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_feed_one_in_force",
            ),
        ]
        indexes = [models.Index(fields=["organization", "membership"], name="calendar_feed_by_member")]

    def __str__(self) -> str:
        return f"Calendar of {self.membership}"


class CalendarEvent(TenantModel):
    """One event as a feed last showed it, so that changes carry a higher sequence and ends a cancellation."""

    feed = models.ForeignKey(CalendarFeed, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind.choices())
    subject_id = models.BigIntegerField()
    due_on = models.DateField()
    summary = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "kind", "subject_id"], name="calendar_event_once"),
        ]
        indexes = [models.Index(fields=["organization", "feed"], name="calendar_event_by_feed")]

    def __str__(self) -> str:
        return self.summary
