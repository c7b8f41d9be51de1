"""How are very many rows inserted? As tuples: COPY on PostgreSQL, one prepared statement on SQLite.

An import writes hundreds of thousands of rows; building model instances and long VALUES lists for them
takes most of the time. The caller is inside a transaction and gives values as Python has them.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, router

from credtrack.kernel import clock

Convert = Callable[[Any], Any]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` free ids of the model, in rising order, for rows whose ids are needed at once."""
    connection = connections[router.db_for_write(model)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        # The transaction is IMMEDIATE: nobody else can insert in between. sqlite_sequence remembers ids of
        # rows that are gone.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return list(range(first, first + count))


def insert_rows(model: type[models.Model], attnames: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as tuples of `attnames` (foreign keys by id); other columns get their defaults.

    Raises what the database refuses as Django's errors do. No signals, no ids handed back.
    """
    connection = connections[router.db_for_write(model)]
    given = set(attnames)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = [field for name, field in fields.items() if name not in given and not field.primary_key]
    tail = tuple(_converter(field, connection)(_default(field)) for field in rest)
    converters = [_converter(fields[name], connection) for name in attnames]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in [*(fields[name] for name in attnames), *rest])
    table = quote(model._meta.db_table)
    values = _converted(rows, converters, tail)
    if connection.vendor == "postgresql":
        command = f"COPY {table} ({columns}) FROM STDIN"
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(command) as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * (len(converters) + len(tail)))
    with connection.cursor() as cursor:
        # The driver takes an iterator; the stubs know sequences alone.
        rows_of: Any = values
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows_of)  # noqa: S608


def _default(field: "models.Field[Any, Any]") -> Any:
    return clock.now() if getattr(field, "auto_now_add", False) else field.get_default()


def _converted(
    rows: Iterable[Sequence[Any]], converters: Sequence[Convert], tail: tuple[Any, ...]
) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (*[convert(value) for convert, value in zip(converters, row, strict=True)], *tail)


def _converter(field: "models.Field[Any, Any]", connection: Any) -> Convert:
    """Return what turns a Python value into what the driver takes; None always stays None."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=DjangoJSONEncoder)
    if isinstance(field, models.CharField):
        # An enum member must reach the driver as the text it is.
        return lambda value: None if value is None else str(value)
    if isinstance(field, models.DateTimeField):
        return _once(field, connection)
    if isinstance(field, models.DateField):
        if connection.vendor == "postgresql":
            return lambda value: value
        return lambda value: None if value is None else value.isoformat()
    return lambda value: value


def _once(field: "models.Field[Any, Any]", connection: Any) -> Convert:
    known: dict[dt.datetime | None, Any] = {}

    def convert(value: dt.datetime | None) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return convert
