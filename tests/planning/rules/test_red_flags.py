"""Which answers are a red flag, and what the lists of questions hold."""

import pytest

from planning.enums import Outcome, Template
from planning.question_lists import LISTS, question_of
from planning.red_flags import newest, tally

A, R, U = Outcome.ANSWERED, Outcome.REFUSED, Outcome.UNANSWERED


@pytest.mark.parametrize(
    ("outcomes", "answered", "flags", "not_asked"),
    [
        ({}, 0, 0, 3),
        ({"a": A, "b": A, "c": A}, 3, 0, 0),
        ({"a": A, "b": R}, 1, 1, 1),
        ({"a": U, "b": R, "c": A}, 1, 2, 0),
        ({"a": U, "b": U, "c": R}, 0, 3, 0),
        ({"gone": R, "a": A}, 1, 0, 2),
    ],
)
def test_refused_and_unanswered_are_flags_and_not_asked_stands_apart(
    outcomes: dict[str, Outcome], answered: int, flags: int, not_asked: int
) -> None:
    found = tally(["a", "b", "c"], outcomes)
    assert (found.answered, found.red_flags, found.not_asked, found.total) == (answered, flags, not_asked, 3)


def test_only_the_highest_version_counts() -> None:
    versions = [("a", 2, "answered"), ("a", 1, "refused"), ("b", 1, "answered"), ("b", 2, "unanswered")]
    assert newest(versions) == {"a": A, "b": U}


def test_the_lists_have_the_length_their_sources_give_and_keys_of_their_own() -> None:
    sizes = {template: len(asked.questions) for template, asked in LISTS.items()}
    assert sizes == {Template.PLATFORM: 6, Template.DELEGATE: 8, Template.PARTNER: 5}
    for asked in LISTS.values():
        keys = [question.key for question in asked.questions]
        assert len(set(keys)) == len(keys)
        assert all(len(key) <= 30 for key in keys)
    assert question_of("platform", "release_letter") is None
    assert question_of("delegate", "release_letter") is not None
