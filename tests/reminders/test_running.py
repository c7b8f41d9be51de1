"""Planning and digests over all organizations: commands, tasks, one that is poisoned, the health page."""

import datetime as dt
import json
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts import job_runs
from accounts.models import JobRun, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, health
from providers.models import Credential
from reminders import planner, running, tasks, watching
from reminders.enums import State
from reminders.models import Reminder, ReminderSettings
from tests.factories.providers import CredentialFactory
from tests.reminders.due import FRIDAY, THURSDAY, fresh, mails, row

pytestmark = pytest.mark.django_db
AT = THURSDAY.isoformat()


def told_by(name: str, *options: str) -> tuple[dict[str, Any], int]:
    """Return a command's JSON answer and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command(name, *options, "--format", "json", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found, code


def license_of(organization: Organization, days: int = 30) -> None:
    """Let a clinician's license, known for long, expire so many days after Thursday."""
    made = CredentialFactory(organization=organization, expires_on=THURSDAY.date() + dt.timedelta(days=days))
    with organization_scope(organization):
        Credential.objects.filter(pk=made.pk).update(changed_at=THURSDAY - dt.timedelta(days=90))


def poison(organization: Organization) -> None:
    """Make everything fail that asks what today is there."""
    Organization.objects.filter(pk=organization.pk).update(timezone="Nowhere/At_All")


def test_a_plan_and_a_digest_of_another_time(maple: Organization, coordinator: User) -> None:
    license_of(maple)

    planned, _ = told_by("plan_reminders", "--at", AT)
    sent, code = told_by("send_digests", "--at", AT)

    assert planned["planned"] >= 1
    assert (sent["digests"], sent["failed_slugs"], code) == (1, [], 0)
    assert mails(maple)[0].recipient == coordinator.email
    assert told_by("plan_reminders", "--at", AT)[0]["planned"] == 0
    assert told_by("send_digests", "--at", AT)[0]["digests"] == 0


def test_only_the_organization_named(maple: Organization, harbor: Organization, coordinator: User) -> None:
    found, _ = told_by("plan_reminders", "--at", AT, "--organization", "harbor")

    assert found["organizations"] == 1
    with organization_scope(maple):
        assert not ReminderSettings.objects.exists()


@pytest.mark.parametrize("name", ["plan_reminders", "send_digests"])
def test_an_unknown_organization_is_refused_with_the_known_ones(
    name: str, maple: Organization, harbor: Organization
) -> None:
    with pytest.raises(CommandError, match=r"slug 'mapel'\. Known: harbor, maple\."):
        call_command(name, "--organization", "mapel")


@pytest.mark.parametrize("name", ["plan_reminders", "send_digests"])
def test_one_poisoned_organization_stops_no_other(
    name: str, maple: Organization, harbor: Organization, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    license_of(maple)
    poison(harbor)

    found, code = told_by(name, "--at", AT)

    assert (found["failed_organizations"], found["failed_slugs"], code) == (1, ["harbor"], 1)
    with organization_scope(maple):
        assert Reminder.objects.exists()
    assert "harbor" in caplog.text


def test_words_for_people(maple: Organization, harbor: Organization) -> None:
    poison(harbor)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("send_digests", "--at", AT, stdout=out)

    assert "digests 0, " in out.getvalue()
    assert out.getvalue().endswith("Failed for harbor: see the log.\n")


def test_sending_plans_first_where_no_recent_plan_stands(maple: Organization, coordinator: User) -> None:
    license_of(maple)
    long_over = row(maple, coordinator, THURSDAY - dt.timedelta(days=60))

    found, _ = told_by("send_digests", "--at", AT)

    assert found["digests"] == 1
    assert fresh(long_over).state != State.TOLD


def test_sending_does_not_plan_again_right_after_a_plan(maple: Organization) -> None:
    told_by("plan_reminders", "--at", AT)
    with patch.object(planner, "plan") as plan:
        told_by("send_digests", "--at", AT)
        told_by("send_digests", "--at", FRIDAY.isoformat())

    assert plan.call_count == 1


def test_what_was_planned_before_is_sent_even_when_planning_fails(
    maple: Organization, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    row(maple, coordinator)
    with patch.object(planner, "plan", side_effect=RuntimeError("a bad rule")):
        found, code = told_by("send_digests", "--at", AT)

    assert (found["digests"], found["failed_slugs"], code) == (1, ["maple"], 1)
    assert "a bad rule" in caplog.text


def test_a_person_whose_mail_fails_makes_a_bad_end(maple: Organization, coordinator: User) -> None:
    told_by("plan_reminders", "--at", AT)
    poisoned = row(maple, coordinator)
    with organization_scope(maple):
        Reminder.objects.filter(pk=poisoned.pk).update(kind="no_such_kind")

    found, code = told_by("send_digests", "--at", AT)

    assert (found["failed"], found["failed_slugs"], code) == (1, ["maple"], 1)


@pytest.mark.parametrize(("rows", "nudged"), [(1, 1), (0, 0)])
def test_delivery_is_nudged_when_there_is_something(
    maple: Organization, coordinator: User, rows: int, nudged: int
) -> None:
    told_by("plan_reminders", "--at", AT)
    for _ in range(rows):
        row(maple, coordinator)
    with patch.object(running, "nudge") as nudge:
        told_by("send_digests", "--at", AT)

    assert nudge.call_count == nudged


def test_the_tasks_do_the_same_and_leave_a_note(maple: Organization) -> None:
    tasks.plan_reminders()
    tasks.send_digests()

    notes = {run.name: run for run in job_runs.read()}
    assert set(notes) == {"plan_reminders", "send_digests"}
    assert notes["plan_reminders"].counts["organizations"] == 1
    assert notes["send_digests"].finished_at is not None


def test_a_run_of_another_time_or_one_organization_leaves_no_note(maple: Organization) -> None:
    told_by("plan_reminders", "--at", AT)
    told_by("plan_reminders", "--organization", "maple")

    assert not JobRun.objects.exists()


def test_beat_runs_both_and_lets_stale_ticks_expire() -> None:
    schedule = {entry["task"]: entry for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    for task in (tasks.plan_reminders, tasks.send_digests):
        assert schedule[task.name]["options"]["expires"] < schedule[task.name]["schedule"]


def looked_at() -> health.Health:
    found = health.Health()
    watching.check(found)
    return found


def test_health_says_when_nothing_has_run_yet() -> None:
    found = looked_at()

    assert found.problems == []
    assert found.jobs["plan_reminders"] == {"ok": True, "age_seconds": None, "said": "has not run yet"}


@pytest.mark.parametrize(("minutes", "well"), [(19, True), (21, False)])
def test_health_names_a_run_that_is_overdue(minutes: int, well: bool) -> None:
    JobRun.objects.create(name="send_digests", finished_at=clock.now() - dt.timedelta(minutes=minutes))

    found = looked_at()

    assert found.jobs["send_digests"]["ok"] is well
    assert found.problems == ([] if well else ["Digests were last made 21 minutes ago."])


def test_health_counts_organizations_that_failed_without_their_names(
    maple: Organization, harbor: Organization
) -> None:
    poison(harbor)
    tasks.plan_reminders()

    found = looked_at()

    assert found.problems == ["The last run of plan_reminders failed for one organization; the log says why."]
    assert "harbor" not in json.dumps(found.jobs)


def test_the_public_health_page_asks_this_room() -> None:
    assert watching.check in health._registered
