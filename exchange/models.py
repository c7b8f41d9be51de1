"""What is kept of an import: the upload without its secrets, each run, and the last row per application."""

from django.db import models

from accounts.tenancy import TenantModel
from credtrack.kernel.words import Worded


class UploadState(Worded):
    """Where an upload stands."""

    OPEN = "open", "Being looked at"
    APPLIED = "applied", "Applied"
    DROPPED = "dropped", "Dropped"


class ImportUpload(TenantModel):
    """A file that was sent and read, but is not yet applied.

    The file itself is not kept: `cells` holds its cells without the columns and sheets that carry
    passwords, sign-ins or Social Security numbers, and is emptied once the upload is settled.
    """

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    cells = models.BinaryField(default=b"")
    # What a person has corrected: sheets, heading rows, columns, status words.
    mapping = models.JSONField(default=dict, blank=True)
    default_state = models.CharField(max_length=2, blank=True)
    practice = models.ForeignKey(
        "providers.Practice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A practice that does not exist yet, for the rows that name none.
    practice_name = models.CharField(max_length=160, blank=True)
    # The rows as they would be taken, packed; made again whenever the mapping changes.
    preview = models.BinaryField(default=b"")
    counts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=UploadState.choices(), default=UploadState.OPEN)
    uploaded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organization", "state", "-id"], name="upload_by_state")]

    def __str__(self) -> str:
        return self.file_name


class ImportRun(TenantModel):
    """One applied import: what it did, in numbers, and what it refused, in words."""

    upload = models.OneToOneField(
        ImportUpload, null=True, blank=True, on_delete=models.PROTECT, related_name="run"
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    no_application = models.PositiveIntegerField(default=0)
    new_clinicians = models.PositiveIntegerField(default=0)
    new_practices = models.PositiveIntegerField(default=0)
    new_payers = models.PositiveIntegerField(default=0)
    # The refused rows: sheet, row, cell, reason, words.
    refusals = models.JSONField(default=list, blank=True)
    # Of the sheets beside the applications: {"contracts": {"created": 2, "updated": 0, ...}}.
    ledger = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organization", "-id"], name="import_run_newest")]

    def __str__(self) -> str:
        return f"Import of {self.file_name}"


class ImportedRow(TenantModel):
    """The last row of a spreadsheet that spoke of an application, so that the same row changes nothing."""

    application = models.OneToOneField(
        "enrollments.Application", on_delete=models.CASCADE, related_name="imported_row"
    )
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    outcome = models.CharField(max_length=10)
    sheet = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    cell = models.CharField(max_length=12, blank=True)
    fingerprint = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organization", "run", "outcome"], name="imported_row_by_run")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.cell or self.row}"


class NameKind(Worded):
    """What a remembered name names."""

    PAYER = "payer", "Payer"
    PRACTICE = "practice", "Practice"
    CLINICIAN = "clinician", "Clinician"
    # The label of a row of the sheet Contracts, and the fingerprint of any row of such a sheet.
    CONTRACT = "contract", "Contract"
    ROW = "row", "Row of a sheet"


class RememberedName(TenantModel):
    """What a name in a spreadsheet meant last time, so that renaming the record makes no second one."""

    kind = models.CharField(max_length=10, choices=NameKind.choices())
    key = models.CharField(max_length=260)
    # Of the kind's own table; a record that is gone is simply not found.
    record_id = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "key"], name="remembered_name_once"),
        ]

    def __str__(self) -> str:
        return self.key
