"""What happened to a delegate that holds contracts for others, and whom it reached."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import IncidentKind


class DelegateIncident(TenantModel):
    """Append-only: what began is ended by a further row of kind `restored`, which names it in `ends`.

    Network status reads the incidents themselves, so everything that depends on the platform is at
    risk from the moment the row is written, and no longer from the moment its end is.
    """

    append_only = True

    platform = models.ForeignKey("payers.Platform", on_delete=models.PROTECT, related_name="+")
    # Empty: every payer that the platform has delegation from.
    payer = models.ForeignKey(
        "payers.Payer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=14, choices=IncidentKind.choices())
    occurred_on = models.DateField()
    said = models.CharField("what was said", max_length=400)
    evidence = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ends = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by"
    )
    # How many spans depended on the platform when it was recorded.
    reached = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="incident_restored_names_what",
                condition=models.Q(kind="restored", ends__isnull=False)
                | (~models.Q(kind="restored") & models.Q(ends__isnull=True)),
                violation_error_message="Say which incident is over.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "platform", "occurred_on"], name="incident_by_platform")
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_kind_display().lower()}"


class IncidentReach(TenantModel):
    """One participation that depended on the platform when an incident was recorded. Append-only."""

    append_only = True

    incident = models.ForeignKey(DelegateIncident, on_delete=models.PROTECT, related_name="reach")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("payers.Plan", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organization", "incident", "provider"], name="reach_by_incident")]

    def __str__(self) -> str:
        return f"{self.provider} in {self.plan}"
