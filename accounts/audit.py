"""How is it recorded who did what? One append-only row, in the same transaction as the change."""

from typing import Any

from django.db import models

from accounts.models import AuditEntry, User
from credtrack.kernel import scope


def entry(
    actor: User | None,
    action: str,
    subject: models.Model,
    summary: str,
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Build (but do not save) an audit row, for bulk writers. `changes` maps field to [old, new]."""
    return AuditEntry(
        organization_id=scope.current().organization_id,
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:240],
        summary=summary[:400],
        changes=changes or {},
    )


def record(
    actor: User | None,
    action: str,
    subject: models.Model,
    summary: str,
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one audit row. `action` is "noun.verb"; `summary` a sentence without secrets."""
    row = entry(actor, action, subject, summary, changes)
    row.save(force_insert=True)
    return row


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """Return {field: [old, new]} as text for the fields that differ; nothing and "" are the same."""
    pairs = ((name, _text(before.get(name)), _text(value)) for name, value in after.items())
    return {name: [old, new] for name, old, new in pairs if old != new}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
