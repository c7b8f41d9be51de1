"""Which practices a limited member may see, and which clinician a member is."""

from django.db import models

from accounts.tenancy import TenantModel
from providers.models.practice import Practice
from providers.models.provider import Provider


class PracticeGrant(TenantModel):
    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "practice"], name="practice_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} sees {self.practice}"


class ClinicianLink(TenantModel):
    membership = models.OneToOneField("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "provider"], name="clinician_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} is {self.provider}"
