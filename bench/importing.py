"""How long an import of 50,000 rows takes, and how much memory, in a process of its own."""

import csv
import datetime as dt
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.databases import Database
from bench.loading import FIRST, LAST, SYLLABLES
from bench.measuring import Run, run
from bench.serving import ROOT, environment

ROWS = 50_000
PAYERS = (
    "Aetna", "Cigna", "UnitedHealthcare", "Optum", "Humana", "Highmark", "Independence Blue Cross", "Magellan",
    "Carelon", "Oscar", "Medicare", "TRICARE East", "Ambetter", "Molina", "Keystone First", "UPMC",
    "Capital Blue Cross", "Geisinger", "Beacon", "Tufts", "Kaiser", "Multiplan", "Anthem", "WellCare", "Centene",
)  # fmt: skip
STATUSES = ("Submitted", "In process", "In network", "Denied", "Pending - committee", "Not started")


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import took."""

    seconds: float
    megabytes: float
    created: int
    again_seconds: float
    again_changed: int


def npi(number: int) -> str:
    """Return a well-formed NPI: Luhn over "80840" and the number."""
    body = f"1{number:08}"
    digits = [int(digit) for digit in f"80840{body}"]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{body}{-total % 10}"


def write_tracker(path: Path, rows: int = ROWS) -> None:
    """Write a tracker of `rows` applications, one clinician in 25 rows."""
    random = Random(11)  # repeatable, nothing secret
    with path.open("w", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            ["Provider", "NPI", "Payer", "State", "Status", "Submitted", "Follow up", "Ref #", "Notes"]
        )
        name = ""
        for number in range(rows):
            clinician, place = divmod(number, len(PAYERS))
            if place == 0:
                name = f"{random.choice(LAST)}{random.choice(SYLLABLES)}, {random.choice(FIRST)}"
            sent = dt.date(2026, 1, 5) + dt.timedelta(days=random.randint(0, 200))
            writer.writerow([
                name, npi(clinician), PAYERS[place], "PA", random.choice(STATUSES), sent.isoformat(),
                (sent + dt.timedelta(days=60)).isoformat(), f"REF{number}", "Called, in process",
            ])  # fmt: skip


def measure(database: Database, folder: Path, rows: int = ROWS) -> Imported:
    """Apply the tracker to an organization of its own, twice; the second time must change nothing."""
    path = folder / f"tracker_{rows}.csv"
    write_tracker(path, rows)
    slug = f"import-{int(time.time())}"
    made = (
        "from accounts.models import Organization; "
        f"Organization.objects.create(slug={slug!r}, name='Import', timezone='America/New_York')"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", made],
        cwd=ROOT,
        env=environment(database, folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    first = _run(database, folder, path, slug)
    again = _run(database, folder, path, slug)
    changed = again.told["created"] + again.told["updated"]
    return Imported(first.seconds, first.megabytes, first.told["created"], again.seconds, changed)


def _run(database: Database, folder: Path, path: Path, slug: str) -> Run:
    command = [
        sys.executable, "manage.py", "import_tracker", str(path), "--organization", slug,
        "--practice", "Import Practice", "--apply", "--format", "json",
    ]  # fmt: skip
    return run(command, database, folder)
