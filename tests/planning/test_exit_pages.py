"""The pages of exit planning, within their walls."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from planning.models import CaseloadShare, ExitPlan
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.planning import CaseloadShareFactory, ExitClinicianFactory, ExitPlanFactory
from tests.factories.providers import AffiliationFactory, PracticeFactory, ProviderFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
HERE = "/o/maple/planning/"


@pytest.fixture
def share(maple: Organization) -> Any:
    """Fifteen of twenty sessions a week at one payer, through the platform of a plan."""
    with organization_scope(maple):
        plan = ExitPlanFactory(name="Leaving Alma", depanel_min_days=30, depanel_max_days=60)
        made = [
            CaseloadShareFactory(
                provider=ExitClinicianFactory(plan=plan).provider,
                practice=plan.practice,
                payer=PayerFactory(name=name),
                platform=plan.platform,
                weekly_sessions=sessions,
            )
            for name, sessions in (("Keystone First", 15), ("Aetna", 5))
        ]
    return plan, made[0]


def test_the_plan_shows_both_payers_the_warning_and_the_example(
    client_for: ClientFor, owner: User, share: Any
) -> None:
    plan, _ = share
    html = client_for(owner).get(f"{HERE}exits/{plan.pk}/").content.decode()
    assert "Keystone First is 75 %" in html
    assert "Example only, no basis of your own" in html
    assert html.count('class="lane-platform"') == 2
    assert "45 days without pay on average" in html


def test_a_day_is_tried_without_being_stored_and_nonsense_changes_nothing(
    client_for: ClientFor, owner: User, maple: Organization, share: Any
) -> None:
    plan, _ = share
    client, day = client_for(owner), today() + dt.timedelta(days=40)
    found = client.get(f"{HERE}exits/{plan.pk}/?notice={day}").context["found"]
    assert found.notice_on == day
    assert {row.last_day for row in found.rows} == {day + dt.timedelta(days=90)}
    for odd in ("never", "9999-12-31", "0001-01-01"):
        assert client.get(f"{HERE}exits/{plan.pk}/?notice={odd}").context["found"].notice_is != "tried out"
    with organization_scope(maple):
        assert ExitPlan.objects.get().notice_on is None


def test_the_file_holds_a_line_for_each_payer(client_for: ClientFor, owner: User, share: Any) -> None:
    plan, _ = share
    answer: Any = client_for(owner).get(f"{HERE}exits/{plan.pk}/?export=csv")
    body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert len(body.strip().splitlines()) == 3
    assert "Keystone First" in body


def test_a_plan_is_made_changed_staged_and_given_notice_on(
    client_for: ClientFor, owner: User, maple: Organization
) -> None:
    with organization_scope(maple):
        practice, provider, platform, payer = (
            PracticeFactory(),
            ProviderFactory(),
            PlatformFactory(),
            PayerFactory(),
        )
        AffiliationFactory(provider=provider, practice=practice)
    client = client_for(owner)
    typed = {
        "name": "Out", "platform": platform.pk, "practice": practice.pk, "clinicians": [provider.pk],
        "notice_days": 90, "gap_limit_days": 14, "horizon_months": 24,
    }  # fmt: skip
    assert client.post(f"{HERE}exits/new/", typed).status_code == 302
    with organization_scope(maple):
        plan = ExitPlan.objects.get()
    page = f"{HERE}exits/{plan.pk}/"
    assert client.post(f"{page}edit/", {**typed, "version": 1, "notice_days": 60}).status_code == 302
    stale = client.post(f"{page}edit/", {**typed, "version": 1, "notice_days": 30})
    assert "Somebody else changed this exit plan" in stale.content.decode()
    assert client.post(f"{page}stage/", {"version": 2, "payer": payer.pk}).status_code == 302
    given = {"version": 3, "notice_on": today(), "given": "given"}
    assert client.post(f"{page}notice/", given).status_code == 302
    assert client.post(f"{page}close/", {"version": 4, "to": "done"}).status_code == 302
    with organization_scope(maple):
        plan.refresh_from_db()
        assert (plan.state, plan.notice_days, plan.version) == ("done", 60, 5)


def test_a_caseload_is_recorded_only_for_a_clinician_of_the_practice(
    client_for: ClientFor, owner: User, maple: Organization
) -> None:
    with organization_scope(maple):
        practice, provider, payer = PracticeFactory(), ProviderFactory(), PayerFactory()
    typed = {
        "provider": provider.pk, "practice": practice.pk, "payer": payer.pk, "as_of": today(), "weekly_sessions": 7,
    }  # fmt: skip
    client = client_for(owner)
    assert "was never at" in client.post(f"{HERE}caseload/new/", typed).content.decode()
    with organization_scope(maple):
        AffiliationFactory(provider=provider, practice=practice)
    assert client.post(f"{HERE}caseload/new/", typed).status_code == 302
    with organization_scope(maple):
        assert CaseloadShare.objects.get().weekly_sessions == 7
    assert str(payer) in client.get(f"{HERE}caseload/").content.decode()


def test_the_list_shows_the_newest_numbers_alone(
    client_for: ClientFor, owner: User, maple: Organization, share: Any
) -> None:
    _, old = share
    with organization_scope(maple):
        CaseloadShareFactory(
            provider=old.provider,
            practice=old.practice,
            payer=old.payer,
            platform=old.platform,
            weekly_sessions=3,
        )
    answer = client_for(owner).get(f"{HERE}caseload/?sort=-sessions")
    assert answer.context["concentrations"][0].name == "Aetna"
    assert answer.content.decode().count("Keystone First") >= 1


def test_the_page_asks_no_more_for_many_payers_than_for_few(
    client_for: ClientFor, owner: User, maple: Organization, share: Any
) -> None:
    plan, old = share
    client, counts = client_for(owner), []
    client.get(f"{HERE}exits/{plan.pk}/")
    for more in (0, 5):
        with organization_scope(maple):
            for _ in range(more):
                payer = PayerFactory()
                CaseloadShareFactory(
                    provider=old.provider, practice=plan.practice, payer=payer, platform=plan.platform
                )
        with CaptureQueriesContext(connection) as asking:
            client.get(f"{HERE}exits/{plan.pk}/")
        counts.append(len(asking))
    assert counts[0] == counts[1] <= 45
