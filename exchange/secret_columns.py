"""Which columns hold passwords, sign-in names or Social Security numbers? Those are refused and kept nowhere."""

import re
from functools import lru_cache

from exchange.tables import Cell, Row, Sheet

_SECRET = re.compile(
    r"\b(?:pass ?words?|passwd|pass ?codes?|pass ?phrase|pwd|pwds|pw|pws|psw|user ?names?|user ?ids?|usr|userid|log ?ins?"
    r"|log ?ons?|sign ?ins?|ssns?|ssan|social(?: security)?(?: (?:number|no|nbr))?|security (?:questions?|answers?|codes?)"
    r"|secret(?:s| questions?| answers?)?|challenge questions?|mothers? maiden(?: name)?|maiden name|access codes?"
    r"|(?:2fa|mfa|otp|totp)(?: codes?| secret| key| token)?|authenticator|(?:backup|recovery|verification) codes?"
    r"|api keys?|(?:portal|site|web|online|system|caqh|nppes|pecos|availity|navinet|login|account|security|access"
    r"|i and a|ia|voicemail|identity) pins?|pin code|(?:portal|site|web|system|caqh|nppes|pecos|availity|website)"
    r" (?:credentials?|creds|access info)|bank account(?: number)?|routing number|account number|credit card|card number"
    r"|itin|security q(?: and a)?|hint)\b"
)
# Found as a whole cell anywhere near the top, these mark a column even if the heading row was misjudged.
_BARE = re.compile(
    r"(?:(?:caqh|nppes|pecos|availity|portal|site|optum|navinet|i and a|payer|login|user|my|our|web|website)"
    r"(?: and | )?)*(?:user ?name|user ?id|password|passwd|pwd|pw|log ?in|ssn|social security(?: number| no)?"
    r"|security (?:question|answer))(?: (?:and )?(?:password|pw|pwd|pin))?"
)
_ANSWERS = {"answer", "answers", "pin", "pins", "hint"}
_SITES = {"site", "website", "portal", "system", "url", "link", "account", "where", "service", "web site"}
_SSN = re.compile(r"(?<![\d\-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d\-])")
_TOLD = re.compile(
    r"\b(?P<word>pass ?word|passwd|passcode|pwd|pw|user ?name|user ?id|log ?in)(?P<sep>\s*(?:is\b|[:=])\s*|\s*/\s*pw\s*[:=]?\s*)"
    r"(?P<value>[^\s,;]+)",
    re.IGNORECASE,
)
REMOVED = "[removed]"


@lru_cache(maxsize=10_000)
def _words(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).casefold().replace("&", " and ").replace("'", "")
    spaced = re.sub(r"\(\s*(s)\s*\)", r"\1", spaced)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).split())


@lru_cache(maxsize=10_000)
def is_secret_heading(heading: str) -> bool:
    """Say whether a heading names a password, a sign-in, a Social Security number or the like."""
    return len(heading) <= 80 and bool(_SECRET.search(_words(heading)))


def secret_columns(headings: list[str]) -> set[int]:
    """Return the positions of secret headings; 'Answer' and 'PIN' count beside other secrets only."""
    found = {index for index, heading in enumerate(headings) if is_secret_heading(heading)}
    if found:
        found |= {index for index, heading in enumerate(headings) if _words(heading) in _ANSWERS}
    return found


def is_sign_in_sheet(headings: list[str]) -> bool:
    """Say whether a sheet is a list of sign-ins, to be refused as a whole: two secrets, or a site with one."""
    secrets = secret_columns(headings)
    named = {_words(heading) for heading in headings if heading}
    return len(secrets) >= 2 or bool(secrets and named & _SITES)


def bare_secret_columns(rows: list[Row]) -> set[int]:
    """Return the columns in which a cell is nothing but the name of a secret, such as 'CAQH Password'."""
    return {
        index
        for _, cells in rows
        for index, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) <= 40 and _BARE.fullmatch(_words(cell))
    }


def without_columns(sheet: Sheet, columns: set[int]) -> Sheet:
    """Return the sheet with these columns emptied; nothing of them remains."""
    if not columns:
        return sheet
    rows: list[Row] = []
    for number, cells in sheet.rows:
        kept: tuple[Cell, ...] = tuple(None if at in columns else cell for at, cell in enumerate(cells))
        rows.append((number, kept))
    return Sheet(sheet.name, rows, sheet.merges, sheet.unsaved_formulas, sheet.cut_cells)


def mask_secrets(text: str) -> tuple[str, bool]:
    """Return a note without Social Security numbers and 'password: …', and whether anything was taken out."""
    masked = _SSN.sub(REMOVED, text) if text.count("-") > 1 else text
    lower = text.casefold()
    if any(word in lower for word in ("pass", "pw", "user", "log")):
        masked = _TOLD.sub(lambda match: f"{match['word']}{match['sep']}{REMOVED}", masked)
    return masked, masked != text
