"""What exactly leaves? One outbox row as Django's mail, and as the bytes a mail server gets.

The bytes are put together here because building a MIME tree takes longer than everything else about a
mail; tests hold them against what Python's own parser and Django's builder make of the same row.
"""

import binascii
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from accounts.models import OutboxMessage
from credtrack.kernel import clock

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
# Written by us; a caller's own would contradict the row or break the parts apart.
_OURS = frozenset({"message-id", "subject", "from", "to", "cc", "bcc", "date", "mime-version", "sender"})
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*@[A-Za-z0-9.-]+")
# RFC 5322, 2.1.1: a line must not be longer.
_LONGEST_LINE = 998
# 45 bytes in base64, with what stands around them, make 72 characters.
_LONGEST_WORD = 45


class HeaderRefused(ValueError):
    """A header that would forge another one, or that is ours to write; the text says which."""


def checked_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return extra headers as they may be stored; raises `HeaderRefused` naming what does not fit."""
    found = dict(headers or {})
    for name, value in found.items():
        if not _TOKEN.fullmatch(name):
            raise HeaderRefused(f"{name!r} is no name of a header.")
        if name.lower() in _OURS or name.lower().startswith("content-"):
            raise HeaderRefused(f"The header {name} is written by the outbox itself.")
        if not isinstance(value, str) or any(mark in value for mark in "\r\n\0"):
            raise HeaderRefused(f"The header {name} must be one line of text.")
    return found


@lru_cache(maxsize=8)
def _host(site_url: str) -> str:
    return urlsplit(site_url).hostname or "localhost"


def message_id(organization_id: int, key: str) -> str:
    """Return the Message-ID of a ledger key: the same at each attempt, so that a repeat is seen as one."""
    digest = hashlib.sha256(f"{organization_id}:{key}".encode()).hexdigest()
    return f"<{digest[:40]}@{_host(settings.SITE_URL)}>"


def as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    """Return the row as Django's own mail, which every mail backend takes."""
    headers = {
        **checked_headers(message.headers),
        "Message-ID": message_id(message.organization_id, message.key),
    }
    mail = EmailMultiAlternatives(message.subject, message.body, to=[message.recipient], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail as a mail server takes it: envelope addresses and content with CRLF line ends."""

    sender: str
    recipient: str
    content: bytes


def as_parcel(message: OutboxMessage) -> Parcel:
    """Return the row as bytes; raises `ValueError` for an address or header that cannot be written."""
    to = _recipient(message.recipient)
    header, sender = _sender(settings.DEFAULT_FROM_EMAIL)
    identity = message_id(message.organization_id, message.key)
    lines = [
        _header("Subject", message.subject),
        header,
        _header("To", to),
        f"Date: {format_datetime(clock.now())}\r\n",
        f"Message-ID: {identity}\r\n",
        *(_header(name, value) for name, value in checked_headers(message.headers).items()),
        "MIME-Version: 1.0\r\n",
    ]
    content = "".join(lines).encode("ascii") + _content(message.body, message.html, identity)
    return Parcel(sender, to, content)


def _recipient(address: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    if "@" not in address:
        raise ValueError("The recipient is no e-mail address.")
    return sanitize_address(address, "utf-8")


@lru_cache(maxsize=8)
def _sender(address: str) -> tuple[str, str]:
    """Return the From header and the bare address of the sender."""
    return _folded("From", address), parseaddr(sanitize_address(address, "utf-8"))[1]


def _header(name: str, value: str) -> str:
    """Return one header line; plain text stays whole, because folding would encode a long address."""
    if value.isascii() and value.isprintable() and len(name) + len(value) < _LONGEST_LINE - 2:
        return f"{name}: {value}\r\n"
    if any(mark in value for mark in "\r\n\0"):
        raise HeaderRefused(f"The header {name} must be one line of text.")
    return f"{name}: {_encoded(value)}\r\n"


def _encoded(value: str) -> str:
    """Return a header's text as encoded words (RFC 2047), none longer than 75 characters, one a line."""
    words, chunk = [], b""
    for letter in value:
        octets = letter.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _LONGEST_WORD:
            words.append(chunk)
            chunk = b""
        chunk += octets
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in [*words, chunk])


def _folded(name: str, value: str) -> str:
    folded: str = SMTP.fold(*SMTP.header_store_parse(name, value))
    return folded


def _content(body: str, html: str, identity: str) -> bytes:
    """Return the one text, or text and HTML as alternatives, with the headers that say so."""
    if not html:
        return _part("plain", body)
    digest = hashlib.sha256(f"{identity}\0{len(body)}\0{len(html)}".encode()).hexdigest()
    # No line of either part begins with "--=_": quoted-printable escapes "=" and 7bit is looked through.
    mark = f"=_{digest[:32]}"
    while mark in body or mark in html:
        mark += "_"
    opening = f'Content-Type: multipart/alternative; boundary="{mark}"\r\n\r\n'.encode("ascii")
    between = f"--{mark}\r\n".encode("ascii")
    parts = [opening, between, _part("plain", body), between, _part("html", html)]
    return b"".join([*parts, f"--{mark}--\r\n".encode("ascii")])


def _part(subtype: str, text: str) -> bytes:
    """Return one part, ending with a line end: as it is when short-lined ASCII, else quoted-printable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    plain = text.isascii() and "\0" not in text and max(map(len, lines)) <= _LONGEST_LINE
    # Ended first: without one CRLF to see, b2a_qp breaks long lines by a bare LF.
    content = "\r\n".join([*lines, ""]).encode()
    encoding = "7bit" if plain else "quoted-printable"
    if not plain:
        content = binascii.b2a_qp(content, istext=True)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + content
