"""What somebody confirmed with the payer before claims go out: who, when, by which evidence."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import Channel, Confirmed, Source


class Confirmation(TenantModel):
    """Append-only: what proves wrong is withdrawn by a further row, which names it in `withdraws`."""

    append_only = True

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="confirmations")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="confirmations")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    # Empty: it holds for every plan of the payer; state likewise.
    plan = models.ForeignKey("payers.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=16, choices=Confirmed.choices())
    # The day the payer said so, and what it said: an effective or link date, an ID, a clearinghouse route.
    confirmed_on = models.DateField()
    value_on = models.DateField(null=True, blank=True)
    value = models.CharField(max_length=160, blank=True)
    person = models.CharField("who confirmed it", max_length=120, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices(), default=Channel.LETTER)
    evidence = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        "enrollments.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices(), default=Source.PERSON)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="confirmation_has_evidence",
                condition=models.Q(withdraws__isnull=False)
                | ~models.Q(evidence="")
                | models.Q(document__isnull=False),
                violation_error_message="Say what proves it: a letter, a portal page, a call with its number.",
            ),
            models.CheckConstraint(
                name="confirmation_of_date_has_day",
                condition=~models.Q(kind__in=["effective_date", "group_link"])
                | models.Q(value_on__isnull=False)
                | models.Q(withdraws__isnull=False),
                violation_error_message="Give the date that was confirmed.",
            ),
            models.CheckConstraint(
                name="confirmation_of_id_has_value",
                condition=~models.Q(kind__in=["provider_id", "claims_route"])
                | ~models.Q(value="")
                | models.Q(withdraws__isnull=False),
                violation_error_message="Give what was confirmed: the ID, or the route claims take.",
            ),
            models.CheckConstraint(
                name="confirmation_withdrawn_with_reason",
                condition=models.Q(withdraws__isnull=True) | ~models.Q(reason=""),
                violation_error_message="Say why the confirmation no longer holds.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "practice", "payer", "provider"], name="confirmation_by_practice"
            ),
            models.Index(fields=["organization", "provider"], name="confirmation_by_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.provider} at {self.payer}"
