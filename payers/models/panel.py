"""What one organization knows about a payer: whether its panel takes new clinicians, and whom to call."""

from django.db import models

from accounts.tenancy import TenantModel
from payers.enums import PanelStatus, SourceQuality
from payers.models.payer import Payer, Plan


class PanelState(TenantModel):
    """One answer of a payer, never changed afterwards: the newest of a payer, plan, state and license counts."""

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="panel_states")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, blank=True)
    license_type = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=PanelStatus.choices())
    learnt_on = models.DateField()
    recheck_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_quality = models.CharField(
        max_length=12, choices=SourceQuality.choices(), default=SourceQuality.OFFICIAL
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-learnt_on", "-pk"]
        indexes = [
            models.Index(fields=["organization", "payer", "-learnt_on"], name="panel_by_payer"),
            models.Index(fields=["organization", "recheck_on"], name="panel_by_recheck"),
        ]

    def __str__(self) -> str:
        return f"{self.payer}: {self.get_status_display().lower()}"


class PayerContact(TenantModel):
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="contacts")
    department = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    # As people write it: an address, "Availity", "Portal chat".
    portal = models.CharField(max_length=200, blank=True)
    notes = models.CharField(max_length=400, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    is_primary = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["payer", "-is_primary", "department", "pk"]
        indexes = [models.Index(fields=["organization", "payer"], name="contact_by_payer")]

    def __str__(self) -> str:
        return f"{self.payer}, {self.department or self.phone or 'contact'}"
