"""Can the site serve, and which part of it is not well? The answer of `/healthz`.

503 only when the database is out of reach: a site whose worker is down still serves pages, so it
answers 200 and names what is degraded. The page is public and therefore tells no address or name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from credtrack.celery import app
from credtrack.kernel import heartbeat
from credtrack.kernel.child import Child, read_children


@dataclass
class Health:
    """What each part said; `problems` are sentences, empty when all is well."""

    database: dict[str, Any] = field(default_factory=dict)
    broker: dict[str, Any] = field(default_factory=dict)
    worker: dict[str, Any] = field(default_factory=dict)
    beat: dict[str, Any] = field(default_factory=dict)
    # Filled by the rooms that know them, see `register`.
    jobs: dict[str, Any] = field(default_factory=dict)
    mail: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        """`ok`, `degraded` (serves, but a part is not well) or `down` (cannot serve)."""
        if not self.database["ok"]:
            return "down"
        return "degraded" if self.problems else "ok"

    def as_json(self) -> dict[str, Any]:
        """Return the answer's body."""
        return {
            "status": self.status,
            "problems": self.problems,
            "database": self.database,
            "broker": self.broker,
            "worker": self.worker,
            "beat": self.beat,
            "jobs": self.jobs,
            "mail": self.mail,
        }


Check = Callable[[Health], None]
_registered: list[Check] = []


def register(check: Check) -> None:
    """Take a room's check of the database's contents; it is asked while the database answers.

    What it adds is public: no address, no name, no words of an exception.
    """
    if check not in _registered:
        _registered.append(check)


def check_rooms(health: Health) -> None:
    """Ask every registered check; one that fails is a problem, not an end."""
    for check in _registered:
        try:
            check(health)
        except Exception as failure:  # noqa: BLE001  # a table may be missing, or the connection just gone
            told = f"Mail and jobs cannot be read ({type(failure).__name__})."
            # Several rooms read the same notes: what is gone for one is gone for all.
            if told not in health.problems:
                health.problems.append(told)


def check_database(health: Health) -> None:
    """Ask the database for nothing but an answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            health.database = {"ok": cursor.fetchone() == (1,)}
    except DatabaseError as failure:
        health.database = {"ok": False}
        health.problems.append(f"The database does not answer ({type(failure).__name__}).")


def check_broker(health: Health) -> None:
    """Count the waiting messages: that needs a broker that answers."""
    try:
        with app.connection_for_write() as broker:
            channel: Any = broker.default_channel
            waiting = channel.queue_declare(app.conf.task_default_queue).message_count
            dead = len(channel.store.dead()) if hasattr(channel, "store") else None
    except Exception as failure:  # noqa: BLE001  # each broker library raises its own kind
        health.broker = {"ok": False}
        health.problems.append(f"The broker does not answer ({type(failure).__name__}).")
        return
    health.broker = {"ok": True, "waiting": waiting}
    if dead is not None:
        health.broker["put_aside"] = dead


def check_heartbeats(health: Health) -> None:
    """Compare the ages of both heartbeats with what is normal."""
    try:
        pulse = heartbeat.read()
    except Exception as failure:  # noqa: BLE001  # the shared cache may be the broker's server
        health.problems.append(f"The heartbeats cannot be read ({type(failure).__name__}).")
        health.worker, health.beat = {"ok": False, "age_seconds": None}, {"ok": False, "age_seconds": None}
        return
    for name, age, well in (
        ("worker", pulse.worker_age, pulse.worker_ok),
        ("beat", pulse.beat_age, pulse.beat_ok),
    ):
        setattr(health, name, {"ok": well, "age_seconds": None if age is None else round(age, 1)})
        if not well:
            since = "has not reported yet" if age is None else f"was last heard of {age:.0f} seconds ago"
            health.problems.append(f"The {name} {since}.")


def check_processes(health: Health, children: dict[str, Child]) -> None:
    """Add what the process manager of a one-machine site knows: running or not, restarts."""
    for name in ("worker", "beat"):
        child = children.get(name)
        if child is None:
            continue
        answer: dict[str, Any] = getattr(health, name)
        answer |= {"running": child.running, "restarts": child.restarts}
        if not child.running:
            answer["ok"] = False
            health.problems.append(f"The {name} is not running; it is being started again.")


def collect() -> Health:
    """Ask every part; never raises."""
    health = Health()
    check_database(health)
    check_broker(health)
    check_heartbeats(health)
    if health.database["ok"]:
        check_rooms(health)
    run_dir: Path | None = settings.RUN_DIR
    if run_dir is not None:
        check_processes(health, read_children(run_dir))
    return health


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the site can serve and 503 when the database is out of reach."""
    health = collect()
    return JsonResponse(health.as_json(), status=503 if health.status == "down" else 200)
