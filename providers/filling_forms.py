"""How does the registry's answer fill a form? Empty fields are filled; what a person typed is kept and compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from providers.nppes import folded, nice_case
from providers.nppes_records import Record


@dataclass(frozen=True, slots=True)
class Filled:
    """The form's next values, and where the registry has something else than was typed."""

    values: dict[str, Any]
    differing: list[str] = field(default_factory=list)


_CLINICIAN_LABELS = {
    "first_name": "first name", "middle_name": "middle name", "last_name": "last name", "suffix": "suffix",
    "degree": "letters", "taxonomy": "taxonomy", "phone": "phone",
}  # fmt: skip
_PRACTICE_LABELS = {"legal_name": "legal name", "dba": "other name", "state": "state", "phone": "phone"}
# The registry shouts; these are the letters that are not all capitals.
_DEGREES = {word.upper(): word for word in ("PhD", "PsyD", "EdD", "MEd", "PharmD", "EdS", "MSc")}
# Not typed by the person about the clinician, so never part of what is kept.
_OWN = frozenset({"csrfmiddlewaretoken", "for"})


def clinician(typed: Mapping[str, str], record: Record | None) -> Filled:
    """Fill a clinician's form; the number of a business fills nothing but says so."""
    if record is not None and record.entity_type == 2:
        told = f"{record.name} is a business (Type 2). A clinician needs their own Type 1 NPI."
        return Filled(_kept(typed), [told])
    if record is None or record.entity_type is None:
        return Filled(_kept(typed))
    primary, place = record.primary_taxonomy, record.location
    offered = {
        "first_name": nice_case(record.first_name),
        "middle_name": nice_case(record.middle_name),
        "last_name": nice_case(record.last_name),
        "suffix": nice_case(record.suffix),
        "degree": _degree(record.degree),
        "taxonomy": primary.code if primary else "",
        "phone": _phone(place.phone) if place else "",
    }
    filled = _merged(typed, offered, _CLINICIAN_LABELS, record)
    filled.values["take_licenses"] = any(row.state and row.license for row in record.taxonomies)
    return filled


def practice(typed: Mapping[str, str], record: Record | None) -> Filled:
    """Fill a practice's form; a person's number fills nothing but says so."""
    if record is not None and record.entity_type == 1:
        told = f"{record.name} is a person (Type 1). Use the business's own Type 2 NPI here, if it has one."
        return Filled(_kept(typed), [told])
    if record is None or record.entity_type is None:
        return Filled(_kept(typed))
    place = record.location
    offered = {
        "legal_name": nice_case(record.organization_name),
        "dba": nice_case(record.dba),
        "state": place.state if place else "",
        "phone": _phone(place.phone) if place else "",
    }
    return _merged(typed, offered, _PRACTICE_LABELS, record)


def _degree(written: str) -> str:
    """Return letters as they are usually written: PSY.D. is PsyD."""
    letters = re.sub(r"[.\s]+", "", written) if "," not in written else written
    return _DEGREES.get(letters.upper(), letters)[:40]


def _phone(digits: str) -> str:
    """Return ten digits with dashes, and anything else as it is."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if re.fullmatch(r"[0-9]{10}", digits) else digits


def _kept(typed: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: value for name, value in typed.items() if name not in _OWN}
    # An empty checkbox is not sent at all.
    return {**kept, "is_active": "is_active" in typed}


def _merged(
    typed: Mapping[str, str], offered: Mapping[str, str], labels: Mapping[str, str], record: Record
) -> Filled:
    values = {**_kept(typed), "npi": record.npi}
    differing = []
    for name, value in offered.items():
        before = str(values.get(name) or "").strip()
        if not before:
            values[name] = value
        elif value and folded(before) != folded(value):
            differing.append(f"The registry has another {labels[name]}: {value}.")
    return Filled(values, differing)
