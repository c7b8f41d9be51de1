"""How are the logs of applications read? As plain rows for the fold, without a model instance for each."""

from collections.abc import Iterator

from django.db.models import QuerySet

from enrollments.enums import Verb
from enrollments.fold import LogRow
from enrollments.models import Transition

_READ = (
    "application_id",
    "pk",
    "verb",
    "occurred_on",
    "to_status",
    "facts",
    "voids_id",
    "recorded_at",
    "from_status",
)


def log_rows(rows: QuerySet[Transition]) -> Iterator[tuple[int, LogRow]]:
    """Yield the application's id with each row, in the order of recording; one query."""
    for application_id, pk, verb, day, to, facts, voids, recorded_at, before in rows.order_by(
        "pk"
    ).values_list(*_READ):
        opens = verb == Verb.MOVE and not before
        yield application_id, LogRow(pk, verb, day, to, facts, voids, recorded_at, opens)
