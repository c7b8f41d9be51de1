"""An uploaded file about a clinician or a practice: what it is, its hash, when it expires."""

from django.db import models

from accounts.tenancy import TenantModel
from providers.enums import DocumentKind
from providers.models.practice import Practice
from providers.models.provider import Provider


class Document(TenantModel):
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=30, choices=DocumentKind.choices())
    title = models.CharField(max_length=160)
    file = models.FileField(upload_to="documents/%Y/%m/", max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    expires_on = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="document_belongs_to_somebody",
                condition=models.Q(provider__isnull=False) | models.Q(practice__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "provider"], name="document_by_provider"),
            models.Index(fields=["organization", "practice"], name="document_by_practice"),
        ]

    def __str__(self) -> str:
        return self.title
