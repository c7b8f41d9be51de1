"""Who holds the agreement with a payer, and spans of participation that no application of ours tells."""

from django.db import models

from accounts.tenancy import TenantModel
from enrollments.enums import ContractScope, HolderKind, Purpose, RateVisibility, Route, Source


class Contract(TenantModel):
    """Recorded evidence: holder, controlling NPI and TIN are never inferred from a name."""

    payer = models.ForeignKey("payers.Payer", on_delete=models.PROTECT, related_name="contracts")
    # Empty: every plan of the payer.
    plan = models.ForeignKey("payers.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(
        "providers.Practice", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    holder_kind = models.CharField(max_length=12, choices=HolderKind.choices(), default=HolderKind.UNKNOWN)
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_name = models.CharField(max_length=160, blank=True)
    scope = models.CharField(max_length=10, choices=ContractScope.choices(), default=ContractScope.GROUP)
    mode = models.CharField(max_length=10, choices=Route.choices(), default=Route.DIRECT)
    controlling_npi = models.CharField(max_length=10, blank=True)
    controlling_tin = models.ForeignKey(
        "providers.TaxIdentity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    executed_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The day it renews itself unless notice was given in time, and the first day terms may be reopened.
    renews_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    renegotiable_from = models.DateField(null=True, blank=True)
    # Where the notice clause stands, for example "Agreement, section 8.2".
    notice_source = models.CharField(max_length=200, blank=True)
    rate_visibility = models.CharField(
        max_length=8, choices=RateVisibility.choices(), default=RateVisibility.UNKNOWN
    )
    fee_note = models.CharField(max_length=200, blank=True)
    # To whom the payer pays, as the contract says; the tax identity where it is one of ours.
    pay_to = models.CharField(max_length=160, blank=True)
    pay_to_tin = models.ForeignKey(
        "providers.TaxIdentity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # TherAssist, "Credentialing vs. Contracting": what an agreement settles, in a line each.
    covered_services = models.CharField(max_length=300, blank=True)
    compliance_note = models.CharField(max_length=300, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        "providers.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=10, choices=Source.choices(), default=Source.PERSON)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["payer__name", "id"]
        constraints = [
            models.CheckConstraint(
                name="contract_platform_named",
                condition=~models.Q(holder_kind="platform") | models.Q(platform__isnull=False),
                violation_error_message="Name the platform that holds the contract.",
            ),
            models.CheckConstraint(
                name="contract_dates_in_order",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(effective_on__isnull=True)
                | models.Q(ends_on__gte=models.F("effective_on")),
                violation_error_message="The contract cannot end before it takes effect.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "payer", "practice"], name="contract_by_payer"),
            models.Index(fields=["organization", "provider"], name="contract_by_provider"),
        ]

    def __str__(self) -> str:
        holder = self.platform or self.practice or self.provider or self.holder_name
        return f"{self.payer} contract of {holder}"


class ContractPractice(TenantModel):
    """A further practice that an individual contract covers, and the tax identity paid for work there."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="also_covers")
    practice = models.ForeignKey("providers.Practice", on_delete=models.PROTECT, related_name="+")
    pay_to_tin = models.ForeignKey(
        "providers.TaxIdentity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["practice__legal_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "practice"],
                name="contract_practice_once",
                violation_error_message="This practice is already covered by the contract.",
            ),
        ]
        indexes = [models.Index(fields=["organization", "practice"], name="contract_practice_by_practice")]

    def __str__(self) -> str:
        return f"{self.contract}, also {self.practice}"


class Participation(TenantModel):
    """A network span recorded as such, for example through a platform. Our own come from applications."""

    provider = models.ForeignKey(
        "providers.Provider", on_delete=models.PROTECT, related_name="participations"
    )
    # The practice whose network picture it belongs to, even where a platform holds the contract.
    practice = models.ForeignKey(
        "providers.Practice", on_delete=models.PROTECT, related_name="participations"
    )
    plan = models.ForeignKey("payers.Plan", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=2, blank=True)
    contract = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    platform = models.ForeignKey(
        "payers.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    effective_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    # GetPaneled: a platform as a bridge while direct contracts are built; look at it again on that day.
    purpose = models.CharField(max_length=10, choices=Purpose.choices(), default=Purpose.UNDECIDED)
    review_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    end_recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["effective_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="participation_dates_in_order",
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("effective_on")),
                violation_error_message="The participation cannot end before it takes effect.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "provider", "plan"], name="participation_by_provider"),
            models.Index(fields=["organization", "platform"], name="participation_by_platform"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} in {self.plan} from {self.effective_on}"
