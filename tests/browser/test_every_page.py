"""Every page a member can open: no serious finding of axe, no sideways scrolling on a phone, both themes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_leg]

OWNER = "owner@lantern.example"
PAGES = (
    "today/",
    "applications/",
    "applications/?status=in_review&sort=follow_up",
    "applications/new/",
    "applications/1/",
    "applications/1/?on=2026-06-01",
    "applications/1/move/",
    "contracts/",
    "contracts/?verified=no",
    "contracts/new/",
    "contracts/1/",
    "contracts/1/change/",
    "contracts/1/verify/",
    "clinicians/1/ownership/",
    "engagements/",
    "engagements/new/",
    "network/",
    "forecast/",
    "forecast/?clinician=okafor&group=payer",
    "forecast/open/",
    "billing/",
    "billing/may-we-bill/",
    "forecast/what-if/",
    "forecast/what-if/?joins_on=2030-03-01&state=PA&by=2030-12-01&payers=1&payers=2&payers=3",
    "forecast/calibration/",
    "forecast/calibration/cases/",
    "applications/1/forecast/",
    "planning/caseload/",
    "planning/caseload/new/",
    "planning/exits/",
    "planning/exits/1/",
    "planning/exits/new/",
    "planning/paths/?weekly_sessions=12&platform_rate=80&direct_rate=100&months_to_direct=5",
    "clinicians/",
    "clinicians/1/",
    "clinicians/add/",
    "practices/",
    "practices/1/",
    "payers/",
    "payers/1/",
    "payers/platforms/1/",
    "planning/",
    "planning/group-or-individual/",
    "reminders/calendar/",
    "reminders/",
    "reminders/?whose=everyone",
    "reminders/all/",
    "reminders/all/?state=failed",
    "reminders/1/",
    "reminders/wishes/",
    "reminders/settings/",
    "reminders/calendar/",
    "incidents/",
    "incidents/new/",
    "planning/revenue/",
    "planning/settings/",
    "files/",
    "planning/questions/",
    "planning/questions/1/",
    "planning/questions/new/",
    "planning/statements/",
    "planning/statements/new/",
    "planning/letters/",
    "planning/letters/new/",
    "search/?q=okafor",
    "start/",
    "settings/",
    "settings/members/",
    "settings/invitations/",
    "settings/invitations/new/",
    "settings/roles/",
    "settings/audit/",
    "settings/mail/",
    "settings/health/",
)


def serious(page: Any) -> list[str]:
    """Return what axe finds that keeps somebody from using the page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:120]})"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(signed_in: SignedIn, scheme: str) -> None:
    page = signed_in(OWNER, scheme=scheme)
    findings = {}
    for path in PAGES:
        answer = page.goto(f"/o/demo/{path}")
        assert answer.status == 200, path
        found = serious(page)
        if found:
            findings[path] = found

    assert findings == {}


@pytest.mark.parametrize("width", [375, 1024])
def test_no_page_scrolls_sideways(signed_in: SignedIn, width: int) -> None:
    page = signed_in(OWNER, width=width)
    wide = []
    for path in PAGES:
        page.goto(f"/o/demo/{path}")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide.append((path, over))

    assert wide == []


def test_the_check_itself_finds_what_is_wrong(signed_in: SignedIn) -> None:
    page = signed_in(OWNER)
    page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {src: 'data:,'}))")

    assert any(found.startswith("image-alt") for found in serious(page))
