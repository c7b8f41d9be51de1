"""The site as people meet it: its own process with the demo, its own database, and a real Chromium.

Nothing here shares the test process's database, so journeys run as a visitor would, and in one leg.
"""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.demo.workspaces import PASSWORD
from tests.servers import free_port, on_ci
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
SignedIn = Callable[..., Any]


def _manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def site_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a one-machine set-up with a data folder of its own, seeded."""
    environment = {
        **os.environ,
        "CREDTRACK_DATA_DIR": str(tmp_path_factory.mktemp("site")),
        "DJANGO_SETTINGS_MODULE": "credtrack.settings.local",
        "NPPES_API_URL": "http://127.0.0.1:9/api/",
    }
    environment.pop("DATABASE_URL", None)
    for words in (
        ("migrate", "--verbosity", "0"),
        ("collectstatic", "--noinput", "--verbosity", "0"),
        ("load_catalogue",),
        ("seed_demo",),
    ):
        _manage(environment, *words)
    return environment


@pytest.fixture(scope="session")
def manage(site_environment: dict[str, str]) -> Callable[..., str]:
    """Run a management command beside the site and return what it printed."""
    return lambda *words: _manage(site_environment, *words)


@pytest.fixture(scope="session")
def site(site_environment: dict[str, str]) -> Iterator[str]:
    """Serve the demo with gunicorn on a free port; return its address."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--bind", address, "--threads", "4", "credtrack.wsgi"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=site_environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://{address}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    try:
        wait_for(answers, "the site")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium once for a module; without it the journeys are left out, which CI refuses."""
    if not CHROMIUM.exists():
        assert not on_ci(), "Chromium is not installed: apt-get install chromium"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def signed_in(chromium: Any, site: str) -> Iterator[SignedIn]:
    """Return a function that signs a person in and hands over their page.

    Complaints on the browser's console (the content policy's among them) fail the test at its end.
    """
    complaints: list[str] = []
    opened: list[Any] = []

    def sign_in(email: str, password: str = PASSWORD, width: int = 1440, scheme: str = "light") -> Any:
        visit = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=site
        )
        visit.set_default_timeout(10_000)
        opened.append(visit)
        page = visit.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/o/**")
        return page

    yield sign_in
    for visit in opened:
        visit.close()
    # A refused form answers 422, which Chromium reports although the page shows the reason.
    assert [text for text in complaints if "status of 422" not in text] == []
