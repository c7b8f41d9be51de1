"""Which tables may never be changed: database triggers refuse UPDATE and DELETE on them.

A model says so with `append_only = True`. SQLite drops triggers whenever a migration rebuilds the
table, so they are created again after every `migrate`.
"""

from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION credtrack_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME; END $$
"""


def append_only_models() -> list[type[models.Model]]:
    """Return every model that declares itself append-only."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def drop_statements(vendor: str, table: str) -> list[str]:
    """Return the SQL that removes both triggers of `table`."""
    on_table = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb.lower()}"{on_table}' for verb in ("UPDATE", "DELETE")]


def create_statements(vendor: str, table: str) -> list[str]:
    """Return the SQL that adds a trigger against UPDATE and one against DELETE on `table`."""
    if vendor == "postgresql":
        return [
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION credtrack_append_only()"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def protect(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on every append-only table that exists; running it again changes nothing."""
    existing = set(connection.introspection.table_names())
    tables = [model._meta.db_table for model in append_only_models() if model._meta.db_table in existing]
    with connection.cursor() as cursor:
        if tables and connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in tables:
            for statement in drop_statements(connection.vendor, table):
                cursor.execute(statement)
            for statement in create_statements(connection.vendor, table):
                cursor.execute(statement)


def protect_after_migrate(using: str, **_: Any) -> None:
    """Receive Django's `post_migrate` for the kernel: the one signal this project listens to."""
    protect(connections[using])
