"""How a million rows reach a table in a minute: COPY on PostgreSQL, executemany on SQLite."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

_BATCH = 5_000


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the database columns of a model, in the order in which `row_of` gives values."""
    return [str(field.column) for field in model._meta.concrete_fields]


def row_of(instance: models.Model) -> list[Any]:
    """Return an unsaved instance as a row: what `save()` would write, without writing."""
    return [
        field.get_db_prep_save(field.pre_save(instance, True), connection)
        for field in instance._meta.concrete_fields
    ]


def writer(
    model: type[models.Model], prototype: models.Model, changing: Sequence[str]
) -> Callable[..., list[Any]]:
    """Return a function that makes rows from `prototype` with the `changing` attributes replaced."""
    base = [_plain(value) for value in row_of(prototype)]
    names = [field.attname for field in model._meta.concrete_fields]
    places = [names.index(name) for name in changing]

    def make(*values: Any) -> list[Any]:
        row = base.copy()
        for place, value in zip(places, values, strict=True):
            row[place] = value
        return row

    return make


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else getattr(value, "obj", value)


def insert(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows that carry their own primary keys; returns how many."""
    count = _copy(model, rows) if connection.vendor == "postgresql" else _executemany(model, rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    return count


def _names(model: type[models.Model]) -> str:
    return ", ".join(f'"{name}"' for name in columns_of(model))


def _copy(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({_names(model)}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row([json.dumps(value) if isinstance(value, dict | list) else value for value in row])
            count += 1
    return count


def _executemany(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> int:
    marks = ", ".join(["%s"] * len(columns_of(model)))
    statement = f'INSERT INTO "{model._meta.db_table}" ({_names(model)}) VALUES ({marks})'  # noqa: S608  # our own names
    count = 0
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            cursor.executemany(statement, [[_for_sqlite(value) for value in row] for row in batch])
            count += len(batch)
    return count


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else value


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
