"""Which days are cut-offs, which cases are asked for, and that nothing later than a cut-off is known at it."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from forecast.backtest import cut_offs, question_at, walk
from forecast.baselines import BASELINES
from forecast.episodes_file import Episodes
from forecast.predicting_cases import model
from forecast.predictions import Forecaster
from tests.forecast.judging import DAY, Row, episodes
from tests.forecast.reference import reference
from tests.forecast.simulator import FIRST_DAY, Setting, simulate, stationary

ALL: dict[str, Forecaster] = {"model": model, "reference": reference, **BASELINES}


def daily(count: int, wait: int = 10) -> list[Row]:
    """One case a day, each approved after `wait` days."""
    return [("A", "x", day, day + wait, "approved") for day in range(count)]


def days(found: list[int]) -> list[int]:
    return [day - DAY for day in found]


def test_cut_offs_begin_the_day_after_the_hundredth_end() -> None:
    assert days(cut_offs(episodes(daily(400)), 30))[:3] == [110, 140, 170]


def test_a_long_file_ends_a_year_before_its_last_end() -> None:
    # Last end on day 4009: three quarters are 3006, a year before is 3644.
    found = days(cut_offs(episodes(daily(4000)), 1))
    assert (found[0], found[-1]) == (110, 3644)


def test_a_short_file_ends_at_three_quarters() -> None:
    assert days(cut_offs(episodes(daily(400)), 1))[-1] == int(409 * 0.75)


def test_open_cases_do_not_lengthen_the_span() -> None:
    assert days(cut_offs(episodes([*daily(400), ("A", "x", 900, None, "")]), 1))[-1] == int(409 * 0.75)


def test_fewer_than_a_hundred_ends_leave_nothing_to_judge() -> None:
    assert cut_offs(episodes(daily(99)), 30) == []


def test_the_day_of_a_cut_off_belongs_to_what_is_known() -> None:
    told = episodes(
        [("A", "x", 0, 50, "approved"), ("A", "x", 0, 51, "approved"), ("A", "x", 50, 60, "denied"),
         ("A", "x", 51, 60, "denied")]
    )  # fmt: skip
    question, places = question_at(told, DAY + 50)
    assert places.tolist() == [1, 2]
    assert question.known.outcome.tolist() == [1, 0, 0]
    assert (question.known.end - DAY).tolist() == [50, 50, 50]


def test_a_cohort_that_comes_later_is_not_even_named() -> None:
    told = episodes([("B", "x", 0, None, ""), ("A", "x", 0, None, ""), ("C", "x", 9, None, "")])
    question, _ = question_at(told, DAY + 5)
    assert question.paths == (("A", "x"), ("B", "x"))
    assert question.known.leaf.tolist() == [1, 0]


def altered_after(told: Episodes, day: int) -> Episodes:
    """Change everything that was recorded after `day`: later ends, their kinds, later cases and cohorts."""
    draw = np.random.default_rng(5)
    later = (told.end > day) | (told.outcome == 0)
    end = np.where(later, day + draw.integers(1, 900, len(told)), told.end)
    outcome = np.where(later, draw.integers(0, 3, len(told)), told.outcome).astype(np.int8)
    unborn = told.start > day
    end = np.where(outcome == 0, day + 901, np.maximum(end, told.start))
    return dataclasses.replace(
        told,
        paths=(*told.paths, ("a name", "never heard")),
        path=np.where(unborn, len(told.paths), told.path),
        start=np.where(unborn, told.start + 40, told.start),
        end=np.where(unborn, end + 900, end),
        outcome=outcome,
        last_day=int(end.max()) + 2000,
    )


@pytest.mark.parametrize("name", ALL)
def test_what_was_recorded_later_changes_no_forecast(name: str) -> None:
    told = simulate(Setting(1_500, 700, 5, 2, stationary), seed=11)
    today = FIRST_DAY + 400
    before, places = question_at(told, today)
    after, same_places = question_at(altered_after(told, today), today)
    assert places.tolist() == same_places.tolist()
    first, second = ALL[name](before), ALL[name](after)
    if first is None or second is None:
        assert (first, second) == (None, None)
        return
    for field in ("quantiles", "other", "within"):
        assert np.array_equal(getattr(first, field), getattr(second, field), equal_nan=True)


def test_walking_asks_everybody_at_every_cut_off() -> None:
    told = episodes(daily(400))
    steps = list(walk(told, 30, {"reference": reference, **BASELINES}))
    assert [step.question.today for step in steps] == cut_offs(told, 30)
    # Without a published range that baseline says nothing.
    assert set(steps[0].answers) == {"reference", *BASELINES} - {"published_range"}
    # All take ten days: whoever has waited four is six days from the end.
    waited = steps[0].question.age
    assert (steps[0].answers["reference"].quantiles[waited > 0] == 10).all()
    assert (steps[0].truth.end - steps[0].question.known.start[steps[0].question.asked] == 10).all()


def test_cut_offs_without_open_cases_are_passed_over() -> None:
    gap = [("A", "x", 0, 1, "approved")] * 100 + [("A", "x", 700, 701, "approved")] * 100
    told = episodes(gap)
    assert cut_offs(told, 30)
    assert list(walk(told, 30, BASELINES)) == []


def test_day_numbers_are_calendar_days() -> None:
    assert dt.date.fromordinal(FIRST_DAY).year == 2018
