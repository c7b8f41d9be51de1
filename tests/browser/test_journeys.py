"""Whole days at the screen: working the list, moving to active, reading an earlier day, switching."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

COORDINATOR = "coordinator@lantern.example"
Manage = Callable[..., str]


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(locator)


def applications(manage: Manage, **wanted: str) -> list[dict[str, Any]]:
    """The demo's applications that look as wanted."""
    rows = json.loads(manage("list_applications", "--organization", "demo", "--format", "json"))
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_one_call_is_logged_without_leaving_the_page(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    call = page.locator("article.call").first
    payer = call.get_by_role("heading").inner_text()
    call.get_by_role("link", name="Log a call").click()
    call.get_by_label("Spoke to").fill("Renee")
    call.get_by_label("What was said").fill("All of them wait for the committee of next week.")
    call.get_by_role("button", name="Log it on the ticked ones").click()

    expect(page.get_by_role("status").filter(has_text="Logged on")).to_be_visible()
    assert page.url.endswith("/today/")
    act_now = page.locator("section").filter(has=page.get_by_role("heading", name="Act now"))
    expect(act_now.get_by_role("heading", name=payer, exact=True)).to_have_count(0)


def test_a_quoted_number_without_its_unit_is_asked_for(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    call = page.locator("article.call").last
    call.get_by_role("link", name="Log a call").click()
    call.get_by_label("What was said").fill("They say forty-five.")
    call.get_by_label("Quoted, from").fill("45")
    call.get_by_role("button", name="Log it on the ticked ones").click()

    expect(call.get_by_text("Say whether the payer counts calendar or business days.")).to_be_visible()
    expect(call.get_by_label("What was said")).to_have_value("They say forty-five.")


def test_an_application_is_moved_to_active(signed_in: SignedIn, manage: Manage) -> None:
    row = applications(manage, status="loading")[0]
    page = signed_in(COORDINATOR)
    page.goto(f"/o/demo/applications/{row['id']}/")
    page.get_by_role("link", name="Move", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="Active").click()
    dialog.get_by_label(re.compile("ID the payer assigned|Payer.s ID", re.IGNORECASE)).fill("7710042")
    dialog.get_by_role("button", name="Move to active").click()

    expect(page.locator("main")).to_contain_text("ID 7710042")
    assert [one["id"] for one in applications(manage, status="active") if one["id"] == row["id"]]


def test_active_is_refused_in_words_without_a_contract(signed_in: SignedIn, manage: Manage) -> None:
    row = applications(manage, status="approved")[0]
    page = signed_in(COORDINATOR)
    page.goto(f"/o/demo/applications/{row['id']}/move/?to=active")

    expect(page.get_by_text("The contract comes first")).to_be_visible()
    page.get_by_label(re.compile("ID the payer assigned|Payer.s ID", re.IGNORECASE)).fill("7710042")
    page.get_by_label(re.compile("^Effective date|The effective date", re.IGNORECASE)).fill("2026-11-02")
    page.get_by_role("button", name="Move to active").click()
    expect(page.locator("main")).to_contain_text("needs an executed contract")


def test_an_application_is_read_as_of_an_earlier_day(signed_in: SignedIn, manage: Manage) -> None:
    rows = applications(manage, provider="Elin Marsh", payer="Aetna", kind="initial_individual")
    page = signed_in(COORDINATOR)
    page.goto(f"/o/demo/applications/{rows[0]['id']}/")
    page.get_by_text("As of…").click()
    page.get_by_label("As it stood on").fill("2023-11-10")
    page.get_by_role("button", name="Read it").click()

    expect(page.locator("main")).to_contain_text("Submitted")
    expect(page.locator("main").get_by_text("7719402")).to_have_count(0)
    expect(page.get_by_role("link", name="Move", exact=True)).to_have_count(0)


def test_somebody_of_two_organizations_switches(signed_in: SignedIn, manage: Manage) -> None:
    manage(
        "create_organization", "second-house", "--name", "Second House", "--kind", "practice",
        "--timezone", "America/Denver", "--owner", "owner@lantern.example",
    )  # fmt: skip
    page = signed_in("owner@lantern.example")
    # Signing in opens the house that was visited last, which another journey may have changed.
    page.goto("/o/demo/today/")
    page.locator("summary", has_text="Lantern Billing Group").click()
    page.get_by_role("link", name="Second House").click()
    page.wait_for_url("**/o/second-house/**")

    expect(page.locator("main")).to_contain_text("Bring your spreadsheet")


def test_the_keyboard_alone_reaches_the_network_and_a_cell(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/network/")
    cell = page.locator("a.cell").first
    cell.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_contain_text("The clinician's file")


def test_the_search_is_worked_by_keys(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    page.keyboard.press("/")
    page.keyboard.type("okaf")
    expect(page.get_by_role("option", name=re.compile("Imani Okafor, LPC")).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/clinicians/**")


def test_a_logged_call_is_not_offered_again(signed_in: SignedIn, manage: Manage) -> None:
    row = applications(manage, status="in_review")[-1]
    page = signed_in(COORDINATOR)
    page.goto(f"/o/demo/applications/{row['id']}/")
    page.get_by_label("What was said").fill("On the agenda of next Thursday.")
    page.get_by_role("button", name="Log it").click()

    expect(page.locator("#timeline")).to_contain_text("On the agenda of next Thursday.")
    expect(page.get_by_label("What was said")).to_have_value("")
    page.reload()
    expect(page.get_by_label("What was said")).to_have_value("")
    expect(page.get_by_text("We kept what you typed here before.")).to_have_count(0)


def test_the_second_of_two_people_is_told_and_keeps_what_was_typed(
    signed_in: SignedIn, manage: Manage
) -> None:
    row = applications(manage, status="in_review")[0]
    first, second = signed_in(COORDINATOR), signed_in("second@lantern.example")
    second.goto(f"/o/demo/applications/{row['id']}/move/?to=withdrawn")
    first.goto(f"/o/demo/applications/{row['id']}/block/")
    first.get_by_label("What blocks it").fill("The DEA registration is missing")
    first.locator("main form button.primary").last.click()
    expect(first.locator("main")).to_contain_text("The DEA registration is missing")
    second.get_by_label("Reason").fill("Leaves the practice")
    second.get_by_role("button", name="Move to withdrawn").click()

    expect(
        second.get_by_text("Somebody changed this application while you were working on it.")
    ).to_be_visible()
    expect(second.get_by_text("Mateo Villanueva: Blocked")).to_be_visible()
    expect(second.get_by_label("Reason")).to_have_value("Leaves the practice")


def test_l_goes_to_what_was_said(signed_in: SignedIn, manage: Manage) -> None:
    row = applications(manage, status="in_review")[1]
    page = signed_in(COORDINATOR)
    page.keyboard.press("l")
    expect(page.locator("article.call").first.get_by_label("What was said")).to_be_focused()
    page.goto(f"/o/demo/applications/{row['id']}/")
    page.keyboard.press("l")
    page.keyboard.type("Still at the committee")

    expect(page.get_by_label("What was said")).to_have_value("Still at the committee")


def test_on_a_phone_the_list_shows_who_which_payer_and_the_status(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR, width=375)
    page.goto("/o/demo/applications/")
    chips = page.locator("[data-rows] tbody .chip").filter(has_text="In review")
    edges = chips.first.bounding_box()

    assert edges["x"] + edges["width"] <= 375
    expect(page.locator("[data-rows] thead th").nth(3)).to_have_text("Status")
