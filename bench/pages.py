"""What is measured: one entry per page, each with the requests that ask for it and the aim it is held to."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bench.client import Asked
from bench.databases import Database

BASE = "/o/bench"
APPLICATIONS = f"{BASE}/applications/"
ADMIN = "/bench-admin/enrollments/application/"
# Organization 1 is the loaded one; imports are measured in organizations of their own.
SEARCHED_STATUSES = ("in_review", "submitted", "active", "acknowledged")


@dataclass(frozen=True)
class Sample:
    """Real keys of the loaded rows, so that requests do not all hit the same page."""

    payers: Sequence[int]
    names: Sequence[str]
    applications: Sequence[int]
    practices: Sequence[int]
    movable: Sequence[tuple[int, int]]
    random: Random


def sample(database: Database, connection: Any) -> Sample:
    """Pick the keys, the same ones every run."""
    random = Random(7)  # repeatable, nothing secret

    def column(statement: str) -> list[Any]:
        return [row[0] for row in database.rows(connection, statement)]

    count = column("SELECT count(*) FROM enrollments_application WHERE organization_id = 1")[0]
    movable = database.rows(
        connection,
        "SELECT id, version FROM enrollments_application WHERE organization_id = 1 AND status = 'in_review' "
        "AND blocked_reason = '' AND complete_on IS NOT NULL ORDER BY id LIMIT 5000",
    )
    random.shuffle(movable)
    return Sample(
        payers=column("SELECT DISTINCT payer_id FROM enrollments_application WHERE id <= 50000"),
        names=column(
            "SELECT DISTINCT last_name FROM providers_provider WHERE organization_id = 1 ORDER BY last_name LIMIT 400"
        ),
        applications=random.sample(range(1, count + 1), 1000),
        practices=column("SELECT id FROM providers_practice WHERE organization_id = 1 ORDER BY id LIMIT 40"),
        movable=movable,
        random=random,
    )


@dataclass(frozen=True)
class Measured:
    """A page; `aims` are milliseconds, 95th percentile, from one and from eight clients."""

    key: str
    title: str
    requests: Callable[[Sample, int], list[Asked]]
    aims: tuple[int, int] | None = None


def filtered_list(found: Sample, count: int) -> list[Asked]:
    """The applications at one payer in one status, next follow-up first."""
    return [
        Asked(
            f"{APPLICATIONS}?status={found.random.choice(SEARCHED_STATUSES)}"
            f"&payer={found.random.choice(found.payers)}&sort=follow_up",
            expect="<tbody>",
        )
        for _ in range(count)
    ]


def search(found: Sample, count: int) -> list[Asked]:
    """The applications of clinicians by last name."""
    names = found.random.choices(found.names, k=count)
    return [Asked(f"{APPLICATIONS}?q={name}", expect="<tbody>") for name in names]


def worklist(found: Sample, count: int) -> list[Asked]:
    """The day's work of everybody."""
    return [Asked(f"{BASE}/today/?whose=everyone", expect="</main>") for _ in range(count)]


def matrix(found: Sample, count: int) -> list[Asked]:
    """The network of one practice: fifty clinicians by its plans."""
    return [
        Asked(f"{BASE}/network/?practice={found.random.choice(found.practices)}", expect="</table>")
        for _ in range(count)
    ]


def application(found: Sample, count: int) -> list[Asked]:
    """One application with its timeline."""
    return [
        Asked(f"{APPLICATIONS}{pk}/", expect="timeline")
        for pk in found.random.choices(found.applications, k=count)
    ]


def moves(found: Sample, count: int) -> list[Asked]:
    """Approve applications in review: transition, cached state, audit row, and a mail to the owner."""
    asked = []
    for _ in range(count):
        pk, version = found.movable.pop()  # type: ignore[attr-defined]
        form = {
            "version": str(version),
            "to": "approved",
            "occurred_on": _today().isoformat(),
            "note": "By phone",
        }
        asked.append(Asked(f"{APPLICATIONS}{pk}/move/", form, statuses=(302,)))
    return asked


def rows_written(database: Database, connection: Any) -> tuple[int, ...]:
    """Return how many transitions, audit rows and outbox rows there are: each move adds one of each."""
    tables = ("enrollments_transition", "accounts_auditentry", "accounts_outboxmessage")
    return tuple(database.rows(connection, f"SELECT count(*) FROM {table}")[0][0] for table in tables)  # noqa: S608


def admin_list(found: Sample, count: int) -> list[Asked]:
    """The same rows in the plain Django admin."""
    return [
        Asked(
            f"{ADMIN}?status__exact={found.random.choice(SEARCHED_STATUSES)}"
            f"&payer__id__exact={found.random.choice(found.payers)}&o=10",
            expect="result_list",
        )
        for _ in range(count)
    ]


def admin_search(found: Sample, count: int) -> list[Asked]:
    """The same search in the plain Django admin."""
    names = found.random.choices(found.names, k=count)
    return [Asked(f"{ADMIN}?q={name}", expect="result_list") for name in names]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


PAGES: tuple[Measured, ...] = (
    Measured("list", "Applications by status and payer, sorted by follow-up", filtered_list, (45, 250)),
    Measured("search", "Applications by clinician's name", search, (30, 150)),
    Measured("worklist", "Today, everyone's", worklist),
    Measured("matrix", "Network of 50 clinicians", matrix, (40, 200)),
    Measured("application", "One application", application),
    Measured("move", "One move, with audit and outbox rows", moves, (25, 120)),
    Measured("admin_list", "Django admin: the same list", admin_list),
    Measured("admin_search", "Django admin: the same search", admin_search),
)
