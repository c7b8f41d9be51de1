"""Which answers are a red flag? Refused or never answered; what was not asked is counted apart. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planning.enums import Outcome

RED = frozenset({Outcome.REFUSED, Outcome.UNANSWERED})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a list came to which end; the four add up to the whole list."""

    answered: int
    refused: int
    unanswered: int
    not_asked: int

    @property
    def total(self) -> int:
        """Return how many questions the list has."""
        return self.answered + self.refused + self.unanswered + self.not_asked

    @property
    def red_flags(self) -> int:
        """Return how many were put and not answered: the sign pie Health says to take seriously."""
        return self.refused + self.unanswered


def newest(versions: Iterable[tuple[str, int, str]]) -> dict[str, Outcome]:
    """Return the outcome of the highest number per question, from (question, number, outcome) in any order."""
    best: dict[str, tuple[int, str]] = {}
    for question, number, outcome in versions:
        if question not in best or number > best[question][0]:
            best[question] = (number, outcome)
    return {question: Outcome(outcome) for question, (_, outcome) in best.items()}


def tally(keys: Iterable[str], outcomes: Mapping[str, Outcome]) -> Tally:
    """Count the questions `keys` by their newest outcome; a key without one was not asked yet."""
    found = [outcomes.get(key) for key in keys]
    return Tally(
        answered=found.count(Outcome.ANSWERED),
        refused=found.count(Outcome.REFUSED),
        unanswered=found.count(Outcome.UNANSWERED),
        not_asked=found.count(None),
    )
