"""What an address asks of a list: which columns, order and page; what is unknown is left out and told."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from credtrack.kernel.lists.declaration import Column, ListPage

# Rows past this are neither counted nor paged to: OFFSET walks over everything before it.
CAP = 10_000
# The filter of this name is the search box.
SEARCH = "q"


@dataclass
class Reading:
    """The understood part of an address."""

    columns: tuple[Column, ...]
    sort: Column
    descending: bool
    page: int
    export: str
    filters_open: bool
    params: list[tuple[str, str]]
    notes: list[str] = field(default_factory=list)

    @property
    def is_searched(self) -> bool:
        """Say whether a search narrows the list."""
        return any(key == SEARCH for key, _ in self.params)

    @cached_property
    def _encoded(self) -> list[tuple[str, str]]:
        # A page names some thirty addresses of its own list, which differ in one key.
        return [(key, urlencode([(key, value)])) for key, value in self.params]

    def address(self, **changes: str | int | None) -> str:
        """Return this page's query string with keys replaced or, by None, removed.

        Any change but one of the page itself returns to page 1.
        """
        if "page" not in changes:
            changes["page"] = None
        kept = [pair for key, pair in self._encoded if key not in changes]
        added = [urlencode([(key, value)]) for key, value in changes.items() if value is not None]
        return f"?{'&'.join(kept + added)}"


def read(page: ListPage, query: QueryDict) -> Reading:
    """Return what `query` asks of `page`; unknown columns, orders and pages fall back and are noted."""
    notes: list[str] = []
    columns = _columns(page, query, notes)
    sort, descending = _sort(page, query.get("sort", ""), notes)
    params = [(key, value) for key, values in query.lists() for value in values if value != ""]
    return Reading(
        columns=columns,
        sort=sort,
        descending=descending,
        page=_page(page, query.get("page", ""), notes),
        export=query.get("export", ""),
        filters_open=query.get("filters") == "open",
        params=[pair for pair in params if pair[0] not in ("export", "filters")],
        notes=notes,
    )


def _columns(page: ListPage, query: QueryDict, notes: list[str]) -> tuple[Column, ...]:
    asked = [key for part in query.getlist("columns") for key in part.split(",") if key]
    found = [column for key in dict.fromkeys(asked) if (column := page.column(key))]
    if len(found) < len(set(asked)):
        notes.append("A column in this address does not exist here, so it was left out.")
    if not found:
        return tuple(column for column in page.columns if column.default)
    head = page.columns[0]
    # The first column names the row and carries its link, so it always stays.
    return (head, *(column for column in found if column is not head))


def _sort(page: ListPage, asked: str, notes: list[str]) -> tuple[Column, bool]:
    column = page.column(asked.removeprefix("-"))
    if column is not None and column.sort:
        return column, asked.startswith("-")
    if asked:
        notes.append("This list cannot be sorted that way, so it stands in its usual order.")
    usual = page.column(page.sort.removeprefix("-"))
    assert usual is not None  # noqa: S101  # proven when the list was declared
    return usual, page.sort.startswith("-")


def _page(page: ListPage, asked: str, notes: list[str]) -> int:
    if not asked:
        return 1
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if number < 1:
        notes.append("There is no such page, so this is the first one.")
        return 1
    last = CAP // page.page_size
    if number > last:
        notes.append(
            f"Only the first {CAP:,} rows can be paged through: narrow the filters or export the list."
        )
    return min(number, last)
