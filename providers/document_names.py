"""What does a file's name tell? `License_RSmith_2024-12-31.pdf` is a license that ends on 31 Dec 2024."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from providers.enums import DocumentKind

_DATE = re.compile(
    r"(?<!\d)(20\d\d)[-._ ]?([01]\d)[-._ ]?([0-3]\d)(?!\d)|(?<!\d)([01]?\d)[-.]([0-3]?\d)[-.](20\d\d)(?!\d)"
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Sought in the name's letters and digits; the more telling word comes first.
_KINDS: tuple[tuple[str, DocumentKind], ...] = (
    ("w9", DocumentKind.W9),
    ("cp575", DocumentKind.IRS_LETTER),
    ("147c", DocumentKind.IRS_LETTER),
    ("irs", DocumentKind.IRS_LETTER),
    ("voidedcheck", DocumentKind.VOIDED_CHECK),
    ("bankletter", DocumentKind.VOIDED_CHECK),
    ("proofofsubmission", DocumentKind.PROOF_OF_SUBMISSION),
    ("malpractice", DocumentKind.MALPRACTICE),
    ("liability", DocumentKind.MALPRACTICE),
    ("facesheet", DocumentKind.MALPRACTICE),
    ("coi", DocumentKind.MALPRACTICE),
    ("boardcert", DocumentKind.BOARD),
    ("board", DocumentKind.BOARD),
    ("license", DocumentKind.LICENSE),
    ("dea", DocumentKind.DEA),
    ("diploma", DocumentKind.DIPLOMA),
    ("degree", DocumentKind.DIPLOMA),
    ("resume", DocumentKind.CV),
    ("curriculum", DocumentKind.CV),
    ("cv", DocumentKind.CV),
    ("contract", DocumentKind.CONTRACT),
    ("agreement", DocumentKind.CONTRACT),
)
# Words this short also stand inside names of people, so they must be a word of their own.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the name suggests; either may be unknown."""

    kind: DocumentKind | None
    expires_on: dt.date | None


def safe_title(name: str) -> str:
    """Return a file name without folders, control and direction marks, at most 160 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    cleaned = " ".join(_UNSAFE.sub(" ", last).split()).strip(". ")
    if len(cleaned) > 160:
        stem, _, suffix = cleaned.rpartition(".")
        cleaned = f"{stem[: 159 - len(suffix)]}.{suffix}" if stem and len(suffix) <= 8 else cleaned[:160]
    return cleaned or "Document"


def suggest(name: str) -> Suggestion:
    """Read kind and expiry date out of a file name."""
    stem = PurePosixPath(safe_title(name)).stem
    return Suggestion(_kind(_DATE.sub(" ", stem)), _date(stem))


def _kind(stem: str) -> DocumentKind | None:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)
    words = [word.lower() for word in re.split(r"[^0-9A-Za-z]+", spaced) if word]
    joined = "".join(words)
    # "W-9" falls into two words, "FaceSheet" as well.
    pairs = {one + other for one, other in itertools.pairwise(words)}
    for sought, kind in _KINDS:
        if sought in words or sought in pairs or (len(sought) > _SHORT and sought in joined):
            return kind
    return None


def _date(stem: str) -> dt.date | None:
    found = list(_DATE.finditer(stem))
    if not found:
        return None
    # The last date is the end; an earlier one is when the paper was issued.
    year, month, day, us_month, us_day, us_year = found[-1].groups()
    try:
        return dt.date(int(year or us_year), int(month or us_month), int(day or us_day))
    except ValueError:
        return None
