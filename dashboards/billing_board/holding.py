"""How many sessions a week wait for a verdict, and roughly for how much? Pure; never patients."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody entered for one clinician, practice and payer: sessions a week, dollars a session."""

    weekly_sessions: Decimal
    direct_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The sums, and what they rest on: how many entries, how many of them without a rate."""

    sessions: int = 0
    dollars: int = 0
    entries: int = 0
    without_rate: int = 0

    @property
    def basis(self) -> str:
        """Return in words what the figures rest on."""
        if not self.entries:
            return "No basis: nobody has entered sessions for these clinicians and payers."
        rows = f"{self.entries} caseload {'entry' if self.entries == 1 else 'entries'}"
        missing = f", {self.without_rate} without a rate and so without dollars" if self.without_rate else ""
        return f"Weekly sessions times our direct rate, newest of {rows}{missing}. An estimate, to the next 10 dollars."


def hold(shares: Iterable[Share]) -> Hold:
    """Return what a week holds back: whole sessions, dollars rounded to tens."""
    found = list(shares)
    sessions = sum((one.weekly_sessions for one in found), Decimal(0))
    priced = [one for one in found if one.direct_rate is not None]
    dollars = sum((one.weekly_sessions * (one.direct_rate or 0) for one in priced), Decimal(0))
    return Hold(
        int(sessions.quantize(Decimal(1), ROUND_HALF_UP)),
        int((dollars / 10).quantize(Decimal(1), ROUND_HALF_UP)) * 10,
        len(found),
        len(found) - len(priced),
    )
