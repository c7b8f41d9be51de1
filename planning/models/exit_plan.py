"""Leaving a platform as a project: who, by when, under which clause, with which letters."""

from django.db import models

from accounts.tenancy import TenantModel
from planning.enums import ExitState, LetterOutcome


class ExitPlan(TenantModel):
    """The dates that are chosen; everything that follows from them is computed anew at each look."""

    name = models.CharField(max_length=120)
    platform = models.ForeignKey("payers.Platform", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ExitState.choices(), default=ExitState.PLANNED)
    notice_days = models.PositiveSmallIntegerField()
    notice_source = models.CharField(max_length=200, blank=True)
    # Chosen or given; empty while only the planner has proposed one.
    notice_on = models.DateField(null=True, blank=True)
    depanel_min_days = models.PositiveSmallIntegerField(default=0)
    depanel_max_days = models.PositiveSmallIntegerField(default=0)
    depanel_source = models.CharField(max_length=200, blank=True)
    # The expected gap a payer may have, in calendar days, that the user can bear.
    gap_limit_days = models.PositiveSmallIntegerField(default=14)
    horizon_months = models.PositiveSmallIntegerField(default=24)
    note = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="exit_plan_name_once",
                violation_error_message="Another exit plan has this name. Choose a further one.",
            ),
            models.CheckConstraint(
                name="exit_plan_depanel_in_order",
                condition=models.Q(depanel_max_days__gte=models.F("depanel_min_days")),
                violation_error_message="The shorter time to leave the panel comes first.",
            ),
        ]
        indexes = [models.Index(fields=["organization", "platform"], name="exit_plan_by_platform")]

    def __str__(self) -> str:
        return self.name


class ExitClinician(TenantModel):
    """A clinician who leaves with the plan."""

    plan = models.ForeignKey(ExitPlan, on_delete=models.CASCADE, related_name="clinicians")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["provider__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "provider"], name="exit_clinician_once"),
        ]
        indexes = [models.Index(fields=["organization", "provider"], name="exit_clinician_by_provider")]

    def __str__(self) -> str:
        return f"{self.provider} in {self.plan}"


class ExitStage(TenantModel):
    """A payer that is left on a day of its own, when the exit goes in stages."""

    plan = models.ForeignKey(ExitPlan, on_delete=models.CASCADE, related_name="stages")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    notice_on = models.DateField(null=True, blank=True)
    # The day applications to this payer are sent, for those not opened yet.
    apply_on = models.DateField(null=True, blank=True)
    # The payer gives no date until it has the platform's letter.
    letter_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["payer__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "payer"], name="exit_stage_once"),
        ]
        indexes = [models.Index(fields=["organization", "payer"], name="exit_stage_by_payer")]

    def __str__(self) -> str:
        return f"{self.payer} in {self.plan}"


class ReleaseLetter(TenantModel):
    """A letter that a payer demands from the platform. Each word on it is a further row. Append-only."""

    append_only = True

    platform = models.ForeignKey("payers.Platform", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=LetterOutcome.choices())
    occurred_on = models.DateField()
    requested_from = models.CharField(max_length=160, blank=True)
    required_by = models.CharField("who requires it", max_length=160, blank=True)
    said = models.CharField(max_length=400, blank=True)
    escalation = models.CharField(max_length=400, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The application that was blocked or freed by it.
    application = models.ForeignKey(
        "enrollments.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["occurred_on", "id"]
        indexes = [
            models.Index(fields=["organization", "provider", "payer"], name="release_letter_by_provider"),
            models.Index(fields=["organization", "platform"], name="release_letter_by_platform"),
        ]

    def __str__(self) -> str:
        return f"Release letter of {self.platform} for {self.provider}, {self.payer}"
