"""What every HTML answer must keep: no inline script, style or handler, no template code left over."""

import re
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client

_FORBIDDEN = {
    "an inline event handler": re.compile(r"<[a-zA-Z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<[a-zA-Z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "a javascript: link": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "template code": re.compile(r"\{%|\{\{(?!\s*[\"{])"),
}


def faults_of(html: str) -> list[str]:
    """Return what the strict content policy would block in `html`, with the place it stands."""
    return [
        f"{what}: {found.group(0)[:120]}"
        for what, pattern in _FORBIDDEN.items()
        if (found := pattern.search(html))
    ]


class CheckedClient(Client):
    """A test client that refuses HTML which the browser's content policy would block."""

    def request(self, **request: Any) -> Any:
        """Send the request and look at the answer."""
        answer = super().request(**request)
        check(answer)
        return answer


def check(answer: HttpResponseBase) -> None:
    """Raise `AssertionError` when an HTML answer carries something the content policy would block."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return
    found = faults_of(answer.content.decode())  # type: ignore[attr-defined]  # streams were turned away
    assert not found, "\n".join(found)
