"""The tenant: a practice or a billing service, with the time zone its days are counted in."""

from django.db import models

from accounts.enums import OrganizationKind


class Organization(models.Model):
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(
        max_length=20, choices=OrganizationKind.choices(), default=OrganizationKind.PRACTICE
    )
    timezone = models.CharField(max_length=60, default="America/New_York")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
