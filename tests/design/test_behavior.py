"""What the modules do in a real browser: keys, dialogs, theme, combobox, drafts, drawer; axe finds nothing serious."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_the_theme_can_be_chosen_and_is_remembered(browse: Any) -> None:
    page = browse("parts")
    page.click("summary[aria-label^='Your menu']")
    page.click("[data-theme-set=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute("[data-theme-set=dark]", "aria-pressed") == "true"
    assert {"name": "theme", "value": "dark"}.items() <= page.context.cookies()[0].items()


def test_a_dialog_opens_on_its_key_and_closes_on_escape_giving_focus_back(browse: Any) -> None:
    page = browse("parts")
    page.focus("[data-dialog=sample]")
    page.keyboard.press("l")
    assert page.is_visible("#sample")
    assert page.evaluate("document.activeElement.name") == "first_name"
    page.keyboard.press("Escape")
    assert not page.is_visible("#sample")
    assert page.evaluate("document.activeElement.dataset.dialog") == "sample"


def test_the_question_mark_lists_the_keys_of_rooms_and_page(browse: Any) -> None:
    page = browse("parts")
    page.keyboard.press("?")
    text = page.inner_text("#shortcuts")
    assert "Applications" in text
    assert "Log a call" in text


def test_g_and_a_letter_go_to_a_room(browse: Any) -> None:
    page = browse("parts")
    page.keyboard.press("g")
    page.keyboard.press("n")
    assert page.url.endswith("#network")


def test_letters_typed_into_a_field_are_no_shortcuts(browse: Any) -> None:
    page = browse("forms")
    page.locator("textarea").first.click()
    page.keyboard.type("gn l?")
    assert not page.url.endswith("#network")
    assert page.locator("textarea").first.input_value() == "gn l?"


def test_j_and_k_walk_the_rows_and_x_selects(browse: Any) -> None:
    page = browse("list")
    for key in "jjkx":
        page.keyboard.press(key)
    assert page.locator("tbody tr.here").count() == 1
    assert page.locator("tbody tr").first.locator("input").is_checked()
    assert page.inner_text("[data-picked]") == "1 row selected"


def test_on_the_worklist_the_key_presses_the_button_of_the_call_one_is_in(browse: Any) -> None:
    page = browse("today")
    page.evaluate(
        "document.querySelectorAll('[data-key=l]').forEach((button, at) =>"
        " button.addEventListener('click', () => { document.title = `call ${at}`; }))"
    )
    for key in "jjjjjl":
        page.keyboard.press(key)
    assert page.title() == "call 1"


def test_every_row_of_the_page_can_be_selected_at_once(browse: Any) -> None:
    page = browse("list")
    assert not page.is_visible("[data-bulk]")
    page.check("[data-pick-all]")
    assert page.inner_text("[data-picked]") == "50 rows selected"


def test_slash_goes_to_the_search(browse: Any) -> None:
    page = browse("first_run")
    page.route("**/search/**", lambda route: route.fulfill(body=""))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"


def test_answers_of_the_search_are_walked_and_opened_by_keys(browse: Any) -> None:
    page = browse("first_run")
    answer = (
        '<a class="option" role="option" id="a1" aria-selected="false" href="#one">Aetna</a>'
        '<a class="option" role="option" id="a2" aria-selected="false" href="#two">Aetna Better Health</a>'
    )
    page.route("**/search/**", lambda route: route.fulfill(body=answer, content_type="text/html"))
    page.keyboard.press("Control+k")
    page.keyboard.type("aet")
    page.wait_for_selector("#a2", state="visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search-box", "aria-activedescendant") == "a2"
    page.keyboard.press("Enter")
    assert page.url.endswith("#two")


def test_a_long_select_can_be_typed_into(browse: Any) -> None:
    page = browse("forms")
    box = page.locator(".combobox input").first
    box.click()
    box.fill("tex")
    box.press("Enter")
    assert box.input_value() == "Texas"
    assert page.locator("select[name=state]").first.evaluate("field => field.value") == "TX"


def test_what_was_typed_is_kept_until_it_is_sent(browse: Any) -> None:
    page = browse("forms")
    page.locator("[data-keep] textarea").fill("Renee says committee on the 24th")
    page.reload()
    assert page.locator("[data-keep] textarea").input_value() == "Renee says committee on the 24th"
    page.click("text=Start over")
    assert page.locator("[data-keep] textarea").input_value() == ""


def test_a_notice_is_shown_read_out_and_dismissed(browse: Any) -> None:
    page = browse("parts")
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast',"
        " {bubbles: true, detail: {text: 'Call logged.', meaning: 'good', undo: '/undo'}}))"
    )
    page.wait_for_selector("#live:has-text('Call logged.')", state="attached")
    assert page.is_visible("[data-undo='/undo']")
    page.click("[data-toast-close]")
    assert page.locator("[data-toast]").count() == 0


def test_the_rail_is_a_drawer_on_a_small_screen(browse: Any) -> None:
    page = browse("list", width=375)
    assert not page.is_visible("#rail")
    page.click("[aria-label='Open the menu']")
    assert page.is_visible("#rail")
    page.keyboard.press("Escape")
    assert not page.is_visible("#rail")


@pytest.mark.parametrize("width", [1440, 375])
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(browse: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for name in ("parts", "list", "application", "today", "matrix", "first_run", "account_login", "404"):
        page = browse(name, width)
        found = Axe().run(page).response["violations"]
        serious = [
            (rule["id"], rule["nodes"][0]["html"])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert serious == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.close()
