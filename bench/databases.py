"""Where the rows lie: a SQLite file or a PostgreSQL database of our own, and bare access to both."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

NAME = "credtrack_bench"


@dataclass(frozen=True, slots=True)
class Database:
    """One database under test; `label` stands in the report."""

    label: str
    url: str
    size: int

    @property
    def is_postgres(self) -> bool:
        """Say which dialect bare statements must speak."""
        return self.url.startswith("postgres")

    def connect(self) -> Any:
        """Return a bare connection, tuned as the product's own."""
        if self.is_postgres:
            return psycopg.connect(self.url, autocommit=True)
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("PRAGMA cache_size=-32000")
        connection.execute("PRAGMA mmap_size=268435456")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def rows(self, connection: Any, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement written with %s marks."""
        if not self.is_postgres:
            statement = statement.replace("%s", "?")
        cursor = connection.execute(statement, tuple(values))
        return list(cursor.fetchall())


@contextlib.contextmanager
def sqlite(folder: Path, size: int) -> Iterator[Database]:
    """Yield a SQLite file in `folder`; it stays when the folder does."""
    path = folder / f"{NAME}_{size}.sqlite3"
    yield Database("SQLite", f"sqlite:///{path}", size)


@contextlib.contextmanager
def postgres(size: int, *, keep: bool, name: str = "") -> Iterator[Database]:
    """Yield a database on the PostgreSQL of `BENCH_DATABASE_URL`, a running one, or one started here."""
    from tests.servers import postgres as server

    named = os.environ.get("BENCH_DATABASE_URL")
    with contextlib.nullcontext(named) if named else server() as address:
        name = name or f"{NAME}_{size}"
        with psycopg.connect(address, autocommit=True) as admin:
            found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Database("PostgreSQL", f"{address.rpartition('/')[0]}/{name}", size)
        finally:
            if not keep:
                with psycopg.connect(address, autocommit=True) as admin:
                    admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def is_loaded(database: Database) -> bool:
    """Say whether an earlier run has left its rows."""
    try:
        with contextlib.closing(database.connect()) as connection:
            found = database.rows(connection, "SELECT count(*) FROM enrollments_application")
    except (psycopg.Error, sqlite3.Error):
        return False
    return int(found[0][0]) >= database.size
