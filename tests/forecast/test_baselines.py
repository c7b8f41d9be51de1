"""The five simple forecasts on cases small enough to compute by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from forecast.backtest import Published, question_at
from forecast.baselines import (
    BASELINES,
    finished_quantiles,
    group_median,
    kaplan_meier,
    overall_median,
    published_range,
)
from forecast.predictions import Answer, Question
from tests.forecast.judging import DAY, Row, episodes

HISTORY: list[Row] = [
    ("A", "x", 0, 10, "approved"),
    ("A", "y", 0, 20, "approved"),
    ("A", "x", 0, 30, "approved"),
    ("A", "x", 0, 25, "denied"),
    ("B", "x", 0, 60, "approved"),
]


def ask(*open_cases: tuple[str, int], today: int = 100, history: list[Row] | None = None) -> Question:
    """Return the question for open cases given as (group, days waited)."""
    rows = [*(HISTORY if history is None else history)]
    rows += [(group, "x", today - waited, None, "") for group, waited in open_cases]
    return question_at(episodes([*rows, ("late", "x", today + 1, None, "")]), DAY + today)[0]


def test_the_median_of_all_is_one_date_for_everybody() -> None:
    answer = overall_median(ask(("A", 5), ("B", 5)))
    assert answer.quantiles.tolist() == [[25.0] * 5, [25.0] * 5]
    assert answer.other.tolist() == pytest.approx([0.2, 0.2])
    assert answer.within[0].tolist() == pytest.approx([0.8, 0.8, 0.8])


def test_a_median_that_is_past_becomes_tomorrow() -> None:
    assert overall_median(ask(("A", 25))).quantiles.tolist() == [[26.0] * 5]


def test_the_median_of_the_group_falls_back_on_all() -> None:
    answer = group_median(ask(("A", 5), ("B", 5), ("new", 5)))
    assert answer.quantiles[:, 2].tolist() == [20.0, 60.0, 25.0]


def test_finished_quantiles_are_those_longer_than_the_age() -> None:
    answer = finished_quantiles(ask(("A", 10)))
    # Left of group A: 20 and 30.
    assert answer.quantiles.tolist() == [pytest.approx([21.0, 22.0, 25.0, 28.0, 29.0])]
    assert answer.other.tolist() == pytest.approx([1 / 3])
    assert answer.within[0].tolist() == pytest.approx([2 / 3] * 3)


def test_finished_quantiles_borrow_where_the_group_has_none_and_end_at_tomorrow() -> None:
    answer = finished_quantiles(ask(("A", 40), ("A", 60)))
    assert answer.quantiles.tolist() == [[60.0] * 5, [61.0] * 5]


def test_kaplan_meier_steps_at_approvals_and_censors_the_rest() -> None:
    answer = kaplan_meier(ask(("A", 5)))
    # At 10 days 4 of A wait (the open one left at 5), at 20 three, at 30 one: 3/4, 1/2, 0.
    assert answer.quantiles.tolist() == [[10.0, 10.0, 20.0, 30.0, 30.0]]
    assert answer.within[0, 0] == pytest.approx(1.0)


def test_kaplan_meier_knows_the_age() -> None:
    answer = kaplan_meier(ask(("A", 12)))
    # From 3/4 on (5 wait at 10 days: 4/5; 20 days: 3 wait: 8/15): half of it is left until 30.
    assert answer.quantiles[0].tolist() == [20.0, 20.0, 30.0, 30.0, 30.0]


def test_kaplan_meier_that_is_not_reached_ends_at_the_longest_approval() -> None:
    answer = kaplan_meier(ask(("A", 50), history=[("A", "x", 0, 10, "approved")]))
    assert answer.quantiles.tolist() == [[51.0] * 5]


def test_a_published_range_is_ten_to_ninety_percent_and_knows_the_age() -> None:
    told = episodes([("A", "x", 0, None, ""), ("A", "x", 60, None, ""), ("B", "x", 60, None, "")])
    question, _ = question_at(told, DAY + 60, Published({0: (45, 125)}))
    answer = published_range(question)
    assert answer is not None
    assert answer.quantiles[0].tolist() == [61.0, 61.0, 85.0, 115.0, 125.0]
    assert answer.quantiles[1].tolist() == [45.0, 55.0, 85.0, 115.0, 125.0]
    assert np.isnan(answer.quantiles[2]).all()


def test_no_published_range_no_answer() -> None:
    assert published_range(ask(("A", 5))) is None


@pytest.mark.parametrize("name", [name for name in BASELINES if name != "published_range"])
def test_nothing_approved_so_far_is_survived(name: str) -> None:
    history: list[Row] = [("A", "x", 0, 9, "denied")]
    forecaster: Callable[[Question], Answer | None] = BASELINES[name]
    answer = forecaster(ask(("A", 5), history=history))
    assert answer is not None
    assert len(answer.quantiles) == 1


@pytest.mark.parametrize("name", [name for name in BASELINES if name != "published_range"])
def test_every_date_lies_after_today_and_in_order(name: str) -> None:
    question = ask(*[("AB"[n % 2], n) for n in range(70)])
    answer = BASELINES[name](question)
    assert answer is not None
    assert (answer.quantiles > question.age[:, None]).all()
    assert (np.diff(answer.quantiles, axis=1) >= 0).all()
    assert ((answer.within >= 0) & (answer.within <= 1)).all()
    assert (np.diff(answer.within, axis=1) >= -1e-12).all()
