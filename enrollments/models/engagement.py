"""Who works for a practice: a billing or credentialing agent, software, a platform; and how they are paid."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import EngagementKind, FeeKind


class ServiceEngagement(TenantModel):
    """An agent acts under the practice's number and never holds a contract: changing one changes no contract."""

    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=20, choices=EngagementKind.choices())
    name = models.CharField(max_length=160)
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    fee_kind = models.CharField(max_length=12, choices=FeeKind.choices(), default=FeeKind.UNKNOWN)
    # Percent of collections, or dollars, as `fee_kind` says.
    fee = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    fee_source = models.CharField(max_length=200, blank=True)
    # What must be switched over when an agent changes: claims route, ERA, EFT; nothing about contracts.
    claims_moved_on = models.DateField(null=True, blank=True)
    era_moved_on = models.DateField(null=True, blank=True)
    eft_moved_on = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="engagement_dates_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The engagement cannot end before it starts.",
            ),
        ]
        indexes = [models.Index(fields=["organization", "practice", "kind"], name="engagement_by_practice")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"
