"""Can a query run without an organization? No: managers refuse, and scopes are opened here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from credtrack.kernel import scope
from credtrack.kernel.scope import Scope, ScopeMissing, Unscoped

if TYPE_CHECKING:
    from accounts.models import Organization

M = TypeVar("M", bound=models.Model)


@contextmanager
def organization_scope(organization: "Organization") -> Iterator[Scope]:
    """Confine every tenant query in the block to `organization`; its time zone becomes "today"."""
    with scope.opened(Scope(organization.pk, organization.slug, organization.timezone)) as opened:
        yield opened


class WrongOrganization(RuntimeError):
    """A row of one organization was about to be saved while another one's scope was open."""


def _refusal(model: type[models.Model]) -> ScopeMissing:
    return ScopeMissing(
        f"{model.__name__} was queried outside an organization. "
        "Use accounts.tenancy.organization_scope(organization)."
    )


class _NoneForAll(models.Manager[M]):
    """Lets form classes be declared: no rows are nobody's rows, so they need no organization."""

    def none(self) -> models.QuerySet[M]:
        """Return an empty queryset; it never asks the database."""
        return super().get_queryset().none()


class TenantManager(_NoneForAll[M]):
    """Shows only rows of the organization whose scope is open, and raises when there is none."""

    def get_queryset(self) -> models.QuerySet[M]:
        found = scope.active()
        rows = super().get_queryset()
        if isinstance(found, Scope):
            return rows.filter(organization_id=found.organization_id)
        if isinstance(found, Unscoped):
            return rows
        raise _refusal(self.model)


class SharedTenantManager(_NoneForAll[M]):
    """Shows the shared rows and those of the organization whose scope is open."""

    def get_queryset(self) -> models.QuerySet[M]:
        found = scope.active()
        rows = super().get_queryset()
        if isinstance(found, Scope):
            mine = models.Q(organization_id=found.organization_id)
            return rows.filter(mine | models.Q(organization_id=None))
        if isinstance(found, Unscoped):
            return rows
        raise _refusal(self.model)


class TenantModel(models.Model):
    """A row that belongs to exactly one organization."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")

    objects: TenantManager[Any] = TenantManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the organization of the open scope when none was given; raises `WrongOrganization`."""
        found = scope.active()
        if self.organization_id is None:
            self.organization_id = scope.current().organization_id
        elif isinstance(found, Scope) and found.organization_id != self.organization_id:
            raise WrongOrganization(
                f"This {self._meta.verbose_name} belongs to another organization than the open one."
            )
        super().save(*args, **kwargs)


class SharedTenantModel(models.Model):
    """A row that everybody may read (no organization) or that one organization keeps for itself."""

    organization = models.ForeignKey(
        "accounts.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: SharedTenantManager[Any] = SharedTenantManager()

    class Meta:
        abstract = True
