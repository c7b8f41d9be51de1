"""Putting off and finishing from the pages: one, several, by form, taken back, refused."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from reminders.enums import Kind, State
from reminders.models import Reminder
from reminders.refusals import CHANGED
from tests.conftest import ClientFor
from tests.factories.reminders import ReminderFactory
from tests.reminders.test_reminder_list import HTMX, LIST, NOW, TODAY, fresh, html_of, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def page(client_for: ClientFor, coordinator: User) -> Client:
    """The coordinator's browser."""
    return client_for(coordinator)


@pytest.fixture
def mine(maple: Organization, coordinator: User) -> Reminder:
    """A reminder of the coordinator."""
    return make(maple, coordinator, what="Mine: to do")


def said(answer: Any) -> dict[str, str]:
    """Return the toast that an answer has the page show."""
    found: dict[str, str] = json.loads(answer["HX-Trigger"])["toast"]
    return found


def test_the_menu_puts_off_and_the_toast_takes_it_back(page: Client, mine: Reminder) -> None:
    answer = page.post(f"{LIST}{mine.pk}/snooze/?version=1", {"until": "2026-03-16"}, headers=HTMX)

    assert "Mine: to do" not in answer.content.decode()
    assert said(answer)["text"] == "Snoozed until 16 Mar 2026."
    assert 'id="count-reminders" hx-swap-oob="true" hidden' in answer.content.decode()
    assert fresh(mine).state == State.SNOOZED

    undone = page.post(said(answer)["undo"])

    assert undone.status_code == 204
    assert fresh(mine).state == State.PLANNED
    assert "Taken back up" in html_of(page)


def test_done_with_a_stale_version_is_refused_in_words(page: Client, mine: Reminder) -> None:
    answer = page.post(f"{LIST}{mine.pk}/done/?version=7", headers=HTMX)

    assert said(answer) == {"text": CHANGED, "meaning": "act"}
    assert fresh(mine).is_open


def test_the_list_keeps_its_filter_after_an_act(page: Client, maple: Organization, coordinator: User) -> None:
    rows = [make(maple, coordinator, kind=Kind.DEA, what=f"X: DEA {number}") for number in (1, 2)]
    make(maple, coordinator, what="X: license")

    html = page.post(f"{LIST}{rows[0].pk}/done/?version=1&kind=dea", headers=HTMX).content.decode()

    assert ("X: DEA 2" in html, "X: license" in html) == (True, False)


def test_several_are_finished_and_taken_back_together(
    page: Client, maple: Organization, coordinator: User
) -> None:
    rows = [make(maple, coordinator) for _ in range(3)]
    ids = [f"{row.pk}-{row.version}" for row in rows[:2]]

    answer = page.post(f"{LIST}done/", {"ids": ids}, headers=HTMX)

    assert said(answer)["text"] == "Done: 2 of 2."
    assert [fresh(row).state for row in rows] == [State.DONE, State.DONE, State.PLANNED]

    page.post(said(answer)["undo"])
    assert [fresh(row).state for row in rows] == [State.PLANNED] * 3


def test_what_cannot_be_done_among_several_is_told(
    page: Client, maple: Organization, coordinator: User
) -> None:
    good, stale = make(maple, coordinator), make(maple, coordinator)

    answer = page.post(
        f"{LIST}snooze/", {"ids": [f"{good.pk}-1", f"{stale.pk}-9"], "until": "2026-03-16"}, headers=HTMX
    )

    assert said(answer)["text"] == f"Snoozed: 1 of 2. {CHANGED}"
    assert [fresh(row).state for row in (good, stale)] == [State.SNOOZED, State.PLANNED]


@pytest.mark.parametrize("ids", [[], ["x"], ["1"], ["0-1"], ["1-2-3"]])
def test_no_selection_is_told(page: Client, ids: list[str]) -> None:
    answer = page.post(f"{LIST}done/", {"ids": ids}, headers=HTMX)

    assert said(answer)["text"] == "Nothing is selected. Tick reminders first."


def test_somebody_else_s_reminder_does_not_exist_for_me(
    page: Client, maple: Organization, owner: User
) -> None:
    theirs = make(maple, owner)

    assert page.post(f"{LIST}{theirs.pk}/done/").status_code == 404
    assert page.get(f"{LIST}{theirs.pk}/snooze/").status_code == 404
    page.post(f"{LIST}done/", {"ids": [f"{theirs.pk}-1"]})
    assert fresh(theirs).is_open


def test_any_day_is_chosen_in_a_dialog_or_on_a_page(page: Client, mine: Reminder) -> None:
    dialog = html_of(page, f"{LIST}{mine.pk}/snooze/?kind=license", headers=HTMX)
    whole = html_of(page, f"{LIST}{mine.pk}/snooze/")

    assert 'class="dialog-title"' in dialog
    assert 'min="2026-03-13" max="2027-03-12"' in dialog
    assert f'hx-post="{LIST}{mine.pk}/snooze/?kind=license"' in dialog
    assert "<h1>Snooze</h1>" in whole


def test_a_day_that_is_past_comes_back_with_the_reason(page: Client, mine: Reminder) -> None:
    answer = page.post(f"{LIST}{mine.pk}/snooze/", {"until": "2026-03-01", "version": 1}, headers=HTMX)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dialog-body"
    assert "Choose a day after today" in answer.content.decode()
    assert page.post(f"{LIST}{mine.pk}/snooze/", {"until": "soon"}).status_code == 422


def test_without_script_one_goes_back_to_the_list_or_the_reminder(page: Client, mine: Reminder) -> None:
    to_list = page.post(f"{LIST}{mine.pk}/snooze/", {"until": "2026-03-16", "version": 1})
    again = {"ids": f"{mine.pk}-{fresh(mine).version}", "back": mine.pk}
    to_one = page.post(f"{LIST}reopen/", again)

    assert (to_list.status_code, to_list["Location"]) == (302, LIST)
    assert to_one["Location"] == f"{LIST}{mine.pk}/"
    assert fresh(mine).is_open


def test_an_undo_too_late_is_refused(page: Client, mine: Reminder) -> None:
    assert page.post(f"{LIST}reopen/?ids={mine.pk}-1").status_code == 409
    assert page.post(f"{LIST}reopen/").status_code == 409
    assert "Only a reminder that was snoozed" in html_of(page)


def test_a_manager_finishes_reminders_but_no_follow_up(
    client_for: ClientFor, maple: Organization, manager: User
) -> None:
    paper = make(maple, manager)
    follow_up = make(maple, manager, kind=Kind.FOLLOW_UP)
    client = client_for(manager)

    client.post(f"{LIST}{paper.pk}/done/?version=1")
    answer = client.post(f"{LIST}{follow_up.pk}/done/?version=1", headers=HTMX)

    assert fresh(paper).state == State.DONE
    assert "somebody who may log contacts" in said(answer)["text"]
    assert fresh(follow_up).is_open


def test_another_organization_s_reminder_stays_untouched(
    page: Client, harbor: Organization, coordinator: User
) -> None:
    with organization_scope(harbor):
        theirs = ReminderFactory(recipient=coordinator, send_on=TODAY, due_on=TODAY + dt.timedelta(days=9))

    assert page.post(f"{LIST}{theirs.pk}/done/").status_code == 404
    page.post(f"{LIST}done/", {"ids": [f"{theirs.pk}-1"]})
    assert fresh(theirs).is_open
