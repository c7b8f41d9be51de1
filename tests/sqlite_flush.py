"""How tests that commit are cleaned up on SQLite: append-only triggers step aside for the flush.

Django empties tables with DELETE there, which the triggers refuse; PostgreSQL truncates, which fires
no row trigger. Only the flush of a test database goes through here, never a line of the product.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

# From `base`, which imports it in the order that works when another database is in use.
from django.db.backends.sqlite3.base import DatabaseOperations  # type: ignore[attr-defined]

from credtrack.kernel.append_only import append_only_models, create_statements, drop_statements

_plain_flush = DatabaseOperations.sql_flush


def _flush_around_triggers(
    operations: DatabaseOperations, style: Any, tables: list[str], **options: Any
) -> list[str]:
    statements = _plain_flush(operations, style, tables, **options)
    guarded = [model._meta.db_table for model in append_only_models() if model._meta.db_table in tables]
    drops = [line for table in guarded for line in drop_statements("sqlite", table)]
    creates = [line for table in guarded for line in create_statements("sqlite", table)]
    return [*drops, *statements, *creates]


@contextmanager
def flush_around_triggers() -> Iterator[None]:
    """Patch SQLite's flush for the length of the block."""
    with patch.object(DatabaseOperations, "sql_flush", _flush_around_triggers):
        yield
