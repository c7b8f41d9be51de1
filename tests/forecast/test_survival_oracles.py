"""The plain curve is the one of scipy and lifelines, and it has the properties any such curve must have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from numpy.typing import NDArray
from scipy import stats

from forecast.cases import OPEN, Cases
from forecast.survival import PLAIN, fit
from tests.forecast.waits import ROOT, TODAY, drawn, ints, joined, waits

ROWS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0, 1, 1, 2])), min_size=1, max_size=40)


def waiting(cases: Cases) -> NDArray[np.float64]:
    """The share still waiting after each age."""
    daily = fit(cases, ROOT, TODAY, settings=PLAIN).daily(0)
    return np.cumprod(1 - daily.sum(axis=0))


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_is_that_of_scipy(seed: int) -> None:
    cases = drawn(200, seed)
    told = stats.CensoredData.right_censored(cases.age, cases.outcome == OPEN)
    theirs = stats.ecdf(told).sf
    ours = waiting(cases)[theirs.quantiles.astype(int)]
    assert np.abs(ours - theirs.probabilities).max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_is_that_of_lifelines(seed: int) -> None:
    cases = drawn(200, seed)
    theirs = KaplanMeierFitter().fit(cases.age, cases.outcome != OPEN)
    ours = waiting(cases)
    assert np.abs(ours - theirs.predict(np.arange(len(ours))).to_numpy()).max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_the_chance_of_approval_is_that_of_aalen_and_johansen(seed: int) -> None:
    cases = drawn(200, seed)
    fitter = AalenJohansenFitter(calculate_variance=False)
    # Lifelines shakes ties apart at random, so one case for each age.
    few = cases.take(np.unique(cases.age, return_index=True)[1])
    theirs = fitter.fit(few.age, few.outcome, event_of_interest=1).cumulative_density_.iloc[:, 0]
    daily = fit(few, ROOT, TODAY, settings=PLAIN).daily(0)
    still = np.concatenate([[1.0], np.cumprod(1 - daily.sum(axis=0))[:-1]])
    ours = np.cumsum(still * daily[0])
    assert np.abs(ours[theirs.index.astype(int)] - theirs.to_numpy()).max() < 1e-9


@settings(max_examples=15, deadline=None)
@given(ROWS, st.lists(st.integers(0, 90), min_size=1, max_size=5))
def test_quantiles_are_ordered_and_after_today(rows: list[tuple[int, int]], ages: list[int]) -> None:
    start = TODAY - np.array(ages, dtype=np.int64)
    for chosen in (PLAIN, None):
        model = fit(waits(rows), ROOT, TODAY, settings=chosen)
        found = model.forecast(np.zeros_like(start), start, TODAY).quantiles
        told = ~np.isnan(found).any(axis=1)
        assert (np.diff(found[told], axis=1) >= 0).all()
        assert (found[told] > np.array(ages)[told, None]).all()


@given(ROWS, st.integers(0, 60))
def test_one_more_open_case_never_shortens_the_wait(rows: list[tuple[int, int]], days: int) -> None:
    before, after = waiting(waits(rows)), waiting(joined(waits(rows), waits([(days, 0)])))
    assert (after[: len(before)] >= before - 1e-12).all()


@given(ROWS)
def test_who_has_waited_longer_is_approved_no_earlier(rows: list[tuple[int, int]]) -> None:
    model = fit(waits([*rows, (61, 1)]), ROOT, TODAY, settings=PLAIN)
    ages = np.arange(0, 60)
    found = model.forecast(np.zeros_like(ages), TODAY - ages, TODAY).quantiles
    assert (np.diff(found, axis=0) >= -1e-6).all()


def test_where_the_hazard_never_changes_what_remains_never_does() -> None:
    steady = np.repeat(np.arange(40), (1000 * 0.9 ** np.arange(40)).astype(int))
    model = fit(waits([(int(day), 1) for day in steady]), ROOT, TODAY, settings=PLAIN)
    ages = ints(0, 5, 10)
    found = model.forecast(np.zeros_like(ages), TODAY - ages, TODAY).quantiles[:, 2] - ages
    assert found == pytest.approx([found[0]] * 3, abs=1.0)
