"""Who may write a catalogue row: the loader its shared rows, an organization its own, nobody else's."""

from typing import Any

from django.db import models

from accounts.tenancy import SharedTenantModel
from credtrack.kernel import scope
from credtrack.kernel.scope import ScopeMissing, Unscoped
from payers.enums import SourceQuality


class SharedRowReadOnly(RuntimeError):
    """A row of the shared catalogue, or of another organization, was about to be changed from inside one."""


class CatalogueModel(SharedTenantModel):
    """A row of the catalogue; `organization` is empty for the rows everybody shares."""

    class Meta(SharedTenantModel.Meta):
        abstract = True

    @property
    def is_own(self) -> bool:
        """Say whether an organization keeps this row for itself."""
        return self.organization_id is not None

    def _check_writable(self) -> None:
        found = scope.active()
        if isinstance(found, Unscoped):
            return
        if found is None:
            raise ScopeMissing(f"{type(self).__name__} was written outside an organization.")
        if self.organization_id != found.organization_id:
            raise SharedRowReadOnly(
                "This row belongs to the shared catalogue. Keep a row of your own instead of changing it."
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; raises `SharedRowReadOnly` for a shared row outside the loader."""
        self._check_writable()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row; raises `SharedRowReadOnly` for a shared row outside the loader."""
        self._check_writable()
        return super().delete(*args, **kwargs)


class Sourced(models.Model):
    """Where a fact comes from, how good that source is, and when it said so."""

    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    source_quality = models.CharField(
        max_length=12, choices=SourceQuality.choices(), default=SourceQuality.OWN
    )
    quoted_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
