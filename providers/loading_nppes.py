"""How an NPPES dissemination file becomes rows: streamed, in batches; the same file twice changes nothing."""

import csv
import io
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from providers.identifiers import check_npi
from providers.models import NppesRecord
from providers.nppes_file import row_reader
from providers.nppes_records import NotUnderstood, Record
from providers.registry import stored

BATCH = 1_000
EXAMPLES = 5


class NotLoaded(ValueError):
    """The file cannot be read; the text says what would be accepted."""


@dataclass
class Loaded:
    """How many rows the file had, and what became of them."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    # Rows that the registry itself has changed since the file was made.
    older: int = 0
    skipped: int = 0
    refused: int = 0
    reasons: list[str] = field(default_factory=list)


def load(path: Path, states: Container[str] = ()) -> Loaded:
    """Read a `.csv` or a `.zip` with `npidata_pfile….csv` and keep its rows; raises `NotLoaded`.

    `states` keeps only NPIs with an address there (and deactivated ones, whose rows name no state).
    Each batch is its own transaction, so an interrupted run is continued by running it again.
    """
    outcome = Loaded()
    with _opened(path) as lines:
        batch: dict[str, Record] = {}
        for record in _records(lines, outcome):
            if states and record.addresses and not any(place.state in states for place in record.addresses):
                outcome.skipped += 1
                continue
            batch[record.npi] = record
            if len(batch) == BATCH:
                _keep(batch, path.name, outcome)
                batch = {}
        _keep(batch, path.name, outcome)
    return outcome


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive)) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
        else:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
                yield lines
    except (OSError, zipfile.BadZipFile) as failure:
        raise NotLoaded(f"{path.name} cannot be read: {failure}.") from failure


def _member(archive: zipfile.ZipFile) -> str:
    names = [
        name
        for name in archive.namelist()
        if Path(name).name.lower().startswith("npidata_pfile")
        and name.lower().endswith(".csv")
        and "fileheader" not in name.lower()
    ]
    if not names:
        raise NotLoaded(
            "The zip has no npidata_pfile….csv in it. Download the file from the NPPES page again."
        )
    return names[0]


def _records(lines: io.TextIOBase, outcome: Loaded) -> Iterator[Record]:
    rows = csv.reader(lines)
    try:
        read = row_reader(next(rows, []))
        for row in rows:
            if not row:
                continue
            outcome.read += 1
            record = read(row)
            if check_npi(record.npi).ok and record.npi:
                yield record
            else:
                outcome.refused += 1
                if len(outcome.reasons) < EXAMPLES:
                    outcome.reasons.append(
                        f"Line {rows.line_num}: {record.npi[:20] or 'nothing'} is not an NPI."
                    )
    except NotUnderstood as failure:
        raise NotLoaded(str(failure)) from failure
    except csv.Error as failure:
        raise NotLoaded(f"Line {rows.line_num} is not CSV as NPPES writes it: {failure}.") from failure


@transaction.atomic
def _keep(batch: dict[str, Record], source: str, outcome: Loaded) -> None:
    before = {row.npi: row for row in NppesRecord.objects.filter(npi__in=list(batch))}
    wanted = []
    for npi, record in batch.items():
        row = before.get(npi)
        if row is None:
            outcome.created += 1
        elif row.data == record.as_json():
            outcome.unchanged += 1
            continue
        elif _is_newer(Record.from_json(row.data), record):
            outcome.older += 1
            continue
        else:
            outcome.updated += 1
        wanted.append(NppesRecord(npi=npi, **stored(record, source)))
    NppesRecord.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["npi"],
        update_fields=["entity_type", "data", "deactivated_on", "read_from", "read_at"],
    )


def _is_newer(kept: Record, offered: Record) -> bool:
    """Say whether what is kept was changed in the registry after what the file offers."""
    ours = max(filter(None, (kept.updated_on, kept.deactivated_on)), default=None)
    theirs = max(filter(None, (offered.updated_on, offered.deactivated_on)), default=None)
    return ours is not None and theirs is not None and ours > theirs
