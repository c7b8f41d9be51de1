"""How is the price of all open waits told? Rounded dollars, counts, and what was left out. Pure."""

from dataclasses import dataclass

from planning.revenue import Total, money_words


@dataclass(frozen=True, slots=True)
class ToldTotal:
    """The sums in words; empty where nothing has a basis."""

    per_week: str
    likely: str
    range: str
    priced: int
    unpriced: int
    industry: int


def told(found: Total) -> ToldTotal:
    """Return the sums as they are shown."""
    if not found.priced:
        return ToldTotal("", "", "", 0, found.unpriced, 0)
    low, high = money_words(found.low), money_words(found.high)
    return ToldTotal(
        per_week=money_words(found.per_week),
        likely=money_words(found.likely),
        range=low if low == high else f"{low} to {high}",
        priced=found.priced,
        unpriced=found.unpriced,
        industry=found.industry,
    )
