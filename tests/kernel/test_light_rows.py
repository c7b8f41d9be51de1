"""Light rows are the same rows: only what was named is there, the rest is fetched when touched."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from credtrack.kernel.light_rows import light_rows
from tests.kernel.audit_list import COLUMNS, declared, labels, shown

pytestmark = pytest.mark.django_db

READS = ("subject_label", "subject_id", "action", "summary", "at", "actor__name", "actor__email")


def _light(*reads: str) -> list[Any]:
    return light_rows(AuditEntry.objects.order_by("subject_label"), reads)


def test_they_equal_the_rows_of_the_query(twelve: list[AuditEntry]) -> None:
    rows = _light(*READS)

    assert rows == twelve
    assert [(row.subject_id, row.at, row.actor) for row in rows] == [
        (row.subject_id, row.at, row.actor) for row in twelve
    ]
    assert not rows[0]._state.adding


def test_relations_come_with_the_rows_in_one_query(twelve: list[AuditEntry], owner: User) -> None:
    with CaptureQueriesContext(connection) as seen:
        names = [str(row.actor) if row.actor else "" for row in _light(*READS)]

    assert names == ["Olivia Grant"] * 10 + ["", ""]
    assert len(seen) == 1


def test_rows_of_one_page_share_a_related_instance(twelve: list[AuditEntry]) -> None:
    rows = _light(*READS)

    assert rows[0].actor is rows[1].actor


def test_a_field_that_was_not_named_is_fetched_when_touched(twelve: list[AuditEntry]) -> None:
    row = _light("subject_label", "actor__name")[0]

    with CaptureQueriesContext(connection) as seen:
        assert row.summary == twelve[0].summary
        assert row.actor.email == "olivia@maple.example"

    assert len(seen) == 2


def test_annotations_can_be_read(twelve: list[AuditEntry]) -> None:
    from django.db.models.functions import Upper

    row = light_rows(AuditEntry.objects.annotate(loud=Upper("subject_label")), ("loud",))[0]

    assert row.loud.startswith("PRACTICE")


def test_a_path_through_two_relations_is_refused(twelve: list[AuditEntry]) -> None:
    with pytest.raises(ValueError, match="two relations"):
        _light("actor__last_organization__name")


@pytest.mark.parametrize(
    "query", ["", "page=3", "sort=-number", "sort=who&page=2", "q=1&page=9", "columns=at"]
)
def test_a_list_that_says_what_it_reads_shows_the_same(twelve: list[AuditEntry], query: str) -> None:
    page = declared(reads=READS, columns=COLUMNS)

    assert labels(query, page) == labels(query)
    assert [row.cells for row in shown(query, page).rows] == [row.cells for row in shown(query).rows]
