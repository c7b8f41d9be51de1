"""Fixtures of the look: a day that stands still, and the gallery served to a browser."""

import datetime as dt
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from credtrack.kernel import clock
from tests.design.pictures import Handler, write

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def time_machine_day(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """Stop the clock at noon in Philadelphia on 12 March 2026."""
    day = dt.date(2026, 3, 12)
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 3, 12, 16, tzinfo=dt.UTC))
    return day


@pytest.fixture(scope="session")
def gallery_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the gallery's pages under the product's content policy; return the address."""
    folder = tmp_path_factory.mktemp("gallery")
    write(folder)
    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium once for a module: Playwright's loop must be gone before the next database test."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any, gallery_address: str) -> Iterator[Any]:
    """Return a function that opens a gallery page; complaints on the console fail the test."""
    complaints: list[str] = []
    visit = chromium.new_context()

    def opened(name: str, width: int = 1440) -> Any:
        page = visit.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(f"{gallery_address}/{name}.html")
        return page

    yield opened
    visit.close()
    assert complaints == []
