"""Forecasts of every organization once a day: the task, the command, one that fails, the health page."""

import datetime as dt
import json
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts import job_runs
from accounts.models import JobRun, Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, health
from forecast import running, tasks, watching
from forecast.models import Forecast, Outlook
from tests.factories.payers import PayerFactory
from tests.forecast.scenes import TODAY, before, standing, waiting

pytestmark = pytest.mark.django_db


def forecasts(organization: Organization) -> int:
    with organization_scope(organization):
        return Forecast.objects.count()


def asked(*options: str) -> Any:
    out = StringIO()
    with standing(TODAY):
        call_command("refresh_forecasts", "--organization", "maple", *options, stdout=out)
    return json.loads(out.getvalue()) if "json" in options else out.getvalue().strip()


def test_a_morning_refreshes_once(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    with standing(TODAY):
        first, second = running.run(), running.run()
    assert (first.refreshed, first.written, first.failed) == (1, 1, [])
    assert (second.refreshed, second.up_to_date) == (0, 1)


def test_the_next_morning_does_so_again(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    for day in (TODAY, TODAY + dt.timedelta(days=1)):
        with standing(day):
            tasks.refresh_forecasts()
    with organization_scope(maple):
        assert Outlook.objects.get().refreshed_on == TODAY + dt.timedelta(days=1)


def test_one_that_fails_stops_no_other(maple: Organization, harbor: Organization) -> None:
    for organization in (harbor, maple):
        waiting(organization, PayerFactory(), 40)
    Organization.objects.filter(pk=harbor.pk).update(timezone="Nowhere/At_All")
    with standing(TODAY):
        ran = running.run()
    assert ran.failed == ["harbor"]
    assert (forecasts(harbor), forecasts(maple)) == (0, 1)


def test_the_health_page_tells_of_a_failed_organization_and_of_silence(maple: Organization) -> None:
    with job_runs.recorded(running.NAME) as counts:
        counts["failed_organizations"] = 1
    JobRun.objects.update(finished_at=clock.now() - watching.SILENT - dt.timedelta(minutes=5))
    found = health.Health()
    watching.check(found)
    assert found.jobs[running.NAME]["ok"] is False
    assert found.problems == [
        "Forecasts were last looked at 4 hours ago.",
        "The last run of refresh_forecasts failed for one organization; the log says why.",
    ]


def test_the_worker_comes_more_often_than_silence_is_noticed() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["refresh-forecasts"]
    assert entry["task"] == tasks.refresh_forecasts.name
    assert 2 * entry["schedule"] < watching.SILENT.total_seconds()


def test_the_command_counts_and_says_what_it_said(maple: Organization) -> None:
    one = waiting(maple, PayerFactory(), 40)
    assert asked() == (
        "1 open application: 1 new or changed forecasts written, 0 unchanged, 1 without a basis."
    )
    found = asked("--format", "json")
    counts = {name: found[name] for name in ("applications", "written", "unchanged", "without_basis")}
    assert counts == {"applications": 1, "written": 0, "unchanged": 1, "without_basis": 1}
    assert (found["stored"], found["forecasts"][0]["application"]) == (True, one.pk)


def test_the_command_reads_an_earlier_day_and_stores_nothing(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    assert "Nothing was stored." in asked("--on", before(10).isoformat())
    assert asked("--on", before(50).isoformat(), "--format", "json")["applications"] == 0
    assert forecasts(maple) == 0


def test_the_command_refuses_a_day_ahead(maple: Organization) -> None:
    with pytest.raises(CommandError, match="lies ahead"):
        asked("--on", (TODAY + dt.timedelta(days=1)).isoformat())


def test_a_run_that_breaks_is_noted(maple: Organization) -> None:
    waiting(maple, PayerFactory(), 40)
    with standing(TODAY), patch.object(running, "refresh", side_effect=RuntimeError("no wool")):
        running.run()
    assert JobRun.objects.get(name=running.NAME).counts["failed_organizations"] == 1
