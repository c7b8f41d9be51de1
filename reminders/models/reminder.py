"""One telling of one dated fact to one person: the ledger that makes planning and sending repeatable."""

from django.db import models

from accounts.tenancy import TenantModel
from reminders.enums import Kind, State, Urgency


class Reminder(TenantModel):
    """`planner.py` writes the rows, `digests.py` sends them, `snoozing.py` puts them off.

    The unique key is what a second run, a second worker and a re-run after a crash stumble over.
    Rows are never deleted: the ledger tells what was sent, and why something was not.
    """

    kind = models.CharField(max_length=30, choices=Kind.choices())
    # The number of the record that `kinds.KINDS[kind].subject` names: no foreign key, so the ledger
    # outlives it.
    subject_id = models.BigIntegerField()
    due_on = models.DateField()
    # Calendar or business days before `due_on`, as the kind counts them; negative after it.
    lead = models.SmallIntegerField()
    recipient = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    # The date in the record that `due_on` was worked out from; while it stands, the reminder holds.
    base_on = models.DateField(null=True, blank=True)
    send_on = models.DateField()
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    at_once = models.BooleanField(default=False)
    by_mail = models.BooleanField(default=True)
    # Written by a person who put another reminder off, not worked out from the kind's leads.
    put_off = models.BooleanField(default=False)

    # What it is about, for grouping, for links and for who may still see it.
    application = models.ForeignKey(
        "enrollments.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    practice = models.ForeignKey(
        "providers.Practice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payer = models.ForeignKey(
        "payers.Payer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The words as they were when it was planned.
    what = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)

    state = models.CharField(max_length=10, choices=State.choices(), default=State.PLANNED)
    # Still asks for something: what the list in the application shows.
    is_open = models.BooleanField(default=True)
    reason = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        "accounts.OutboxMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["send_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "subject_id", "due_on", "lead", "recipient"],
                name="reminder_ledger_key",
            ),
            models.CheckConstraint(
                name="reminder_unsent_says_why",
                condition=~models.Q(state__in=["superseded", "missed", "snoozed"]) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="reminder_told_names_mail",
                condition=~models.Q(state="told") | models.Q(message__isnull=False),
            ),
        ]
        indexes = [
            # What the next digest and the list of a person read.
            models.Index(
                fields=["organization", "recipient", "send_on"],
                name="reminder_open",
                condition=models.Q(is_open=True),
            ),
            # What is still to be sent, whoever gets it.
            models.Index(
                fields=["organization", "send_on"],
                name="reminder_unsent",
                condition=models.Q(state="planned"),
            ),
            models.Index(fields=["organization", "-send_on", "-id"], name="reminder_newest"),
            models.Index(fields=["organization", "kind", "subject_id"], name="reminder_by_subject"),
            models.Index(fields=["message"], name="reminder_by_message"),
        ]

    def __str__(self) -> str:
        return self.what
