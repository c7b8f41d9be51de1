"""How a page gets its rows cheaply: model instances that hold only the fields it reads.

Making fifty applications with four relations through `Model.__init__` takes four times as long as
their query. Here one `values_list()` fills the instances directly; a field that was not named is
fetched when it is touched, as with `only()`, which the query budgets of the list pages notice.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

_Row = tuple[Any, ...]


def light_rows(queryset: QuerySet[Any], reads: Sequence[str]) -> list[Any]:
    """Return the rows of `queryset` with the fields `reads`: own ones, or `relation__field`.

    A relation is a foreign key of the row itself; longer paths raise `ValueError`: annotate them.
    """
    # Asked once: the property looks the router up each time.
    model, database = queryset.model, queryset.db
    own = [name for name in dict.fromkeys(("pk", *reads)) if "__" not in name]
    relations = _relations(model, reads)
    own += [key for name, _, _ in relations if (key := model._meta.get_field(name).attname) not in own]
    paths = [*own, *(f"{name}__{field}" for name, _, fields in relations for field in fields)]
    found = queryset.select_related(None).prefetch_related(None).values_list(*paths)
    own[0] = model._meta.pk.attname
    makers, start = [], len(own)
    for name, related, fields in relations:
        key = own.index(model._meta.get_field(name).attname)
        makers.append((name, _maker(related, fields, key, start, database)))
        start += len(fields)
    rows = []
    for values in found:
        row = _instance(model, database)
        row.__dict__.update(zip(own, values, strict=False))
        row._state.fields_cache.update({name: make(values) for name, make in makers})
        rows.append(row)
    return rows


def _relations(model: type[Model], reads: Sequence[str]) -> list[tuple[str, type[Model], list[str]]]:
    grouped: dict[str, list[str]] = {}
    for path in reads:
        if "__" in path:
            name, field = path.split("__", 1)
            if "__" in field:
                raise ValueError(f"{path!r} leads through two relations; annotate that field instead.")
            grouped.setdefault(name, []).append(field)
    related: Any = {name: model._meta.get_field(name).related_model for name in grouped}
    return [(name, related[name], fields) for name, fields in grouped.items()]


def _maker(
    model: type[Model], fields: list[str], key: int, start: int, database: str
) -> Callable[[_Row], Model | None]:
    """Return a function that gives the related instance of a row; rows of one page share them."""
    made: dict[Any, Model] = {}
    primary = model._meta.pk.attname
    end = start + len(fields)

    def make(values: _Row) -> Model | None:
        pk = values[key]
        if pk is None:
            return None
        if pk not in made:
            instance = made[pk] = _instance(model, database)
            instance.__dict__.update(zip(fields, values[start:end], strict=True))
            instance.__dict__[primary] = pk
        return made[pk]

    return make


def _instance(model: type[Model], database: str) -> Model:
    instance = model.__new__(model)
    state = instance._state = ModelState()
    state.adding = False
    state.db = database
    return instance
