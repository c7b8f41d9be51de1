"""The list of applications, opening one, and work on several at once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from enrollments.enums import Kind, Status
from enrollments.models import Application, Entry
from payers.models import Payer
from providers.models import Practice, Provider
from tests.enrollments.asking import HTMX, log_data, text_of, url
from tests.factories.enrollments import ApplicationFactory


def test_the_list_shows_the_applications(page: Client, submitted: Application) -> None:
    answer = page.get(url("list"))
    assert answer.status_code == 200
    assert "Dana Whitfield" in text_of(answer)
    assert "47 days" in text_of(answer)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=whit+dana", 1),
        ("q=nobody", 0),
        ("status=submitted", 1),
        ("status=approved&contract=pending", 0),
        ("silent=30", 1),
        ("silent=60", 0),
        ("overdue=true", 0),
        ("clock=payer", 1),
        ("blocked=false", 1),
        ("open=true", 1),
        ("state=PA", 1),
        ("kind=recredentialing", 0),
    ],
)
def test_the_list_filters(page: Client, submitted: Application, query: str, found: int) -> None:
    answer = page.get(f"{url('list')}?{query}")
    assert len(answer.context["list"].rows) == found


def opening_data(practice: Practice, provider: Provider, payer: Payer, today: dt.date) -> dict[str, Any]:
    """Return a filled-in opening form."""
    return {
        "practice": practice.pk,
        "provider": provider.pk,
        "payer": payer.pk,
        "state": "PA",
        "kind": "initial_individual",
        "route": "direct",
        "opened_on": today,
    }


def test_an_application_is_opened_with_its_first_follow_up(
    page: Client, practice: Practice, provider: Provider, payer: Payer, today: dt.date, maple: Organization
) -> None:
    answer = page.post(url("new"), opening_data(practice, provider, payer, today))
    assert answer.status_code == 302
    with organization_scope(maple):
        made = Application.objects.get()
        assert (made.status, made.follow_up_on is not None) == (Status.DRAFT, True)


def test_a_second_one_is_refused_with_the_way_to_the_first(
    page: Client, draft: Application, practice: Practice, provider: Provider, payer: Payer, today: dt.date
) -> None:
    said = text_of(page.post(url("new"), opening_data(practice, provider, payer, today)))
    assert "An open application like this exists" in said
    assert url("detail", draft.pk) in said


def test_choosing_a_payer_offers_its_plans(page: Client, payer: Payer, plan: Any, practice: Practice) -> None:
    said = text_of(page.get(f"{url('new')}?payer={payer.pk}", headers=HTMX))
    assert "Aetna commercial" in said
    assert "<html" not in said


def test_one_call_is_logged_to_several(
    page: Client, submitted: Application, practice: Practice, payer: Payer, today: dt.date
) -> None:
    other = ApplicationFactory(practice=practice, payer=payer, status=Status.SUBMITTED)
    ids = [submitted.pk, other.pk]
    assert "Chosen" in text_of(page.post(url("bulk_log"), {"ids": ids}))
    page.post(url("bulk_log"), log_data(today, ids=ids))
    assert Entry.objects.values("call_id").distinct().count() == 1
    assert Entry.objects.count() == 2


def test_several_are_given_to_one_person(page: Client, submitted: Application, coordinator: User) -> None:
    page.post(url("bulk_assign"), {"ids": [submitted.pk], "owner": coordinator.pk})
    submitted.refresh_from_db()
    assert submitted.owner == coordinator


def test_nothing_chosen_is_told(page: Client, submitted: Application) -> None:
    answer = page.post(url("bulk_log"), {}, follow=True)
    assert "Tick the applications first" in text_of(answer)


def test_the_panel_of_a_clinician_is_a_fragment(
    page: Client, submitted: Application, provider: Provider
) -> None:
    said = text_of(page.get(url("provider_panel", provider.pk), headers=HTMX))
    assert "Aetna" in said
    assert "<html" not in said


def test_the_list_filters_by_what_is_chosen(
    page: Client, submitted: Application, harbor_application: Application, owner: User
) -> None:
    for name, value in (
        ("payer", submitted.payer_id),
        ("practice", submitted.practice_id),
        ("owner", owner.pk),
    ):
        answer = page.get(f"{url('list')}?{name}={value}")
        assert len(answer.context["list"].rows) == 1, name
    assert "cannot be filtered" in text_of(page.get(f"{url('list')}?payer={harbor_application.payer_id}"))


def test_the_list_finds_npi_and_reference(page: Client, submitted: Application) -> None:
    assert submitted.provider is not None
    Application.objects.filter(pk=submitted.pk).update(reference="A-77")
    for text in (submitted.provider.npi, "A-77"):
        assert len(page.get(f"{url('list')}?q={text}").context["list"].rows) == 1
    assert len(page.get(f"{url('list')}?q=1000000000").context["list"].rows) == 0


def test_the_list_says_late_blocked_and_group(
    page: Client, submitted: Application, practice: Practice, payer: Payer, today: dt.date, in_scope: None
) -> None:
    ApplicationFactory(kind=Kind.INITIAL_GROUP, practice=practice, payer=payer)
    Application.objects.filter(pk=submitted.pk).update(
        follow_up_on=today - dt.timedelta(days=3),
        blocked_reason="Release letter refused",
        blocked_since=today,
    )
    said = text_of(page.get(url("list")))
    for words in ("3 days late", "blocked", "Release letter refused", "group"):
        assert words in said
    assert len(page.get(f"{url('list')}?overdue=true").context["list"].rows) == 1
    assert len(page.get(f"{url('list')}?blocked=true").context["list"].rows) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_exports(page: Client, submitted: Application, kind: str) -> None:
    answer: Any = page.get(f"{url('list')}?export={kind}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert body if kind == "xlsx" else b"Whitfield, Dana" in body
