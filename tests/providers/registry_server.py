"""A registry on loopback that answers as it is told: recorded bodies, refusals, garbage, or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent.parent / "data" / "nppes_api"


class Registry:
    """What the server answers next, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.body = b""
        self.asked: list[str] = []
        # A set gate lets answers through; a cleared one keeps the client waiting.
        self.gate = threading.Event()
        self.gate.set()

    def answers_with(self, name: str) -> None:
        """Answer with a recorded body of `tests/data/nppes_api`."""
        self.body = (ANSWERS / name).read_bytes()


@contextmanager
def running() -> Iterator[Registry]:
    """Serve on a free port of loopback until the block ends."""
    holder: list[Registry] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            registry = holder[0]
            registry.asked.append(self.path)
            registry.gate.wait(10)
            try:
                self.send_response(registry.status)
                self.send_header("Content-Length", str(len(registry.body)))
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write(registry.body)
            except OSError:
                # The client gave up waiting, which is what the test is about.
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Keep the test output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    holder.append(Registry(f"http://127.0.0.1:{server.server_address[1]}/api/"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield holder[0]
    finally:
        holder[0].gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
