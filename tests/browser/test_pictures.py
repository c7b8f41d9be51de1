"""The README's screenshots, taken from the demo: `make shots` keeps them in docs/images."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ROOT, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

Manage = Callable[..., str]
TRACKER = ROOT / "tests/data/trackers/behavioral_practice.xlsx"


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where pictures go: the folder named by CREDTRACK_SHOTS, else one that is thrown away."""
    named = os.environ.get("CREDTRACK_SHOTS")
    folder = ROOT / named if named else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def take(page: Any, album: Path, name: str) -> None:
    """Take one picture of what is on the screen; a blank page would be far smaller."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur()")
    page.screenshot(path=str(album / name))
    assert (album / name).stat().st_size > 20_000


def a_long_story(manage: Manage) -> int:
    """Return the application that has been under review for longest: it has the most to tell."""
    rows = json.loads(manage("list_applications", "--organization", "demo", "--format", "json"))
    waiting = [row for row in rows if row["status"] == "in_review"]
    return int(min(waiting, key=lambda row: row["submitted_on"])["id"])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("today.png", "today/"),
        ("network.png", "network/"),
        ("forecast.png", "forecast/"),
        ("billing.png", "billing/"),
        ("exit-plan.png", "planning/exits/1/"),
    ],
)
def test_page_has_its_picture(signed_in: SignedIn, album: Path, name: str, path: str) -> None:
    page = signed_in("owner@lantern.example", width=1280)
    assert page.goto(f"/o/demo/{path}").status == 200
    take(page, album, name)


def test_the_ownership_sheet_has_its_picture(signed_in: SignedIn, album: Path) -> None:
    page = signed_in("owner@lantern.example", width=1280)
    page.goto("/o/demo/clinicians/?q=Raghunathan")
    page.locator("main tbody").get_by_role("link", name="Raghunathan").click()
    page.get_by_role("link", name="Ownership sheet").click()
    page.wait_for_url("**/ownership/**")
    take(page, album, "ownership.png")


def test_reminders_have_their_picture(signed_in: SignedIn, album: Path) -> None:
    page = signed_in("coordinator@lantern.example", width=1280)
    assert page.goto("/o/demo/reminders/").status == 200
    page.locator(".reminder-why summary").first.click()
    take(page, album, "reminders.png")


def test_digest_has_its_picture(signed_in: SignedIn, album: Path) -> None:
    """The morning's mail on a phone, as its reader sees it."""
    page = signed_in("owner@lantern.example", width=1280)
    page.goto("/o/demo/settings/mail/")
    address = page.locator("a", has_text="to act on now").first.get_attribute("href")
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.goto(f"{address}html/").status == 200
    take(page, album, "digest.png")


def test_application_has_its_picture(signed_in: SignedIn, album: Path, manage: Manage) -> None:
    page = signed_in("owner@lantern.example", width=1280)
    page.set_viewport_size({"width": 1280, "height": 1800})  # down to the timeline
    assert page.goto(f"/o/demo/applications/{a_long_story(manage)}/").status == 200
    take(page, album, "application.png")


def test_import_preview_has_its_picture(signed_in: SignedIn, album: Path) -> None:
    page = signed_in("owner@lantern.example", width=1280)
    page.goto("/o/demo/files/upload/")
    page.get_by_label("Spreadsheet").set_input_files(str(TRACKER))
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url("**/files/*/")
    take(page, album, "import.png")
