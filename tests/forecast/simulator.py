"""Simulated payers whose daily hazards are known; nothing of the model is used here, not even its arrays.

A setting is drawn case by case from a known law: how long approval would take, how long until the payer
or the clinician ends it otherwise; the earlier of the two ends the wait. What has not ended by the last
day stays open.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.episodes_file import Episodes

FIRST_DAY = 737_000  # some day in 2018
Floats = NDArray[np.float64]
Law = Callable[[np.random.Generator, NDArray[np.int64], NDArray[np.int64]], Floats]


@dataclass(frozen=True, slots=True)
class Setting:
    """One kind of world: how many cases, over how many days, in which cohorts, by which law."""

    cases: int
    days: int
    groups: int
    subgroups: int
    law: Law
    other_ends: float = 0.15  # share of cases that somebody would end otherwise
    tiny: bool = False  # groups of 0 to 5 cases beside three large ones


def simulate(setting: Setting, seed: int) -> Episodes:
    """Draw all cases of a setting; the same seed gives the same cases."""
    draw = np.random.default_rng(seed)
    group = _groups(setting, draw)
    count = len(group)
    sub = draw.integers(0, setting.subgroups, count)
    submitted = np.sort(draw.integers(0, setting.days, count))
    approval = np.ceil(setting.law(draw, group, submitted)).astype(np.int64)
    other = np.where(
        draw.random(count) < setting.other_ends,
        np.ceil(draw.gamma(2.0, 45.0, count)).astype(np.int64),
        1 << 30,
    )
    wait = np.minimum(approval, other)
    last = setting.days + 120
    ended = submitted + wait <= last
    outcome = np.where(ended, np.where(approval <= other, 1, 2), 0).astype(np.int8)
    names = [
        (f"payer {g:03d}", f"state {s}") for g in range(group.max() + 1) for s in range(setting.subgroups)
    ]
    return Episodes(
        tuple(names),
        group * setting.subgroups + sub,
        FIRST_DAY + submitted,
        FIRST_DAY + np.where(ended, submitted + wait, last),
        outcome,
        np.arange(1, count + 1),
        FIRST_DAY + last,
    )


def _groups(setting: Setting, draw: np.random.Generator) -> NDArray[np.int64]:
    if not setting.tiny:
        return draw.integers(0, setting.groups, setting.cases)
    small = np.repeat(np.arange(3, setting.groups), draw.integers(0, 6, setting.groups - 3))
    large = draw.integers(0, 3, setting.cases - len(small))
    return draw.permutation(np.concatenate([small, large]))


def _pace(group: NDArray[np.int64]) -> Floats:
    """Return how slow each payer is against the average, fixed by its number: 0.55 to 1.8."""
    return np.asarray(np.exp(0.6 * np.sin(group * 2.399963)))


def stationary(draw: np.random.Generator, group: NDArray[np.int64], day: NDArray[np.int64]) -> Floats:
    """The same law all the time: gamma waits, about 90 days, payers differ in pace."""
    return np.asarray(draw.gamma(4.0, 22.0, len(group)) * _pace(group))


def drifting(draw: np.random.Generator, group: NDArray[np.int64], day: NDArray[np.int64]) -> Floats:
    """Every payer becomes half as slow again over two years."""
    return stationary(draw, group, day) * (1 + 0.5 * day / 730)


def seasonal(draw: np.random.Generator, group: NDArray[np.int64], day: NDArray[np.int64]) -> Floats:
    """What is sent before the turn of the year waits longer than what is sent in summer."""
    return np.asarray(stationary(draw, group, day) * (1 + 0.3 * np.cos(2 * np.pi * day / 365.25)))


def heavy_tailed(draw: np.random.Generator, group: NDArray[np.int64], day: NDArray[np.int64]) -> Floats:
    """Log-normal with a median of 70 days of which 5 % lie beyond 280 days, whatever the payer."""
    # ln(280 / 70) / 1.6449 = 0.8428
    return np.asarray(70.0 * np.exp(0.8428 * draw.standard_normal(len(group))))


SETTINGS: dict[str, Setting] = {
    "stationary": Setting(6_000, 1_100, 8, 3, stationary),
    "drifting": Setting(6_000, 1_100, 8, 3, drifting),
    "seasonal": Setting(8_000, 1_460, 8, 3, seasonal),
    "heavy_tailed": Setting(6_000, 1_460, 8, 3, heavy_tailed),
    "tiny_groups": Setting(3_000, 1_100, 300, 1, stationary, tiny=True),
    "many_groups": Setting(100_000, 1_460, 200, 1, stationary),
}
