"""The payer (a contracting entity), its plans by line of business, and the names people type for it."""

from typing import Any

from django.db import models

from payers.enums import LineOfBusiness
from payers.models.catalogue import CatalogueModel, Sourced

ALL_STATES = "all"


def pack_states(codes: list[str]) -> str:
    """Return codes as stored: " MD VA ", so that one can be searched for with a blank on both sides."""
    return f" {' '.join(codes)} " if codes else ""


class Payer(CatalogueModel, Sourced):
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    # The name in lower case: SQLite sorts capitals first, so lists sort by this.
    sort_name = models.CharField(max_length=120, editable=False, default="")
    # A Medicaid or Medicare Advantage subsidiary with its own application is a payer of its own.
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries"
    )
    # Names such as "Medicaid" or "BCBS" stand for one member of a family per state.
    family = models.CharField(max_length=30, blank=True)
    states = models.CharField(max_length=200, blank=True)
    behavioral_health_administered_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="administers_for"
    )
    website = models.URLField(max_length=200, blank=True)
    portal_url = models.URLField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(organization=None), name="shared_payer_slug_once"
            ),
            models.UniqueConstraint(fields=["organization", "slug"], name="own_payer_slug_once"),
        ]
        indexes = [models.Index(fields=["organization", "sort_name"], name="payer_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort name in step with the name."""
        self.sort_name = self.name.lower()
        super().save(*args, **kwargs)

    @property
    def states_served(self) -> list[str]:
        """Return the postal codes of the states served; `["all"]` for every state, empty if not known."""
        return self.states.split()

    def serves(self, state: str) -> bool:
        """Say whether the payer works in `state`; unknown counts as yes."""
        served = self.states_served
        return not served or ALL_STATES in served or state in served


class PayerAlias(CatalogueModel):
    payer = models.ForeignKey(Payer, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    # What `matching.key` makes of the text: what two spellings of one name have in common.
    normalized = models.CharField(max_length=140)

    class Meta:
        verbose_name_plural = "payer aliases"
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["normalized"], condition=models.Q(organization=None), name="shared_alias_once"
            ),
            models.UniqueConstraint(fields=["organization", "normalized"], name="own_alias_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Plan(CatalogueModel):
    payer = models.ForeignKey(Payer, on_delete=models.CASCADE, related_name="plans")
    name = models.CharField(max_length=140)
    slug = models.SlugField(max_length=100)
    line_of_business = models.CharField(max_length=24, choices=LineOfBusiness.choices())
    # The plans an application covers when it names none.
    is_default = models.BooleanField(default=False)
    states = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["payer", "-is_default", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "slug"], condition=models.Q(organization=None), name="shared_plan_slug_once"
            ),
            models.UniqueConstraint(fields=["organization", "payer", "slug"], name="own_plan_slug_once"),
        ]
        indexes = [models.Index(fields=["organization", "line_of_business"], name="plan_by_line")]

    def __str__(self) -> str:
        return self.name
