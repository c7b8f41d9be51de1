"""A real mail server on loopback that answers as a test tells it, and remembers what it took.

    mail_server.answer("RCPT", "450 4.2.0 Later")            # every recipient
    mail_server.answer("DATA", "550 5.7.1 No", only="bob@")  # addresses that begin so
    mail_server.answer("TEXT", HANG)                         # after 354, before a line is read
    mail_server.answer("DATA", CLOSE, times=1)               # the text has come, no answer leaves
    mail_server.on("DATA", callback)                         # called with the recipient, may block

Steps: CONNECT (the greeting), MAIL, RCPT, TEXT (354 is out, the text comes), DATA (the text is here).
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

HANG, CLOSE = "hang", "close"
OK = "250 2.0.0 Ok: queued as test"


@dataclass(frozen=True)
class Accepted:
    """A mail whose text came in whole; `answered` is False when the connection was closed instead."""

    recipient: str
    sender: str
    content: bytes
    answered: bool = True

    @property
    def parsed(self) -> EmailMessage:
        """Return the mail as Python's parser reads it."""
        found = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def message_id(self) -> str:
        """Return the Message-ID."""
        return str(self.parsed["Message-ID"])


@dataclass
class _Rule:
    step: str
    answer: str
    only: str
    times: int | None


@dataclass
class MailServer:
    """What the server is told and what it saw; `port` is where it listens."""

    port: int = 0
    pipelining: bool = True
    # Says 354 to DATA although no recipient was taken, as some servers do to pipelined commands.
    careless: bool = False
    accepted: list[Accepted] = field(default_factory=list)
    connections: int = 0
    _rules: list[_Rule] = field(default_factory=list)
    _callbacks: dict[str, Callable[[str], object]] = field(default_factory=dict)
    _open: set[Any] = field(default_factory=set)

    def answer(self, step: str, answer: str, *, only: str = "", times: int | None = None) -> None:
        """Answer so at a step: a reply with its code, HANG or CLOSE; the newest rule comes first."""
        self._rules.insert(0, _Rule(step, answer, only, times))

    def well_again(self) -> None:
        """Forget every rule."""
        self._rules.clear()

    def on(self, step: str, callback: Callable[[str], object]) -> None:
        """Call back with the recipient at a step, in a thread of its own."""
        self._callbacks[step] = callback

    @property
    def message_ids(self) -> list[str]:
        """Return the Message-ID of every text that came in whole, in order."""
        return [mail.message_id for mail in self.accepted]

    async def told(self, step: str, recipient: str) -> str:
        """Return what to answer at this step, after the callback has returned."""
        callback = self._callbacks.get(step)
        if callback is not None:
            await asyncio.get_running_loop().run_in_executor(None, callback, recipient)
        for rule in self._rules:
            if rule.step == step and recipient.startswith(rule.only) and rule.times != 0:
                rule.times = None if rule.times is None else rule.times - 1
                return rule.answer
        return ""


class _Talk(SMTP):
    """One connection; aiosmtpd speaks, the rules decide."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(_Handler(server), hostname="mail.test", enable_SMTPUTF8=False)
        self._server = server

    def connection_made(self, transport: Any) -> None:
        self._server._open.add(transport)
        self._server.connections += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._server._open.discard(self.transport)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        told = await self._server.told("CONNECT", "")
        if told in (HANG, CLOSE):
            await self.ended(told)
        elif told:
            await self.push(told)
            self.hang_up()
        else:
            await super()._handle_client()

    async def ended(self, how: str) -> None:
        """Close at once, or say nothing until the test is over."""
        if how == HANG:
            await asyncio.Event().wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection once what was said has left."""
        if self.transport is not None:
            self.transport.close()

    async def smtp_DATA(self, arg: str) -> None:
        recipients = self.envelope.rcpt_tos if self.envelope else []
        told = await self._server.told("TEXT", recipients[0]) if recipients else ""
        if self._server.careless and not recipients:
            await self.push("354 Go on")
            assert await self._reader.readline() == b".\r\n"
            await self.push("554 5.5.1 No valid recipients")
        elif told in (HANG, CLOSE):
            await self.push("354 Go on")
            await self._reader.readline()
            await self.ended(told)
        elif told:
            await self.push(told)
        else:
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def _answer(self, talk: _Talk, step: str, recipient: str) -> str:
        told = await self._server.told(step, recipient)
        if told in (HANG, CLOSE):
            await talk.ended(told)
        elif told.startswith("421"):
            await talk.push(told)
            talk.hang_up()
        return told

    async def handle_EHLO(
        self, talk: _Talk, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [answers[0], *(["250-PIPELINING"] if self._server.pipelining else []), *answers[1:]]

    async def handle_MAIL(
        self, talk: _Talk, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        told = await self._answer(talk, "MAIL", "")
        if not told:
            envelope.mail_from = sender
        return told or "250 2.1.0 Ok"

    async def handle_RCPT(
        self, talk: _Talk, session: Session, envelope: Envelope, recipient: str, options: list[str]
    ) -> str:
        told = await self._answer(talk, "RCPT", recipient)
        if not told:
            envelope.rcpt_tos.append(recipient)
        return told or "250 2.1.5 Ok"

    async def handle_RSET(self, talk: _Talk, session: Session, envelope: Envelope) -> str:
        return await self._answer(talk, "RSET", "") or "250 2.0.0 Ok"

    async def handle_DATA(self, talk: _Talk, session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        told = await self._server.told("DATA", recipient)
        if told in ("", CLOSE):
            content = envelope.content
            assert isinstance(content, bytes)
            taken = Accepted(recipient, envelope.mail_from or "", content, answered=not told)
            self._server.accepted.append(taken)
        if told in (HANG, CLOSE):
            await talk.ended(told)
        return told or OK


@contextmanager
def running(*, pipelining: bool = True) -> Iterator[MailServer]:
    """Run a mail server in a thread of its own for the block."""
    server, ready = MailServer(pipelining=pipelining), threading.Event()
    stop: list[Callable[[], object]] = []

    async def serve() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        listening = await loop.create_server(lambda: _Talk(server), "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(stopped.set))
        ready.set()
        async with listening:
            await stopped.wait()
            for transport in list(server._open):
                transport.abort()
            # One turn, in which the aborted connections are told.
            await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10), "the mail server did not start"
    try:
        yield server
    finally:
        stop[0]()
        thread.join(10)


def use(server: MailServer, settings: Settings, timeout: float = 10) -> None:
    """Let the site send its mail to `server`; each step of a talk may take `timeout` seconds."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = timeout


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server to which the site sends during this test."""
    with running() as server:
        use(server, settings)
        yield server
