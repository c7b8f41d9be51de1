"""How imports are shown as lists: the history, and the applications one import wrote."""

from typing import Any

from django.db.models import QuerySet

from accounts.access import OrganizationRequest
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage
from enrollments.enums import Status
from exchange.models import ImportedRow, ImportRun
from exchange.visibility import visible_runs


def _runs(request: OrganizationRequest) -> QuerySet[ImportRun]:
    return visible_runs(request.membership).select_related("actor")


RUNS = ListPage(
    key="imports",
    title="Imports",
    noun=("import", "imports"),
    queryset=_runs,
    columns=(
        Column("file", "Spreadsheet", lambda row: row.file_name, sort=("file_name", "pk")),
        Column("applied", "Applied", lambda row: row.applied_at, sort=("applied_at", "pk")),
        Column(
            "by",
            "By",
            lambda row: str(row.actor) if row.actor else "Command line",
            sort=("actor__name", "pk"),
        ),
        Column("created", "Created", lambda row: row.created, sort=("created", "pk"), css="num"),
        Column("updated", "Updated", lambda row: row.updated, sort=("updated", "pk"), css="num"),
        Column("unchanged", "Left alone", lambda row: row.unchanged, sort=("unchanged", "pk"), css="num"),
        Column("refused", "Refused", lambda row: row.refused, sort=("refused", "pk"), css="num"),
    ),
    sort="-applied",
    row_url=lambda row: org_reverse("exchange:run", row.pk),
    empty=Empty(
        "No spreadsheet has been applied yet",
        "Bring the tracker you use today. You see row by row what would happen before anything is saved.",
        icon="folder-up",
        action_label="Bring a spreadsheet",
        action_url=lambda request: org_reverse("exchange:upload"),
    ),
)


def _written(request: OrganizationRequest) -> QuerySet[ImportedRow]:
    match = request.resolver_match
    run = match.kwargs["pk"] if match else 0
    rows: QuerySet[ImportedRow] = ImportedRow.objects.filter(
        run=run, run__in=visible_runs(request.membership)
    )
    return rows.select_related(
        "application", "application__provider", "application__practice", "application__payer"
    )


def _status(row: Any) -> Cell:
    application = row.application
    return Cell(Status(application.status).label, chip=application.status, since=application.status_since)


WRITTEN = ListPage(
    key="imported-rows",
    title="Applications of this import",
    noun=("application", "applications"),
    queryset=_written,
    columns=(
        Column(
            "who",
            "Clinician or practice",
            lambda row: str(row.application.provider or row.application.practice),
            sort=("application__provider__sort_name", "application__practice__legal_name", "pk"),
        ),
        Column(
            "payer", "Payer", lambda row: str(row.application.payer), sort=("application__payer__name", "pk")
        ),
        Column("state", "State", lambda row: row.application.state, sort=("application__state", "pk")),
        Column("status", "Status", _status, sort=("application__status", "pk")),
        Column("outcome", "What was done", lambda row: row.outcome.capitalize(), sort=("outcome", "pk")),
        Column("sheet", "Sheet", lambda row: row.sheet, sort=("sheet", "row", "pk")),
        Column("row", "Row", lambda row: row.cell or row.row, sort=("row", "pk"), css="num"),
    ),
    sort="sheet",
    row_url=lambda row: org_reverse("enrollments:detail", row.application_id),
    empty=Empty(
        "No application was created or changed",
        "Everything in the file was known already, or a later import has spoken of it since.",
    ),
)
