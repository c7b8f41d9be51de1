"""Somebody at a browser: one kept connection, cookies, and a stop watch around each whole answer."""

import http.client
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

EMAIL, PASSWORD = "bench@example.com", "bench bench bench"  # exists on loopback only


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `expect` must stand in the answer, so that no notice of failure is timed."""

    path: str
    form: dict[str, str] | None = None
    expect: str = ""
    statuses: tuple[int, ...] = (200,)


class Failed(RuntimeError):
    """The site answered something else than the page that was to be timed."""


@dataclass
class Visitor:
    """A signed-in person on a connection of their own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def sign_in(self) -> "Visitor":
        """Sign in through the form."""
        self.send(Asked("/accounts/login/"))
        self.send(Asked("/accounts/login/", {"login": EMAIL, "password": PASSWORD}, statuses=(302,)))
        return self

    def colleague(self) -> "Visitor":
        """Return the same session on a further connection."""
        return Visitor(self.port, dict(self.cookies))

    def send(self, asked: Asked) -> str:
        """Send one request and read the whole answer; raises `Failed` when it is not the page meant."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if asked.form is not None:
            token = self.cookies.get("csrftoken", "")
            body = urlencode({**asked.form, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("GET" if body is None else "POST", asked.path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and (found := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[found[1]] = found[2]
        if answer.status not in asked.statuses or asked.expect not in text:
            words = re.sub(r"<[^>]+>|\s+", " ", text)[:600]
            raise Failed(f"{asked.path} answered {answer.status} without {asked.expect!r}: {words}")
        return text


def timed(visitor: Visitor, requests: Sequence[Asked], clients: int) -> list[float]:
    """Send `requests` from `clients` connections at once; returns milliseconds per request."""
    waiting: SimpleQueue[Asked] = SimpleQueue()
    for asked in requests:
        waiting.put(asked)
    taken: list[float] = []
    failures: list[BaseException] = []

    def work(person: Visitor) -> None:
        while not failures:
            try:
                asked = waiting.get_nowait()
            except Empty:
                return
            started = time.perf_counter()
            try:
                person.send(asked)
            except (Failed, OSError, http.client.HTTPException) as failure:
                failures.append(failure)
                return
            taken.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=work, args=(visitor.colleague(),)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return taken
