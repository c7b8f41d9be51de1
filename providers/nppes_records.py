"""What does the NPI registry say? One record, whether its API (v2.1) or its file (`nppes_file.py`) said it.

The API has drifted: older answers give numbers as integers and epochs in seconds, newer ones give
both as text and milliseconds, and keys are missing rather than empty. The file masks tax numbers that
people typed into other fields (`$$$$$$$$$`). All of that ends here; nothing else knows either shape.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# "--" stands for "none" in name prefixes and suffixes; a run of one mask character hides a tax number.
_NOTHING = re.compile(r"-+|<UNAVAIL>|([$*_=])\1{3,}")
_TYPES = {"NPI-1": 1, "NPI-2": 2, "1": 1, "2": 2}
_DOING_BUSINESS_AS = "3"
# Epochs in seconds stay below this until the year 5138.
_MILLISECONDS_FROM = 100_000_000_000


class NotUnderstood(ValueError):
    """The answer is not what the registry sends."""


class RegistryRefused(ValueError):
    """The registry answered with an `Errors` body; the text is its own description."""


@dataclass(frozen=True, slots=True)
class RegistryTaxonomy:
    """One taxonomy of a record, with the license it was stated for."""

    code: str
    description: str = ""
    is_primary: bool = False
    state: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class RegistryAddress:
    """One address; `purpose` is "location", "mailing" or "practice" (a further location)."""

    purpose: str
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the registry knows of one NPI; dates are calendar dates of the registry."""

    npi: str
    # 1 a person, 2 an organization, None in the row of a deactivated NPI.
    entity_type: int | None
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    degree: str = ""
    organization_name: str = ""
    dba: str = ""
    enumerated_on: dt.date | None = None
    updated_on: dt.date | None = None
    deactivated_on: dt.date | None = None
    taxonomies: tuple[RegistryTaxonomy, ...] = ()
    addresses: tuple[RegistryAddress, ...] = field(default=())

    @property
    def is_person(self) -> bool:
        """Say whether this is a Type 1 NPI."""
        return self.entity_type == 1

    @property
    def primary_taxonomy(self) -> RegistryTaxonomy | None:
        """Return the taxonomy marked primary, else the first."""
        return next((row for row in self.taxonomies if row.is_primary), next(iter(self.taxonomies), None))

    @property
    def location(self) -> RegistryAddress | None:
        """Return the primary practice location."""
        return next((row for row in self.addresses if row.purpose == "location"), None)

    @property
    def name(self) -> str:
        """Return the name a person reads."""
        person = " ".join(part for part in (self.first_name, self.last_name, self.suffix) if part)
        return self.organization_name or person

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON keeps it: ISO dates, and nothing that is empty."""
        return {
            key: value.isoformat()
            if isinstance(value, dt.date)
            else list(value)
            if isinstance(value, tuple)
            else value
            for key, value in asdict(self).items()
            if value not in (None, "", ())
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Record":
        """Read back what `as_json` wrote."""
        values = dict(data)
        for key in ("enumerated_on", "updated_on", "deactivated_on"):
            if values.get(key):
                values[key] = dt.date.fromisoformat(values[key])
        values.setdefault("entity_type", None)
        values["taxonomies"] = tuple(RegistryTaxonomy(**row) for row in values.get("taxonomies", ()))
        values["addresses"] = tuple(RegistryAddress(**row) for row in values.get("addresses", ()))
        return cls(**values)


def text(value: object) -> str:
    """Return a value as trimmed text; None, dashes and masked numbers are nothing."""
    found = " ".join(str(value).split()) if value is not None else ""
    return "" if _NOTHING.fullmatch(found) else found


def day(value: object) -> dt.date | None:
    """Read a day however the registry wrote it: ISO, MM/DD/YYYY, or an epoch in seconds or milliseconds."""
    written = text(value)
    try:
        if re.fullmatch(r"\d{9,14}", written):
            seconds = int(written)
            seconds = seconds // 1000 if seconds >= _MILLISECONDS_FROM else seconds
            return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
        if "/" in written:
            month, day_of_month, year = written.split("/")
            return dt.date(int(year), int(month), int(day_of_month))
        return dt.date.fromisoformat(written[:10]) if written else None
    except (ValueError, OverflowError):
        return None


def _rows(value: object) -> Iterable[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def records_of(answer: object) -> list[Record]:
    """Read a whole answer of the API; no hit is an empty list.

    Raises `RegistryRefused` for its `Errors` body and `NotUnderstood` for anything else.
    """
    if not isinstance(answer, Mapping):
        raise NotUnderstood("The registry's answer is not an object.")
    faults = answer.get("Errors") or answer.get("errors")
    if faults:
        said = "; ".join(text(row.get("description")) for row in _rows(faults)) or "no reason given"
        raise RegistryRefused(said[:300])
    if not isinstance(answer.get("results"), list):
        raise NotUnderstood("The registry's answer has no list of results.")
    return [record_of(row) for row in _rows(answer["results"])]


def record_of(result: Mapping[str, Any]) -> Record:
    """Read one result of the API, of either shape; raises `NotUnderstood` without a number."""
    npi = text(result.get("number"))
    if not re.fullmatch(r"[0-9]{10}", npi):
        raise NotUnderstood("A result of the registry has no ten-digit number.")
    found = result.get("basic")
    basic: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    other_names = _rows(result.get("other_names"))
    dba = (text(row.get("organization_name")) for row in other_names if _is_dba(row))
    entity = _TYPES.get(text(result.get("enumeration_type")))
    return Record(
        npi=npi,
        entity_type=entity,
        first_name=text(basic.get("first_name")),
        middle_name=text(basic.get("middle_name")),
        last_name=text(basic.get("last_name")),
        suffix=text(basic.get("name_suffix")),
        degree=text(basic.get("credential")),
        organization_name=text(basic.get("organization_name")),
        dba=next(dba, "") if entity == 2 else "",
        enumerated_on=day(basic.get("enumeration_date")) or day(result.get("created_epoch")),
        updated_on=day(basic.get("last_updated")) or day(result.get("last_updated_epoch")),
        deactivated_on=day(basic.get("deactivation_date")),
        taxonomies=tuple(_taxonomy(row) for row in _rows(result.get("taxonomies")) if text(row.get("code"))),
        addresses=(
            *(_address(row) for row in _rows(result.get("addresses"))),
            *(_address(row, "practice") for row in _rows(result.get("practiceLocations"))),
        ),
    )


def _is_dba(row: Mapping[str, Any]) -> bool:
    return text(row.get("code")) == _DOING_BUSINESS_AS or "doing business" in text(row.get("type")).lower()


def _taxonomy(row: Mapping[str, Any]) -> RegistryTaxonomy:
    return RegistryTaxonomy(
        code=text(row.get("code")).upper(),
        description=text(row.get("desc")),
        is_primary=row.get("primary") is True or text(row.get("primary")).lower() in ("true", "y"),
        state=text(row.get("state")),
        license=text(row.get("license")),
    )


def _address(row: Mapping[str, Any], purpose: str = "") -> RegistryAddress:
    stated = text(row.get("address_purpose")).lower()
    return RegistryAddress(
        # Newer documents say PRIMARY and SECONDARY where the answers say LOCATION.
        purpose=purpose or {"primary": "location", "secondary": "practice"}.get(stated, stated),
        address_1=text(row.get("address_1")),
        address_2=text(row.get("address_2")),
        city=text(row.get("city")),
        state=text(row.get("state")),
        postal_code=text(row.get("postal_code")),
        phone=text(row.get("telephone_number")),
        fax=text(row.get("fax_number")),
    )
