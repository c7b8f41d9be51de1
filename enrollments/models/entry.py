"""One contact or note: who said what, when, with which reference and which promised turnaround."""

from django.db import models

from accounts.tenancy import TenantModel
from credtrack.kernel.dates import day_words
from enrollments.enums import Channel, DayUnit, Source, Visibility
from enrollments.models.application import Application


class Entry(TenantModel):
    """Append-only: a wrong entry is voided by a further one."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="entries")
    channel = models.CharField(max_length=10, choices=Channel.choices())
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    person = models.CharField("who was spoken to", max_length=120, blank=True)
    reference = models.CharField("reference number", max_length=80, blank=True)
    said = models.TextField("what was said", blank=True)
    quoted_min = models.PositiveSmallIntegerField("quoted turnaround, from", null=True, blank=True)
    quoted_max = models.PositiveSmallIntegerField("quoted turnaround, to", null=True, blank=True)
    quoted_unit = models.CharField(max_length=10, choices=DayUnit.choices(), blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices(), default=Visibility.INTERNAL)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # One call about several applications writes one entry on each, all with this number.
    call_id = models.UUIDField(null=True, blank=True)
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices(), default=Source.PERSON)
    voids = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="voided_by"
    )

    class Meta:
        ordering = ["occurred_on", "id"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                name="entry_turnaround_in_order",
                condition=models.Q(quoted_min__isnull=True)
                | models.Q(quoted_max__isnull=True)
                | models.Q(quoted_max__gte=models.F("quoted_min")),
                violation_error_message="The quoted turnaround runs from the smaller to the larger number.",
            ),
            models.CheckConstraint(
                name="entry_turnaround_has_unit",
                condition=models.Q(quoted_max__isnull=True) | ~models.Q(quoted_unit=""),
                violation_error_message="Say whether the payer counts calendar or business days.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "application", "occurred_on"], name="entry_by_application"),
            models.Index(fields=["organization", "reference"], name="entry_by_reference"),
            # Few contacts quote a turnaround, and reminders ask for those by day.
            models.Index(
                fields=["organization", "occurred_on"],
                name="entry_with_turnaround",
                condition=models.Q(quoted_max__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} on {day_words(self.occurred_on)}"
