"""A morning with the reminders: one is put off, one finished, both taken back, and the ledger says so."""

import re

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.test_journeys import expect

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

SECOND = "second@lantern.example"


def test_one_is_snoozed_one_is_done_and_the_ledger_says_so(signed_in: SignedIn) -> None:
    page = signed_in(SECOND)
    page.get_by_role("link", name=re.compile("^Reminders")).click()
    page.wait_for_url("**/reminders/")
    rows, count = page.locator(".reminder"), page.locator("#count-reminders")
    before = rows.count()
    first = rows.nth(0).locator(".reminder-what > a").inner_text()

    rows.nth(0).locator("summary", has_text="Snooze").click()
    rows.nth(0).get_by_role("button", name="Next week").click()
    expect(page.get_by_role("status").filter(has_text="Snoozed until")).to_have_count(1)
    expect(rows).to_have_count(before - 1)
    expect(count).to_contain_text(str(before - 1))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast-text", has_text="Taken back up")).to_be_visible()
    expect(rows).to_have_count(before)
    expect(rows.nth(0).locator(".reminder-what > a")).to_have_text(first)

    rows.nth(0).locator("summary", has_text="Snooze").click()
    rows.nth(0).get_by_role("button", name="Next week").click()
    expect(rows).to_have_count(before - 1)
    rows.nth(1).get_by_role("button", name="Done").click()
    expect(page.locator(".toast-text", has_text="Done.")).to_be_visible()

    page.goto("/o/demo/reminders/all/?state=snoozed")
    # Another test of this module may have put one off as well.
    mine = page.get_by_role("row").filter(has_text="by Greta Novak").filter(has_text=first)
    mine.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page.locator("tr.picked")).to_contain_text("by Greta Novak")
    page.get_by_role("button", name="Take back up").click()
    expect(page.locator("main")).to_contain_text("The snooze was taken back.")


def test_the_list_is_worked_by_keys_alone(signed_in: SignedIn) -> None:
    page = signed_in(SECOND)
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/reminders/")
    rows = page.locator(".reminder")
    before = rows.count()
    third = rows.nth(2).locator(".reminder-what > a").inner_text()

    page.keyboard.press("d")
    for key in ("j", "j"):
        page.keyboard.press(key)
    page.keyboard.press("s")
    expect(rows.nth(1).locator(".menu-items button").first).to_be_focused()
    page.keyboard.press("Enter")

    # Without a row under the keys nothing was finished; the row that moved up stands under them now.
    expect(rows).to_have_count(before - 1)
    expect(page.locator(".reminder.here .reminder-what > a")).to_have_text(third)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(applications|clinicians|payers|practices)/"))


def test_several_are_put_off_at_once(signed_in: SignedIn) -> None:
    page = signed_in("coordinator@lantern.example")
    page.goto("/o/demo/reminders/")
    rows = page.locator(".reminder")
    before = rows.count()
    for place in (0, 1):
        rows.nth(place).get_by_role("checkbox").check()
    page.locator("[data-bulk]").get_by_role("button", name="Next week").click()

    expect(rows).to_have_count(before - 2)
    expect(page.locator(".toast-text", has_text="Snoozed: 2 of 2.")).to_be_visible()
