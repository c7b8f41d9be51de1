"""Is it expiring, and how badly? Lead times, attestation cycles, and which of several papers counts.

Calendar days throughout. A paper is good through its expiry date and lapsed the day after.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from credtrack.kernel.words import Worded
from providers.enums import CredentialKind


class ExpiryState(Worded):
    """How a dated paper stands; the values are status words with a look of their own."""

    CURRENT = "current", "Current"
    EXPIRING = "expiring", "Expiring"
    EXPIRED = "expired", "Expired"
    MISSING = "missing", "No expiry date"


# How long before its end a paper asks for attention, in calendar days. Licenses and registrations take
# boards months; insurers issue face sheets 30 days ahead; CAQH itself writes 15, 10 and 5 days before
# (caqh.org, provider data portal resources, read autumn 2026).
LEAD_DAYS: dict[CredentialKind, int] = {
    CredentialKind.LICENSE: 90,
    CredentialKind.DEA: 90,
    CredentialKind.CDS: 90,
    CredentialKind.MALPRACTICE: 60,
    CredentialKind.BOARD: 180,
    CredentialKind.CAQH_ATTESTATION: 30,
    CredentialKind.DIRECTORY_ATTESTATION: 21,
    CredentialKind.CPR: 60,
    CredentialKind.OTHER: 60,
}

# CAQH: re-attest every 120 days, 180 in Illinois (caqh.org). Directory data: every 90 days
# (No Surprises Act, section 116).
CAQH_DAYS = 120
CAQH_DAYS_ILLINOIS = 180
DIRECTORY_DAYS = 90
ATTESTATIONS = frozenset({CredentialKind.CAQH_ATTESTATION, CredentialKind.DIRECTORY_ATTESTATION})


@dataclass(frozen=True, slots=True)
class Expiry:
    """How one paper stands on one day; `days_left` is negative after the end and None without one."""

    state: ExpiryState
    days_left: int | None
    words: str


class Dated(Protocol):
    """Anything with the dates of a credential."""

    @property
    def kind(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def issued_on(self) -> dt.date | None: ...

    @property
    def expires_on(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


def lead_days(kind: str) -> int:
    """Return how many days before its end a paper of this kind counts as expiring."""
    return LEAD_DAYS.get(CredentialKind(kind), 60)


def expiry(kind: str, expires_on: dt.date | None, on: dt.date) -> Expiry:
    """Say how a paper of `kind` that ends on `expires_on` stands on the day `on`."""
    if expires_on is None:
        return Expiry(ExpiryState.MISSING, None, "No expiry date recorded")
    left = (expires_on - on).days
    if left < 0:
        return Expiry(ExpiryState.EXPIRED, left, f"Expired {_days(-left)} ago")
    words = "Expires today" if left == 0 else f"Expires in {_days(left)}"
    state = ExpiryState.EXPIRING if left <= lead_days(kind) else ExpiryState.CURRENT
    return Expiry(state, left, words)


def _days(count: int) -> str:
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def valid_on(paper: Dated, day: dt.date) -> bool:
    """Say whether the paper covered `day`; an unknown start counts as long ago, an unknown end as open."""
    began = paper.issued_on is None or paper.issued_on <= day
    return began and (paper.expires_on is None or day <= paper.expires_on)


def attestation_ends(kind: str, attested_on: dt.date, states: Iterable[str] = ()) -> dt.date:
    """Return the last good day of an attestation made on `attested_on`.

    Illinois gives CAQH 180 days, but only to somebody licensed in no other state: the shorter term
    is the one that every payer accepts. Raises `ValueError` for a kind that is no attestation.
    """
    if kind == CredentialKind.DIRECTORY_ATTESTATION:
        return attested_on + dt.timedelta(days=DIRECTORY_DAYS)
    if kind != CredentialKind.CAQH_ATTESTATION:
        raise ValueError(f"{kind!r} is not an attestation.")
    only_illinois = {state.upper() for state in states if state} == {"IL"}
    return attested_on + dt.timedelta(days=CAQH_DAYS_ILLINOIS if only_illinois else CAQH_DAYS)


def best(papers: Iterable[D], kind: str, state: str, on: dt.date) -> D | None:
    """Return the paper of `kind` (for `state`, unless it names none) that counts on `on`.

    A paper valid on the day goes before one that is not; among equals the one that ends last.
    """
    fitting = [
        paper
        for paper in papers
        if paper.kind == kind and (not state or not paper.state or paper.state == state)
    ]
    return max(
        fitting,
        key=lambda paper: (valid_on(paper, on), paper.expires_on or dt.date.max),
        default=None,
    )
