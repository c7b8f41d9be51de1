"""On payers whose hazards are known the ranges are honest and nothing simple, nor the reference, does better."""

import functools
from collections.abc import Mapping

import numpy as np
import pytest

from forecast.backtest import Step, walk
from forecast.baselines import BASELINES
from forecast.predicting_cases import model
from forecast.scoring import Tally, score
from tests.forecast.reference import reference
from tests.forecast.simulator import SETTINGS, simulate

# Arithmetic without a database: once is enough.
pytestmark = pytest.mark.one_leg

EVERY = 90
LEAST_OF_A_GROUP = 50


@functools.cache
def walked(name: str) -> tuple[tuple[Step, ...], Mapping[str, Tally]]:
    """Walk one setting once for all tests of this module."""
    told = simulate(SETTINGS[name], seed=1)
    steps = tuple(walk(told, EVERY, {"model": model, "reference": reference, **BASELINES}))
    return steps, score(steps, told.last_day)


def loss(name: str, forecaster: str) -> float:
    return float(walked(name)[1][forecaster].summary()["pinball"]["mean"])


def coverage_by_group(name: str) -> dict[int, float]:
    """Return the coverage of the 80 % range by payer, of those with enough forecasts to tell."""
    steps, _ = walked(name)
    told = simulate(SETTINGS[name], seed=1)
    groups, inside = [], []
    for step in steps:
        approved = step.truth.outcome == 1
        waited = (step.question.age + step.truth.end - step.question.today)[approved]
        low, high = step.answers["model"].quantiles[approved][:, [0, 4]].T
        inside.append((low <= waited) & (waited <= high))
        groups.append(told.path[step.episode[approved]] // SETTINGS[name].subgroups)
    group, hit = np.concatenate(groups), np.concatenate(inside)
    counts = np.bincount(group)
    hits = np.bincount(group, weights=hit)
    return {int(g): hits[g] / counts[g] for g in np.flatnonzero(counts >= LEAST_OF_A_GROUP)}


def test_eight_in_ten_fall_into_the_eighty_percent_range_over_all_settings() -> None:
    shares = [walked(name)[1]["model"].summary()["coverage"]["80"] for name in SETTINGS]
    assert 0.77 <= sum(shares) / len(shares) <= 0.83


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_strays_far_from_eight_in_ten(name: str) -> None:
    """The long tail (0.77) and the steady payers (0.83) lie at the two edges: neither is bent for the other."""
    found = walked(name)[1]["model"].summary()
    assert found["cases"] > 1_000
    assert 0.75 <= found["coverage"]["80"] <= 0.85


@pytest.mark.parametrize("name", SETTINGS)
def test_the_range_is_honest_for_every_payer(name: str) -> None:
    found = coverage_by_group(name)
    assert len(found) >= 3
    assert {group: share for group, share in found.items() if not 0.70 <= share <= 0.90} == {}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("rival", [name for name in BASELINES if name != "published_range"])
def test_no_simple_forecast_is_better_by_more_than_two_percent(name: str, rival: str) -> None:
    assert loss(name, "model") <= 1.02 * loss(name, rival)


@pytest.mark.parametrize("rival", [name for name in BASELINES if name != "published_range"])
def test_every_simple_forecast_is_beaten_over_all_settings(rival: str) -> None:
    cases = {name: walked(name)[1]["model"].cases for name in SETTINGS}
    ours = sum(loss(name, "model") * count for name, count in cases.items())
    theirs = sum(loss(name, rival) * count for name, count in cases.items())
    assert ours < theirs


@pytest.mark.parametrize("name", SETTINGS)
def test_the_reference_is_not_better(name: str) -> None:
    assert loss(name, "model") <= loss(name, "reference")
