"""The health page and /healthz tell in words whether mail leaves and jobs run, and name nobody."""

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError
from django.db.models.functions import Now
from django.test import Client

from accounts import job_runs, mail_health, outbox
from accounts.enums import MessageState
from accounts.mail_health import Queue
from accounts.models import JobRun, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, heartbeat, scope
from tests.conftest import ClientFor
from tests.factories.accounts import OutboxMessageFactory

pytestmark = pytest.mark.django_db

HEALTH = "/o/maple/settings/health/"

JOBS = ("deliver_outbox", "plan_reminders", "send_digests", "refresh_forecasts")


def told(client: Client) -> Any:
    heartbeat.stamp_worker(heartbeat.stamp_beat())
    return client.get("/healthz").json()


def ago(**how: int) -> dt.datetime:
    return clock.now() - dt.timedelta(**how)


def test_a_fresh_database_is_well(client: Client) -> None:
    answer = told(client)

    assert answer["problems"] == []
    never = {"ok": True, "age_seconds": None, "said": "has not run yet"}
    assert answer["jobs"] == dict.fromkeys(JOBS, never)
    assert answer["mail"] == {"ok": True, "due": 0, "stuck": 0, "failed_7_days": 0}


def test_a_run_is_told_with_its_age(client: Client, maple: Organization) -> None:
    outbox.deliver()

    answer = told(client)

    assert answer["problems"] == []
    assert answer["jobs"]["deliver_outbox"]["said"] == "ended well"
    assert 0 <= answer["jobs"]["deliver_outbox"]["age_seconds"] < 60


@pytest.mark.parametrize(("minutes", "silent"), [(4, False), (6, True)])
def test_delivery_that_is_silent_for_five_minutes_is_a_problem(
    client: Client, minutes: int, silent: bool
) -> None:
    JobRun.objects.create(name="deliver_outbox", started_at=ago(minutes=1), finished_at=ago(minutes=minutes))

    answer = told(client)

    assert answer["problems"] == (["Mail delivery last ended well 6 minutes ago."] if silent else [])
    assert answer["status"] == ("degraded" if silent else "ok")


def test_a_run_that_never_ended_is_a_problem(client: Client) -> None:
    JobRun.objects.create(name="deliver_outbox", started_at=ago(minutes=10))

    assert told(client)["problems"] == ["Mail delivery last ended well 10 minutes ago."]


def test_stuck_rows_are_a_problem_and_failed_ones_are_counted(client: Client, maple: Organization) -> None:
    OutboxMessageFactory(organization=maple, due_at=ago(minutes=16))
    OutboxMessageFactory(organization=maple, due_at=ago(minutes=14))
    OutboxMessageFactory(organization=maple, state=MessageState.SENDING, claimed_until=ago(hours=1))
    OutboxMessageFactory(
        organization=maple, state=MessageState.SENDING, claimed_until=Now() + dt.timedelta(hours=1)
    )
    OutboxMessageFactory(organization=maple, state=MessageState.FAILED, failed_at=ago(days=6))
    OutboxMessageFactory(organization=maple, state=MessageState.FAILED, failed_at=ago(days=8))

    answer = told(client)

    assert answer["mail"] == {"ok": False, "due": 4, "stuck": 2, "failed_7_days": 1}
    assert answer["problems"] == ["2 messages are stuck in the outbox."]


def test_a_failed_job_is_named_and_nobody_else(client: Client, maple: Organization) -> None:
    with pytest.raises(ValueError, match="ann"), job_runs.recorded("send_digests"):
        raise ValueError("ann@x.example")
    OutboxMessageFactory(organization=maple, recipient="ann@x.example", due_at=ago(hours=1))

    heartbeat.stamp_worker(heartbeat.stamp_beat())
    page = client.get("/healthz")

    assert "The job send_digests failed when it last ran." in page.json()["problems"]
    assert b"x.example" not in page.content
    assert b"maple" not in page.content.lower()


def test_a_run_that_stopped_early_says_why(client: Client) -> None:
    JobRun.objects.create(
        name="deliver_outbox", finished_at=clock.now(), counts={"stopped": "the mail server is away"}
    )

    assert told(client)["problems"] == ["Mail delivery stops early: the mail server is away."]


def test_a_missing_table_is_a_problem_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> list[JobRun]:
        raise ProgrammingError('relation "accounts_jobrun" does not exist at 10.1.2.3')

    monkeypatch.setattr(job_runs, "read", missing)

    answer = told(client)

    assert answer["status"] == "degraded"
    assert answer["problems"] == ["Mail and jobs cannot be read (ProgrammingError)."]


def test_the_page_teaches_what_to_do_before_any_job_ran(client_for: ClientFor, owner: User) -> None:
    page = client_for(owner).get(HEALTH).content.decode()

    assert "No job has run yet." in page


def test_the_page_shows_jobs_and_this_organization_s_mail(
    client_for: ClientFor, maple: Organization, harbor: Organization, owner: User
) -> None:
    with job_runs.recorded("plan_reminders") as counts:
        counts["new_reminders"] = 12
    with pytest.raises(ValueError, match="wool"), job_runs.recorded("send_digests"):
        raise ValueError("no wool")
    OutboxMessageFactory(organization=maple, subject="Ours is stuck", due_at=ago(hours=1))
    OutboxMessageFactory(organization=harbor, subject="Theirs is stuck", due_at=ago(hours=1))

    page = client_for(owner).get(HEALTH).content.decode()

    assert "Plan reminders" in page
    assert "new reminders: 12" in page
    assert "ValueError: no wool" in page
    assert "Ours is stuck" in page
    assert "Theirs is stuck" not in page


def test_who_may_not_open_mail_sees_counts_only(
    client_for: ClientFor, maple: Organization, manager: User
) -> None:
    OutboxMessageFactory(organization=maple, subject="Ours is stuck", due_at=ago(hours=1))

    page = client_for(manager).get(HEALTH).content.decode()

    assert "Ours is stuck" not in page
    assert "An owner sees which messages these are." in page


def test_counts_are_confined_to_the_open_organization(maple: Organization, harbor: Organization) -> None:
    OutboxMessageFactory(organization=maple)
    OutboxMessageFactory(organization=harbor)

    with organization_scope(maple):
        assert mail_health.read_queue() == Queue(due=1, stuck=0, failed=0)
    with scope.unscoped("a test"):
        assert mail_health.read_queue() == Queue(due=2, stuck=0, failed=0)
