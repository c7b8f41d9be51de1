"""Which filters are at work, said in words; which views a list offers as tabs."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from credtrack.kernel.lists.declaration import ListPage, View
from credtrack.kernel.lists.drawing import day_text
from credtrack.kernel.lists.reading import SEARCH, Reading
from credtrack.kernel.options import FastSelect, FastSelectMultiple

_FAST: dict[type[Any], type[Any]] = {forms.Select: FastSelect, forms.SelectMultiple: FastSelectMultiple}


def filterset_of(page: ListPage, request: HttpRequest, queryset: QuerySet[Any], *, whole: bool) -> Any:
    """Return the bound filters of the list, or nothing when it declares none.

    Only the panel needs the `whole` form. A page takes the filters its address names: django-filter
    copies every filter and field deeply for each request, which costs more than the query.
    """
    declared: Any = page.filterset
    if declared is None:
        return None
    if not whole:
        named = frozenset(name for name in declared.base_filters if _is_named(name, request.GET))
        declared = _narrowed(declared, named | {SEARCH})
    return declared(request.GET, queryset=queryset, request=request)


def _is_named(name: str, query: Iterable[str]) -> bool:
    return any(key == name or key.startswith(f"{name}_") for key in query)


@lru_cache(maxsize=512)
def _narrowed(declared: Any, names: frozenset[str]) -> Any:
    """Return the filterset with some of its filters only."""
    narrowed: Any = type(declared.__name__, (declared,), {})
    narrowed.base_filters = {name: item for name, item in declared.base_filters.items() if name in names}
    return narrowed


def panel_fields(form: Any) -> list[Any]:
    """Return the bound fields of the filter panel; long selects are drawn without a template per option."""
    for field in form.fields.values():
        drawn = _FAST.get(type(field.widget))
        if drawn is not None:
            field.widget = drawn(attrs=field.widget.attrs, choices=field.widget.choices)
    return [field for field in form if field.name != SEARCH]


def refusals(filterset: Any) -> list[str]:
    """Return one sentence per filter whose value was not understood; such a filter is left out."""
    if filterset is None:
        return []
    form = filterset.form
    return [
        f"{_label(form, name)} cannot be filtered by what the address says, so that filter was left out."
        for name in form.errors
        if name in form.fields
    ]


def _label(form: Any, name: str) -> str:
    label = form.fields[name].label
    return str(label) if label else name.replace("_", " ").capitalize()


def chips(filterset: Any, reading: Reading) -> list[dict[str, str]]:
    """Return the filters at work: the label with the value in words, and the address without it."""
    if filterset is None or not any(name in filterset.filters for name, _ in _bases(reading)):
        return []
    form = filterset.form
    return [
        {"label": f"{_label(form, name)}: {text}", "remove_url": reading.address(**_without(reading, name))}
        for name, value in getattr(form, "cleaned_data", {}).items()
        if (text := _words(form.fields[name], value))
    ]


def _bases(reading: Reading) -> Iterable[tuple[str, str]]:
    """Name the filter behind each parameter: a range sends `due_min` and `due_after` for `due`."""
    for name, value in reading.params:
        yield name, value
        base, _, end = name.rpartition("_")
        if end in ("min", "max", "after", "before"):
            yield base, value


def _without(reading: Reading, name: str) -> dict[str, None]:
    ends = {name, *(f"{name}_{end}" for end in ("min", "max", "after", "before"))}
    return {key: None for key, _ in reading.params if key in ends}


def _words(field: Any, value: Any) -> str:
    """Return a filter's value as a person says it, empty when the filter is not at work."""
    if value is None or value in ("", [], ()):
        return ""
    if isinstance(value, slice):
        return " ".join(
            f"{word} {_one(field, end)}" for word, end in (("from", value.start), ("to", value.stop)) if end
        )
    if isinstance(value, QuerySet | list | tuple | set):
        return ", ".join(_one(field, item) for item in value)
    return _one(field, value)


def _one(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return day_text(value)
    if isinstance(value, Model):
        return str(value)
    # No `or ()`: choices from a callable have no length, and asking for one would fail.
    for key, label in _flat(getattr(field, "choices", ())):
        if str(key) == str(value):
            return str(label)
    return str(value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def views(page: ListPage, request: HttpRequest, reading: Reading) -> list[dict[str, Any]]:
    """Return the tabs of a list: everything, the product's views, then the person's own.

    The tab whose query equals the address is current; order and page do not make a difference.
    """
    own = page.saved_views(request, page.key) if page.saved_views else ()
    if not page.named_views and not own:
        return []
    here = _essence(reading.params)
    tabs = [_tab(name, query, here, view) for name, query, view in _offered(page, own)]
    return [{"name": "All", "url": request.path, "current": not here, "id": None}, *tabs]


def _offered(page: ListPage, own: Iterable[View]) -> Iterable[tuple[str, str, View | None]]:
    yield from ((view.name, view.query, None) for view in page.named_views)
    yield from ((view.name, view.query, view) for view in own)


def _tab(name: str, query: str, here: frozenset[tuple[str, str]], view: View | None) -> dict[str, Any]:
    current = bool(here) and _essence(parse_qsl(query)) == here
    return {"name": name, "url": f"?{query}", "current": current, "id": getattr(view, "pk", None)}


def _essence(params: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in params if pair[0] not in ("page", "sort"))
