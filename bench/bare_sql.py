"""The floor: the same rows fetched by hand-written SQL, without HTTP, templates or an ORM."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.databases import Database
from bench.pages import SEARCHED_STATUSES, Sample

_COLUMNS = """
SELECT a.id, p.first_name, p.last_name, p.degree, pr.legal_name, pay.name, a.state, a.kind, a.status,
       a.status_since, a.contract_track, a.submitted_on, a.follow_up_on, a.last_contact_on, a.reference
FROM enrollments_application a
LEFT JOIN providers_provider p ON p.id = a.provider_id
JOIN providers_practice pr ON pr.id = a.practice_id
JOIN payers_payer pay ON pay.id = a.payer_id
"""
_LIST = f"{_COLUMNS} WHERE a.organization_id = 1 AND a.status = %s AND a.payer_id = %s ORDER BY a.follow_up_on, a.id LIMIT 50"
_FOUND = "SELECT id FROM providers_provider WHERE organization_id = 1 AND upper(last_name) LIKE upper(%s)"
_APPLICATION = f"{_COLUMNS} WHERE a.organization_id = 1 AND a.id = %s"
_LOG = "SELECT * FROM enrollments_transition WHERE application_id = %s ORDER BY occurred_on, id"
_ENTRIES = "SELECT * FROM enrollments_entry WHERE application_id = %s ORDER BY occurred_on, id"
_NETWORK = f"{_COLUMNS} WHERE a.organization_id = 1 AND a.practice_id = %s"
_DUE = f"{_COLUMNS} WHERE a.organization_id = 1 AND a.follow_up_on <= CURRENT_DATE ORDER BY a.follow_up_on, a.id LIMIT 120"

Rows = Callable[..., list[tuple[Any, ...]]]


def _list(rows: Rows, found: Sample) -> None:
    rows(_LIST, (found.random.choice(SEARCHED_STATUSES), found.random.choice(found.payers)))


def _search(rows: Rows, found: Sample) -> None:
    ids = [row[0] for row in rows(_FOUND, (f"{found.random.choice(found.names)}%",))]
    marks = ", ".join(["%s"] * len(ids))
    rows(
        f"{_COLUMNS} WHERE a.organization_id = 1 AND a.provider_id IN ({marks}) ORDER BY a.follow_up_on LIMIT 50",
        ids,
    )


def _worklist(rows: Rows, found: Sample) -> None:
    rows(_DUE)


def _matrix(rows: Rows, found: Sample) -> None:
    rows(_NETWORK, (found.random.choice(found.practices),))


def _application(rows: Rows, found: Sample) -> None:
    pk = found.random.choice(found.applications)
    for statement in (_APPLICATION, _LOG, _ENTRIES):
        rows(statement, (pk,))


FLOORS: dict[str, Callable[[Rows, Sample], None]] = {
    "list": _list,
    "search": _search,
    "worklist": _worklist,
    "matrix": _matrix,
    "application": _application,
}


def floor_of(
    key: str, database: Database, connection: Any, found: Sample, count: int
) -> Sequence[float] | None:
    """Return the milliseconds of `count` runs of the bare statements for one page, if it has any."""
    run = FLOORS.get(key)
    if run is None:
        return None

    def rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return database.rows(connection, statement, values)

    taken = []
    for _ in range(count):
        started = time.perf_counter()
        run(rows, found)
        taken.append((time.perf_counter() - started) * 1000)
    return taken
