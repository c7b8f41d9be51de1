"""Which clinician works at which practice, from when until when."""

from django.db import models

from accounts.tenancy import TenantModel
from providers.models.practice import Practice
from providers.models.provider import Provider


class Affiliation(TenantModel):
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="affiliations")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="affiliations")
    # Unknown start and no end both occur in imported trackers.
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_dates_in_order",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The affiliation cannot end before it starts.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "practice", "provider"], name="affiliation_by_practice"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} at {self.practice}"
