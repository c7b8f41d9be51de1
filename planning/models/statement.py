"""What a payer, platform or partner said about a thing: kept apart from facts. Append-only."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import Channel
from planning.enums import About, Form, Speaker


class Statement(TenantModel):
    """A claim somebody made. It becomes a fact only when something is recorded elsewhere with evidence."""

    append_only = True

    speaker = models.CharField(max_length=10, choices=Speaker.choices())
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payer = models.ForeignKey(
        "payers.Payer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    practice = models.ForeignKey(
        "providers.Practice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=20, choices=About.choices())
    # Which way it points, so that two can be held against each other: "yes", "no", "30", empty for neither.
    position = models.CharField(max_length=40, blank=True)
    content = models.TextField()
    person = models.CharField("who said it", max_length=120, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices())
    form = models.CharField(max_length=8, choices=Form.choices())
    said_on = models.DateField()
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A statement that settles earlier ones, in writing, or withdraws one that was noted wrongly.
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="statement_written_has_document_or_channel",
                condition=~models.Q(form="written") | ~models.Q(channel="call"),
                violation_error_message="A call is not in writing. Choose the letter, e-mail or portal message.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "about", "payer"], name="statement_by_subject"),
            models.Index(fields=["organization", "platform"], name="statement_by_platform"),
        ]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()} on {self.get_about_display().lower()}"
