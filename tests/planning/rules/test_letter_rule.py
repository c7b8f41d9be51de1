"""When a release letter holds an application back, in which words, and what to do next."""

import datetime as dt

import pytest

from planning.enums import LetterOutcome
from planning.letter_rule import Word, block_reason, is_ours, next_step, standing

DAY = dt.date(2026, 3, 2)
LATER = dt.date(2026, 3, 20)


@pytest.mark.parametrize(
    ("outcome", "required", "holds"),
    [
        (LetterOutcome.REQUESTED, "Keystone", True),
        (LetterOutcome.REFUSED, "Keystone", True),
        (LetterOutcome.NO_ANSWER, "Keystone", True),
        (LetterOutcome.ISSUED, "Keystone", False),
        (LetterOutcome.REQUESTED, "", False),
        (LetterOutcome.REFUSED, "", False),
    ],
)
def test_only_a_required_letter_that_is_not_there_holds_back(
    outcome: LetterOutcome, required: str, holds: bool
) -> None:
    assert standing([Word(1, outcome, DAY, required)]).holds_back is holds


def test_the_latest_day_counts_however_late_the_others_were_written_down() -> None:
    words = [Word(1, LetterOutcome.REFUSED, LATER), Word(2, LetterOutcome.REQUESTED, DAY, "Keystone")]
    found = standing(words)
    assert (found.outcome, found.since, found.required_by) == (LetterOutcome.REFUSED, LATER, "Keystone")


def test_of_one_day_the_word_recorded_last_counts() -> None:
    words = [Word(2, LetterOutcome.ISSUED, DAY), Word(1, LetterOutcome.REFUSED, DAY)]
    assert standing(words).outcome == LetterOutcome.ISSUED


def test_the_reason_names_platform_day_and_payer_and_is_known_again() -> None:
    reason = block_reason("Headway", standing([Word(1, LetterOutcome.REFUSED, DAY, "Keystone")]))
    assert reason == "Release letter of Headway was refused on 2 Mar 2026; Keystone requires it."
    assert is_ours(reason, "Headway")
    assert not is_ours(reason, "Head")
    assert not is_ours("Prerequisite missing", "Headway")
    assert len(block_reason("P" * 290, standing([Word(1, LetterOutcome.REFUSED, DAY, "K" * 160)]))) == 300


def test_an_overdue_answer_is_asked_for_again() -> None:
    asked = standing([Word(1, LetterOutcome.REQUESTED, DAY)])
    assert "was due on 20 Mar 2026" in next_step(asked, LATER, dt.date(2026, 3, 21))
    assert next_step(asked, LATER, LATER).startswith("Wait")
    assert next_step(asked, None, LATER).startswith("Set a day")
