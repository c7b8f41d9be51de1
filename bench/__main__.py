"""`python -m bench`: load, serve, measure, print; `--keep` leaves the rows for the next run."""

import argparse
import contextlib
import dataclasses
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import bare_sql, databases, importing, pages, report
from bench.client import Visitor, timed
from bench.databases import Database
from bench.serving import ROOT, environment, served

WARM_UP = 24


def say(text: str = "") -> None:
    """Write one line at once, also through a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what was asked for."""
    asked = _arguments()
    with _folder(asked.keep) as folder:
        say(
            f"Python {platform.python_version()}, {os.cpu_count()} cores, {asked.requests} requests per figure"
        )
        for kind in asked.database:
            with _database(kind, asked.applications, folder, asked.keep) as database:
                _measure(database, folder, asked)
        if asked.million:
            with _database("postgres", 1_000_000, folder, asked.keep) as database:
                asked.pages, asked.no_import = ["list", "search"], True
                _measure(database, folder, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument(
        "--database", nargs="+", choices=["postgres", "sqlite"], default=["postgres", "sqlite"]
    )
    parser.add_argument("--pages", nargs="+", default=[page.key for page in pages.PAGES])
    parser.add_argument("--million", action="store_true", help="measure the list at 1,000,000 rows as well")
    parser.add_argument(
        "--keep", action="store_true", help="keep the loaded rows under var/bench for the next run"
    )
    parser.add_argument("--no-import", action="store_true")
    return parser.parse_args()


@contextlib.contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    if keep:
        folder = Path(os.environ.get("CREDTRACK_DATA_DIR", str(ROOT / "var"))) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="credtrack-bench-") as made:
        yield Path(made)


@contextlib.contextmanager
def _database(kind: str, size: int, folder: Path, keep: bool) -> Iterator[Database]:
    opened = databases.postgres(size, keep=keep) if kind == "postgres" else databases.sqlite(folder, size)
    with opened as database:
        if not databases.is_loaded(database):
            command = [sys.executable, "-m", "bench.loading", "--applications", str(size)]
            told = subprocess.run(
                command,
                cwd=ROOT,
                env=environment(database, folder),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            say(f"{database.label}: loaded {told.stdout.strip()}")
        yield database


def _measure(database: Database, folder: Path, asked: argparse.Namespace) -> None:
    say(f"\n## {database.label}, {database.size:,} applications\n")
    lines: dict[str, report.Line] = {}
    with contextlib.closing(database.connect()) as connection:
        found = pages.sample(database, connection)
        with served(database, folder) as port:
            visitor = Visitor(port).sign_in()
            for page in pages.PAGES:
                if page.key in asked.pages:
                    before = pages.rows_written(database, connection)
                    lines[page.key] = _line(page, visitor, found, asked.requests)
                    after = pages.rows_written(database, connection)
                    if page.key == "move":
                        _check_moves(before, after, WARM_UP + 2 * asked.requests)
                    floor = bare_sql.floor_of(page.key, database, connection, found, asked.requests)
                    lines[page.key] = dataclasses.replace(lines[page.key], floor=floor)
    say(report.table(list(lines.values())))
    for sentence in report.verdicts(lines):
        say(f"\n{sentence}")
    if not asked.no_import:
        say(f"\n{report.import_line(database.label, importing.measure(database, folder))}")


def _line(page: pages.Measured, visitor: Visitor, found: pages.Sample, count: int) -> report.Line:
    timed(visitor, page.requests(found, WARM_UP), 8)
    one = timed(visitor, page.requests(found, count), 1)
    eight = timed(visitor, page.requests(found, count), 8)
    return report.Line(page.title, one, eight, aims=page.aims)


def _check_moves(before: tuple[int, ...], after: tuple[int, ...], moves: int) -> None:
    """A move that leaves out its timeline, audit or outbox row would be fast, and wrong."""
    written = [new - old for old, new in zip(before, after, strict=True)]
    if any(count < moves for count in written):
        raise SystemExit(f"{moves} moves wrote {written} transitions, audit and outbox rows.")


if __name__ == "__main__":
    main()
