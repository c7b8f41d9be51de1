"""Tasks take ids, a nudge leaves after the commit, and a broker that is down spoils nothing."""

import logging
from types import SimpleNamespace

import pytest
from celery.beat import BeatLazyFunc
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from credtrack.celery import app
from credtrack.kernel import heartbeat as pulse
from credtrack.kernel.heartbeat import NotAHeartbeat
from credtrack.kernel.tasks import IdTask, heartbeat, nudge


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Collect what would go to the broker."""
    sent: list[tuple[object, ...]] = []

    def catch(self: object, args: tuple[object, ...], *rest: object, **options: object) -> None:
        sent.append(tuple(args))

    monkeypatch.setattr("celery.contrib.django.task.DjangoTask.apply_async", catch)
    return sent


def test_every_task_of_ours_has_the_strict_base() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert [task.name for task in ours if not isinstance(task, IdTask)] == []


@pytest.mark.parametrize("stale", [SimpleNamespace(pk=1), [1, 2], {"id": 1}])
def test_task_refuses_what_would_be_stale_on_arrival(stale: object) -> None:
    with pytest.raises(TypeError, match="takes ids"):
        heartbeat.apply_async((stale,))


@pytest.mark.django_db(transaction=True)
def test_nudge_leaves_after_the_commit_only(published: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        nudge(heartbeat, 7)
        assert published == []
    assert published == [(7,)]


@pytest.mark.django_db(transaction=True)
def test_nudge_of_a_rolled_back_change_never_leaves(published: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        nudge(heartbeat, 7)
        transaction.set_rollback(True)
    assert published == []


@pytest.mark.django_db
def test_broker_that_is_down_does_not_spoil_the_request(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def down(*args: object, **options: object) -> None:
        raise OperationalError("no route to the queue")

    monkeypatch.setattr(heartbeat, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        nudge(heartbeat, 7)
    assert "was not queued: no broker" in caplog.text


def test_heartbeat_records_beat_and_worker() -> None:
    dispatched = pulse.stamp_beat()
    heartbeat(dispatched)
    found = pulse.read()
    assert found.worker_handled_last
    assert found.beat_ok
    assert found.worker_ok


def test_beat_stamps_at_each_dispatch() -> None:
    (argument,) = settings.CELERY_BEAT_SCHEDULE["heartbeat"]["args"]
    assert isinstance(argument, BeatLazyFunc)
    assert pulse.read().beat_age is None
    argument()
    assert pulse.read().beat_age is not None


def test_every_schedule_entry_names_a_task_and_expires() -> None:
    """A worker that comes back must not meet a pile of stale ticks."""
    app.loader.import_default_modules()
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["task"] in app.tasks, name
        assert entry["options"]["expires"] <= entry["schedule"], name


@pytest.mark.parametrize(
    ("level", "text", "kept"),
    [
        (logging.INFO, "Task credtrack.kernel.tasks.heartbeat[1] succeeded", False),
        (logging.ERROR, "Task credtrack.kernel.tasks.heartbeat[1] raised", True),
        (logging.INFO, "Task accounts.tasks.deliver_outbox[1] succeeded", True),
    ],
)
def test_log_leaves_out_good_heartbeats_only(level: int, text: str, kept: bool) -> None:
    record = logging.LogRecord("celery", level, __file__, 1, text, None, None)
    assert NotAHeartbeat().filter(record) is kept
