"""What was said of an application on a day: never changed, never overwritten."""

from django.db import models

from accounts.tenancy import TenantModel
from forecast.enums import Basis, Stage


class Forecast(TenantModel):
    """`refreshing.py` writes one when what it would say, or what it rests on, has changed.

    Dates are calendar dates in the organization's zone; the number in a name is the percentage of
    applications like it that are approved (or billable) by that day, among those that will be. A
    date that nothing speaks for is empty.
    """

    append_only = True

    application = models.ForeignKey(
        "enrollments.Application", on_delete=models.PROTECT, related_name="forecasts"
    )
    made_on = models.DateField()
    made_at = models.DateTimeField()
    # SHA-256 of what it was computed from.
    fingerprint = models.CharField(max_length=64)
    # The payer of the application, for judging forecasts payer by payer.
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices())
    # The first day of the wait that the age is counted from.
    waiting_since = models.DateField(null=True, blank=True)

    approval_10 = models.DateField(null=True, blank=True)
    approval_20 = models.DateField(null=True, blank=True)
    approval_50 = models.DateField(null=True, blank=True)
    approval_80 = models.DateField(null=True, blank=True)
    approval_90 = models.DateField(null=True, blank=True)
    approval_95 = models.DateField(null=True, blank=True)
    billable_10 = models.DateField(null=True, blank=True)
    billable_20 = models.DateField(null=True, blank=True)
    billable_50 = models.DateField(null=True, blank=True)
    billable_80 = models.DateField(null=True, blank=True)
    billable_90 = models.DateField(null=True, blank=True)
    billable_95 = models.DateField(null=True, blank=True)
    # What the published range alone said on that day.
    published_10 = models.DateField(null=True, blank=True)
    published_20 = models.DateField(null=True, blank=True)
    published_50 = models.DateField(null=True, blank=True)
    published_80 = models.DateField(null=True, blank=True)
    published_90 = models.DateField(null=True, blank=True)

    # Chance, 0 to 1, that it ends without approval.
    chance_other = models.FloatField(null=True, blank=True)
    # Nine in ten like it were decided by its present age.
    overdue = models.BooleanField(default=False)
    basis = models.CharField(max_length=10, choices=Basis.choices())
    basis_words = models.CharField(max_length=400)
    # Ended cases behind the words: those of the narrowest group that the words name.
    decisions = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="forecast_without_basis_has_no_date",
                condition=~models.Q(basis="none")
                | models.Q(approval_50__isnull=True, billable_50__isnull=True),
            ),
            # Never a naked date: whoever says when also says from when and until when.
            models.CheckConstraint(
                name="forecast_date_has_its_range",
                condition=models.Q(approval_50__isnull=True)
                | models.Q(approval_20__isnull=False, approval_80__isnull=False, approval_95__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "application", "-made_on"], name="forecast_by_application"),
            models.Index(fields=["organization", "made_on"], name="forecast_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.application} on {self.made_on:%Y-%m-%d}"
