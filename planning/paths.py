"""Platform or direct: what do four ways come to, side by side? Pure arithmetic on the user's own numbers.

Months are counted from today, a month is 52/12 weeks. Money is in US dollars. A way's income of a month is
sessions a week x rate x 52/12, from the month in which its first client is seen.
"""

from dataclasses import dataclass
from itertools import pairwise

from planning.exit_costs import rounded

WEEKS_A_MONTH = 52 / 12
YEAR = 12
HALF = 6
# A direct contract is usually open to renegotiation after 12 months (pie Health, vendor).
RENEGOTIATED_AFTER = 12
EXAMPLE_SOURCE = "pie Health (vendor), composite profiles, illustrative only: piehealthusa.com/?p=510"
# Erin and Dante of pie Health's article, as it tells them.
EXAMPLE = (
    ("Start", "Month 0 to 1", "Month 0 to 1"),
    ("First client", "Month 2 to 4, in network", "Month 1 to 3, cash pay; in network month 4 to 6"),
    ("Credentialing cost", "$0", "About $1,000"),
    ("Rate a session", "$70 to $85", "$90 to $110"),
    ("Medicaid access", "No", "Yes"),
    ("Renegotiation", "Not by the clinician", "After 12 months"),
    ("Revenue by month 6", "$3,000 a month", "$5,500 a month"),
    ("Transition cost", "About $15,000", "None"),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the user says: sessions a week, dollars a session, months until the own contract is billable."""

    weekly_sessions: float
    platform_rate: float
    direct_rate: float
    months_to_direct: float
    months_to_platform: float = 0.0
    notice_months: float = 3.0
    depanel_months: float = 0.0
    credentialing_cost: float = 0.0
    on_platform: bool = True
    medicaid_direct: bool = True
    medicaid_platform: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """One way: when it starts, what it pays, what it costs; dollars are unrounded, months counted from today."""

    key: str
    name: str
    what: str
    start_month: float
    first_client_month: float
    credentialing_cost: float
    rates: tuple[float, ...]
    medicaid: bool
    renegotiable_month: float | None
    by_half: float
    by_year: float
    transition_cost: float

    @property
    def shown(self) -> dict[str, int]:
        """Return the dollars as they are told."""
        return {
            "credentialing": rounded(self.credentialing_cost),
            "half": rounded(self.by_half),
            "year": rounded(self.by_year),
            "transition": rounded(self.transition_cost),
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rate paid from one month to another."""

    begins: float
    ends: float
    rate: float


def paths(given: Numbers) -> list[Path]:
    """Return the four ways: stay, leave now, leave in stages, go direct from the start."""
    far = float("inf")
    join = 0.0 if given.on_platform else given.months_to_platform
    last = join + given.notice_months
    direct = given.months_to_direct
    own = max(direct, last + given.depanel_months)
    bridge = max(direct, join)
    stay = [Stretch(join, far, given.platform_rate)]
    leave = [Stretch(join, last, given.platform_rate), Stretch(own, far, given.direct_rate)]
    staged = [
        Stretch(join, bridge, given.platform_rate),
        Stretch(bridge + given.depanel_months, far, given.direct_rate),
    ]
    start = [Stretch(direct, far, given.direct_rate)]
    return [
        _path(given, "stay", "Stay on the platform", "No change, no own contract.", stay, join),
        _path(given, "leave", "Leave now", "Notice today, applications sent today.", leave, join),
        _path(given, "stages", "Leave in stages", "Each payer is left when its own contract is billable.", staged, join),
        _path(given, "direct", "Go direct from the start", "Applications only, no platform.", start, 0.0),
    ]  # fmt: skip


def income(given: Numbers, stretches: list[Stretch], until: float) -> float:
    """Return the dollars that come in from today to the end of the month `until`."""
    weeks = sum(
        max(min(one.ends, until) - max(one.begins, 0.0), 0.0) * WEEKS_A_MONTH * one.rate for one in stretches
    )
    return weeks * given.weekly_sessions


def unpaid_months(stretches: list[Stretch]) -> float:
    """Return the months between two stretches in which nothing is paid."""
    pairs = pairwise(stretches)
    return sum(max(later.begins - max(earlier.ends, earlier.begins), 0.0) for earlier, later in pairs)


def _path(given: Numbers, key: str, name: str, what: str, stretches: list[Stretch], start: float) -> Path:
    goes_direct = key != "stay"
    cost = given.credentialing_cost if goes_direct else 0.0
    monthly = given.weekly_sessions * given.platform_rate * WEEKS_A_MONTH
    return Path(
        key=key,
        name=name,
        what=what,
        start_month=start,
        first_client_month=stretches[0].begins,
        credentialing_cost=cost,
        rates=tuple(dict.fromkeys(one.rate for one in stretches)),
        medicaid=given.medicaid_direct if goes_direct else given.medicaid_platform,
        renegotiable_month=stretches[-1].begins + RENEGOTIATED_AFTER if goes_direct else None,
        by_half=income(given, stretches, HALF) - cost,
        by_year=income(given, stretches, YEAR) - cost,
        transition_cost=unpaid_months(stretches) * monthly,
    )
