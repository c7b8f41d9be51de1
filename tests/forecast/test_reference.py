"""The reference itself, on cases small enough to compute by hand."""

import pytest

from forecast.backtest import question_at
from forecast.predictions import Answer
from tests.forecast.judging import DAY, Row, episodes
from tests.forecast.reference import HALF_LIFE, PSEUDO_CASES, reference


def ask(history: list[Row], waited: int, group: str = "A", today: int = 100) -> Answer:
    return reference(
        question_at(episodes([*history, (group, "x", today - waited, None, "")]), DAY + today)[0]
    )


def test_incidence_counts_the_other_ends_as_ends() -> None:
    same_day: list[Row] = [
        ("A", "x", 0, 10, "approved"), ("A", "x", 0, 20, "denied"), ("A", "x", 0, 30, "approved"),
        ("A", "x", 0, 40, "approved"),
    ]  # fmt: skip
    answer = ask(same_day, waited=5)
    # Of four alike one is denied: three quarters end approved, a third of those at 10, 30 and 40 days.
    assert answer.other[0] == pytest.approx(0.25)
    assert answer.quantiles[0].tolist() == [10, 10, 30, 40, 40]
    assert answer.within[0].tolist() == pytest.approx([0.5, 0.75, 0.75])


def test_the_age_is_given() -> None:
    history: list[Row] = [("A", "x", 0, 10, "approved"), ("A", "x", 0, 30, "approved")]
    assert ask(history, waited=10).quantiles[0].tolist() == [30] * 5
    assert ask(history, waited=30).quantiles[0].tolist() == [31] * 5


def test_an_older_case_weighs_half_after_the_half_life() -> None:
    half = int(HALF_LIFE)
    history: list[Row] = [("A", "x", 0, 10, "approved"), ("A", "x", half, half + 30, "denied")]
    answer = ask(history, waited=1, today=300)
    # At 10 days a third of the weight is approved; the open one, sent yesterday, has not come that far.
    assert answer.other[0] == pytest.approx(2 / 3)


def test_a_cohort_is_drawn_to_its_parent_by_pseudo_cases() -> None:
    history: list[Row] = [("A", "x", 0, 60, "approved"), *[("B", "x", 0, 10, "approved")] * 1000]
    answer = ask(history, waited=1)
    # At 10 days everybody ended but the one of A: A borrows that hazard, from all and then from its group.
    weight = 0.5 ** (100 / HALF_LIFE)
    group = PSEUDO_CASES * (1000 / 1001) / (weight + PSEUDO_CASES)
    leaf = PSEUDO_CASES * group / (weight + PSEUDO_CASES)
    assert answer.within[0, 0] == pytest.approx(leaf)
    assert answer.within[0, 1] == pytest.approx(1.0)
