"""What is to be done next, and what is still missing, each with a day and somebody it waits on."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import Clock, Source
from enrollments.models.application import Application


class FollowUp(TenantModel):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="follow_ups")
    due_on = models.DateField()
    what = models.CharField(max_length=200, default="Ask for the status")
    assigned_to = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why this day: a sourced rule in words, or empty when a person chose it.
    basis = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices(), default=Source.PERSON)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["organization", "due_on"],
                name="follow_up_open",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(fields=["application", "done_at"], name="follow_up_by_application"),
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.due_on}"


class MissingItem(TenantModel):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="missing_items")
    label = models.CharField(max_length=160)
    waiting_on = models.CharField(max_length=10, choices=Clock.choices(), default=Clock.OURS)
    asked_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    # Taken off the list without having arrived; `received_on` is then the day it was taken off.
    not_needed = models.BooleanField(default=False)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "label"],
                condition=models.Q(received_on__isnull=True),
                name="missing_item_asked_once",
                violation_error_message="This item is already on the list.",
            ),
        ]
        indexes = [models.Index(fields=["organization", "application"], name="missing_by_application")]

    def __str__(self) -> str:
        return self.label
