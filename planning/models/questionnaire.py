"""What a platform, delegate or partner was asked, and what it answered: kept as it was said."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import Channel
from planning.enums import Outcome, Template


class Questionnaire(TenantModel):
    """One list of questions put to one party, scoped as terms vary: platform, state, payer, day."""

    template = models.CharField(max_length=10, choices=Template.choices())
    # The wording of the questions as it stood when this one was begun.
    template_version = models.PositiveSmallIntegerField(default=1)
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner_name = models.CharField(max_length=160, blank=True)
    practice = models.ForeignKey(
        "providers.Practice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payer = models.ForeignKey(
        "payers.Payer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=2, blank=True)
    asked_on = models.DateField()
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="questionnaire_names_party",
                condition=models.Q(platform__isnull=False) | ~models.Q(partner_name=""),
                violation_error_message="Say who was asked: a platform, or a partner by name.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "platform", "-asked_on"], name="questionnaire_by_platform"),
            models.Index(fields=["organization", "-asked_on"], name="questionnaire_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_template_display()}: {self.platform or self.partner_name}"


class Answer(TenantModel):
    """One answer, never changed: a later answer to the same question is a further row with the next number."""

    append_only = True

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=12, choices=Outcome.choices())
    text = models.TextField(blank=True)
    answered_by = models.CharField("who answered", max_length=120, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices())
    answered_on = models.DateField()
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "question", "number"],
                name="answer_number_once",
                violation_error_message="Somebody answered this just now. Look at theirs first.",
            ),
            models.CheckConstraint(
                name="answer_has_text",
                condition=~models.Q(outcome="answered") | ~models.Q(text=""),
                violation_error_message="Write down what was answered.",
            ),
        ]
        indexes = [models.Index(fields=["organization", "questionnaire"], name="answer_by_questionnaire")]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_outcome_display().lower()}"
