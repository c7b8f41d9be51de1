"""Is a contract portable, and what is kept or lost? Only what is held by us and verified with evidence. Pure."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from enrollments.enums import HolderKind
from enrollments.wording import day_words

# Carepatron, "Group NPI vs Your Own NPI" (16 Jun 2026): keep NPI and license, not the contract.
ALWAYS_KEPT = "NPI, license and CAQH profile: these are the clinician's own, whoever holds the contract."


class Portable(Worded):
    """Whether a contract can be taken along; anything but the first is no promise."""

    PORTABLE = "portable", "Portable"
    UNVERIFIED = "unverified", "Unverified"
    STAYS = "stays", "Stays with its holder"
    UNKNOWN = "unknown", "Unknown"
    ENDED = "ended", "Ended"


@dataclass(frozen=True, slots=True)
class Holding:
    """What decides: who holds it, as recorded; `has_evidence` means a document or a place where it says so."""

    holder_kind: HolderKind
    holder: str = ""
    verified_on: dt.date | None = None
    has_evidence: bool = False
    executed_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Portability:
    """The badge, why, and what somebody keeps and loses who leaves its holder."""

    badge: Portable
    label: str
    reasons: tuple[str, ...]
    kept: tuple[str, ...]
    lost: tuple[str, ...]


_OURS = frozenset({HolderKind.PRACTICE, HolderKind.CLINICIAN})


def portability(holding: Holding, on: dt.date) -> Portability:
    """Return whether the contract could be taken along on the calendar date `on`."""
    badge = _badge(holding, on)
    kept, lost = _kept_and_lost(holding, badge)
    return Portability(badge, _label(holding, badge), tuple(_reasons(holding, badge, on)), kept, lost)


def _badge(holding: Holding, on: dt.date) -> Portable:
    if holding.holder_kind == HolderKind.UNKNOWN:
        return Portable.UNKNOWN
    if holding.ends_on and holding.ends_on < on:
        return Portable.ENDED
    if holding.holder_kind not in _OURS:
        return Portable.STAYS
    verified = holding.verified_on is not None and holding.verified_on <= on and holding.has_evidence
    return Portable.PORTABLE if verified else Portable.UNVERIFIED


def _label(holding: Holding, badge: Portable) -> str:
    if badge != Portable.STAYS:
        return badge.label
    return "Stays with the platform" if holding.holder_kind == HolderKind.PLATFORM else "Stays with the group"


def _reasons(holding: Holding, badge: Portable, on: dt.date) -> list[str]:
    held = f"It is recorded as held by {holding.holder or holding.holder_kind.label.lower()}."
    if badge == Portable.UNKNOWN:
        return ["Nobody has recorded who holds it. Ask the payer for the signature page of the agreement."]
    found = [held]
    if badge == Portable.ENDED and holding.ends_on:
        found.append(f"It ended on {day_words(holding.ends_on)}, so there is nothing to take along.")
    if badge == Portable.STAYS:
        found.append(
            "A contract in somebody else's name cannot be moved into yours: a new agreement is needed."
        )
    found += _about_evidence(holding, on)
    if badge == Portable.PORTABLE and holding.executed_on is None:
        found.append("The day it was executed is not recorded: add it, for claims need an executed contract.")
    return found


def _about_evidence(holding: Holding, on: dt.date) -> list[str]:
    if not holding.has_evidence:
        return ["No evidence is recorded: name the document or the page that shows whose name stands on it."]
    if holding.verified_on is None or holding.verified_on > on:
        return ["Nobody has looked at the evidence yet: open the document, then record that you verified it."]
    return [f"Somebody looked at the evidence on {day_words(holding.verified_on)}."]


def _kept_and_lost(holding: Holding, badge: Portable) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if badge == Portable.UNKNOWN:
        return (ALWAYS_KEPT,), ("Not known until the holder is: count on nothing else.",)
    if badge == Portable.ENDED:
        return (ALWAYS_KEPT,), ("The contract: it is over.",)
    if holding.holder_kind == HolderKind.CLINICIAN:
        return (
            (
                ALWAYS_KEPT,
                (
                    "The contract, its rates and the network status, at another practice too: "
                    "tell the payer the new practice and whom to pay."
                ),
            ),
            ("For the practice left behind: its other and new clinicians start over, with no guarantee.",),
        )
    if holding.holder_kind == HolderKind.PRACTICE:
        return (
            (
                ALWAYS_KEPT,
                (
                    "For the practice: contract, rates and network status, "
                    "whichever billing service or software it uses."
                ),
            ),
            ("For a clinician who leaves the practice: network status and rates under it.",),
        )
    return (
        (ALWAYS_KEPT,),
        (
            "The contract and its rates.",
            "The network status with this payer, until an agreement of your own is in effect.",
        ),
    )
