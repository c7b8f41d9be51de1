"""Group or individual: what a practice considered and what it decided, payer by payer."""

from django.db import models

from accounts.tenancy import TenantModel
from planning.enums import Billing, Capacity, GroupRoute, Growth


class GroupConsideration(TenantModel):
    """The three considerations of TherAssist's article, once a practice."""

    practice = models.OneToOneField("providers.Practice", on_delete=models.CASCADE, related_name="+")
    growth = models.CharField(max_length=10, choices=Growth.choices(), blank=True)
    billing = models.CharField(max_length=10, choices=Billing.choices(), blank=True)
    capacity = models.CharField(max_length=10, choices=Capacity.choices(), blank=True)
    answered_on = models.DateField()
    answered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["practice__legal_name", "id"]
        indexes = [models.Index(fields=["organization", "practice"], name="consideration_by_practice")]

    def __str__(self) -> str:
        return f"What {self.practice} considered"


class GroupDecision(TenantModel):
    """What the user decided for a practice and payer. Append-only: the newest counts."""

    append_only = True

    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=12, choices=GroupRoute.choices())
    suggested = models.CharField(max_length=12, choices=GroupRoute.choices())
    reasons = models.CharField(max_length=600, blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_on", "-id"]
        indexes = [models.Index(fields=["organization", "practice", "payer"], name="group_decision_by_payer")]

    def __str__(self) -> str:
        return f"{self.practice} at {self.payer}: {self.get_route_display().lower()}"
