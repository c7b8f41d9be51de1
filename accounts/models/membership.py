"""Who belongs to which organization in which role, and who was asked to."""

from django.db import models

from accounts.enums import Role
from accounts.tenancy import TenantModel


class Membership(models.Model):
    """Read across organizations at sign-in, so it is no tenant row; views filter it explicitly."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices())
    # The practices themselves are listed in providers.PracticeGrant: accounts knows no practice.
    limited_to_practices = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["user__name", "user__email"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once_per_organization"),
            models.CheckConstraint(
                name="membership_role_known", condition=models.Q(role__in=[role.value for role in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(TenantModel):
    """A seat kept for somebody; only the hash of the link's secret is stored."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices())
    limited_to_practices = models.BooleanField(default=False)
    # Ids of providers.Practice and providers.Provider; plain numbers, because accounts knows neither.
    practice_ids = models.JSONField(default=list, blank=True)
    provider_id = models.BigIntegerField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    # Nobody: the first owner is invited by the command that makes the organization.
    invited_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organization", "email"], name="invitation_by_email")]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
