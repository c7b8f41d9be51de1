"""The sourced fact: one number or sentence, what it applies to, where it comes from, when it counts."""

from django.db import models

from payers.enums import LineOfBusiness, Mode, RuleKind, Standing, Unit
from payers.models.catalogue import CatalogueModel, Sourced
from payers.models.payer import Payer, Plan


class Rule(CatalogueModel, Sourced):
    # Names a shared row in the data files for good; own rows need none.
    key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=RuleKind.choices())
    # Selectors: an empty one applies to all.
    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.CASCADE, related_name="rules")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="rules")
    family = models.CharField(max_length=30, blank=True)
    line_of_business = models.CharField(max_length=24, choices=LineOfBusiness.choices(), blank=True)
    state = models.CharField(max_length=2, blank=True)
    mode = models.CharField(max_length=20, choices=Mode.choices(), blank=True)
    application_kind = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=20, blank=True)
    value_min = models.PositiveIntegerField(null=True, blank=True)
    value_max = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=16, choices=Unit.choices(), blank=True)
    text = models.CharField(max_length=400, blank=True)
    clock_starts = models.CharField(max_length=100, blank=True)
    citation = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices(), default=Standing.IN_FORCE)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    # The shared row that an organization put its own value in place of.
    overrides = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="overridden_by"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(organization=None), name="shared_rule_key_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "overrides", "payer"],
                condition=models.Q(overrides__isnull=False),
                name="one_override_per_rule",
                violation_error_message="Your organization already has its own value here. Change that one.",
            ),
            models.CheckConstraint(
                condition=models.Q(value_min=None)
                | models.Q(value_max=None)
                | models.Q(value_min__lte=models.F("value_max")),
                name="rule_values_in_order",
                violation_error_message="The smaller value comes first.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "kind"], name="rule_by_kind"),
            models.Index(fields=["payer", "kind"], name="rule_by_payer"),
        ]

    def __str__(self) -> str:
        where = self.payer or self.state or self.get_line_of_business_display() or "any payer"
        return f"{self.get_kind_display()}, {where}"
