"""A practice brings its spreadsheet: looks at it row by row, applies it, brings it again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.test_journeys import expect

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

TRACKERS = Path(__file__).resolve().parent.parent / "data" / "trackers"
OWNER = "owner@lantern.example"


@pytest.fixture
def new_practice(manage: Callable[..., str]) -> str:
    """An organization without any record, owned by the demo's owner."""
    manage(
        "create_organization", "nine-oaks", "--name", "Nine Oaks Counseling", "--kind", "practice",
        "--timezone", "America/Chicago", "--owner", OWNER,
    )  # fmt: skip
    return "nine-oaks"


def test_a_spreadsheet_is_brought_looked_at_applied_and_brought_again(
    signed_in: SignedIn, new_practice: str
) -> None:
    page = signed_in(OWNER)
    page.goto(f"/o/{new_practice}/today/")
    page.get_by_role("link", name="Choose a file").click()

    for apply in (True, False):
        page.goto(f"/o/{new_practice}/files/upload/")
        page.locator("input[type=file]").set_input_files(TRACKERS / "behavioral_practice.xlsx")
        page.locator("main form button.primary").click()
        expect(page.get_by_role("heading", name="behavioral_practice.xlsx")).to_be_visible()
        if apply:
            expect(page.locator("main")).to_contain_text("Nothing is saved yet")
            page.get_by_role("button", name="Apply 35 rows").click()
            expect(page.locator("main")).to_contain_text("Applied")
        else:
            expect(page.get_by_role("button", name="Apply")).to_have_count(0)

    page.goto(f"/o/{new_practice}/applications/")
    expect(page.locator("main")).to_contain_text("35 applications")


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(signed_in: SignedIn, tmp_path: Path) -> None:
    wrong = tmp_path / "tracker.xlsx"
    wrong.write_bytes(b"%PDF-1.7 this is no spreadsheet")
    page = signed_in(OWNER)
    page.goto("/o/demo/files/upload/")
    page.locator("input[type=file]").set_input_files(wrong)
    page.locator("main form button.primary").click()

    expect(page.locator("main")).to_contain_text("spreadsheet")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
