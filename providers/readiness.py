"""Is the clinician's file complete enough to apply? Each point with the reason and the next step.

Asked for one clinician at one practice in one state on one day. Points that some payers do not ask
for are `advised`: they are shown, but do not hold an application back. What payers want was collected
from their own pages (Aetna, Optum, CAQH and NCQA; read autumn 2026).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from credtrack.kernel.us_states import NAMES
from credtrack.kernel.words import Worded
from providers import expirables
from providers.enums import CredentialKind, DocumentKind
from providers.expirables import Dated, ExpiryState

# Physicians, nurse practitioners, clinical nurse specialists and physician assistants (NUCC): they prescribe.
PRESCRIBER_TAXONOMIES = ("20", "363L", "364S", "363A")


class PointState(Worded):
    """How one point of the file stands; the values are status words with a look of their own."""

    DONE = "done", "There"
    EXPIRING = "expiring", "Expiring"
    EXPIRED = "expired", "Expired"
    MISSING = "missing", "Missing"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file holds; `practice_*` is empty or None while no practice is chosen."""

    npi: str
    npi_flag: str
    taxonomy: str
    caqh_id: str
    credentials: Sequence[Dated]
    document_kinds: frozenset[str]
    practice_name: str = ""
    practice_npi: str = ""
    practice_npi_flag: str = ""
    practice_has_tax_identity: bool = False
    practice_document_kinds: frozenset[str] = frozenset()
    # States in which the practice has a location with a street address.
    address_states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what it is, how it stands, why, and what to do about it."""

    key: str
    label: str
    state: PointState
    reason: str
    next_step: str = ""
    advised: bool = False

    @property
    def holds_back(self) -> bool:
        """Say whether an application should wait for this."""
        return not self.advised and self.state in (PointState.MISSING, PointState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Readiness:
    """All points, in the order in which a coordinator gathers them."""

    points: tuple[Point, ...]

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that hold an application back."""
        return tuple(point for point in self.points if point.holds_back)

    @property
    def open_points(self) -> tuple[Point, ...]:
        """The points somebody should look at, those that hold back first."""
        found = [point for point in self.points if point.state != PointState.DONE]
        return tuple(sorted(found, key=lambda point: not point.holds_back))

    @property
    def done_points(self) -> tuple[Point, ...]:
        """The points that need nothing."""
        return tuple(point for point in self.points if point.state == PointState.DONE)

    @property
    def is_complete(self) -> bool:
        """Say whether nothing holds an application back."""
        return not self.missing

    @property
    def sentence(self) -> str:
        """Return the one line that matters."""
        count = len(self.missing)
        if not count:
            return "The file is complete enough to apply."
        names = ", ".join(point.label for point in self.missing)
        return f"{count} {'point holds' if count == 1 else 'points hold'} an application back: {names}."


def readiness(facts: FileFacts, state: str, on: dt.date) -> Readiness:
    """Judge the file for an application in `state` (postal code, or empty for none) on the day `on`."""
    points = [_npi(facts), _taxonomy(facts), _caqh_id(facts), _attestation(facts, on)]
    points += [_license(facts, state, on), _malpractice(facts, on)]
    if facts.taxonomy.startswith(PRESCRIBER_TAXONOMIES):
        points.append(_dea(facts, state, on))
    points += [_cv(facts), *_practice(facts, state)]
    return Readiness(tuple(points))


def _npi(facts: FileFacts) -> Point:
    if not facts.npi:
        return Point(
            "npi",
            "Own NPI",
            PointState.MISSING,
            "No Type 1 NPI is recorded.",
            "Add it from the NPI registry.",
        )
    if facts.npi_flag:
        return Point("npi", "Own NPI", PointState.MISSING, facts.npi_flag, "Correct the NPI.")
    return Point("npi", "Own NPI", PointState.DONE, f"NPI {facts.npi}")


def _taxonomy(facts: FileFacts) -> Point:
    if facts.taxonomy:
        return Point("taxonomy", "Taxonomy", PointState.DONE, f"Code {facts.taxonomy}")
    return Point(
        "taxonomy", "Taxonomy", PointState.MISSING, "No taxonomy code is recorded.",
        "Use the code that the NPI registry shows as primary.",
    )  # fmt: skip


def _caqh_id(facts: FileFacts) -> Point:
    if facts.caqh_id:
        return Point("caqh_id", "CAQH ID", PointState.DONE, f"CAQH {facts.caqh_id}")
    return Point(
        "caqh_id", "CAQH ID", PointState.MISSING, "No CAQH ID is recorded.",
        "Add it, or have the clinician register with CAQH.",
    )  # fmt: skip


def _dated(
    key: str, label: str, paper: Dated | None, on: dt.date, absent: tuple[str, str], renew: str
) -> Point:
    """Judge a paper that ends; `absent` is the reason and next step when there is none."""
    if paper is None:
        return Point(key, label, PointState.MISSING, *absent)
    if paper.issued_on and paper.issued_on > on:
        return Point(
            key,
            label,
            PointState.MISSING,
            f"Starts only on {day_words(paper.issued_on)}.",
            "Wait, or add the earlier one.",
        )
    found = expirables.expiry(paper.kind, paper.expires_on, on)
    until = f" ({day_words(paper.expires_on)})" if paper.expires_on else ""
    match found.state:
        case ExpiryState.EXPIRED:
            return Point(key, label, PointState.EXPIRED, f"{found.words}{until}.", renew)
        case ExpiryState.MISSING:
            return Point(
                key, label, PointState.MISSING, "No expiry date is recorded.", "Add the expiry date."
            )
        case ExpiryState.EXPIRING:
            return Point(key, label, PointState.EXPIRING, f"{found.words}{until}.", renew)
        case _:
            return Point(key, label, PointState.DONE, f"Good until {day_words(paper.expires_on or on)}")


def _attestation(facts: FileFacts, on: dt.date) -> Point:
    paper = expirables.best(facts.credentials, CredentialKind.CAQH_ATTESTATION, "", on)
    absent = (
        "No CAQH attestation is recorded; payers need one within 120 days (180 in Illinois).",
        "Have the clinician attest in CAQH, then record the day.",
    )
    renew = "Have the clinician re-attest in CAQH, then record the day."
    return _dated("caqh_attestation", "CAQH attestation", paper, on, absent, renew)


def _license(facts: FileFacts, state: str, on: dt.date) -> Point:
    name = NAMES.get(state, state)
    label = f"License in {name}" if state else "State license"
    paper = expirables.best(facts.credentials, CredentialKind.LICENSE, state, on)
    absent = (
        f"No license in {name} is recorded." if state else "No license is recorded.",
        "Add the license with its number and expiry date.",
    )
    return _dated("license", label, paper, on, absent, "Renew the license with the board, then record it.")


def _malpractice(facts: FileFacts, on: dt.date) -> Point:
    paper = expirables.best(facts.credentials, CredentialKind.MALPRACTICE, "", on)
    absent = ("No malpractice insurance is recorded.", "Add the policy from the face sheet.")
    renew = "Ask the insurer for the new face sheet, then record it."
    return _dated("malpractice", "Malpractice insurance", paper, on, absent, renew)


def _dea(facts: FileFacts, state: str, on: dt.date) -> Point:
    paper = expirables.best(facts.credentials, CredentialKind.DEA, state, on)
    absent = (
        "Prescribers need a DEA registration for the state.",
        "Add it, or note that the clinician does not prescribe controlled substances.",
    )
    point = _dated("dea", "DEA registration", paper, on, absent, "Renew the registration with the DEA.")
    return Point(point.key, point.label, point.state, point.reason, point.next_step, advised=True)


def _cv(facts: FileFacts) -> Point:
    if DocumentKind.CV in facts.document_kinds:
        return Point("cv", "Curriculum vitae", PointState.DONE, "On file")
    return Point(
        "cv", "Curriculum vitae", PointState.MISSING,
        "No CV is on file; payers ask for five years of work history with gaps explained.",
        "Upload it with month and year for each position.", advised=True,
    )  # fmt: skip


def _practice(facts: FileFacts, state: str) -> list[Point]:
    if not facts.practice_name:
        return [
            Point(
                "practice", "Practice", PointState.MISSING, "The clinician works at no practice recorded here.",
                "Add an affiliation with the practice that will bill.",
            )
        ]  # fmt: skip
    return [_tax_identity(facts), _w9(facts), _address(facts, state), _practice_npi(facts)]


def _tax_identity(facts: FileFacts) -> Point:
    if facts.practice_has_tax_identity:
        return Point(
            "tin", "Tax identity of the practice", PointState.DONE, f"On file for {facts.practice_name}"
        )
    return Point(
        "tin", "Tax identity of the practice", PointState.MISSING,
        f"{facts.practice_name} has no EIN, SSN or ITIN on file.", "Add the number as on the IRS letter.",
    )  # fmt: skip


def _w9(facts: FileFacts) -> Point:
    if DocumentKind.W9 in facts.practice_document_kinds:
        return Point("w9", "W-9", PointState.DONE, f"On file for {facts.practice_name}")
    return Point(
        "w9", "W-9", PointState.MISSING, f"{facts.practice_name} has no W-9 on file.",
        "Upload a signed W-9; its name must match the IRS letter.",
    )  # fmt: skip


def _address(facts: FileFacts, state: str) -> Point:
    name = NAMES.get(state, state)
    label = "Practice address"
    if state in facts.address_states or (not state and facts.address_states):
        return Point("address", label, PointState.DONE, f"A location in {name}" if state else "On file")
    if not facts.address_states:
        return Point(
            "address", label, PointState.MISSING, f"{facts.practice_name} has no location with a street address.",
            "Add the location exactly as it stands in CAQH.",
        )  # fmt: skip
    return Point(
        "address", label, PointState.MISSING, f"{facts.practice_name} has no location in {name}.",
        "Add one if clients are seen there; telehealth-only plans may not need it.", advised=True,
    )  # fmt: skip


def _practice_npi(facts: FileFacts) -> Point:
    if facts.practice_npi and not facts.practice_npi_flag:
        return Point("practice_npi", "Type 2 NPI", PointState.DONE, f"NPI {facts.practice_npi}")
    return Point(
        "practice_npi", "Type 2 NPI", PointState.MISSING,
        facts.practice_npi_flag or f"{facts.practice_name} has no Type 2 NPI; a group contract needs one.",
        "Add it, or apply for one in NPPES.", advised=True,
    )  # fmt: skip
