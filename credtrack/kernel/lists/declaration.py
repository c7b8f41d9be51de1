"""What a list page declares: columns, rows, filters, default order, exports, bulk actions."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

# Parameters of an address that speak to the list itself, so no filter may take these names.
OWN_KEYS = frozenset({"sort", "page", "columns", "export", "filters"})


# Not frozen: a page makes hundreds, and a frozen one takes three times as long to make.
@dataclass(slots=True)
class Cell:
    """A cell that is more than text: a chip, a link, a quiet second line, words on hover."""

    text: str
    css: str = ""
    title: str = ""
    # A status word (see kernel/chips.py): the text is then drawn as its chip.
    chip: str = ""
    # First day of that status, or how many calendar days it has lasted; drawn inside the chip.
    since: dt.date | int | None = None
    url: str = ""
    note: str = ""
    # The address of a hover card about what the cell's link, or the row's, leads to.
    card: str = ""


# What a column may return: text is escaped, dates become `<time>`, None an en dash.
CellValue = str | SafeString | Cell | dt.date | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value(row)` gives what the page shows. `sort` names database fields (a leading "-" turns one
    around); without it the column cannot be sorted by. `default=False` keeps it in the column chooser
    only. An export takes `export(row)`, else `value(row)`; with `export_from` (field paths) it reads
    only these fields and calls `export(*fields)`, which is several times faster on long lists.
    """

    key: str
    label: str
    value: Callable[[Any], CellValue]
    sort: tuple[str, ...] = ()
    default: bool = True
    css: str = ""
    export: Callable[..., Any] | None = None
    export_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: the next step, not only that there is nothing."""

    title: str
    text: str = ""
    icon: str = "inbox"
    action_label: str = ""
    action_url: Callable[[HttpRequest], str] | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A form action for the selected rows: their ids are posted to `url(request)` as `ids`."""

    key: str
    label: str
    url: Callable[[HttpRequest], str]
    icon: str = ""
    may: Callable[[HttpRequest], bool] | None = None


class View(Protocol):
    """A named way to look at a list; `accounts.SavedView` rows have this shape."""

    @property
    def name(self) -> str: ...

    @property
    def query(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view that ships with the product, such as "Credentialed, contract pending"."""

    name: str
    query: str


@dataclass(frozen=True)
class ListPage:
    """The declaration of one list; made once per module, never changed.

    `key` names the list for saved views. `queryset(request)` returns rows already confined to what
    the person may see, with `select_related` for what the columns touch. A long list names these
    fields in `reads` as well, which makes its rows several times faster (`kernel/light_rows.py`). `filterset` is a django-filter
    class; its filter named `q` becomes the search box. `sort` is the default, as in the address
    ("-submitted"). `may_export(request)` allows CSV and XLSX; without it the list cannot be exported.
    `saved_views(request, key)` yields the person's own views, and
    `save_view_url(request, key, query)` the page that keeps one more.
    """

    key: str
    title: str
    noun: tuple[str, str]
    queryset: Callable[[Any], QuerySet[Any]]
    columns: tuple[Column, ...]
    sort: str
    empty: Empty
    filterset: type[Any] | None = None
    row_url: Callable[[Any], str] | None = None
    reads: tuple[str, ...] = ()
    page_size: int = 50
    may_export: Callable[[Any], bool] | None = None
    bulk: tuple[BulkAction, ...] = ()
    named_views: tuple[NamedView, ...] = ()
    saved_views: Callable[[Any, str], Sequence[View]] | None = None
    save_view_url: Callable[[Any, str, str], str] | None = None

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"The list {self.key} declares a column key twice.")
        if self.sort.lstrip("-") not in {column.key for column in self.columns if column.sort}:
            raise ValueError(f"The list {self.key} sorts by {self.sort!r}, which is no sortable column.")
        clash = OWN_KEYS & set(getattr(self.filterset, "base_filters", ()))
        if clash:
            raise ValueError(f"The list {self.key} needs the name {min(clash)!r} itself; rename that filter.")

    def column(self, key: str) -> Column | None:
        """Return the column named `key`, or nothing."""
        return next((column for column in self.columns if column.key == key), None)
