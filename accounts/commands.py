"""How a management command enters an organization: by its slug, with the scope open while it answers."""

from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import CommandError

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel.commands import JsonCommand


class OrganizationCommand(JsonCommand):
    """A command that works inside the organization named by `--organization SLUG`."""

    needs_organization = True

    def organization_scope(self, slug: str) -> AbstractContextManager[Any]:
        """Open the organization; raises `CommandError` naming the known slugs when there is none."""
        found = Organization.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organization.objects.order_by("slug").values_list("slug", flat=True)[:20])
            raise CommandError(
                f"There is no organization with the slug {slug!r}. Known: {known or 'none yet'}."
            )
        return organization_scope(found)
