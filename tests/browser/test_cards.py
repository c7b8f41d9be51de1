"""Hover cards and skeleton rows: they come by mouse and by keyboard, move nothing, and go when told."""

from typing import Any

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import serious
from tests.browser.test_journeys import expect

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

OWNER = "owner@lantern.example"
PLACES = (
    ("applications/", "tbody th a[data-card]", "NPI"),
    ("applications/", "tbody td a[data-card]", "Phone"),
    ("applications/1/", "h1 a[data-card]", "NPI"),
    ("today/", ".call h3 a", "Phone"),
    ("today/", ".call-item a[data-card]", "NPI"),
    ("network/", ".matrix tbody th a", "NPI"),
)


def card(page: Any) -> Any:
    return page.locator("#hover-card")


def by_keyboard(page: Any, link: Any) -> None:
    """Give the link focus as the Tab key would, which shows it."""
    page.keyboard.press("Tab")
    link.focus()


def test_resting_on_a_link_tells_who_is_meant(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    for path, where, told in PLACES:
        page.goto(f"/o/demo/{path}")
        link = page.locator(where).first
        before = link.bounding_box(), page.evaluate("document.documentElement.scrollHeight")
        link.hover()
        expect(card(page)).to_be_visible()
        expect(card(page)).to_contain_text(told)
        assert (link.bounding_box(), page.evaluate("document.documentElement.scrollHeight")) == before
        assert serious(page) == []


def test_the_card_stays_under_the_mouse_and_goes_after_it(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    page.goto("/o/demo/applications/")
    page.locator("tbody td a[data-card]").first.hover()
    expect(card(page)).to_be_visible()
    card(page).hover()
    expect(card(page).get_by_role("link").last).to_be_visible()
    page.locator("h1").hover()

    expect(card(page)).to_be_hidden()


def test_the_keyboard_opens_it_and_escape_closes_it(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    page.goto("/o/demo/applications/")
    link = page.locator("tbody th a[data-card]").first
    by_keyboard(page, link)
    expect(card(page)).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "hover-card")
    page.keyboard.press("Escape")

    expect(card(page)).to_be_hidden()
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None


def test_going_on_by_keyboard_leaves_the_card_behind(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    page.goto("/o/demo/network/")
    by_keyboard(page, page.locator(".matrix tbody th a").first)
    expect(card(page)).to_be_visible()
    page.locator("#m-practice").focus()

    expect(card(page)).to_be_hidden()


def test_a_finger_asks_for_no_card(signed_in: SignedIn) -> None:
    page = signed_in(OWNER, width=375)
    page.goto("/o/demo/today/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/card/" in request.url else None)
    links = page.locator(".call h3 a")
    links.first.dispatch_event("pointerover", {"pointerType": "touch"})
    # By the time a card asked for later is there, one asked for now would be, too.
    links.nth(1).hover()
    expect(card(page)).to_be_visible()

    assert [url.endswith(links.nth(1).get_attribute("data-card")) for url in asked] == [True]


def test_an_answer_that_is_no_card_is_not_shown(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    page.goto("/o/demo/applications/")
    page.route("**/card/", lambda route: route.fulfill(status=422, body="gone"))
    with page.expect_response("**/card/") as answer:
        page.locator("tbody th a[data-card]").first.hover()
    answer.value.finished()
    # Two frames later the answer has been dealt with, one way or the other.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    expect(card(page)).to_be_hidden()
    assert "gone" not in card(page).inner_html()


def test_a_card_that_cannot_be_had_is_no_news(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    fails = """where => document.querySelector(where).dispatchEvent(
        new CustomEvent("htmx:responseError", {bubbles: true, detail: {xhr: {status: 404}}}))"""
    for where, notices in (("#hover-card", 0), ("#main", 1)):
        page.evaluate(fails, where)
        expect(page.locator("#toasts .toast")).to_have_count(notices)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_rows_are_bars_while_the_list_is_fetched(signed_in: SignedIn, motion: str) -> None:
    page = signed_in(OWNER)
    page.emulate_media(reduced_motion=motion)
    page.goto("/o/demo/applications/")
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/applications/?sort=payer*", hold)
    page.get_by_role("link", name="Payer", exact=True).click()
    first = page.locator("tbody tr").first.locator("td").last
    expect(first).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(page.locator("tbody th a").first).to_be_hidden()
    still = "skeleton-still" if motion == "reduce" else "skeleton"
    expect(first).to_have_css("animation-name", still)
    held[0].continue_()

    expect(page.locator("tbody th a").first).to_be_visible()
