"""Measures the manager's dashboard of an organization with 100,000 applications: `python -m bench.forecast_dashboard`.

The forecasts are made by the product's own command before the clock starts; the page is asked for
through gunicorn, whole, with and without narrowing.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from bench import databases
from bench.client import Asked, Visitor, timed
from bench.databases import Database
from bench.report import p95
from bench.serving import ROOT, environment, served

AIM_MS = 300
BASE = "/o/bench/forecast/"
NAME = "credtrack_bench_dashboard"
WARM_UP = 5


def main() -> None:
    """Load, refresh, serve, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.forecast_dashboard")
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", action="store_true", help="keep the loaded database for the next run")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="credtrack-bench-") as folder,
        databases.postgres(asked.applications, keep=asked.keep, name=NAME) as database,
    ):
        _fill(database, Path(folder), asked.applications)
        _measure(database, Path(folder), asked.requests)


def _fill(database: Database, folder: Path, applications: int) -> None:
    steps = [["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]]
    if not databases.is_loaded(database):
        steps.insert(0, ["-m", "bench.loading", "--applications", str(applications)])
    if not _count(database, "forecast_outlook"):
        steps.append(["manage.py", "refresh_forecasts", "--organization", "bench"])
    for words in steps:
        subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment(database, folder),
            check=True,
            stdout=subprocess.PIPE,
        )
    with contextlib.closing(database.connect()) as connection:
        # What autovacuum would do within minutes, done before the clock starts.
        connection.execute("VACUUM ANALYZE")


def _count(database: Database, table: str) -> int:
    if not databases.is_loaded(database):
        return 0
    with contextlib.closing(database.connect()) as connection:
        return int(database.rows(connection, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  # our own names


def _measure(database: Database, folder: Path, requests: int) -> None:
    random = Random(7)  # repeatable, nothing secret
    with contextlib.closing(database.connect()) as connection:
        names = [
            row[0] for row in database.rows(connection, "SELECT last_name FROM providers_provider LIMIT 400")
        ]
        payers = [
            row[0] for row in database.rows(connection, "SELECT DISTINCT payer_id FROM forecast_outlook")
        ]
    pages = {
        "everything": [BASE] * requests,
        "one payer": [f"{BASE}?payer={random.choice(payers)}" for _ in range(requests)],
        "one practice": [f"{BASE}?practice={random.randint(1, 40)}" for _ in range(requests)],
        "one clinician": [f"{BASE}?clinician={random.choice(names)}" for _ in range(requests)],
        "grouped by clinician": [f"{BASE}?group=clinician"] * requests,
        "the list behind it": [f"{BASE}open/"] * requests,
    }
    out = sys.stdout.write
    out(
        f"{_count(database, 'enrollments_application'):,} applications, {_count(database, 'forecast_outlook'):,} of them "
        f"open, {_count(database, 'forecast_monthoutlook'):,} month sums, {_count(database, 'forecast_timespent'):,} time "
        f"sums; PostgreSQL, one client, {requests} requests each\n\n"
    )
    out("| page | median, ms | 95 %, ms | aim |\n|---|---|---|---|\n")
    with served(database, folder) as port:
        visitor = Visitor(port).sign_in()
        for label, paths in pages.items():
            asked = [Asked(path, expect="</main>") for path in paths]
            timed(visitor, asked[:WARM_UP], 1)
            taken = timed(visitor, asked, 1)
            out(f"| {label} | {statistics.median(taken):.0f} | {p95(taken):.0f} | {AIM_MS} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
