"""The audit trail cannot be changed or emptied, whatever the code above it tries."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditEntry, Organization, User
from credtrack.kernel.append_only import append_only_models, protect
from credtrack.kernel.scope import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(maple: Organization, owner: User, in_scope: Scope) -> AuditEntry:
    return audit.record(owner, "organization.changed", maple, "Changed the time zone")


def test_a_row_cannot_be_updated(row: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).update(summary="Nothing happened")


def test_a_row_cannot_be_deleted(row: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).delete()


def _trigger_names() -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def test_every_append_only_table_has_both_triggers_after_migrate() -> None:
    expected = {
        f"{model._meta.db_table}_no_{verb}" for model in append_only_models() for verb in ("update", "delete")
    }

    assert AuditEntry in append_only_models()
    assert expected <= _trigger_names()


def test_protecting_twice_changes_nothing() -> None:
    before = _trigger_names()

    protect(connection)

    assert _trigger_names() == before


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_can_be_cleaned_up_and_the_triggers_return(row: AuditEntry) -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, inhibit_post_migrate=True)

    assert f"{AuditEntry._meta.db_table}_no_delete" in _trigger_names()
