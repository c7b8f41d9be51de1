"""What does it cost to wait? Sessions x allowed amount x days still ahead, with the range of the forecast. Pure.

Own numbers come first; the industry figure speaks only where the organization chose it and a clinician has no
own number at all. Without a basis there is no number. Dollars are shown to two significant digits and never
finer than $10: the sessions of an ordinary week and a forecast's range carry no more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from planning.enums import RevenueBasis

# pie Health, "Delegated vs. direct" (a vendor), quoting a study of 2023 via HealthLeaders.
INDUSTRY_MONTH = Decimal(9000)
INDUSTRY_SOURCE = (
    "$9,000 per provider and month: a 2023 study via HealthLeaders, quoted by pie Health, a vendor. "
    "An industry figure, not your own number."
)
_INDUSTRY_DAY = INDUSTRY_MONTH * 12 / 365
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Caseload:
    """What somebody entered: sessions in an ordinary week, dollars a session, and the day it holds for."""

    weekly_sessions: Decimal
    direct_rate: Decimal | None
    platform_rate: Decimal | None
    as_of: dt.date
    source: str = ""

    @property
    def rate(self) -> Decimal | None:
        """Return the allowed amount a session: the direct rate, else the platform's."""
        return self.direct_rate if self.direct_rate is not None else self.platform_rate

    @property
    def words(self) -> str:
        """Return what the price rests on, as a sentence without its full stop."""
        through = (
            "" if self.direct_rate is not None else ", the rate through the platform (no direct rate yet)"
        )
        said = f", {self.source}" if self.source else ""
        sessions = f"{self.weekly_sessions.normalize():f}"
        day = f"{self.as_of.day} {self.as_of:%b %Y}"
        return f"{sessions} sessions a week at ${self.rate:,.0f}{through}; our own numbers of {day}{said}"


@dataclass(frozen=True, slots=True)
class Wait:
    """The days on which the application is billable: 2, 5 and 8 of 10 such cases are by then."""

    early_on: dt.date | None = None
    likely_on: dt.date | None = None
    late_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The price of the wait that is still ahead, exact to calculate with; show it by `rounded` alone.

    `low`, `likely` and `high` belong to the early, likely and late day; None where the forecast names none.
    """

    basis: RevenueBasis
    words: str
    per_week: Decimal
    days: int | None = None
    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None


def price(caseload: Caseload | None, wait: Wait, today: dt.date, *, industry: bool = False) -> AtRisk | None:
    """Return what the wait for one application may cost, counted in calendar days from `today`.

    `industry` says that the organization chose the industry figure and that the clinician has no own number.
    """
    if caseload is not None and caseload.rate is not None:
        daily = caseload.weekly_sessions * caseload.rate / _WEEK
        return _priced(RevenueBasis.OWN, caseload.words, daily, wait, today)
    if industry:
        return _priced(RevenueBasis.INDUSTRY, INDUSTRY_SOURCE, _INDUSTRY_DAY, wait, today)
    return None


def _priced(basis: RevenueBasis, words: str, daily: Decimal, wait: Wait, today: dt.date) -> AtRisk:
    early, likely, late = (_ahead(day, today) for day in (wait.early_on, wait.likely_on, wait.late_on))
    return AtRisk(
        basis=basis,
        words=words,
        per_week=daily * _WEEK,
        days=likely,
        low=None if early is None else daily * early,
        likely=None if likely is None else daily * likely,
        high=None if late is None else daily * late,
    )


def _ahead(day: dt.date | None, today: dt.date) -> int | None:
    return None if day is None else max(0, (day - today).days)


def rounded(amount: Decimal) -> int:
    """Return dollars to two significant digits, and never finer than $10; halves go up."""
    step = Decimal(10) ** max(1, amount.adjusted() - 1)
    return int((amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)


def money_words(amount: Decimal | None) -> str:
    """Return "$1,200" or nothing; whoever shows it says "about"."""
    return "" if amount is None else f"${rounded(amount):,}"


def range_words(found: AtRisk) -> str:
    """Return "$800 to $2,400", one number where both ends round to it, or nothing without a forecast."""
    if found.low is None or found.high is None:
        return money_words(found.likely)
    low, high = money_words(found.low), money_words(found.high)
    return low if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Total:
    """What several waits may cost together. Lows and highs add up to less and more than is likely."""

    priced: int
    unpriced: int
    per_week: Decimal
    low: Decimal
    likely: Decimal
    high: Decimal
    industry: int


def total(found: Iterable[tuple[int | None, AtRisk | None]]) -> Total:
    """Add up (clinician, price) pairs; the industry figure is a clinician's, so it counts once for each.

    Of several waits of one clinician under the industry figure the longest counts.
    """
    own: list[AtRisk] = []
    of_clinician: dict[int | None, AtRisk] = {}
    unpriced = 0
    for provider, one in found:
        if one is None:
            unpriced += 1
        elif one.basis == RevenueBasis.OWN:
            own.append(one)
        elif provider not in of_clinician or _likely(of_clinician[provider]) < _likely(one):
            of_clinician[provider] = one
    counted = [*own, *of_clinician.values()]
    return Total(
        priced=len(counted),
        unpriced=unpriced,
        per_week=sum((one.per_week for one in counted), Decimal(0)),
        low=sum((one.low or Decimal(0) for one in counted), Decimal(0)),
        likely=sum((_likely(one) for one in counted), Decimal(0)),
        high=sum((one.high or one.likely or Decimal(0) for one in counted), Decimal(0)),
        industry=len(of_clinician),
    )


def _likely(one: AtRisk) -> Decimal:
    return one.likely or Decimal(0)
