"""The business that bills: legal name as on the IRS letter, Type 2 NPI, tax identities, locations."""

from django.db import models

from accounts.tenancy import TenantModel
from credtrack.kernel.encryption import EncryptedTextField
from providers.enums import TaxIdKind


class Practice(TenantModel):
    legal_name = models.CharField(max_length=160)
    dba = models.CharField("doing business as", max_length=160, blank=True)
    npi = models.CharField("Type 2 NPI", max_length=10, blank=True)
    # An imported number that fails the check stays visible until somebody corrects it.
    npi_flag = models.CharField(max_length=200, blank=True)
    specialty = models.CharField(max_length=120, blank=True)
    state = models.CharField("home state", max_length=2, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    pay_to = models.CharField("pay-to name and address", max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["legal_name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "legal_name"], name="practice_name_once"),
        ]

    def __str__(self) -> str:
        return self.dba or self.legal_name


class TaxIdentity(TenantModel):
    """EIN, SSN or ITIN: the kind is stored, the number encrypted, only the last four are shown."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="tax_identities")
    kind = models.CharField(max_length=4, choices=TaxIdKind.choices())
    number = EncryptedTextField()
    number_index = models.CharField(max_length=64)
    last_four = models.CharField(max_length=4)
    legal_name = models.CharField("name on the IRS letter", max_length=160, blank=True)
    is_primary = models.BooleanField(default=False)
    flag = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-is_primary", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "number_index"], name="tax_identity_once_per_practice"
            ),
        ]
        indexes = [models.Index(fields=["organization", "number_index"], name="tax_identity_lookup")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ending in {self.last_four}"


class Location(TenantModel):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=120)
    address_1 = models.CharField("street address", max_length=120, blank=True)
    address_2 = models.CharField("suite or unit", max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    open_from = models.DateField(null=True, blank=True)
    open_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["organization", "practice"], name="location_by_practice")]
        constraints = [
            models.CheckConstraint(
                name="location_dates_in_order",
                condition=models.Q(open_until__isnull=True)
                | models.Q(open_from__isnull=True)
                | models.Q(open_until__gte=models.F("open_from")),
                violation_error_message="The location cannot close before it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
