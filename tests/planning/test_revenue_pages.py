"""The pages on what waiting costs: walls, the chosen industry figure, the files, the command, an incident."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from planning.models import PlanningSettings
from providers.models import PracticeGrant
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.enrollments import ApplicationFactory
from tests.factories.forecast import OutlookFactory
from tests.factories.ledger import DelegateIncidentFactory, IncidentReachFactory
from tests.factories.payers import PlanFactory, PlatformFactory
from tests.factories.planning import CaseloadShareFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db
PAGE = "/o/maple/planning/revenue/"


@pytest.fixture
def waiting(maple: Organization) -> Any:
    """An application that is billable in 20 days at best, 70 likely, 100 late."""
    application = ApplicationFactory(organization=maple)
    days = {
        f"billable_{level}": today() + dt.timedelta(days=ahead)
        for level, ahead in ((20, 10), (50, 20), (80, 40))
    }
    OutlookFactory(organization=maple, application=application, **days)
    return application


def _numbers(maple: Organization, application: Any, **given: Any) -> Any:
    return CaseloadShareFactory(
        organization=maple,
        provider=application.provider,
        practice=application.practice,
        payer=application.payer,
        **given,
    )


def _choose(maple: Organization) -> None:
    with organization_scope(maple):
        PlanningSettings.objects.create(organization=maple, use_industry_figure=True)


def test_own_numbers_price_the_wait_and_say_what_they_rest_on(
    maple: Organization, waiting: Any, owner: User, client_for: Any
) -> None:
    _choose(maple)
    _numbers(maple, waiting, as_of=today() - dt.timedelta(days=90), weekly_sessions=70)
    _numbers(maple, waiting)
    page = client_for(owner).get(PAGE).content.decode()
    assert "$1,000 to $4,000" in page
    assert "7 sessions a week at $100" in page
    assert "70 sessions" not in page
    assert "HealthLeaders" not in page


def test_without_numbers_nothing_is_made_up_unless_the_industry_figure_was_chosen(
    maple: Organization, waiting: Any, owner: User, client_for: Any
) -> None:
    client = client_for(owner)
    page = client.get(PAGE).content.decode()
    assert "No basis, so no number" in page
    assert "$" not in page.split('id="list"')[1].split("<tbody")[1]
    assert "no basis yet" in page
    _choose(maple)
    page = client.get(PAGE).content.decode()
    assert "HealthLeaders" in page
    assert "industry figure" in page
    assert "$3,000 to $12,000" in page


def test_a_member_sees_only_the_waits_of_their_practices(
    maple: Organization, waiting: Any, client_for: Any
) -> None:
    _numbers(maple, waiting)
    inside, outside = UserFactory(), UserFactory()
    seat = MembershipFactory(organization=maple, user=inside, role=Role.MANAGER, limited_to_practices=True)
    MembershipFactory(organization=maple, user=outside, role=Role.MANAGER, limited_to_practices=True)
    with organization_scope(maple):
        PracticeGrant.objects.create(membership=seat, practice=waiting.practice, organization=maple)
    assert "$1,000 to $4,000" in client_for(inside).get(PAGE).content.decode()
    assert "$1,000" not in client_for(outside).get(PAGE).content.decode()


def test_the_file_and_the_command_tell_the_same(
    maple: Organization, waiting: Any, owner: User, client_for: Any
) -> None:
    _numbers(maple, waiting)
    answer = client_for(owner).get(PAGE, {"export": "csv", "columns": "clinician,range,likely,basis"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b'"$1,000 to $4,000"' in body
    out = StringIO()
    call_command("revenue", "--organization", "maple", "--format", "json", stdout=out)
    told = json.loads(out.getvalue())
    (row,) = told["applications"]
    assert (row["low"], row["likely"], row["high"], row["basis"]) == (1000, 2000, 4000, "own")
    assert told["total"]["likely"] == 2000


def test_the_settings_are_kept_once_and_a_second_editor_is_told(
    maple: Organization, owner: User, client_for: Any
) -> None:
    client = client_for(owner)
    data = {"use_industry_figure": "on", "concentration_percent": "60", "version": "1"}
    assert client.post("/o/maple/planning/settings/", data).status_code == 302
    assert client.post("/o/maple/planning/settings/", data).status_code == 302
    answer = client.post("/o/maple/planning/settings/", {**data, "concentration_percent": "70"})
    assert "Somebody else changed" in answer.content.decode()
    with organization_scope(maple):
        row = PlanningSettings.objects.get()
        assert (row.use_industry_figure, row.concentration_percent, row.version) == (True, 60, 2)
        assert AuditEntry.objects.filter(action="planning_settings.keep").count() == 2


def test_an_incident_tells_sessions_and_dollars_through_the_platform(
    maple: Organization, waiting: Any, owner: User, client_for: Any
) -> None:
    platform = PlatformFactory(name="Headway")
    _numbers(maple, waiting, platform=platform)
    incident = DelegateIncidentFactory(organization=maple, platform=platform)
    IncidentReachFactory(
        organization=maple,
        incident=incident,
        provider=waiting.provider,
        practice=waiting.practice,
        plan=PlanFactory(payer=waiting.payer),
    )
    page = client_for(owner).get(f"/o/maple/planning/incidents/{incident.pk}/money/").content.decode()
    assert "about $560" in page
