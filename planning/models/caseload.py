"""How much of a clinician's week hangs on a payer, in numbers that somebody entered. Never a patient."""

from django.db import models

from accounts.tenancy import TenantModel


class CaseloadShare(TenantModel):
    """Append-only: the newest row of a clinician, practice and payer counts, earlier ones stay readable.

    Money is in US dollars a session. Sessions are a week's, in an ordinary week.
    """

    append_only = True

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    # The platform the sessions are billed through today; empty when they are our own, or not billed yet.
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.DateField()
    weekly_sessions = models.DecimalField(max_digits=6, decimal_places=2)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    platform_rate = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    direct_rate = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    clients_brought = models.PositiveSmallIntegerField(null=True, blank=True)
    clients_referred = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                name="caseload_share_is_percent",
                condition=models.Q(share_percent__isnull=True)
                | models.Q(share_percent__gte=0, share_percent__lte=100),
                violation_error_message="A share of the caseload lies between 0 and 100 percent.",
            ),
            models.CheckConstraint(
                name="caseload_sessions_not_negative",
                condition=models.Q(weekly_sessions__gte=0),
                violation_error_message="Sessions a week cannot be less than none.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "provider", "payer", "-as_of"], name="caseload_by_provider"),
            models.Index(fields=["organization", "payer"], name="caseload_by_payer"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} at {self.payer}, {self.weekly_sessions} a week"


class PlanningSettings(TenantModel):
    """What an organization chose for its plans; one row."""

    # The industry figure is used only when somebody chose it.
    use_industry_figure = models.BooleanField(default=False)
    concentration_percent = models.PositiveSmallIntegerField(default=50)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "planning settings"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="planning_settings_once"),
        ]

    def __str__(self) -> str:
        return "Planning settings"
