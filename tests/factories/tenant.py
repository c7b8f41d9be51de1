"""How a factory makes a tenant row: in the organization it is given, or in the one whose scope is open."""

import datetime as dt
from typing import Any

import factory
from django.db import models

from accounts.tenancy import organization_scope
from credtrack.kernel import clock


def today() -> dt.date:
    """Return the day in the zone organizations have unless told otherwise; in UTC it is often tomorrow already."""
    return clock.today("America/New_York")


class TenantFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]  # factory-boy ships no types
    """Base of every factory of a `TenantModel`; `organization=` is optional inside an open scope.

    `class Meta: abstract = True` is not inherited; give `model` as usual.
    """

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> models.Model:
        organization = kwargs.get("organization")
        if organization is None:
            kwargs.pop("organization", None)
            return super()._create(model_class, *args, **kwargs)  # type: ignore[no-any-return]
        with organization_scope(organization):
            return super()._create(model_class, *args, **kwargs)  # type: ignore[no-any-return]
