"""How the audit trail is shown as a list, and the cells the room's lists share."""

from typing import Any

from django.db.models import QuerySet

from accounts.access import OrganizationRequest, can
from accounts.filters import AuditFilters
from accounts.models import AuditEntry
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.lists import Cell, Column, Empty, ListPage


def instant(value: Any) -> Cell:
    """Return the day in the organization's zone, the time of day as a note."""
    if value is None:
        return Cell("")
    local = clock.local_time(value)
    return Cell(f"{local.day} {local:%b %Y}", note=f"{local:%H:%M}", css="nowrap")


def titled(text: str) -> Cell:
    """Return a text that may be cut off on the page, whole on hover."""
    return Cell(text, title=text)


def _changes(row: AuditEntry) -> str:
    """Return what changed as "field: old → new", one after the other."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {old or 'nothing'} \N{RIGHTWARDS ARROW} {new or 'nothing'}"
        for name, (old, new) in _pairs(row.changes)
    )


def _pairs(changes: dict[str, Any]) -> list[tuple[str, tuple[str, str]]]:
    """Return only what is a pair of old and new; rooms may keep other details beside."""
    return [
        (name, (str(value[0]), str(value[1])))
        for name, value in changes.items()
        if isinstance(value, list) and len(value) == 2
    ]


def _audit_rows(request: OrganizationRequest) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("actor")


AUDIT = ListPage(
    key="audit",
    title="Audit trail",
    noun=("entry", "entries"),
    queryset=_audit_rows,
    columns=(
        Column("at", "When", lambda row: instant(row.at), sort=("id",), export=lambda row: row.at),
        Column("actor", "Who", lambda row: str(row.actor) if row.actor else "CredTrack itself"),
        Column("summary", "What", lambda row: titled(row.summary)),
        Column("subject", "Record", lambda row: row.subject_label),
        Column("changes", "Changes", lambda row: titled(_changes(row))),
    ),
    sort="-at",
    filterset=AuditFilters,
    empty=Empty("Nothing has been recorded yet", "Every change leaves a line here.", icon="history"),
    may_export=lambda request: can(request.membership, Capability.VIEW_AUDIT, Capability.EXPORT),
)
