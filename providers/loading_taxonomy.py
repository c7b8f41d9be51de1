"""How the NUCC code list becomes rows: from the file shipped here or a newer one; twice changes nothing."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from providers.identifiers import check_taxonomy
from providers.models import Taxonomy

# NUCC Health Care Provider Taxonomy, version 24.0 (January 2024), codes and names only (nucc.org).
SHIPPED = Path(__file__).parent / "data" / "nucc_taxonomy.csv"
_FIELDS = ("grouping", "classification", "specialization", "display_name", "is_individual")


class NotLoaded(ValueError):
    """The file is no NUCC list; the text says what would be accepted."""


@dataclass
class Loaded:
    """How many codes are new, changed and as before."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def load(path: Path = SHIPPED) -> Loaded:
    """Keep every code of a NUCC csv; codes that the file lacks stay. Raises `NotLoaded`."""
    before = {row.code: row for row in Taxonomy.objects.all()}
    outcome, wanted = Loaded(), []
    for row in _rows(path):
        old = before.get(row.code)
        if old is None:
            outcome.created += 1
        elif all(getattr(old, name) == getattr(row, name) for name in _FIELDS):
            outcome.unchanged += 1
            continue
        else:
            outcome.updated += 1
        wanted.append(row)
    Taxonomy.objects.bulk_create(
        wanted, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
    )
    return outcome


def _rows(path: Path) -> Iterator[Taxonomy]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                code = (row["Code"] or "").strip()
                if not code or not check_taxonomy(code).ok:
                    raise NotLoaded(f"{path.name} has a row without a taxonomy code ({code[:20]!r}).")
                yield Taxonomy(
                    code=code,
                    grouping=row["Grouping"][:120],
                    classification=row["Classification"][:160],
                    specialization=row["Specialization"][:160],
                    display_name=row["Display Name"][:240],
                    is_individual=row["Section"] == "Individual",
                )
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise NotLoaded(f"{path.name} cannot be read: {failure}.") from failure
    except (KeyError, TypeError) as failure:
        raise NotLoaded(
            f"{path.name} is not the NUCC list: it needs the columns Code, Grouping, Classification, "
            "Specialization, Display Name and Section."
        ) from failure
