"""What the newest forecasts add up to, kept beside them so that a dashboard reads few rows."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import Clock, Status
from forecast.enums import Basis, Risk, Stage


class _Slice(TenantModel):
    """By what a dashboard is narrowed; copied from the application at the last refresh."""

    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, blank=True)
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Outlook(_Slice):
    """The present of one open application; `refreshing.py` rewrites it, and drops it when it closes."""

    application = models.OneToOneField(
        "enrollments.Application", on_delete=models.CASCADE, related_name="outlook"
    )
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    forecast = models.ForeignKey(
        "forecast.Forecast", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refreshed_on = models.DateField()
    status = models.CharField(max_length=20, choices=Status.choices())
    status_since = models.DateField()
    clock = models.CharField(max_length=10, choices=Clock.choices())
    stage = models.CharField(max_length=12, choices=Stage.choices())
    basis = models.CharField(max_length=10, choices=Basis.choices())
    risk = models.CharField(max_length=12, choices=Risk.choices())
    # The place of the risk in its order, so that a list sorts worst first by an index.
    risk_rank = models.PositiveSmallIntegerField()
    approval_20 = models.DateField(null=True, blank=True)
    approval_50 = models.DateField(null=True, blank=True)
    approval_80 = models.DateField(null=True, blank=True)
    approval_95 = models.DateField(null=True, blank=True)
    billable_20 = models.DateField(null=True, blank=True)
    billable_50 = models.DateField(null=True, blank=True)
    billable_80 = models.DateField(null=True, blank=True)
    billable_95 = models.DateField(null=True, blank=True)
    chance_other = models.FloatField(null=True, blank=True)
    # Calendar days by which the likely approval moved against what was said a week before; empty
    # where nothing was said then, or nothing is said now.
    moved_days = models.IntegerField(null=True, blank=True)
    # The last day the state's law leaves the payer, and the law.
    statute_on = models.DateField(null=True, blank=True)
    statute_citation = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["risk_rank", "approval_50", "id"]
        indexes = [
            models.Index(fields=["organization", "risk_rank", "approval_50", "id"], name="outlook_by_risk"),
            models.Index(
                fields=["organization", "practice", "risk_rank", "approval_50"], name="outlook_by_practice"
            ),
            models.Index(
                fields=["organization", "payer", "risk_rank", "approval_50"], name="outlook_by_payer"
            ),
            models.Index(fields=["organization", "provider"], name="outlook_by_provider"),
            models.Index(fields=["organization", "billable_50"], name="outlook_by_billable"),
            models.Index(fields=["organization", "statute_on"], name="outlook_by_statute"),
            # The pipeline is counted from this index alone.
            models.Index(fields=["organization", "status", "status_since"], name="outlook_by_stage"),
            # Few forecasts move far within a week, and the dashboard asks for those.
            models.Index(
                fields=["organization", "moved_days"],
                name="outlook_by_move",
                condition=models.Q(moved_days__gt=7) | models.Q(moved_days__lt=-7),
            ),
        ]

    def __str__(self) -> str:
        return f"Outlook of {self.application}"


class MonthOutlook(_Slice):
    """Approvals expected in a month: the sum of chances, and of their variances for the band."""

    month = models.DateField()  # its first day
    expected = models.FloatField()
    variance = models.FloatField()
    applications = models.PositiveIntegerField()

    class Meta:
        ordering = ["month", "id"]
        # No unique key: an unowned slice is a null, which the two databases count differently.
        indexes = [models.Index(fields=["organization", "month"], name="month_outlook_by_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.expected:.1f}"


class TimeSpent(_Slice):
    """Calendar days spent on one clock in one stage, by the applications of a slice, open and closed."""

    stage = models.CharField(max_length=12, choices=Stage.choices())
    clock = models.CharField(max_length=10, choices=Clock.choices())
    days = models.PositiveIntegerField()
    applications = models.PositiveIntegerField()

    class Meta:
        ordering = ["stage", "clock", "id"]
        indexes = [models.Index(fields=["organization", "stage", "clock"], name="time_spent_by_stage")]

    def __str__(self) -> str:
        return f"{self.stage}, {self.clock}: {self.days} days"
