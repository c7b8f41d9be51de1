"""Does too much of a week hang on one payer? Pure: shares of the sessions against the organization's threshold."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concentration:
    """A payer whose share of the weekly sessions is above the threshold, both in percent."""

    name: str
    percent: int
    threshold: int

    @property
    def words(self) -> str:
        """Return the warning in one sentence."""
        return (
            f"{self.name} is {self.percent} % of the weekly sessions, above your mark of {self.threshold} %. "
            "A gap there stops most of the income at once."
        )


def concentrations(sessions: Mapping[str, float], threshold: int) -> list[Concentration]:
    """Return the payers above `threshold` percent of all weekly sessions, the largest first."""
    total = sum(sessions.values())
    if total <= 0:
        return []
    shares = sorted(((100 * count / total, name) for name, count in sessions.items()), reverse=True)
    return [
        Concentration(name, round(share), threshold) for share, name in shares if share > threshold + 1e-9
    ]
