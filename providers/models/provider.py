"""The clinician: exactly one Type 1 NPI, a taxonomy, a CAQH number."""

from django.db import models
from django.db.models.functions import Upper

from accounts.tenancy import TenantModel
from providers.enums import MedicareStatus


class Provider(TenantModel):
    first_name = models.CharField(max_length=60, blank=True)
    middle_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=20, blank=True)
    degree = models.CharField("credential letters", max_length=40, blank=True)
    npi = models.CharField("Type 1 NPI", max_length=10, blank=True)
    npi_flag = models.CharField(max_length=200, blank=True)
    taxonomy = models.CharField("taxonomy code", max_length=10, blank=True)
    license_type = models.CharField(max_length=40, blank=True)
    caqh_id = models.CharField("CAQH ID", max_length=10, blank=True)
    # Nobody's password is stored; only that a person was given access in the portal itself.
    caqh_access_granted_to = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    medicare_status = models.CharField(
        max_length=10, choices=MedicareStatus.choices(), default=MedicareStatus.UNKNOWN
    )
    medicare_opt_out_until = models.DateField(null=True, blank=True)
    # "last, first" in lower case: what lists sort by and search from the left.
    sort_name = models.CharField(max_length=160, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "npi"],
                condition=~models.Q(npi=""),
                name="provider_npi_once",
                violation_error_message="Another clinician here already has this NPI. Open that file instead.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "sort_name"], name="provider_by_name"),
            # LIKE 'prefix%' needs this operator class on PostgreSQL; SQLite ignores the name.
            models.Index(Upper("last_name"), name="provider_last_name_upper"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return "First Last", with suffix."""
        return " ".join(part for part in (self.first_name, self.last_name, self.suffix) if part)

    @property
    def name_with_degree(self) -> str:
        """Return "First Last, LPC"."""
        return f"{self.full_name}, {self.degree}" if self.degree else self.full_name

    @staticmethod
    def sort_name_for(first_name: str, last_name: str) -> str:
        """Return the text that lists sort and search by."""
        return f"{last_name.strip()}, {first_name.strip()}".lower()

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the sort name in step with the name."""
        self.sort_name = self.sort_name_for(self.first_name, self.last_name)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "sort_name"}  # type: ignore[misc]
        super().save(*args, **kwargs)
