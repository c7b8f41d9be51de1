"""The platform that may hold a contract in our place, and what it says about itself."""

from django.db import models

from payers.enums import PlatformKind, PlatformTopic, Unit
from payers.models.catalogue import CatalogueModel, Sourced


class Platform(CatalogueModel, Sourced):
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=PlatformKind.choices(), default=PlatformKind.PLATFORM)
    website = models.URLField(max_length=200, blank=True)
    aliases = models.CharField(max_length=200, blank=True)
    # Mechanics nobody has checked are shown as unverified and drive nothing.
    is_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(organization=None), name="shared_platform_slug_once"
            ),
            models.UniqueConstraint(fields=["organization", "slug"], name="own_platform_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformPromise(CatalogueModel, Sourced):
    """One sourced statement about a platform; statements that contradict each other both stay."""

    key = models.CharField(max_length=60, blank=True)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="promises")
    topic = models.CharField(max_length=20, choices=PlatformTopic.choices())
    statement = models.CharField(max_length=400)
    value_min = models.PositiveIntegerField(null=True, blank=True)
    value_max = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=16, choices=Unit.choices(), blank=True)
    is_verified = models.BooleanField(default=False)
    contradicts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["platform", "topic", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(organization=None), name="shared_promise_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_topic_display().lower()}"
