"""Which is the first billable day? The latest of what must have begun; only a sourced rule moves it back. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from enrollments.effective_dates import Anchors, Backdate, backdated
from payers.rules import Fact


@dataclass(frozen=True, slots=True)
class Begins:
    """Everything that must have begun; a day that is not known binds nothing.

    `effective_on` and `group_link_on` are the record's, the confirmed ones what the payer said since;
    of each pair the later counts, so that a confirmation can add knowledge but never hide it.
    """

    effective_on: dt.date | None = None
    confirmed_effective_on: dt.date | None = None
    group_link_on: dt.date | None = None
    confirmed_link_on: dt.date | None = None
    contract_on: dt.date | None = None
    license_on: dt.date | None = None
    affiliated_on: dt.date | None = None
    location_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The first billable day, what decides it, and the rule that moved it back if one did."""

    on: dt.date
    decided_by: str
    backdate: Backdate | None = None


_NAMES = (
    ("effective_on", "the effective date"),
    ("confirmed_effective_on", "the confirmed effective date"),
    ("group_link_on", "the link to the group"),
    ("confirmed_link_on", "the confirmed link to the group"),
    ("contract_on", "the contract"),
    ("license_on", "the license"),
    ("affiliated_on", "the start at the practice"),
    ("location_on", "the opening of the location"),
)
# No rule goes back before these: nobody may treat without a license, or where there is no office.
_FLOOR = ("license_on", "affiliated_on", "location_on")


def first_day(
    begins: Begins, rules: Sequence[Fact | None] = (), anchors: Anchors | None = None, granted: str = ""
) -> FirstDay | None:
    """Return the first billable calendar day, or nothing while no effective date is recorded or confirmed."""
    if begins.effective_on is None and begins.confirmed_effective_on is None:
        return None
    known = [(getattr(begins, name), words) for name, words in _NAMES if getattr(begins, name)]
    day, words = max(known, key=lambda pair: pair[0])
    floor = max((getattr(begins, name) for name in _FLOOR if getattr(begins, name)), default=None)
    back = backdated(day, rules, anchors or Anchors(), granted=granted, floor=floor)
    if back:
        return FirstDay(back.to, "a rule that lets billing go back", back)
    return FirstDay(day, words)


def differing(begins: Begins) -> list[tuple[str, dt.date, dt.date]]:
    """Return (what, recorded, confirmed) for the dates that the payer confirmed otherwise than recorded."""
    pairs = (
        ("effective date", begins.effective_on, begins.confirmed_effective_on),
        ("link to the group", begins.group_link_on, begins.confirmed_link_on),
    )
    return [(what, old, new) for what, old, new in pairs if old and new and old != new]
