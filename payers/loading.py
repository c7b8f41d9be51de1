"""How does the shipped catalogue get into the database? Idempotent; only shared rows are ever touched.

A payer or plan that left the files is switched off, never deleted, because applications point to it.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models, transaction

from credtrack.kernel import scope
from payers import catalogue as files
from payers.catalogue import Catalogue, Row, day, number
from payers.matching import key
from payers.models import Payer, PayerAlias, Plan, Platform, PlatformPromise, Rule
from payers.models.payer import pack_states

BATCH = 500


@dataclass
class Loaded:
    """How many shared rows of each kind were created, updated, left alone and removed or switched off."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Return the counts for JSON."""
        return asdict(self)

    @property
    def changes(self) -> int:
        """Return how many rows were written."""
        return sum(sum(counts.values()) for counts in (self.created, self.updated, self.removed))


class CatalogueFaulty(ValueError):
    """The data files contradict themselves; nothing was loaded. The message lists what is wrong."""


def load(catalogue: Catalogue | None = None) -> Loaded:
    """Bring the shared rows in line with the data files, in one transaction.

    Raises `CatalogueFaulty` when the files fail `catalogue.problems`.
    """
    found = catalogue or files.read()
    faults = files.problems(found)
    if faults:
        raise CatalogueFaulty("; ".join(faults[:20]))
    told = Loaded()
    with scope.unscoped("load the shared payer catalogue"), transaction.atomic():
        payers = _load_payers(found, told)
        _load_plans(found, payers, told)
        _load_aliases(found, payers, told)
        _load_rules(found, payers, told)
        _load_platforms(found, told)
    return told


def _sync(
    model: type[models.Model],
    wanted: dict[Hashable, dict[str, Any]],
    key_of: Callable[[Any], Hashable],
    told: Loaded,
    *,
    retire: bool = False,
) -> dict[Hashable, Any]:
    """Create, change or remove shared rows of `model` until they equal `wanted`; return them by key."""
    manager: models.Manager[Any] = model._default_manager
    current = {key_of(row): row for row in manager.filter(organization=None)}
    new = [model(organization=None, **values) for name, values in wanted.items() if name not in current]
    changed = [
        row
        for name, row in current.items()
        if name in wanted and _assign(row, {**wanted[name], **({"is_active": True} if retire else {})})
    ]
    gone = [row for name, row in current.items() if name not in wanted]
    if retire:
        gone = [row for row in gone if _assign(row, {"is_active": False})]
    manager.bulk_create(new, batch_size=BATCH)
    columns = sorted(
        {name for values in wanted.values() for name in values} | ({"is_active"} if retire else set())
    )
    if changed or (retire and gone):
        manager.bulk_update(changed + (gone if retire else []), columns, batch_size=BATCH)
    if gone and not retire:
        manager.filter(pk__in=[row.pk for row in gone]).delete()
    label = str(model._meta.verbose_name_plural)
    told.created[label], told.updated[label], told.removed[label] = len(new), len(changed), len(gone)
    told.unchanged[label] = len(current) - len(changed) - len(gone)
    kept = {name: row for name, row in current.items() if name in wanted}
    return kept | {key_of(row): row for row in new}


def _assign(row: models.Model, values: dict[str, Any]) -> bool:
    """Set the fields that differ and say whether there were any."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _load_payers(catalogue: Catalogue, told: Loaded) -> dict[str, Payer]:
    wanted: dict[Hashable, dict[str, Any]] = {}
    for row in catalogue.payers:
        origin = catalogue.sources[row["source"]]
        wanted[row["slug"]] = {
            "slug": row["slug"],
            "name": row["name"],
            "sort_name": row["name"].lower(),
            "family": row["family"],
            "states": pack_states(row["states"].split()),
            "website": row["website"],
            "portal_url": row["portal_url"],
            "source": origin["title"],
            "source_url": origin["url"],
            "source_quality": origin["quality"],
            "quoted_on": day(origin["quoted_on"]),
        }
    payers: dict[str, Payer] = {
        str(slug): row for slug, row in _sync(Payer, wanted, lambda row: row.slug, told, retire=True).items()
    }
    _link(catalogue.payers, payers)
    return payers


def _link(rows: Iterable[Row], payers: dict[str, Payer]) -> None:
    """Point each payer to its parent and behavioral-health administrator, once all of them exist."""
    changed = []
    for row in rows:
        payer = payers[row["slug"]]
        parent = payers[row["parent"]].pk if row["parent"] else None
        behavioral = payers[row["bh_by"]].pk if row["bh_by"] else None
        if _assign(payer, {"parent_id": parent, "behavioral_health_administered_by_id": behavioral}):
            changed.append(payer)
    Payer.objects.bulk_update(changed, ["parent", "behavioral_health_administered_by"], batch_size=BATCH)


def _load_plans(catalogue: Catalogue, payers: dict[str, Payer], told: Loaded) -> None:
    wanted: dict[Hashable, dict[str, Any]] = {
        (payers[row["slug"]].pk, plan.slug): {
            "payer_id": payers[row["slug"]].pk,
            "slug": plan.slug,
            "name": plan.name,
            "line_of_business": str(plan.line),
            "is_default": plan.is_default,
            "states": pack_states(row["states"].split()),
        }
        for row in catalogue.payers
        for plan in files.plans_of(row)
    }
    _sync(Plan, wanted, lambda plan: (plan.payer_id, plan.slug), told, retire=True)


def _load_aliases(catalogue: Catalogue, payers: dict[str, Payer], told: Loaded) -> None:
    wanted: dict[Hashable, dict[str, Any]] = {
        key(alias): {"payer_id": payers[row["slug"]].pk, "text": alias, "normalized": key(alias)}
        for row in catalogue.payers
        for alias in files.names_of(row)
    }
    _sync(PayerAlias, wanted, lambda alias: alias.normalized, told)


def _load_rules(catalogue: Catalogue, payers: dict[str, Payer], told: Loaded) -> None:
    same = [
        "key",
        "kind",
        "family",
        "state",
        "mode",
        "application_kind",
        "status",
        "unit",
        "text",
        "clock_starts",
        "citation",
        "standing",
        "source",
        "source_url",
        "source_quality",
    ]
    wanted: dict[Hashable, dict[str, Any]] = {
        row["key"]: {
            **{name: row[name] for name in same},
            "line_of_business": row["line"],
            "payer_id": payers[row["payer"]].pk if row["payer"] else None,
            "value_min": number(row["value_min"]),
            "value_max": number(row["value_max"]),
            "quoted_on": day(row["quoted_on"]),
        }
        for row in catalogue.rules
    }
    _sync(Rule, wanted, lambda rule: rule.key, told)


def _load_platforms(catalogue: Catalogue, told: Loaded) -> None:
    wanted: dict[Hashable, dict[str, Any]] = {
        row["slug"]: {
            **{
                name: row[name]
                for name in [
                    "slug",
                    "name",
                    "kind",
                    "website",
                    "source",
                    "source_url",
                    "source_quality",
                    "aliases",
                ]
            },
            "quoted_on": day(row["quoted_on"]),
            "is_verified": row["is_verified"] == "yes",
        }
        for row in catalogue.platforms
    }
    platforms = _sync(Platform, wanted, lambda row: row.slug, told, retire=True)
    promises: dict[Hashable, dict[str, Any]] = {
        row["key"]: {
            **{
                name: row[name]
                for name in ["key", "topic", "statement", "unit", "source", "source_url", "source_quality"]
            },
            "platform_id": platforms[row["platform"]].pk,
            "value_min": number(row["value_min"]),
            "value_max": number(row["value_max"]),
            "quoted_on": day(row["quoted_on"]),
            "is_verified": row["is_verified"] == "yes",
        }
        for row in catalogue.promises
    }
    rows = _sync(PlatformPromise, promises, lambda row: row.key, told)
    changed = [
        rows[row["key"]]
        for row in catalogue.promises
        if _assign(
            rows[row["key"]], {"contradicts_id": rows[row["contradicts"]].pk if row["contradicts"] else None}
        )
    ]
    PlatformPromise.objects.bulk_update(changed, ["contradicts"])
