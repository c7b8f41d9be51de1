"""Does the registry agree with our file? Field by field, and what to do where it does not.

Payers read NPPES when they load a clinician, so a difference there comes back as a rejected
application. Changes must be reported to NPPES within 30 days (45 CFR 162.410(a)(4)).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from credtrack.kernel.words import Worded
from providers.nppes_records import Record, RegistryAddress

UPDATE_NPPES = "If our file is right, update NPPES within 30 days; if not, correct the file."
_ROMAN = frozenset({"II", "III", "IV", "V", "VI", "LLC", "PLLC", "PC", "PA", "LLP", "PLC", "MD", "DO", "NP"})


class Agreement(Worded):
    """How one field compares."""

    AGREES = "agrees", "Agrees"
    DIFFERS = "differs", "Differs"
    ONLY_REGISTRY = "only_registry", "Only in the registry"
    ONLY_FILE = "only_file", "Only in our file"


@dataclass(frozen=True, slots=True)
class OurFile:
    """Our side of the comparison; licenses are (state, number), addresses (state, postal code)."""

    is_person: bool
    taxonomy: str
    first_name: str = ""
    last_name: str = ""
    organization_name: str = ""
    licenses: Sequence[tuple[str, str]] = ()
    addresses: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field on both sides; `advice` is empty where they agree."""

    key: str
    label: str
    ours: str
    theirs: str
    agreement: Agreement
    advice: str = ""

    @property
    def meaning(self) -> str:
        """Return which of the four meanings the comparison carries."""
        return {"agrees": "good", "differs": "act"}.get(self.agreement, "neutral")


def folded(name: str) -> str:
    """Return letters and digits only, without accents and case: what two spellings are compared by."""
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def nice_case(name: str) -> str:
    """Return a name that the registry shouts in the case a person writes it; mixed case is left alone."""
    if name != name.upper():
        return name
    words = (word if word.strip(".,") in _ROMAN else _capital(word) for word in name.split())
    return " ".join(words)


def _capital(word: str) -> str:
    lowered = re.sub(r"[A-Za-z]+", lambda part: part.group().capitalize(), word)
    # O'BRIEN is O'Brien, but the S of ST. MARY'S stays small.
    lowered = re.sub(r"'S\b", "'s", lowered)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found.group(1).upper()}", lowered)


def compare(record: Record, ours: OurFile) -> list[Comparison]:
    """Compare the registry's record with our file; the rows that matter most come first."""
    found = [_status(record), _type(record, ours)]
    if record.entity_type is None:
        # The row of a deactivated NPI says nothing else.
        return found[:1]
    if ours.is_person:
        found += [
            _name("last_name", "Last name", ours.last_name, record.last_name),
            _name("first_name", "First name", ours.first_name, record.first_name),
        ]
    else:
        names = (record.organization_name, record.dba)
        theirs = next((name for name in names if folded(name) == folded(ours.organization_name)), names[0])
        found.append(_name("name", "Legal name", ours.organization_name, theirs))
    found.append(_taxonomy(record, ours))
    found += _licenses(record, ours) if ours.is_person else []
    if record.location is not None:
        found.append(_address(record.location, ours))
    return [row for row in found if row.ours or row.theirs]


def differences(rows: Sequence[Comparison]) -> list[Comparison]:
    """Return the rows that a payer would stumble over."""
    return [row for row in rows if row.agreement == Agreement.DIFFERS]


def _status(record: Record) -> Comparison:
    if record.deactivated_on is None:
        return Comparison("status", "NPI", "In use", "Active", Agreement.AGREES)
    since = day_words(record.deactivated_on)
    advice = "No payer accepts a deactivated NPI. Ask NPPES to reactivate it, or correct the number here."
    return Comparison("status", "NPI", "In use", f"Deactivated {since}", Agreement.DIFFERS, advice)


_TYPE_WORDS = {1: "Type 1, a person", 2: "Type 2, an organization"}


def _type(record: Record, ours: OurFile) -> Comparison:
    mine = 1 if ours.is_person else 2
    theirs = record.entity_type
    advice = ""
    if theirs != mine:
        needed = "own Type 1 NPI" if ours.is_person else "Type 2 NPI of the business"
        advice = f"Replace it with the {needed}; payers pay the wrong party otherwise."
    agreement = Agreement.DIFFERS if advice else Agreement.AGREES
    return Comparison(
        "type", "NPI type", _TYPE_WORDS[mine], _TYPE_WORDS.get(theirs or 0, ""), agreement, advice
    )


def _both(key: str, label: str, ours: str, theirs: str, *, same: bool) -> Comparison:
    if not theirs:
        return Comparison(key, label, ours, theirs, Agreement.ONLY_FILE)
    if not ours:
        return Comparison(key, label, ours, theirs, Agreement.ONLY_REGISTRY)
    if same:
        return Comparison(key, label, ours, theirs, Agreement.AGREES)
    return Comparison(key, label, ours, theirs, Agreement.DIFFERS, UPDATE_NPPES)


def _name(key: str, label: str, ours: str, theirs: str) -> Comparison:
    return _both(key, label, ours, nice_case(theirs), same=folded(ours) == folded(theirs))


def _taxonomy(record: Record, ours: OurFile) -> Comparison:
    primary = record.primary_taxonomy
    codes = {row.code for row in record.taxonomies}
    theirs = primary.code if primary else ""
    if ours.taxonomy in codes:
        theirs = ours.taxonomy
    return _both("taxonomy", "Taxonomy", ours.taxonomy, theirs, same=ours.taxonomy in codes)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or folded(number)


def _licenses(record: Record, ours: OurFile) -> list[Comparison]:
    """Compare license numbers by state; boards' letters and leading zeros are written in many ways."""
    stated: dict[str, list[str]] = {}
    for row in record.taxonomies:
        if row.state and row.license:
            stated.setdefault(row.state, []).append(row.license)
    mine: dict[str, list[str]] = {}
    for state, number in ours.licenses:
        if number:
            mine.setdefault(state, []).append(number)
    found = []
    for state in sorted(stated.keys() | mine.keys()):
        here, there = mine.get(state, []), stated.get(state, [])
        same = bool({_digits(number) for number in here} & {_digits(number) for number in there})
        label = f"License in {state}"
        ours_text, theirs_text = ", ".join(dict.fromkeys(here)), ", ".join(dict.fromkeys(there))
        found.append(_both(f"license_{state}", label, ours_text, theirs_text, same=same))
    return found


def _address(location: RegistryAddress, ours: OurFile) -> Comparison:
    place = ", ".join(part for part in (nice_case(location.city), location.state) if part)
    theirs = f"{place} {location.postal_code[:5]}".strip()
    same = any(
        state == location.state and postal_code[:5] == location.postal_code[:5]
        for state, postal_code in ours.addresses
    )
    mine = theirs if same else "; ".join(f"{state} {code[:5]}".strip() for state, code in ours.addresses)
    return _both("address", "Practice address", mine, theirs, same=same)
