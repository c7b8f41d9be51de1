"""Everything of a clinician that expires: license, DEA, malpractice, board, attestations."""

from django.db import models

from accounts.tenancy import TenantModel
from providers.enums import CredentialKind
from providers.models.provider import Provider


class Credential(TenantModel):
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=30, choices=CredentialKind.choices())
    state = models.CharField(max_length=2, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # A renewed credential keeps its old row, so that "was it valid on that day?" stays answerable.
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # When its dates were last recorded: reminders ask what is new since their last look.
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "state", "-expires_on"]
        constraints = [
            models.CheckConstraint(
                name="credential_dates_in_order",
                condition=models.Q(expires_on__isnull=True)
                | models.Q(issued_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                violation_error_message="The credential cannot expire before it was issued.",
            ),
            models.CheckConstraint(
                name="license_has_state",
                condition=~models.Q(kind="license") | ~models.Q(state=""),
                violation_error_message="A license needs the state that issued it.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "expires_on"], name="credential_by_expiry"),
            models.Index(fields=["organization", "changed_at"], name="credential_by_change"),
            models.Index(fields=["organization", "provider"], name="credential_by_provider"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.state, self.get_kind_display(), self.number) if part)
