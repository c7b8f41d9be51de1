"""One row of an application's log: what happened, on which day, recorded when, by whom."""

from django.db import models

from accounts.tenancy import TenantModel
from credtrack.kernel.dates import day_words
from enrollments.enums import Source, Status, Verb
from enrollments.fold import LogRow
from enrollments.models.application import Application


class Transition(TenantModel):
    """Append-only: a wrong row is voided by a further one."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transitions")
    verb = models.CharField(max_length=10, choices=Verb.choices(), default=Verb.MOVE)
    # The status it was recorded from; back-dated rows may later come between.
    from_status = models.CharField(max_length=20, choices=Status.choices(), blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices(), blank=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices(), default=Source.PERSON)
    facts = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=600, blank=True)
    voids = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="voided_by"
    )

    class Meta:
        ordering = ["occurred_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="transition_void_names_its_row",
                condition=models.Q(verb="void", voids__isnull=False)
                | (~models.Q(verb="void") & models.Q(voids__isnull=True)),
            ),
            models.CheckConstraint(
                name="transition_move_names_status",
                condition=~models.Q(verb="move") | ~models.Q(to_status=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "application", "occurred_on"], name="transition_by_application"
            ),
            models.Index(fields=["organization", "recorded_at"], name="transition_by_recording"),
        ]

    def __str__(self) -> str:
        to = f" to {self.get_to_status_display().lower()}" if self.verb == Verb.MOVE else ""
        return f"{self.get_verb_display().capitalize()}{to} on {day_words(self.occurred_on)}"

    def as_row(self) -> LogRow:
        """Return what the fold reads."""
        return LogRow(
            sequence=self.pk,
            verb=self.verb,
            occurred_on=self.occurred_on,
            to_status=self.to_status,
            facts=self.facts,
            voids=self.voids_id,
            recorded_at=self.recorded_at,
            opens=self.verb == Verb.MOVE and not self.from_status,
        )
