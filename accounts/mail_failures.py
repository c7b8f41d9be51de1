"""What does a failed attempt mean, and when is the next one? The one table; it knows no database.

Codes are those of RFC 5321, section 4.2.3, and RFC 4954, section 6; a mail service's HTTP status
(RFC 9110, section 15) is read the same way.
"""

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST_ANSWER = 400


class Cause(StrEnum):
    """Why a message did not leave; the words complete "Not sent: ..."."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    OURS = "ours"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    BROKEN = "broken"

    @property
    def words(self) -> str:
        """Return what happened and, where a person must act, what to do."""
        return _WORDS[self]


_WORDS = {
    Cause.TEMPORARY: "the mail server asked to try again later",
    Cause.PERMANENT: "the mail server refused it for good. Check the address",
    Cause.OURS: "the mail server refuses our sign-in or our sender. Check EMAIL_URL and DEFAULT_FROM_EMAIL",
    Cause.TIMEOUT: "the mail server did not answer in time",
    Cause.CONNECTION: "the mail server could not be reached or broke off",
    Cause.BROKEN: "the message could not be put together or handed over",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a cause is put up with: waits in minutes (the last one repeats), then hours in all."""

    waits: tuple[int, ...]
    hours: int


PATIENCE: dict[Cause, Patience] = {
    # Grey lists let the second attempt in after a few minutes; full mailboxes take days.
    Cause.TEMPORARY: Patience((1, 5, 15, 60, 240), hours=72),
    Cause.PERMANENT: Patience((), hours=0),
    # Frequent wrong sign-ins lock accounts, so it is tried slowly until somebody mends the settings.
    Cause.OURS: Patience((5, 15, 30), hours=168),
    Cause.TIMEOUT: Patience((2, 10, 30, 120), hours=48),
    # RFC 5321, 4.5.4.1: give up after four or five days.
    Cause.CONNECTION: Patience((1, 2, 5, 15), hours=120),
    # A mistake in our own code: a new version may mend it within a day.
    Cause.BROKEN: Patience((5, 60, 240), hours=24),
}

# After these the next message would fare the same, so a run counts them and soon stops.
STRIKES = frozenset({Cause.CONNECTION, Cause.TIMEOUT})

_CODES: dict[int, Cause] = {
    # 5xx codes that speak of us, not of the message. Every other 5xx is permanent, every 4xx temporary.
    530: Cause.OURS,
    534: Cause.OURS,
    535: Cause.OURS,
    538: Cause.OURS,
}
_HTTP: dict[int, Cause] = {401: Cause.OURS, 403: Cause.OURS, 408: Cause.TEMPORARY, 429: Cause.TEMPORARY}


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt: why, and the server's answer as code and text."""

    cause: Cause
    answer: str
    # The server ended the session with it (421), whatever the cause.
    hung_up: bool = False

    @property
    def is_strike(self) -> bool:
        """Say whether the connection itself failed."""
        return self.hung_up or self.cause in STRIKES


def cause_of_code(code: int) -> Cause:
    """Return what an SMTP reply code means; a code outside 4xx and 5xx is no proper answer."""
    if 400 <= code < 500:
        return Cause.TEMPORARY
    if 500 <= code < 600:
        return _CODES.get(code, Cause.PERMANENT)
    return Cause.CONNECTION


def cause_of_status(status: int) -> Cause:
    """Return what the HTTP status of a mail service means."""
    if status >= 500:
        return Cause.TEMPORARY
    return _HTTP.get(status, Cause.PERMANENT)


def cleaned(answer: str | bytes) -> str:
    """Return an answer on one line, without control characters, of at most 400 characters."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_ANSWER]


def next_attempt(
    cause: Cause, attempts: int, failing_since: dt.datetime, now: dt.datetime
) -> dt.datetime | None:
    """Return when to try again after `attempts` failed ones, or None when patience has run out."""
    patience = PATIENCE[cause]
    if not patience.waits or now - failing_since >= dt.timedelta(hours=patience.hours):
        return None
    return now + dt.timedelta(minutes=patience.waits[min(attempts, len(patience.waits)) - 1])


def judge(problem: BaseException, *, opening: bool = False) -> Failure:
    """Read an exception of smtplib, the network or a mail service; `opening` before any message was named.

    While opening, a refusal says nothing about the message in hand: it counts against the connection.
    """
    cause, answer, code = _read(problem)
    if opening and cause in (Cause.TEMPORARY, Cause.PERMANENT):
        cause = Cause.CONNECTION
    return Failure(cause, answer, hung_up=code == 421)


def _read(problem: BaseException) -> tuple[Cause, str, int]:
    """Return cause, answer and SMTP code (0 for none)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(problem.recipients.values()))
        return cause_of_code(code), cleaned(f"{code} {_text(text)}"), code
    if isinstance(problem, smtplib.SMTPResponseException):
        code, answer = problem.smtp_code, cleaned(f"{problem.smtp_code} {_text(problem.smtp_error)}")
        ours = isinstance(problem, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError)
        cause = cause_of_code(code)
        return (Cause.OURS if ours and cause is Cause.PERMANENT else cause), answer, code
    return _without_code(problem), cleaned(f"{type(problem).__name__}: {problem}"), 0


def _without_code(problem: BaseException) -> Cause:
    # smtplib hides a time-out in the middle of a talk behind "disconnected".
    if any(isinstance(link, TimeoutError) for link in _chain(problem)):
        return Cause.TIMEOUT
    if isinstance(problem, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError):
        return Cause.OURS
    status = getattr(problem, "status_code", None)
    if isinstance(status, int):
        return cause_of_status(status)
    if type(problem).__name__ == "AnymailRecipientsRefused":
        return Cause.PERMANENT
    if isinstance(problem, OSError):
        return Cause.CONNECTION
    # A mail service's library wraps what the network said.
    network = any(isinstance(link, OSError) for link in _chain(problem))
    return Cause.CONNECTION if network else Cause.BROKEN


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what it was raised for."""
    link: BaseException | None = problem
    for _ in range(10):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__


def _text(answer: str | bytes) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


def without_addresses(text: str) -> str:
    """Return `text` with e-mail addresses replaced, for places that people of other organizations read."""
    return _ADDRESS.sub("(an address)", text)
