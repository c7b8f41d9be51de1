"""How is one mail told to a mail server? MAIL, RCPT, DATA, in one go where the server allows it.

Pipelining (RFC 2920) halves the round trips of a mail, which is most of its time at a distant server.
"""

import re
import smtplib

from accounts.mail_failures import cleaned
from accounts.mail_message import Parcel

Reply = tuple[int, bytes]
# What would end the command and begin another.
_FORGED = re.compile(r"[\r\n\0<>]")


class SessionOver(Exception):
    """The server ended the session before the mail began; `reason` is how it said so."""

    def __init__(self, reason: smtplib.SMTPException) -> None:
        super().__init__(str(reason))
        self.reason = reason


def told(server: smtplib.SMTP, parcel: Parcel) -> str:
    """Give the mail to the server and return its last answer, code first.

    Raises what `smtplib.SMTP.sendmail` raises for the same replies, and `SessionOver` when the server
    would not even begin.
    """
    try:
        code, said = _envelope(server, parcel)
        if code == 354:
            server.send(_stuffed(parcel.content))
            code, said = server.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, said)
    except smtplib.SMTPResponseException as refusal:
        _leave(server, refusal.smtp_code)
        raise
    return cleaned(f"{code} {said.decode('utf-8', 'replace')}")


def _stuffed(content: bytes) -> bytes:
    """Return the text with its end mark; a period that begins a line is doubled (RFC 5321, 4.5.2)."""
    # A header comes first, so the text itself never begins with one.
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _envelope(server: smtplib.SMTP, parcel: Parcel) -> Reply:
    """Say who sends to whom and return the reply to DATA; raises the first refusal."""
    size = f" SIZE={len(parcel.content)}" if server.has_extn("size") else ""
    if _FORGED.search(parcel.sender) or _FORGED.search(parcel.recipient):
        raise ValueError("An address must not hold line breaks or angle brackets.")
    sender, recipient = f"MAIL FROM:<{parcel.sender}>{size}", f"RCPT TO:<{parcel.recipient}>"
    if not server.has_extn("pipelining"):
        _check_sender(_first(server, sender), parcel)
        _check_recipient(server, server.docmd(recipient), parcel)
        return server.docmd("DATA")
    begun = _first(server, f"{sender}\r\n{recipient}\r\nDATA")
    # Every command has its reply, wanted or not.
    named = _further(server, begun)
    ready = _further(server, named)
    if ready[0] == 354 and not (begun[0] == 250 and named[0] in (250, 251)):
        # The server waits for a text that has no way to go: an empty one ends it.
        server.send(b".\r\n")
        server.getreply()
    _check_sender(begun, parcel)
    _check_recipient(server, named, parcel)
    return ready


def _first(server: smtplib.SMTP, command: str) -> Reply:
    """Send the command that begins a mail; raises `SessionOver` when the server has gone."""
    try:
        server.send(f"{command}\r\n")
        code, said = server.getreply()
    except smtplib.SMTPServerDisconnected as end:
        raise SessionOver(end) from end
    if code == 421:
        server.close()
        raise SessionOver(smtplib.SMTPSenderRefused(code, said, ""))
    return code, said


def _further(server: smtplib.SMTP, before: Reply) -> Reply:
    """Return the next reply; a server that hung up after a refusal has said what counts."""
    if before[0] == 421:
        return before
    try:
        return server.getreply()
    except smtplib.SMTPServerDisconnected:
        if before[0] >= 400:
            return before
        raise


def _check_sender(reply: Reply, parcel: Parcel) -> None:
    if reply[0] != 250:
        raise smtplib.SMTPSenderRefused(*reply, parcel.sender)


def _check_recipient(server: smtplib.SMTP, reply: Reply, parcel: Parcel) -> None:
    if reply[0] not in (250, 251):
        _leave(server, reply[0])
        raise smtplib.SMTPRecipientsRefused({parcel.recipient: reply})


def _leave(server: smtplib.SMTP, code: int) -> None:
    """End the transaction, so that the next mail begins afresh; after 421 the server is gone."""
    if code == 421:
        server.close()
        return
    try:
        server.rset()
    except smtplib.SMTPServerDisconnected:
        # The next mail opens a new connection; what counts is the refusal that is raised now.
        return
