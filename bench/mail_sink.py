"""A mail server that takes every mail at once and keeps none: what delivery is measured against.

`python -m bench.mail_sink --port 2525` prints a line when it listens and, when it is stopped by INT
or TERM, how many mails it took, with how many different Message-IDs, on how many connections.
"""

import argparse
import asyncio
import contextlib
import json
import re
import signal

_REPLIES = {
    b"EHLO": b"250-sink\r\n250-SIZE 33554432\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink\r\n",
    b"MAIL": b"250 2.1.0 Ok\r\n",
    b"RCPT": b"250 2.1.5 Ok\r\n",
    b"RSET": b"250 2.0.0 Ok\r\n",
    b"NOOP": b"250 2.0.0 Ok\r\n",
    b"DATA": b"354 End data with <CR><LF>.<CR><LF>\r\n",
    b"QUIT": b"221 2.0.0 Bye\r\n",
}
_END = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.I | re.M)


class Counted:
    """What the sink saw."""

    mails = 0
    connections = 0
    octets = 0

    def __init__(self) -> None:
        self.message_ids: set[bytes] = set()


class Sink(asyncio.Protocol):
    """One client's talk."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._waiting = bytearray()
        self._in_text = False
        self._wire: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet the client."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a stream server makes no other
        self._wire = transport
        self._counted.connections += 1
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer every complete command, and every text once its end has come."""
        self._waiting += data
        while self._took_text() if self._in_text else self._took_command():
            pass

    def _took_text(self) -> bool:
        end = self._waiting.find(_END)
        if end < 0:
            return False
        found = _MESSAGE_ID.search(self._waiting, 0, end)
        if found:
            self._counted.message_ids.add(found[1])
        del self._waiting[: end + len(_END)]
        self._in_text = False
        self._counted.mails += 1
        self._counted.octets += end
        self._say(b"250 2.0.0 Ok: queued as %d\r\n" % self._counted.mails)
        return True

    def _took_command(self) -> bool:
        end = self._waiting.find(b"\r\n")
        if end < 0:
            return False
        verb = bytes(self._waiting[:4]).upper()
        del self._waiting[: end + 2]
        self._say(_REPLIES.get(verb, b"502 5.5.2 Not known here\r\n"))
        self._in_text = verb == b"DATA"
        if verb == b"QUIT" and self._wire:
            self._wire.close()
        return True

    def _say(self, reply: bytes) -> None:
        if self._wire:
            self._wire.write(reply)


async def serve(port: int) -> Counted:
    """Listen on the loopback port until INT or TERM and return what came."""
    counted, stop = Counted(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(lambda: Sink(counted), "127.0.0.1", port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)  # noqa: T201
    await stop.wait()
    server.close()
    return counted


def main() -> None:
    """Run the sink and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    with contextlib.suppress(KeyboardInterrupt):
        took = asyncio.run(serve(parser.parse_args().port))
        told = {
            "mails": took.mails,
            "distinct": len(took.message_ids),
            "connections": took.connections,
            "octets": took.octets,
        }
        print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
