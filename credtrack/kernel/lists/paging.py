"""Which rows stand on this page, and how many there are: bounded work whatever the table holds."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy

from credtrack.kernel.light_rows import light_rows
from credtrack.kernel.lists.declaration import ListPage
from credtrack.kernel.lists.reading import CAP, Reading


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page; `count` stops at `CAP + 1`, which stands for "more"."""

    rows: list[Any]
    number: int
    size: int
    count: int
    has_next: bool

    @property
    def first(self) -> int:
        """Return the position of the first row, counted from 1; 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Return the position of the last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def ordered(queryset: QuerySet[Any], reading: Reading) -> QuerySet[Any]:
    """Return the rows in the asked order, empty values last, ties by primary key.

    PostgreSQL and SQLite disagree on where NULL goes; only nullable fields name it, as SQLite cannot
    walk an index for NULLS LAST.
    """
    terms = [_term(queryset.model, name, reading.descending) for name in reading.sort.sort]
    return queryset.order_by(*terms, "-pk" if reading.descending else "pk")


def _term(model: type[Model], name: str, descending: bool) -> OrderBy | str:
    path, down = name.lstrip("-"), name.startswith("-") is not descending
    if not _nullable(model, path):
        return f"-{path}" if down else path
    return F(path).desc(nulls_last=True) if down else F(path).asc(nulls_last=True)


def _nullable(model: type[Model], path: str) -> bool:
    """Say whether any step of a field path may be NULL; annotations count as never."""
    found: Any = model
    for step in path.split("__"):
        try:
            field = found._meta.get_field(step)
        except FieldDoesNotExist:
            return False
        if getattr(field, "null", False):
            return True
        found = field.related_model
        if found is None:
            return False
    return False


def bounded_count(queryset: QuerySet[Any]) -> int:
    """Return the number of rows, or `CAP + 1` when there are more: a LIMIT ends the count early."""
    return queryset.order_by().values("pk")[: CAP + 1].count()


def page_of(page: ListPage, queryset: QuerySet[Any], reading: Reading) -> Page:
    """Return the asked page; a page past the end becomes the last one, with a note."""
    size = page.page_size
    rows = ordered(queryset, reading)
    found, more = _slice(rows, reading, reading.page, page)
    if not found and reading.page > 1:
        count = bounded_count(queryset)
        last = max(1, -(-min(count, CAP) // size))
        reading.notes.append("There is no such page, so this is the last one.")
        found, more = _slice(rows, reading, last, page)
        return Page(found, last, size, count, more)
    # A page that ends the list tells its length; only others must count.
    count = bounded_count(queryset) if more else (reading.page - 1) * size + len(found)
    return Page(found, reading.page, size, count, more and reading.page * size < CAP)


def _slice(rows: QuerySet[Any], reading: Reading, number: int, page: ListPage) -> tuple[list[Any], bool]:
    size = page.page_size
    start = (number - 1) * size
    wanted = rows[start : start + size + 1]
    if not page.reads:
        found = list(wanted)
    elif reading.is_searched and not any("__" in name for name in reading.sort.sort):
        found = light_rows(_picked_first(rows, wanted), page.reads)
    else:
        found = light_rows(wanted, page.reads)
    return found[:size], len(found) > size


def _picked_first(rows: QuerySet[Any], wanted: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows of a page, picked before anything is joined to them; one statement all the same.

    What a search finds is sorted without an index. Joined before, a database that expects many rows
    reads whole tables: every clinician for the fifty applications of one.
    """
    picked: QuerySet[Any] = rows.model._default_manager.filter(pk__in=wanted.values("pk"))
    return picked.order_by(*rows.query.order_by)
