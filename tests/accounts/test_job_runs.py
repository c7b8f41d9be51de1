"""Jobs note when they ran and how it ended, and a note that fails never stops a job."""

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet

from accounts import job_runs
from accounts.models import JobRun

pytestmark = pytest.mark.django_db


def test_a_good_run_notes_its_end_and_counts() -> None:
    with job_runs.recorded("count_sheep") as counts:
        counts["sheep"] = 12

    (run,) = job_runs.read()
    assert (run.name, run.counts, run.failed_at) == ("count_sheep", {"sheep": 12}, None)
    assert run.started_at is not None
    assert run.finished_at is not None
    assert run.started_at <= run.finished_at


def test_a_second_run_writes_the_same_row() -> None:
    for sheep in (1, 2):
        with job_runs.recorded("count_sheep") as counts:
            counts["sheep"] = sheep

    assert JobRun.objects.get().counts == {"sheep": 2}


def test_an_exception_is_noted_in_words_without_addresses_and_raised_again() -> None:
    with job_runs.recorded("count_sheep") as counts:
        counts["sheep"] = 1
    with pytest.raises(ValueError, match="ann"), job_runs.recorded("count_sheep"):
        raise ValueError("no wool for ann@x.example\nDETAIL: secret")

    run = JobRun.objects.get()
    assert run.last_error == "ValueError: no wool for (an address)"
    assert run.failed_at is not None
    assert (run.counts, run.finished_at is not None) == ({"sheep": 1}, True), "the last good end stays"


def test_a_note_that_cannot_be_written_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setattr(QuerySet, "update", refuse)
    done = []
    with job_runs.recorded("count_sheep") as counts:
        counts["sheep"] = 1
        done.append("work")

    assert done == ["work"]
    assert "could not be noted" in caplog.text


def test_counts_that_are_no_json_stop_nobody() -> None:
    with job_runs.recorded("count_sheep") as counts:
        counts["sheep"] = object()

    assert JobRun.objects.get().finished_at is None


def test_nothing_is_locked_while_the_job_runs() -> None:
    with job_runs.recorded("count_sheep"):
        assert JobRun.objects.get().finished_at is None
        assert JobRun.objects.filter(name="count_sheep").update(counts={"seen": True}) == 1
