"""Group contract or individual contracts? The meter, the suggestion and its reasons. Pure, no database.

TherAssist, "Credentialing vs. contracting": who is alone, not expanding or below the payer's minimum goes
individual; who expands, wants to stay flexible and meets the minimum goes group. A person decides.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from planning.enums import Billing, Capacity, GroupRoute, Growth

SOURCE = "TherAssist, Credentialing vs. contracting (consultant)"
EFFORT = "A group contract is more work up front and less later; individual contracts are the reverse."
ONLY_WAY = "Individual contracts are the only way until the minimum is met."
CLOSED_ADD = (
    "The panel is closed, but adding a clinician to the existing group contract may be possible all the same."
)


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many clinicians a payer asks for, who says so, and whether that is only a vendor's word."""

    needed: int
    basis: str
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class Considered:
    """What the practice answered to the three considerations; "" where it has not."""

    growth: str = ""
    billing: str = ""
    capacity: str = ""

    @property
    def is_complete(self) -> bool:
        """Say whether all three were answered."""
        return bool(self.growth and self.billing and self.capacity)


@dataclass(frozen=True, slots=True)
class Situation:
    """One practice at one payer. `clinicians` are those who work there on the day; names are for reading."""

    payer: str
    practice: str
    clinicians: int
    minimum: Minimum | None = None
    has_group_contract: bool = False
    panel_closed: bool = False
    individuals: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    considered: Considered = Considered()


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, with its reasons, and what can be done."""

    suggested: GroupRoute
    reasons: tuple[str, ...]
    meter: str
    basis: str
    group_disabled: str
    at_minimum: bool
    convertible: tuple[str, ...]
    can_add: tuple[str, ...]
    add_note: str


def meter(clinicians: int, minimum: Minimum | None, payer: str, practice: str) -> str:
    """Return the meter in words: "3 of 4 clinicians for a Cigna group contract"."""
    if minimum is None:
        people = f"{clinicians} clinician{'' if clinicians == 1 else 's'}"
        return f"{people} at {practice}; {payer} quotes no minimum"
    return f"{clinicians} of {minimum.needed} clinicians for a {payer} group contract"


def disabled_reason(asked: Situation) -> str:
    """Return why the group route is closed, "" when it is open."""
    if asked.has_group_contract or asked.minimum is None:
        return ""
    short = asked.minimum.needed - asked.clinicians
    if short <= 0:
        return ""
    return (
        f"{asked.payer} asks for {asked.minimum.needed} clinicians; {asked.practice} has {asked.clinicians}, "
        f"{short} too few. {ONLY_WAY}"
    )


def advise(asked: Situation) -> Advice:
    """Return the suggestion for one practice and payer; it depends on nothing that is not in `asked`."""
    disabled = disabled_reason(asked)
    met = not disabled
    route, reasons = _suggestion(asked, disabled)
    at_minimum = asked.minimum is not None and asked.clinicians >= asked.minimum.needed
    may_add = asked.outside if asked.has_group_contract else ()
    return Advice(
        suggested=route,
        reasons=tuple(reasons),
        meter=meter(asked.clinicians, asked.minimum, asked.payer, asked.practice),
        basis=_basis(asked.minimum),
        group_disabled=disabled,
        at_minimum=at_minimum,
        convertible=asked.individuals if met and (at_minimum or asked.has_group_contract) else (),
        can_add=may_add,
        add_note=CLOSED_ADD if may_add and asked.panel_closed else "",
    )


def reached(asked: Situation) -> bool:
    """Say whether the payer's minimum is met and no group contract exists: the moment to be told."""
    return (
        asked.minimum is not None
        and asked.clinicians >= asked.minimum.needed
        and not asked.has_group_contract
    )


def approval_rate(outcomes: Sequence[str]) -> tuple[int, int]:
    """Return (approved, decided): a closed panel judged nobody, so it is in neither number.

    `outcomes` are statuses of applications; approved, loading, active and ended were approved.
    """
    approved = sum(1 for outcome in outcomes if outcome in ("approved", "loading", "active", "ended"))
    denied = sum(1 for outcome in outcomes if outcome == "denied")
    return approved, approved + denied


def is_just_reached(asked: Situation, before: int) -> bool:
    """Say whether the minimum is met now and was not with the number of clinicians `before`."""
    return reached(asked) and asked.minimum is not None and before < asked.minimum.needed


def _basis(minimum: Minimum | None) -> str:
    if minimum is None:
        return "No basis: no minimum is quoted for this payer. Ask its network contracting department."
    return f"{minimum.basis}. {minimum.doubtful}".strip() if minimum.doubtful else minimum.basis


def _suggestion(asked: Situation, disabled: str) -> tuple[GroupRoute, list[str]]:
    if asked.has_group_contract:
        return GroupRoute.GROUP, [
            "A group contract exists: clinicians are added to it instead of starting over."
        ]
    if disabled:
        return GroupRoute.INDIVIDUAL, [disabled]
    for_group, against = _weighed(asked)
    if not asked.considered.is_complete and not against:
        return GroupRoute.UNDECIDED, [
            *for_group,
            "Answer growth, billing and capacity to get a suggestion.",
        ]
    if against:
        return GroupRoute.INDIVIDUAL, against
    return GroupRoute.GROUP, [*for_group, EFFORT]


def _weighed(asked: Situation) -> tuple[list[str], list[str]]:
    """Return what speaks for a group contract, and what speaks against it, in the article's words."""
    told = asked.considered
    for_group, against = [], []
    if asked.minimum is not None:
        for_group.append(f"The minimum of {asked.minimum.needed} is met.")
    if told.growth == Growth.SOLO or (asked.clinicians <= 1 and told.growth != Growth.GROWING):
        against.append("The practice is one person: an individual contract moves along with that person.")
    elif told.growth == Growth.SAME_SIZE:
        against.append(
            "The practice is not expanding, so the larger effort of a group contract saves little."
        )
    elif told.growth == Growth.GROWING:
        for_group.append("The practice is expanding: new clinicians join the contract that exists.")
    if told.billing == Billing.PRACTICE:
        for_group.append("The practice bills for everybody, as a group contract has it.")
    elif told.billing == Billing.EACH:
        against.append("Each clinician bills in person, as an individual contract has it.")
    if told.capacity == Capacity.LITTLE:
        against.append("There is little time now, and a group contract asks for most of its work up front.")
    elif told.capacity == Capacity.ENOUGH:
        for_group.append("There is time for the larger effort now.")
    return for_group, against


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision as it was taken: the newest of a practice and payer counts."""

    route: GroupRoute
    decided_on: dt.date
    decided_by: str
    suggested: GroupRoute
