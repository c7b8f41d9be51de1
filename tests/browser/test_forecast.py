"""A manager's first question, from sign-in to the answer; a month confines the list; paper has no rail."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

MANAGER = "manager@lantern.example"


@pytest.fixture(scope="module", autouse=True)
def _forecasts(manage: Callable[..., str]) -> None:
    manage("refresh_forecasts", "--organization", "demo")


def test_the_first_question_is_answered_on_the_first_page(signed_in: SignedIn) -> None:
    page = signed_in(MANAGER)
    page.goto("/")
    page.wait_for_url("**/o/demo/forecast/")

    page.get_by_label("Clinician", exact=True).fill("Okafor")
    page.get_by_role("button", name="Show").click()

    answer = page.locator(".answer").first
    assert "Imani Okafor" in answer.inner_text()
    answer.click()
    page.wait_for_url("**/o/demo/applications/*/")


def test_a_month_of_the_axis_confines_the_list(signed_in: SignedIn) -> None:
    page = signed_in(MANAGER)
    page.goto("/o/demo/forecast/")
    rows = page.locator("#list tbody tr")
    before = rows.count()

    page.locator(".timeline-chart a:has(.month-name)").nth(1).click()
    page.get_by_role("heading", name="Timeline: approval likely in").wait_for()

    assert rows.count() < before
    assert "month=" in page.url


def test_the_print_has_no_rail_and_fits_the_paper(signed_in: SignedIn) -> None:
    page = signed_in(MANAGER, width=720)
    page.goto("/o/demo/forecast/")
    page.emulate_media(media="print")

    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert over <= 0
    assert not page.locator("#rail").is_visible()
    assert page.locator(".timeline-chart").is_visible()


def test_what_if_is_asked_and_answered_and_its_basis_stands_on_paper(signed_in: SignedIn) -> None:
    page = signed_in("manager@lantern.example")
    page.goto("/o/demo/forecast/")
    page.get_by_role("link", name="What if").click()
    page.get_by_label("Joins on").fill("2035-03-01")
    page.get_by_label("Applies to").select_option(label=["Aetna", "Cigna", "Medicare"])
    page.get_by_role("button", name="Show when").click()
    rows = page.get_by_role("region", name="When how many are billable").locator("tbody tr")
    assert [row.locator("th").inner_text() for row in rows.all()] == [
        "The first", "Half of them (of 3)", "All of them (of 3)",
    ]  # fmt: skip
    basis = page.locator(".only-print", has_text="decisions of Aetna")
    assert not basis.is_visible()
    page.emulate_media(media="print")
    assert basis.is_visible()


def test_the_calibration_opens_the_cases_behind_a_number(signed_in: SignedIn) -> None:
    page = signed_in("manager@lantern.example")
    page.goto("/o/demo/forecast/calibration/")
    page.get_by_role("link", name="30 days after sending").click()
    total = (
        page.locator("dt", has_text="Approvals judged").locator("xpath=following-sibling::dd").inner_text()
    )
    page.get_by_role("link", name=total, exact=True).first.click()
    assert page.locator("main").get_by_text(f"{total} approvals, each with").is_visible()
