"""How a list answers a request: the whole page, its part for htmx, or a file."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_template
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

from credtrack.kernel.exports import FORMATS
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.lists import filtering
from credtrack.kernel.lists.declaration import OWN_KEYS, ListPage
from credtrack.kernel.lists.drawing import Row, row_drawer, table_body
from credtrack.kernel.lists.exporting import export
from credtrack.kernel.lists.paging import Page, page_of
from credtrack.kernel.lists.reading import CAP, SEARCH, Reading, read

PART = "parts/list.html"
PANEL = "parts/list_fields.html"
# The element that holds the part; links in it are boosted with this target.
TARGET = "list"


class ShownList:
    """What `parts/list.html` reads as `list`; nothing is computed before a template asks."""

    def __init__(self, page: ListPage, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.declared = page
        self.request = request
        self.reading: Reading = read(page, request.GET)
        self.filterset = filtering.filterset_of(page, request, queryset, whole=self.reading.filters_open)
        self.queryset = self.filterset.qs if self.filterset is not None else queryset
        self.key, self.label = page.key, page.title

    @cached_property
    def found(self) -> Page:
        """The rows of this page, from the database."""
        return page_of(self.declared, self.queryset, self.reading)

    @cached_property
    def rows(self) -> list[Row]:
        """The drawn rows."""
        draw_row = row_drawer(self.reading.columns, self.declared.row_url)
        return [draw_row(row) for row in self.found.rows]

    @cached_property
    def body(self) -> SafeString:
        """The drawn rows as they stand in the table."""
        return table_body(self.rows, picks=bool(self.bulk))

    @cached_property
    def columns(self) -> list[dict[str, str]]:
        """The heads: `key`, `label`, `css`, `sort_url` and `sorted` (asc, desc or nothing)."""
        reading = self.reading
        heads = []
        for column in reading.columns:
            here = column is reading.sort
            turn = f"-{column.key}" if here and not reading.descending else column.key
            heads.append(
                {
                    "key": column.key,
                    "label": column.label,
                    "css": column.css,
                    "sort_url": reading.address(sort=turn) if column.sort else "",
                    "sorted": ("desc" if reading.descending else "asc") if here else "",
                }
            )
        return heads

    @cached_property
    def page(self) -> dict[str, Any]:
        """The pager: `number`, `has_previous`, `has_next`, their addresses and `range_text`."""
        found, reading = self.found, self.reading
        return {
            "number": found.number,
            "has_previous": found.number > 1,
            "has_next": found.has_next,
            "previous_url": reading.address(page=found.number - 1),
            "next_url": reading.address(page=found.number + 1),
            "range_text": f"{found.first:,}\N{EN DASH}{found.last:,} of {self.total_text}"
            if found.rows
            else "",
        }

    @property
    def total_text(self) -> str:
        """The number of rows, exact up to the cap: "1,204" or "more than 10,000"."""
        return f"{self.found.count:,}" if self.found.count <= CAP else f"more than {CAP:,}"

    @property
    def count_text(self) -> str:
        """The number with its noun: "1 application", "more than 10,000 applications"."""
        one, many = self.declared.noun
        return f"{self.total_text} {one if self.found.count == 1 else many}"

    @property
    def notes(self) -> list[str]:
        """Sentences on what of the address was left out, and why."""
        # Reading a page adds notes of its own, so it comes first.
        _ = self.found
        return [*self.reading.notes, *filtering.refusals(self.filterset)]

    @cached_property
    def chips(self) -> list[dict[str, str]]:
        """The filters at work: `label` and the `remove_url` without that one."""
        return filtering.chips(self.filterset, self.reading)

    @property
    def clear_url(self) -> str:
        """The address without any filter; order and columns stay."""
        names = [name for name, _ in self.reading.params if name not in ("sort", "columns")]
        return self.reading.address(**dict.fromkeys(names))

    @property
    def filter_form(self) -> Any:
        """The form of the filters the address names, of all of them while the panel is open; or nothing."""
        return self.filterset.form if self.filterset is not None else None

    @cached_property
    def search_field(self) -> Any:
        """The filter named `q`, which stands in the bar as the search box, or nothing."""
        form = self.filter_form
        return form[SEARCH] if form is not None and SEARCH in form.fields else None

    @property
    def filter_fields(self) -> list[Any]:
        """The other filters, drawn only when somebody opens the panel."""
        return filtering.panel_fields(self.filter_form)

    @property
    def filters_url(self) -> str:
        """Where the panel of filters is fetched from; nothing when the list has no more than a search."""
        names = set(getattr(self.declared.filterset, "base_filters", ()))
        return self.reading.address(filters="open") if names - {SEARCH} else ""

    @property
    def filters_open(self) -> bool:
        """Say whether the address asks for the open panel, as a link does where scripts are off."""
        return self.reading.filters_open

    @property
    def kept_filters(self) -> list[tuple[str, str]]:
        """What the closed panel carries along unseen: every filter but the search."""
        return [pair for pair in self.reading.params if pair[0] not in (SEARCH, *OWN_KEYS)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form must carry along unseen: order and columns."""
        return [pair for pair in self.reading.params if pair[0] in ("sort", "columns")]

    @cached_property
    def views(self) -> list[dict[str, Any]]:
        """Tabs: everything, the product's named views, the person's own; `name`, `url`, `current`."""
        return filtering.views(self.declared, self.request, self.reading)

    @cached_property
    def column_choices(self) -> list[dict[str, Any]]:
        """The column chooser: `key`, `label`, `shown`, `fixed` (the first column always stays)."""
        shown = {column.key for column in self.reading.columns}
        return [
            {"key": column.key, "label": column.label, "shown": column.key in shown, "fixed": number == 0}
            for number, column in enumerate(self.declared.columns)
        ]

    @property
    def kept_for_columns(self) -> list[tuple[str, str]]:
        """What the column chooser's form must carry along unseen: everything but page and columns."""
        return [pair for pair in self.reading.params if pair[0] not in ("columns", "page")]

    @cached_property
    def export_urls(self) -> dict[str, str]:
        """Addresses of the files by kind; empty for a person who may not export."""
        if self.declared.may_export is None or not self.declared.may_export(self.request):
            return {}
        return {kind: self.reading.address(export=kind) for kind in FORMATS}

    @cached_property
    def bulk(self) -> dict[str, Any]:
        """What may be done to the selected rows: `url`, `actions`; empty when nothing may."""
        request = self.request
        actions = [
            {"key": action.key, "label": action.label, "icon": action.icon, "url": action.url(request)}
            for action in self.declared.bulk
            if action.may is None or action.may(request)
        ]
        return {"url": actions[0]["url"], "actions": actions} if actions else {}

    @property
    def save_view_url(self) -> str:
        """Where this way of looking at the list can be kept under a name."""
        make = self.declared.save_view_url
        return make(self.request, self.key, self.reading.address()[1:]) if make else ""

    @property
    def empty(self) -> dict[str, str]:
        """The empty state: the list's own, or a way out when filters hide everything."""
        if self.chips:
            return {
                "icon": "list-filter",
                "title": "Nothing matches these filters",
                "text": "Remove one of them, or clear them all.",
                "action_url": self.clear_url,
                "action_label": "Clear all filters",
            }
        declared = self.declared.empty
        return {
            "icon": declared.icon,
            "title": declared.title,
            "text": declared.text,
            "action_url": declared.action_url(self.request) if declared.action_url else "",
            "action_label": declared.action_label,
        }


def render(
    request: HttpRequest, page: ListPage, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    """Answer with the list's page, with `parts/list.html` alone for htmx, or with a file.

    `?export=csv` or `xlsx` raises `PermissionDenied` unless `page.may_export` allows it.
    """
    shown = ShownList(page, request, page.queryset(request))
    if shown.reading.export in FORMATS:
        if shown.reading.export not in shown.export_urls:
            raise PermissionDenied("Your role here does not include taking lists out as files.")
        return export(page, shown.queryset, shown.reading, shown.reading.export)
    part = wants_part(request, TARGET)
    if part and shown.filters_open:
        return _answer(request, PANEL, {"list": shown})
    response = _answer(request, PART if part else template, {**(context or {}), "list": shown})
    if part:
        # The form sends every empty field along; the address bar need not show them.
        clean = shown.reading.address(page=shown.found.number if shown.found.number > 1 else None)
        response["HX-Push-Url"] = request.path if clean == "?" else f"{request.path}{clean}"
    return response


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render_template(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
