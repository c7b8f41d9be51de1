"""How long planning a million dated facts takes, and how much memory; then the same again.

`python -m bench.planning [--facts 1000000] [--keep]`, on PostgreSQL.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import databases
from bench.databases import Database
from bench.measuring import Run, run

AIM_SECONDS, AIM_MEGABYTES, AIM_RATIO = 20, 300, 10


def main() -> None:
    """Load, plan twice, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.planning")
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="credtrack-bench-") as made:
        folder = Path(made)
        with databases.postgres(asked.facts, keep=asked.keep, name="credtrack_bench_dated") as database:
            loaded = run(
                [sys.executable, "-m", "bench.dated_facts", "--facts", str(asked.facts)], database, folder
            )
            sys.stdout.write(f"Loaded {loaded.told} in {loaded.seconds:.0f} s\n")
            sys.stdout.write(report(asked.facts, *measure(database, folder)) + "\n")


def measure(database: Database, folder: Path) -> tuple[Run, Run, Run]:
    """Return an empty start of Django, the first plan and the second; each includes starting Django."""
    plan = [sys.executable, "manage.py", "plan_reminders", "--format", "json"]
    start = run([sys.executable, "manage.py", "shell", "-v0", "-c", "print('{}')"], database, folder)
    return start, run(plan, database, folder), run(plan, database, folder)


def report(facts: int, start: Run, first: Run, second: Run) -> str:
    """Return the figures with the aims; a second run is compared without the start of the process."""
    work, again = first.seconds - start.seconds, max(second.seconds - start.seconds, 0.0)
    return (
        f"Planning {facts:,} dated facts, one in a hundred due: {first.seconds:.1f} s with "
        f"{first.megabytes:.0f} MB at most (aims {AIM_SECONDS} s, {AIM_MEGABYTES} MB), {first.told}.\n"
        f"The second run: {second.seconds:.1f} s, {second.told}. Without starting Django "
        f"({start.seconds:.1f} s): {work:.2f} s and {again:.2f} s, 1 : {work / max(again, 0.001):.0f} "
        f"(aim 1 : {AIM_RATIO})."
    )


if __name__ == "__main__":
    main()
