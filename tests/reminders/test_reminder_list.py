"""The list of open reminders: what stands where, for whom, and what can be done from it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from reminders import open_page
from reminders.enums import Kind, State, Urgency
from reminders.models import Reminder
from tests.conftest import ClientFor
from tests.factories.providers import AffiliationFactory, PracticeFactory, ProviderFactory
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
LIST = "/o/maple/reminders/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def page(client_for: ClientFor, coordinator: User) -> Client:
    """The coordinator's browser."""
    return client_for(coordinator)


def make(maple: Organization, recipient: User, **given: Any) -> Reminder:
    values = {"due_on": TODAY + dt.timedelta(days=9), "send_on": TODAY, **given}
    made: Reminder = ReminderFactory(organization=maple, recipient=recipient, **values)
    return made


def html_of(client: Client, path: str = LIST, **headers: Any) -> str:
    answer = client.get(path, headers=headers.get("headers"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def fresh(row: Reminder) -> Reminder:
    with organization_scope(row.organization):
        found: Reminder = Reminder.objects.get(pk=row.pk)
    return found


def test_rows_stand_by_urgency_then_practice(page: Client, maple: Organization, coordinator: User) -> None:
    elm, oak = (PracticeFactory(organization=maple, legal_name=name) for name in ("Elm", "Oak"))
    make(maple, coordinator, what="A: soon at Oak", practice=oak, urgency=Urgency.SOON)
    make(maple, coordinator, what="B: now at Oak", practice=oak, urgency=Urgency.ACT_NOW)
    make(maple, coordinator, what="C: now at Elm", practice=elm, urgency=Urgency.ACT_NOW)

    html = html_of(page).partition("<main")[2]

    words = ["Act now", ">Elm<", "C: now at Elm", ">Oak<", "B: now at Oak", ">Soon<", "A: soon at Oak"]
    places = [html.index(word) for word in words]
    assert places == sorted(places)


def test_each_line_says_what_by_when_and_why(page: Client, maple: Organization, coordinator: User) -> None:
    make(maple, coordinator, what="Dana Whitfield: DEA registration expires", why="It lapses.")

    html = html_of(page)

    assert "Dana Whitfield: DEA registration expires" in html
    assert 'title="Saturday">21 Mar 2026</time>' in html
    assert "in 9 days" in html
    assert "It lapses." in html


def test_a_clinician_s_paper_stands_under_the_practice_they_work_at(
    page: Client, maple: Organization, coordinator: User
) -> None:
    practice = PracticeFactory(organization=maple, legal_name="Elm Counseling", dba="")
    provider = ProviderFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=provider, practice=practice)
    make(maple, coordinator, provider=provider)
    make(maple, coordinator)

    html = html_of(page)

    assert "<h3>Elm Counseling</h3>" in html
    assert f"<h3>{open_page.NOWHERE}</h3>" in html


@pytest.mark.parametrize(
    "given",
    [
        {"send_on": TODAY + dt.timedelta(days=1)},
        {"is_open": False, "state": State.DONE},
        {"is_open": False, "state": State.SNOOZED, "reason": "Snoozed until 16 Mar 2026"},
    ],
)
def test_what_asks_for_nothing_now_is_not_there(
    page: Client, maple: Organization, coordinator: User, given: dict[str, Any]
) -> None:
    make(maple, coordinator, what="Somebody: something", **given)

    assert "Nothing asks for you now" in html_of(page)


def test_mine_and_everyone_s(page: Client, maple: Organization, coordinator: User, owner: User) -> None:
    make(maple, coordinator, what="Mine: to do")
    make(maple, owner, what="Theirs: to do")

    mine, everyone = html_of(page), html_of(page, f"{LIST}?whose=everyone")

    assert ("Mine: to do" in mine, "Theirs: to do" in mine) == (True, False)
    assert ("Mine: to do" in everyone, "Theirs: to do" in everyone) == (True, True)
    assert "told to Olivia Grant" in everyone
    # Nobody puts off or finishes what is somebody else's.
    assert everyone.count('name="ids"') == 1


def test_a_clinician_is_not_offered_everyone_s(
    client_for: ClientFor, maple: Organization, clinician: User, owner: User
) -> None:
    make(maple, owner, what="Theirs: to do")

    html = html_of(client_for(clinician), f"{LIST}?whose=everyone")

    assert "Theirs: to do" not in html
    assert "whose=everyone" not in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=dea", ["DEA"]),
        ("urgency=act_now", ["urgent"]),
        ("practice={practice}", ["paper", "there"]),
        ("clinician={provider}", ["paper"]),
        ("kind=dea&urgency=act_now", []),
    ],
)
def test_filters(page: Client, maple: Organization, coordinator: User, query: str, shown: list[str]) -> None:
    practice, provider = PracticeFactory(organization=maple), ProviderFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=provider, practice=practice)
    make(maple, coordinator, what="X: DEA", kind=Kind.DEA)
    make(maple, coordinator, what="X: urgent", urgency=Urgency.ACT_NOW)
    make(maple, coordinator, what="X: there", practice=practice)
    make(maple, coordinator, what="X: paper", provider=provider)

    html = html_of(page, f"{LIST}?{query.format(practice=practice.pk, provider=provider.pk)}")

    found = re.findall(r'class="strong" href="[^"]*">X: (\w+)', html)
    assert sorted(found) == sorted(shown)
    assert 'class="filter-chip"' in html
    assert ("Nothing matches these filters" in html) == (not shown)


def test_the_filter_panel_is_fetched_when_it_is_opened(page: Client) -> None:
    part = html_of(page, f"{LIST}?filters=open", headers=HTMX)

    assert 'name="urgency"' in part
    assert "<html" not in part
    assert 'name="urgency"' not in html_of(page)


def test_the_part_for_htmx_is_what_the_page_holds(
    page: Client, maple: Organization, coordinator: User
) -> None:
    make(maple, coordinator)
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')

    whole, part = html_of(page), html_of(page, headers=HTMX)

    assert token.sub("", part).strip() in token.sub("", whole)


def test_no_more_than_the_first_hundred_are_drawn(
    page: Client, maple: Organization, coordinator: User
) -> None:
    with organization_scope(maple):
        Reminder.objects.bulk_create(
            ReminderFactory.build(
                organization=maple, recipient=coordinator, subject_id=number, due_on=TODAY, send_on=TODAY
            )
            for number in range(103)
        )

    html = html_of(page)

    assert html.count('name="ids"') == open_page.SHOWN
    assert "The first 100 of 103 reminders" in html
    assert "3 more stand behind these" in html
    assert '>99+<span class="visually-hidden"> due</span>' in html


def test_the_rail_counts_my_open_reminders(
    page: Client, maple: Organization, coordinator: User, owner: User
) -> None:
    make(maple, coordinator)
    make(maple, coordinator, send_on=TODAY + dt.timedelta(days=1))
    make(maple, owner)

    html = html_of(page, "/o/maple/settings/")

    assert 'id="count-reminders">1<span' in html
    assert 'id="count-today" hidden>' in html
    assert "count-reminders" not in html_of(page, headers=HTMX)


def test_a_member_limited_to_other_practices_counts_and_sees_nothing(
    page: Client, maple: Organization, coordinator: User
) -> None:
    make(maple, coordinator, practice=PracticeFactory(organization=maple), what="Secret: to do")
    Membership.objects.filter(user=coordinator).update(limited_to_practices=True)

    html = html_of(page)

    assert "Secret: to do" not in html
    assert 'id="count-reminders" hidden>' in html
    assert "Secret: to do" not in html_of(page, f"{LIST}?whose=everyone")


@pytest.mark.parametrize(
    ("today", "labels"),
    [
        (dt.date(2026, 3, 12), ["Tomorrow, 13 Mar 2026", "Next week, Thu 19 Mar 2026"]),
        (dt.date(2026, 3, 13), ["Monday, 16 Mar 2026", "Next week, Fri 20 Mar 2026"]),
        # Thanksgiving is a federal holiday, and so is the day a week after Wednesday's.
        (dt.date(2026, 11, 25), ["Friday, 27 Nov 2026", "Next week, Wed 2 Dec 2026"]),
        (dt.date(2026, 11, 19), ["Tomorrow, 20 Nov 2026", "Next week, Fri 27 Nov 2026"]),
    ],
)
def test_the_menu_offers_business_days(today: dt.date, labels: list[str]) -> None:
    assert [later.label for later in open_page.later_days(today)] == labels
