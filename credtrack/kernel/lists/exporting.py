"""Which rows and columns of a list leave as a file: the filtered rows of all pages, the chosen columns."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.text import slugify

from credtrack.kernel.exports import file_response
from credtrack.kernel.lists.declaration import Cell, Column, ListPage
from credtrack.kernel.lists.paging import ordered
from credtrack.kernel.lists.reading import Reading

_CHUNK = 2000


def export(page: ListPage, queryset: QuerySet[Any], reading: Reading, kind: str) -> FileResponse:
    """Return all filtered rows as a file; call it inside the organization's scope."""
    rows = ordered(queryset, reading)
    header = [column.label or column.key for column in reading.columns]
    return file_response(kind, slugify(page.title) or page.key, header, rows_of(rows, reading.columns))


def rows_of(queryset: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Yield the values of each row; reads bare fields when every column names its own."""
    if all(column.export_from for column in columns):
        yield from _from_fields(queryset, columns)
        return
    takers = [_taker(column) for column in columns]
    for row in queryset.iterator(chunk_size=_CHUNK):
        yield [take(row) for take in takers]


def _taker(column: Column) -> Callable[[Any], Any]:
    make = column.export
    if not column.export_from:
        return make or _plain(column.value)
    paths = [path.split("__") for path in column.export_from]
    if make is None:
        return lambda row: _follow(row, paths[0])
    return lambda row: make(*[_follow(row, path) for path in paths])


def _follow(row: Any, path: Sequence[str]) -> Any:
    """Return what a field path leads to, None where a relation on the way is empty."""
    for step in path:
        row = None if row is None else getattr(row, step)
    return row


def _plain(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def take(row: Any) -> Any:
        found = value(row)
        return found.text if isinstance(found, Cell) else found

    return take


def _from_fields(queryset: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    paths: list[str] = []
    plan: list[tuple[Callable[..., Any] | None, int, int]] = []
    for column in columns:
        plan.append((column.export, len(paths), len(paths) + len(column.export_from)))
        paths.extend(column.export_from)
    # Two columns may read one field, and values_list() takes each name once.
    names = list(dict.fromkeys(paths))
    where = [names.index(path) for path in paths]
    bare = queryset.select_related(None).prefetch_related(None).values_list(*names)
    takers = [(make, where[start:end]) for make, start, end in plan]
    for row in bare.iterator(chunk_size=_CHUNK):
        yield [make(*[row[at] for at in places]) if make else row[places[0]] for make, places in takers]
