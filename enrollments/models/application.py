"""One request to one payer, with the state its timeline folds to kept beside it for reading."""

from django.db import models
from django.db.models.functions import Coalesce

from accounts.tenancy import TenantModel
from enrollments.enums import Clock, ContractTrack, Kind, Route, Status
from enrollments.states import OPEN

_OPEN_VALUES = sorted(status.value for status in OPEN)


class Application(TenantModel):
    """`transitions.py` is the only writer of the cached state; nothing else assigns it."""

    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="applications")
    # Empty for a group application: the practice itself applies.
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices())
    route = models.CharField(max_length=10, choices=Route.choices(), default=Route.DIRECT)
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        "enrollments.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    portal_url = models.URLField(blank=True)

    # What the log folds to.
    status = models.CharField(max_length=20, choices=Status.choices())
    status_since = models.DateField()
    status_reason = models.CharField(max_length=400, blank=True)
    contract_track = models.CharField(
        max_length=20, choices=ContractTrack.choices(), default=ContractTrack.NOT_STARTED
    )
    blocked_reason = models.CharField(max_length=300, blank=True)
    blocked_since = models.DateField(null=True, blank=True)
    blocked_by = models.CharField(max_length=10, choices=Clock.choices(), blank=True)
    opened_on = models.DateField()
    submitted_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    complete_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    group_link_on = models.DateField(null=True, blank=True)
    requested_effective_on = models.DateField(null=True, blank=True)
    loaded_on = models.DateField(null=True, blank=True)
    activated_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    payer_assigned_id = models.CharField(max_length=60, blank=True)
    method = models.CharField(max_length=60, blank=True)

    # Whose turn it is: the status, a block and the missing items decide (`clocks.clock_of`).
    clock = models.CharField(max_length=10, choices=Clock.choices(), default=Clock.OURS)

    # What the contact log, the open follow-ups and the missing items add up to.
    follow_up_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    last_said = models.CharField(max_length=300, blank=True)
    # The number a payer gave in the last contact; `reference` is the application's own.
    last_reference = models.CharField(max_length=80, blank=True)
    missing_count = models.PositiveSmallIntegerField(default=0)
    missing_from_clinician = models.PositiveSmallIntegerField(default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "practice", "payer", "state", "kind"],
                condition=models.Q(status__in=_OPEN_VALUES, provider__isnull=False),
                name="application_open_once_per_clinician",
                violation_error_message="An open application for this clinician, payer, state and kind exists.",
            ),
            models.UniqueConstraint(
                fields=["practice", "payer", "state", "kind"],
                condition=models.Q(status__in=_OPEN_VALUES, provider__isnull=True),
                name="application_open_once_per_group",
                violation_error_message="An open application for this practice, payer, state and kind exists.",
            ),
            models.CheckConstraint(
                name="application_approved_has_decision",
                condition=~models.Q(status="approved") | models.Q(decided_on__isnull=False),
                violation_error_message="An approved application needs the day of the decision.",
            ),
            models.CheckConstraint(
                name="application_active_has_effective_date",
                condition=~models.Q(status="active") | models.Q(effective_on__isnull=False),
                violation_error_message="An active application needs an effective date.",
            ),
            models.CheckConstraint(
                name="application_end_has_reason",
                condition=~models.Q(status__in=["denied", "returned", "withdrawn", "declined_by_us", "ended"])
                | ~models.Q(status_reason=""),
                violation_error_message="An application that was stopped needs the reason.",
            ),
            models.CheckConstraint(
                name="application_block_has_day",
                condition=models.Q(blocked_reason="", blocked_since__isnull=True)
                | (~models.Q(blocked_reason="") & models.Q(blocked_since__isnull=False)),
            ),
            models.CheckConstraint(
                name="application_delegated_names_platform",
                condition=models.Q(route="direct") | models.Q(platform__isnull=False),
                violation_error_message="A delegated application names the platform it goes through.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "follow_up_on"], name="app_by_status"),
            models.Index(
                fields=["organization", "payer", "status", "follow_up_on", "id"], name="app_by_payer_status"
            ),
            models.Index(fields=["organization", "follow_up_on", "id"], name="app_by_follow_up"),
            models.Index(fields=["organization", "practice", "status"], name="app_by_practice"),
            models.Index(fields=["organization", "provider"], name="app_by_provider"),
            models.Index(fields=["organization", "reference"], name="app_by_reference"),
            # What changed this week is a handful of the newest.
            models.Index(fields=["organization", "status_since"], name="app_by_status_since"),
            # How long each payer took is counted from this index alone.
            models.Index(
                fields=["organization", "payer", "decided_on", "submitted_on", "state"],
                name="app_by_decision",
                condition=models.Q(decided_on__isnull=False, submitted_on__isnull=False),
            ),
            # Few applications owe an answer, and the day's page asks for them by day.
            models.Index(
                fields=["organization", "answer_due_on"],
                name="app_by_answer_due",
                condition=models.Q(answer_due_on__isnull=False),
            ),
            # The day's page shows the first sixty of tens of thousands: longest unheard of, longest undated.
            models.Index(
                models.F("organization"),
                Coalesce("last_contact_on", "submitted_on", "status_since"),
                models.F("id"),
                name="app_by_silence",
                condition=models.Q(clock="payer"),
            ),
            models.Index(
                fields=["organization", "status_since", "id"],
                name="app_undated",
                condition=models.Q(
                    clock__in=["ours", "clinician"], follow_up_on__isnull=True, answer_due_on__isnull=True
                ),
            ),
        ]

    def __str__(self) -> str:
        who = self.provider or self.practice
        place = f", {self.state}" if self.state else ""
        return f"{who} at {self.payer}{place}: {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Say whether the key is still taken: no second application like it may be opened."""
        return self.status in _OPEN_VALUES


class ApplicationPlan(TenantModel):
    """One plan of an application; a batch may be approved for some plans and closed for others."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="plans")
    # The application's, which never changes: the network of one practice reads its rows by it, and
    # without it reads those of everybody.
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("payers.Plan", on_delete=models.PROTECT, related_name="+")
    # Empty follows the application; otherwise the plan's own outcome.
    outcome = models.CharField(max_length=20, choices=Status.choices(), blank=True)
    effective_on = models.DateField(null=True, blank=True)
    payer_assigned_id = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan__name"]
        constraints = [
            models.UniqueConstraint(fields=["application", "plan"], name="application_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}"
