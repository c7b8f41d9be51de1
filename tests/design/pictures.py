"""Takes pictures of the gallery in Chromium, under the product's own content policy."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

WIDTHS = {1440: 900, 1024: 768, 375: 812}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder with the content policy of the product, and a search that finds nothing.

    The search asks a moment after the last key: a test that is over by then must not be failed by it.
    """

    def do_GET(self) -> None:  # the name http.server looks for
        """Answer the search with nothing, everything else from the folder."""
        if "/search/" not in self.path:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def write(folder: Path) -> list[str]:
    """Write the gallery's pages and the static files into `folder`; return the pages' names."""
    from django.contrib.staticfiles import finders

    from tests.design.gallery import pages

    for name in ("css", "js", "favicon.svg", "django_htmx"):
        source = finders.find(name)
        if source and Path(source).is_dir():
            shutil.copytree(source, folder / "static" / name, dirs_exist_ok=True)
        elif source:
            (folder / "static").mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / "static" / name)
    drawn = pages()
    for name, html in drawn.items():
        (folder / f"{name}.html").write_text(html)
    return list(drawn)


def take(folder: Path, only: list[str]) -> None:
    """Write pages and pictures into `folder`; `only` names the pages wanted (none: all)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "credtrack.settings.test"
    import django

    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in write(folder) if not only or name in only]
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        _photograph(folder, names, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()


def _photograph(folder: Path, names: list[str], root: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        complaints: list[str] = []
        for scheme in ("light", "dark"):
            for width, height in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.on("console", lambda message: complaints.append(message.text))
                page.on("pageerror", lambda fault: complaints.append(str(fault)))
                for name in names:
                    page.goto(f"{root}/{name}.html")
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        browser.close()
    (folder / "complaints.txt").write_text("\n".join(sorted(set(complaints))))
