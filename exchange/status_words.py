"""What does a status cell say? The words people type, and a date or remark behind them; nothing is guessed."""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from enrollments.enums import Status
from exchange.days import find_days


class Word(StrEnum):
    """Words that stand for several statuses; the facts of the row decide which."""

    IN_FORCE = "in force"
    OUT_OF_NETWORK = "out of network"
    IN_PROGRESS = "in progress"
    PENDING = "pending"
    FOLLOW_UP = "follow up"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ON_HOLD = "on hold"
    NONE = "no application"


Meaning = Status | Word

WORDS: dict[Meaning, str] = {
    Status.DRAFT: "not started|not yet started",
    Status.PREPARING: """gathering documents|gathering docs|preparing application|preparing|awaiting provider signature
        |in preparation""",
    Status.READY: "ready to submit|ready to send|ready for submission",
    Status.SUBMITTED: """submitted|application sent|application submitted|participation request submitted|request submitted
        |request sent|app submitted|app sent|resubmitted""",
    Status.ACKNOWLEDGED: "acknowledged|received by payer|application received|acknowledged by payer",
    Status.IN_REVIEW: "under review|in review|at committee|in committee|with committee|under payer review",
    Status.INFO_REQUESTED: """pending info|info requested|additional info needed|pending information|information requested
        |info request|additional information needed|additional info requested|additional information requested|info needed
        |more info needed|more information needed|more info requested""",
    Status.APPROVED: """approved|credentialed only|credentialed, contract pending|approved, contract pending
        |approved, waiting for contract|credentialing approved""",
    Status.LOADING: "approved - loading|pending load|approved, pending load|approved loading|loading",
    Status.RETURNED: "returned|returned incomplete|returned as incomplete",
    Status.DENIED: "denied|application denied|credentialing denied",
    Status.PANEL_CLOSED: """closed panel|panel closed|not accepting new providers|panel is closed|panel full|network closed
        |not accepting providers|closed to new providers""",
    Status.WITHDRAWN: "withdrawn|application withdrawn|withdrew",
    Status.ENDED: "termed|terminated|term'd|participation ended|termination effective",
    Word.IN_FORCE: """active|effective|par|participating|in network|inn|completed|loaded|complete|participating provider
        |active in network|in network active|innetwork""",
    Word.OUT_OF_NETWORK: "non-par|oon|out of network|nonpar|not par|non participating|not participating|not in network",
    Word.IN_PROGRESS: "in progress|in process|processing|application in process|application in progress",
    Word.PENDING: "pending|application pending",
    Word.FOLLOW_UP: "follow up|follow up needed|needs follow up|followup",
    Word.ACCEPTED: "accepted",
    Word.REJECTED: "rejected",
    Word.ON_HOLD: "on hold|hold|put on hold",
    Word.NONE: """we will not contract|will not contract|not contracting|we do not contract|do not contract|privately funded
        |private pay|private pay only|self pay|self pay only|cash only|cash pay|not applicable|n/a""",
}
PLACEHOLDERS = {"", "-", "--", "---", "\u2013", "\u2014", "n/a", "na", "none", "n.a.", "."}


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a status cell says: its meaning, the dates behind it, and what else stands there."""

    meaning: Meaning | None = None
    submitted_on: dt.date | None = None
    approved_on: dt.date | None = None
    effective_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    status_on: dt.date | None = None
    remark: str = ""
    bad_day: bool = field(default=False)


def _pattern(words: str) -> str:
    parts = re.findall(r"[a-z'/]+", words)
    return r"[\s\-\u2010-\u2015_,]*".join(re.escape(part) for part in parts)


_TABLE = sorted(
    ((words.strip(), meaning) for meaning, group in WORDS.items() for words in group.split("|")),
    key=lambda pair: -len(pair[0]),
)
_WORDS = [(re.compile(_pattern(words) + r"(?![a-z'])", re.IGNORECASE), meaning) for words, meaning in _TABLE]
_LEAD = re.compile(r"^[\s*\u2022\u2611\u2705\u2713\u2714•>\-\u2013\u2014:.#\d)(]*?(?=[A-Za-z])")
_MAY_FOLLOW = re.compile(
    r"\s*(?:$|[,;:(\[\-\u2010-\u2015/|.\n*!\u2611\u2705\u2713\u2714]|at this time\b|as of\b|since\b|on\b|from\b|eff\b|effective\b|per\b|via\b|by\b"
    r"|through\b|to\b|until\b|w/|with\b|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d)",
    re.IGNORECASE,
)
_ROLES = (
    (
        "follow_up_on",
        re.compile(r"f\s*/?\s*u\b|follow|ask again|re-?check|check back|call|try again|re-?apply", re.I),
    ),
    ("submitted_on", re.compile(r"submitted|sent|\bapplied", re.I)),
    ("approved_on", re.compile(r"approv", re.I)),
    ("effective_on", re.compile(r"\beff|start|in network", re.I)),
    ("", re.compile(r"\bdue\b|expire|recred|through|until|attest", re.I)),
)
# 'Termed effective 12/31/2025' tells when participation ended, not when it began.
_OVER = {Status.ENDED, Status.DENIED, Status.WITHDRAWN, Word.OUT_OF_NETWORK}
_COMBINED: dict[frozenset[Meaning], Status] = {frozenset({Status.APPROVED, Status.LOADING}): Status.LOADING}


@lru_cache(maxsize=20_000)
def read_status(text: str) -> StatusReading:
    """Return what a status cell says; an unknown or ambiguous text has the meaning None."""
    text = text.strip()
    if text.lower() in PLACEHOLDERS:
        return StatusReading(meaning=Word.NONE if text.lower() in {"n/a", "na", "n.a."} else None)
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    meaning, end = _match(text, start)
    if meaning is None or not _MAY_FOLLOW.match(text, end):
        return StatusReading(remark=text)
    rest = text[end:]
    other, other_end = _match(rest, _begin_of_words(rest))
    if other is not None and other is not meaning and re.match(r"\s*(?:$|[,;/|(\d])", rest[other_end:]):
        combined = _COMBINED.get(frozenset((meaning, other)))
        if combined is None and rest.lstrip().startswith(("/", "|")):
            return StatusReading(remark=text)
        meaning = combined or meaning
    return _with_dates(meaning, text, end)


def _begin_of_words(rest: str) -> int:
    found = re.search(r"[A-Za-z]", rest)
    return found.start() if found else len(rest)


def _match(text: str, start: int) -> tuple[Meaning | None, int]:
    for pattern, meaning in _WORDS:
        found = pattern.match(text, start)
        if found:
            return meaning, found.end()
    return None, start


def _with_dates(meaning: Meaning, text: str, end: int) -> StatusReading:
    dates: dict[str, dt.date] = {}
    remark, at, bad = "", end, False
    for number, found in enumerate(find_days(text[end:])):
        between = text[at : end + found.start]
        at = end + found.end
        clause = re.split(r"[,;(\n]", between)[-1]
        role = next((name for name, pattern in _ROLES if pattern.search(clause)), None)
        if role == "effective_on" and meaning in _OVER:
            role = "status_on"
        remark += between if role is None else between[: len(between) - len(clause)]
        if role is None and number == 0:
            role = _role_behind(meaning)
        if found.day is None:
            bad = True
        elif role and role not in dates:
            dates[role] = found.day
        else:
            remark += f"{clause} {found.day:%m/%d/%Y}" if role is not None else f" {found.day:%m/%d/%Y}"
    remark += text[at:]
    remark = re.sub(
        r"^\s*(?:at this time|as of|since|on|from|eff(?:ective)?\.?)\s*$", "", remark.strip(), flags=re.I
    )
    return StatusReading(
        meaning=meaning,
        submitted_on=dates.get("submitted_on"),
        approved_on=dates.get("approved_on"),
        effective_on=dates.get("effective_on"),
        follow_up_on=dates.get("follow_up_on"),
        status_on=dates.get("status_on"),
        remark=" ".join(remark.split()).strip(" ,;:-\u2013\u2014*.()|/"),
        bad_day=bad,
    )


def _role_behind(meaning: Meaning) -> str:
    if meaning is Word.IN_FORCE:
        return "effective_on"
    if meaning in {Status.SUBMITTED, Word.FOLLOW_UP}:
        return "submitted_on" if meaning is Status.SUBMITTED else "follow_up_on"
    return "approved_on" if meaning in {Status.APPROVED, Status.LOADING} else "status_on"


def status_key(text: str) -> str:
    """Return what spellings of one status share, for words a person has explained on import."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split()) or text.strip()
