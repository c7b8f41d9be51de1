"""Does a release letter hold an application back? Refused or outstanding while required, yes. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from planning.enums import LetterOutcome

# A block's reason begins with this, so that the block of a letter is told from every other.
MARK = "Release letter of "


@dataclass(frozen=True, slots=True)
class Word:
    """One word on a letter, in the order in which they were recorded: what became of it, and who requires it."""

    key: int
    outcome: LetterOutcome
    occurred_on: dt.date
    required_by: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a letter stands: the newest word, who requires it, since when it has been waited for."""

    outcome: LetterOutcome
    since: dt.date
    required_by: str

    @property
    def holds_back(self) -> bool:
        """Say whether a direct application cannot go on: the letter is required and is not there."""
        return bool(self.required_by) and self.outcome != LetterOutcome.ISSUED


def standing(words: Iterable[Word]) -> Standing:
    """Return where a letter stands; the latest day counts, of one day the word recorded last.

    Who requires it is the last one named: a payer that asked for it once still does.
    """
    ordered = sorted(words, key=lambda word: (word.occurred_on, word.key))
    required = next((word.required_by for word in reversed(ordered) if word.required_by), "")
    last = ordered[-1]
    return Standing(last.outcome, last.occurred_on, required)


def block_reason(platform: str, standing: Standing) -> str:
    """Return the reason of the block as the timeline shows it, at most 300 characters."""
    what = {
        LetterOutcome.REQUESTED: "is outstanding, requested on",
        LetterOutcome.REFUSED: "was refused on",
        LetterOutcome.NO_ANSWER: "got no answer by",
        LetterOutcome.ISSUED: "was issued on",
    }[standing.outcome]
    required = f"; {standing.required_by} requires it" if standing.required_by else ""
    return f"{MARK}{platform} {what} {day_words(standing.since)}{required}."[:300]


def is_ours(reason: str, platform: str) -> bool:
    """Say whether a block was made by the release letter of this platform."""
    return reason.startswith(f"{MARK}{platform} ")


def next_step(standing: Standing, answer_by: dt.date | None, today: dt.date) -> str:
    """Return what to do now, in words."""
    if standing.outcome == LetterOutcome.ISSUED:
        return "Send the letter to the payer and note the day on the application."
    if standing.outcome == LetterOutcome.REFUSED:
        return (
            "Ask the platform for the reason in writing, then ask the payer what it accepts instead: "
            "proof of the notice to leave, or a termination date from its own system. Note whom you told."
        )
    if standing.outcome == LetterOutcome.NO_ANSWER:
        return "Ask again in writing with a date, and tell the payer that the platform does not answer."
    if answer_by is not None and answer_by < today:
        return (
            f"The answer was due on {day_words(answer_by)}. Ask again, and record that there was no answer."
        )
    if answer_by is not None:
        return f"Wait for the answer until {day_words(answer_by)}, then ask again."
    return "Set a day by which the platform is to answer, and ask again on it."
