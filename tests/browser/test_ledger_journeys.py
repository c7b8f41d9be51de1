"""Four ways through contracts, billing and planning: the sheet, the board, the exit plan, the questions."""

from typing import Any

import pytest

from tests.browser.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

COORDINATOR = "coordinator@lantern.example"


def test_the_ownership_sheet_is_reached_from_the_clinician_and_comes_as_pdf(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    page.goto("/o/demo/clinicians/?q=Raghunathan")
    page.locator("main tbody").get_by_role("link", name="Raghunathan").click()
    page.get_by_role("link", name="Ownership sheet").click()
    page.wait_for_url("**/ownership/**")

    assert "Headway" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_the_board_leads_to_the_missing_piece_and_back(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    page.goto("/o/demo/billing/")
    rows = page.locator("main tbody tr")
    assert rows.count() > 0

    rows.first.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")

    assert "Not ready" in page.locator("main").inner_text()


def test_the_exit_plan_is_moved_by_keyboard_and_says_the_gap(signed_in: SignedIn) -> None:
    page = signed_in(COORDINATOR)
    page.goto("/o/demo/planning/")
    page.get_by_role("link", name="Exit plans").first.click()
    page.get_by_role("link", name="Fernbank leaves Headway").click()
    before = page.url
    later = page.get_by_role("link", name="week later")
    later.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)

    assert "notice=" in page.url
    assert "Cigna" in page.locator("main").inner_text()


def test_a_platform_is_asked_and_a_refusal_counts_as_a_red_flag(signed_in: SignedIn) -> None:
    page: Any = signed_in(COORDINATOR)
    page.goto("/o/demo/planning/questions/new/")
    page.locator("select[name=platform]").select_option(label="Alma")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_load_state("networkidle")

    assert "not asked yet" in page.locator("main").inner_text().lower()
