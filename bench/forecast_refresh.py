"""How long refreshing the forecasts of 100,000 open applications takes, step by step, and how much memory.

`python -m bench.forecast_refresh [--open 100000] [--keep]`, on PostgreSQL; `--inside` is the measured child.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bench import databases
from bench.databases import Database
from bench.measuring import run

# Of a hundred applications of `bench.stories` about seventy are open.
OPEN_SHARE = 0.7
AIM_FORECAST_SECONDS, AIM_REFRESH_SECONDS = 10, 60
T = TypeVar("T")


def main() -> None:
    """Load, refresh twice, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.forecast_refresh")
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--inside", action="store_true")
    asked = parser.parse_args()
    if asked.inside:
        json.dump(_inside(), sys.stdout)
        return
    # The loader fills whole practices of 50 clinicians with 50 applications each.
    size = -(-int(asked.open / OPEN_SHARE) // 2500) * 2500
    with tempfile.TemporaryDirectory(prefix="credtrack-bench-") as made:
        folder = Path(made)
        with databases.postgres(size, keep=asked.keep, name="credtrack_bench_forecast") as database:
            _load(database, folder, size)
            for title in ("First", "Second"):
                again = run([sys.executable, "-m", "bench.forecast_refresh", "--inside"], database, folder)
                sys.stdout.write(
                    f"{title} run: {again.seconds:.1f} s, {again.megabytes:.0f} MB, {again.told}\n"
                )
    sys.stdout.write(
        f"Aims: {AIM_FORECAST_SECONDS} s for `predict`, {AIM_REFRESH_SECONDS} s for the whole first run.\n"
    )


def _load(database: Database, folder: Path, size: int) -> None:
    if databases.is_loaded(database):
        return
    loaded = run([sys.executable, "-m", "bench.loading", "--applications", str(size)], database, folder)
    sys.stdout.write(f"Loaded {size:,} applications in {loaded.seconds:.0f} s\n")


def _inside() -> dict[str, Any]:
    """Refresh the organization of the bench; returns seconds per step and counts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from accounts.models import Organization
    from accounts.tenancy import organization_scope
    from forecast import history, predicting, published, refreshing, sums, writing

    seconds: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        started = time.perf_counter()
        found = work()
        seconds[name] = round(time.perf_counter() - started, 2)
        return found

    from credtrack.kernel import clock

    with organization_scope(Organization.objects.get(slug="bench")):
        day = clock.today()
        told, days = timed("read", lambda: refreshing.read(day, clock.now()))
        past = timed("fit", lambda: history.history(told, published.book_of(day), day))
        said = timed("predict", lambda: predicting.predict(told, past))
        foreseen = refreshing.Foreseen(day, told, past, said, days)
        rows = timed("rows", lambda: refreshing.outlook_rows(foreseen))
        months = timed("months", lambda: list(sums.by_month(foreseen.open, said, day)))
        written = timed("write", lambda: writing.write(day, rows, months, list(days.rows())))
    # On a machine that others use, too, the seconds of the processor say more than those of the wall.
    seconds["processor"] = round(time.process_time(), 1)
    return seconds | {"open": len(rows), "groups": len(said), "written": written.forecasts}


if __name__ == "__main__":
    main()
