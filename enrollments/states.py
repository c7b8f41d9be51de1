"""Which moves are legal, and which facts does each need? One table; no Django, no database."""

from collections.abc import Mapping
from dataclasses import dataclass

from enrollments.enums import Clock, ContractTrack, Kind, Route, Status

S = Status

# Facts a move can carry. Dates are calendar dates in the organization's zone, stored as ISO text.
FACT_LABELS: dict[str, str] = {
    "method": "how it was sent",
    "reference": "the payer's reference number",
    "answer_due_on": "the day the answer is due",
    "effective_on": "the effective date",
    "group_link_on": "the day the clinician is linked to the group",
    "requested_effective_on": "the effective date asked for",
    "payer_assigned_id": "the ID the payer assigned",
    "loaded_on": "the day the payer's system showed the clinician",
    "recheck_on": "the day to ask again",
    "appeal_until": "the last day to appeal",
    "reason": "the reason",
}
DATE_FACTS = frozenset(
    {
        "answer_due_on",
        "effective_on",
        "group_link_on",
        "requested_effective_on",
        "loaded_on",
        "recheck_on",
        "appeal_until",
    }
)
# The longest text each fact may have, as the database columns hold it.
FACT_LENGTHS: dict[str, int] = {"method": 60, "reference": 80, "payer_assigned_id": 60, "reason": 400}


@dataclass(frozen=True, slots=True)
class Entering:
    """What a status asks for when it is entered: `needs` or the move is refused, `offers` if known."""

    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs_contract: bool = False


ENTERING: dict[Status, Entering] = {
    S.DRAFT: Entering(),
    S.PREPARING: Entering(),
    S.READY: Entering(),
    S.SUBMITTED: Entering(needs=("method",), offers=("reference", "requested_effective_on")),
    S.ACKNOWLEDGED: Entering(offers=("reference",)),
    S.IN_REVIEW: Entering(offers=("reference",)),
    S.INFO_REQUESTED: Entering(needs=("answer_due_on", "reason"), offers=("reference",)),
    S.APPROVED: Entering(offers=("effective_on", "payer_assigned_id", "reference")),
    S.LOADING: Entering(offers=("effective_on", "group_link_on", "payer_assigned_id"), needs_contract=True),
    S.ACTIVE: Entering(
        needs=("effective_on", "payer_assigned_id"),
        offers=("group_link_on", "loaded_on"),
        needs_contract=True,
    ),
    S.RETURNED: Entering(needs=("reason",), offers=("reference",)),
    S.DENIED: Entering(needs=("reason",), offers=("appeal_until", "reference")),
    S.PANEL_CLOSED: Entering(needs=("recheck_on",), offers=("reason", "reference")),
    S.WITHDRAWN: Entering(needs=("reason",)),
    S.DECLINED_BY_US: Entering(needs=("reason",)),
    S.ENDED: Entering(needs=("reason",)),
}

_STOPS = (S.PANEL_CLOSED, S.WITHDRAWN, S.DECLINED_BY_US)
_WITH_PAYER = (S.INFO_REQUESTED, S.APPROVED, S.RETURNED, S.DENIED, S.PANEL_CLOSED, S.WITHDRAWN)

# Payers skip steps, and practices learn of them late: every later step of the payer is reachable.
ARROWS: dict[Status, tuple[Status, ...]] = {
    S.DRAFT: (S.PREPARING, S.READY, S.SUBMITTED, *_STOPS),
    S.PREPARING: (S.READY, S.SUBMITTED, *_STOPS),
    S.READY: (S.PREPARING, S.SUBMITTED, *_STOPS),
    S.SUBMITTED: (S.ACKNOWLEDGED, S.IN_REVIEW, *_WITH_PAYER),
    S.ACKNOWLEDGED: (S.IN_REVIEW, *_WITH_PAYER),
    S.IN_REVIEW: _WITH_PAYER,
    S.INFO_REQUESTED: (
        S.ACKNOWLEDGED,
        S.IN_REVIEW,
        S.APPROVED,
        S.RETURNED,
        S.DENIED,
        S.PANEL_CLOSED,
        S.WITHDRAWN,
    ),
    S.APPROVED: (S.LOADING, S.ACTIVE, S.WITHDRAWN, S.DECLINED_BY_US, S.ENDED),
    S.LOADING: (S.ACTIVE, S.WITHDRAWN, S.DECLINED_BY_US, S.ENDED),
    S.ACTIVE: (S.ENDED,),
    # Returned is not denied: the payer never judged it. It starts over under the same record.
    S.RETURNED: (S.PREPARING, S.READY, S.SUBMITTED, S.WITHDRAWN, S.DECLINED_BY_US),
    # A payer that reverses its decision reopens the file; an appeal is an application of its own.
    S.DENIED: (S.IN_REVIEW,),
    S.PANEL_CLOSED: (S.PREPARING, S.READY, S.SUBMITTED, S.WITHDRAWN, S.DECLINED_BY_US),
    S.WITHDRAWN: (),
    S.DECLINED_BY_US: (),
    S.ENDED: (),
}

OPEN: frozenset[Status] = frozenset(
    {
        S.DRAFT,
        S.PREPARING,
        S.READY,
        S.SUBMITTED,
        S.ACKNOWLEDGED,
        S.IN_REVIEW,
        S.INFO_REQUESTED,
        S.APPROVED,
        S.LOADING,
        S.RETURNED,
        S.PANEL_CLOSED,
    }
)

CLOCK: dict[Status, Clock] = {
    S.DRAFT: Clock.OURS,
    S.PREPARING: Clock.OURS,
    S.READY: Clock.OURS,
    S.SUBMITTED: Clock.PAYER,
    S.ACKNOWLEDGED: Clock.PAYER,
    S.IN_REVIEW: Clock.PAYER,
    S.INFO_REQUESTED: Clock.OURS,
    S.APPROVED: Clock.PAYER,
    S.LOADING: Clock.PAYER,
    S.ACTIVE: Clock.NONE,
    S.RETURNED: Clock.OURS,
    S.DENIED: Clock.NONE,
    S.PANEL_CLOSED: Clock.NONE,
    S.WITHDRAWN: Clock.NONE,
    S.DECLINED_BY_US: Clock.NONE,
    S.ENDED: Clock.NONE,
}

# Kinds that change or renew what a contract already covers, or rest on a platform's: none of their own.
CONTRACT_NOT_NEEDED: frozenset[Kind] = frozenset(
    {
        Kind.DELEGATED_ROSTER,
        Kind.ADD_LOCATION,
        Kind.CHANGE,
        Kind.RECREDENTIALING,
        Kind.REVALIDATION,
        Kind.TERMINATION,
        Kind.APPEAL,
    }
)
# The tracks an active application may stand on.
CONTRACT_SETTLED: frozenset[ContractTrack] = frozenset(
    {ContractTrack.EXECUTED, ContractTrack.NOT_NEEDED, ContractTrack.ENDED}
)


def is_legal(current: Status | None, target: Status) -> bool:
    """Say whether `target` may follow `current`; `None` is the empty log, which any status may open.

    A new application is opened as a draft; one read from a spreadsheet opens where it stands.
    """
    return current is None or target in ARROWS[current]


def track_for(kind: Kind, route: Route = Route.DIRECT) -> ContractTrack:
    """Return where the contract track starts: a change, a renewal or a delegated application needs none."""
    if kind in CONTRACT_NOT_NEEDED or route == Route.DELEGATED:
        return ContractTrack.NOT_NEEDED
    return ContractTrack.NOT_STARTED


def lacking(target: Status, facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the facts that entering `target` still needs."""
    return tuple(name for name in ENTERING[target].needs if not facts.get(name))
