"""What does the shipped catalogue say? Reads the data files beside this module; no database.

`sources.csv` says where a payer row comes from; every rule and promise carries its own source.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from credtrack.kernel.us_states import FIFTY_AND_DC
from payers.enums import LineOfBusiness
from payers.matching import Named, PayerIndex, key

DATA = Path(__file__).resolve().parent / "data"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every row of the data files, as text, keyed where a key is needed."""

    payers: list[Row]
    rules: list[Row]
    platforms: list[Row]
    promises: list[Row]
    families: dict[str, tuple[str, ...]]
    sources: dict[str, Row]


@dataclass(frozen=True, slots=True)
class PlanSeed:
    """A plan as the files name it: a line of business of one payer."""

    slug: str
    name: str
    line: str
    is_default: bool


def rows_of(path: Path) -> list[Row]:
    """Return the rows of one data file; every cell is text, trimmed."""
    with path.open(newline="", encoding="utf-8") as handle:
        return [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(handle)]


def read(folder: Path = DATA) -> Catalogue:
    """Return the catalogue of `folder`."""
    portals = {row["slug"]: row["portal_url"] for row in rows_of(folder / "portals.csv")}
    payers = [row for path in sorted(folder.glob("payers_*.csv")) for row in rows_of(path)]
    return Catalogue(
        payers=[{**row, "portal_url": portals.get(row["slug"], "")} for row in payers],
        rules=[row for path in sorted(folder.glob("rules_*.csv")) for row in rows_of(path)],
        platforms=rows_of(folder / "platforms.csv"),
        promises=rows_of(folder / "platform_promises.csv"),
        families={row["family"]: tuple(split(row["terms"])) for row in rows_of(folder / "families.csv")},
        sources={row["key"]: row for row in rows_of(folder / "sources.csv")},
    )


@lru_cache(maxsize=1)
def family_terms() -> dict[str, tuple[str, ...]]:
    """Return {family: names} such as {"medicaid": ("Medicaid", ...)}; read once per process."""
    return {row["family"]: tuple(split(row["terms"])) for row in rows_of(DATA / "families.csv")}


def split(text: str, by: str = "|") -> list[str]:
    """Return the parts of a cell that holds several values."""
    return [part.strip() for part in text.split(by) if part.strip()]


def day(text: str) -> dt.date | None:
    """Return the date of a cell (ISO), or nothing."""
    return dt.date.fromisoformat(text) if text else None


def number(text: str) -> int | None:
    """Return the whole number of a cell, or nothing; zero is a number."""
    return int(text) if text else None


def plans_of(payer: Row) -> list[PlanSeed]:
    """Return the plans of a payer row: its lines of business, the default ones marked with a star."""
    seeds = []
    for token in payer["lines"].split():
        line = LineOfBusiness(token.rstrip("*"))
        # "Medicare Medicare" would read like a mistake: the line is left out where the name says it.
        name = (
            payer["name"] if line.label.lower() in payer["name"].lower() else f"{payer['name']} {line.label}"
        )
        if line == LineOfBusiness.TRICARE:
            name = payer["name"]
        seeds.append(PlanSeed(str(line).replace("_", "-"), name, line, token.endswith("*")))
    return seeds


def names_of(payer: Row) -> list[str]:
    """Return the aliases of a payer row, each spelling once and without its name."""
    kept = {key(payer["name"]): payer["name"]}
    for alias in split(payer["aliases"]):
        kept.setdefault(key(alias), alias)
    return list(kept.values())[1:]


def index(catalogue: Catalogue) -> PayerIndex:
    """Return the name index of the shipped payers, with row numbers for ids: for tests and checks."""
    numbers = {row["slug"]: place for place, row in enumerate(catalogue.payers)}
    named = [
        Named(
            id=place,
            name=row["name"],
            names=tuple(names_of(row)),
            family=row["family"],
            states=tuple(row["states"].split()),
            parent_id=numbers.get(row["parent"]),
        )
        for place, row in enumerate(catalogue.payers)
    ]
    return PayerIndex(named, catalogue.families)


def problems(catalogue: Catalogue) -> list[str]:
    """Return what is wrong with the data files, in words; an empty list means they may be loaded."""
    slugs = [row["slug"] for row in catalogue.payers]
    known = set(slugs)
    found = [f"payer {slug} stands twice" for slug in known if slugs.count(slug) > 1]
    for row in catalogue.payers:
        found += [
            f"payer {row['slug']}: {name} {row[name]} is not a payer"
            for name in ("parent", "bh_by")
            if row[name] and row[name] not in known
        ]
        if row["source"] not in catalogue.sources:
            found.append(f"payer {row['slug']} has no source")
        if not any(plan.is_default for plan in plans_of(row)):
            found.append(f"payer {row['slug']} has no default plan")
    return found + _name_problems(catalogue) + _rule_problems(catalogue, known) + _gaps(catalogue)


def _name_problems(catalogue: Catalogue) -> list[str]:
    owner: dict[str, str] = {
        key(term): f"family {name}" for name, terms in catalogue.families.items() for term in terms
    }
    found = []
    for row in catalogue.payers:
        for name in (row["name"], *names_of(row)):
            other = owner.setdefault(key(name), row["slug"])
            if other != row["slug"]:
                found.append(f'"{name}" means both {other} and {row["slug"]}')
    return found


def _rule_problems(catalogue: Catalogue, known: set[str]) -> list[str]:
    found = []
    keys = [row["key"] for row in (*catalogue.rules, *catalogue.promises)]
    found += [f"rule {name} stands twice" for name in set(keys) if keys.count(name) > 1]
    for row in (*catalogue.rules, *catalogue.promises):
        if not (row["source"] and row["source_quality"] and row["quoted_on"]):
            found.append(f"rule {row['key']} lacks source, quality or date")
    found += [
        f"rule {row['key']}: {row['payer']} is not a payer"
        for row in catalogue.rules
        if row["payer"] and row["payer"] not in known
    ]
    return found


def _gaps(catalogue: Catalogue) -> list[str]:
    medicaid = {row["states"] for row in catalogue.payers if row["family"] == "medicaid"}
    contractors = {
        state
        for row in catalogue.payers
        if row["parent"] == "medicare" and row["states"] != "all" and "dmepos" not in row["slug"]
        for state in row["states"].split()
    }
    return [f"no Medicaid for {state}" for state in FIFTY_AND_DC if state not in medicaid] + [
        f"no Medicare contractor for {state}" for state in FIFTY_AND_DC if state not in contractors
    ]
