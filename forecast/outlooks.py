"""When will a wait end, given that it lasts already? Quantiles of the day of approval, and the chance of none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast.cases import Cases
from forecast.cohorts import Tree
from forecast.hazards import Hazards, Past, Settings
from forecast.published_range import Published

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = (10, 20, 50, 80, 90, 95)
# Below this share of a cohort the sums of the whole curve are too coarse; the rest is summed anew.
_RARE = 1e-6


@dataclass(frozen=True, slots=True)
class Curve:
    """A cohort from day zero: share approved by the end of each age, share still waiting after it."""

    hazards: Floats
    approved: Floats
    waiting: Floats

    @classmethod
    def of(cls, hazards: Floats) -> "Curve":
        """Return the running sums of daily hazards."""
        waiting = np.cumprod(np.clip(1.0 - hazards.sum(axis=0), 0.0, 1.0))
        before = np.concatenate([[1.0], waiting[:-1]])
        return cls(hazards, np.cumsum(before * hazards[0]), waiting)

    def after(self, age: int) -> "Curve":
        """Return the curve of those who still wait after `age`; its ages count on from there."""
        return Curve.of(self.hazards[:, age + 1 :])


@dataclass(slots=True)
class Model:
    """What was learnt; asking it is cheap and changes nothing."""

    past: Past
    settings: Settings
    hazards: Hazards
    _curves: dict[int, Curve] = field(default_factory=dict)

    def curve(self, node: int) -> Curve:
        """Return the curve of a cohort from day zero."""
        if node not in self._curves:
            self._curves[node] = Curve.of(self.hazards.of(node))
        return self._curves[node]

    def daily(self, node: int) -> Floats:
        """Return the chances of both ends (2 x ages: approved, other) on each day of the wait, if it gets there."""
        return self.hazards.of(node)

    def forecast(self, leaf: Ints, start: Ints, today: int) -> "Outlooks":
        """Return the outlook of each wait, by its cohort and first day, given that it has not ended by `today`."""
        age = np.asarray(today - start, dtype=np.int64)
        count = len(age)
        found = Outlooks(
            self,
            leaf,
            age,
            np.full((count, len(LEVELS)), np.nan),
            np.zeros(count),
            np.zeros(count),
        )
        wanted = np.array(LEVELS) / 100
        for node, rows in _groups(leaf):
            curve = self.curve(node)
            for part, places, shift in self._parts(curve, age[rows]):
                here = rows[places]
                found.quantiles[here] = _quantiles(part, age[here] - shift, wanted) + shift[:, None]
                found.other[here] = _otherwise(part, age[here] - shift)
            ended = 1.0 - curve.waiting
            at = np.minimum(age[rows], len(ended) - 1)
            found.ended_by_now[rows] = ended[at]
        found.quantiles[:] = np.maximum(found.quantiles, age[:, None] + 1.0)
        return found

    def _parts(self, curve: Curve, age: Ints) -> Iterator[tuple[Curve, Ints, Ints]]:
        """Yield curves with the places of the ages they serve and what to take off those ages.

        An age that hardly anybody reaches gets a curve of its own: differences of sums near one are noise.
        """
        last = len(curve.waiting) - 2
        usual = (age <= last) & (curve.waiting[np.clip(age, 0, last)] > _RARE)
        places = np.flatnonzero(usual)
        if len(places):
            yield curve, places, np.zeros(len(places), dtype=np.int64)
        for old in np.unique(age[~usual]):
            places = np.flatnonzero(age == old)
            # Older than all there is: what holds for the oldest holds on.
            part = curve.after(min(int(old), last))
            yield part, places, np.full(len(places), old + 1)

    def remaining(self, leaf: Ints, start: Ints, today: int, horizon: int) -> Floats:
        """Return, for each wait, the daily chances of the wanted end on the next `horizon` days."""
        age = np.asarray(today - start, dtype=np.int64)
        found = np.zeros((len(age), horizon))
        for node, rows in _groups(leaf):
            for part, places, shift in self._parts(self.curve(node), age[rows]):
                here = rows[places]
                first = age[here] - shift
                daily = np.pad(np.diff(part.approved, prepend=0.0), (0, horizon + 1))
                windows = np.lib.stride_tricks.sliding_window_view(daily, horizon)
                at = np.minimum(first + 1, len(part.approved))
                found[here] = windows[at] / _still(part, first)[:, None]
        return found


@dataclass(frozen=True, slots=True)
class Outlooks:
    """One row for each wait asked for; days count from its start."""

    model: Model
    leaf: Ints
    age: Ints
    quantiles: Floats
    other: Floats
    ended_by_now: Floats
    levels = LEVELS

    def within(self, days: int) -> Floats:
        """Return the chance of approval within `days` from today."""
        found = np.zeros(len(self.age))
        for node, rows in _groups(self.leaf):
            curve = self.model.curve(node)
            for part, places, shift in self.model._parts(curve, self.age[rows]):
                here = rows[places]
                found[here] = self._by(part, self.age[here] - shift, days)
        return found

    def _by(self, curve: Curve, age: Ints, days: int) -> Floats:
        by = np.minimum(age + days, len(curve.approved) - 1)
        found: Floats = (curve.approved[by] - _so_far(curve, age)) / _still(curve, age)
        return np.clip(found, 0.0, 1.0)


def fit_with(
    cases: Cases,
    tree: Tree,
    today: int,
    published: Mapping[int, Published] | None,
    settings: Settings,
) -> Model:
    """Return the model with given settings, its levels as the curves have them."""
    past = Past(cases, tree, today)
    return Model(past, settings, Hazards(past, settings, published or {}))


def _groups(node: Ints) -> Iterator[tuple[int, Ints]]:
    if not len(node):
        return
    order = np.argsort(node, kind="stable")
    values, first = np.unique(node[order], return_index=True)
    for place, rows in zip(values, np.split(order, first[1:]), strict=True):
        if len(rows):
            yield int(place), rows


def _so_far(curve: Curve, age: Ints) -> Floats:
    return np.where(age >= 0, curve.approved[np.maximum(age, 0)], 0.0)


def _still(curve: Curve, age: Ints) -> Floats:
    return np.where(age >= 0, curve.waiting[np.maximum(age, 0)], 1.0)


def _known(curve: Curve, age: Ints) -> tuple[Floats, Floats]:
    """Return, of those who still wait after `age` (-1: from the start), the shares approved and ended in all.

    What still waits at the end of the curve is in neither: nothing is known of it.
    """
    approved = curve.approved[-1] - _so_far(curve, age)
    return np.maximum(approved, 0.0), np.maximum(_still(curve, age) - curve.waiting[-1], 0.0)


def _otherwise(curve: Curve, age: Ints) -> Floats:
    approved, ended = _known(curve, age)
    found: Floats = np.divide(ended - approved, ended, out=np.zeros(len(age)), where=ended > 0)
    return np.clip(found, 0.0, 1.0)


def _quantiles(curve: Curve, age: Ints, shares: Floats) -> Floats:
    """Return, for each age, the days by which `shares` of those yet to be approved are approved.

    The approvals of a day are spread over the day around its middle: closed ranges of whole days would
    cover more than they say wherever many waits take equally long.
    """
    gone = _so_far(curve, age)
    total = curve.approved[-1] - gone
    target = gone[:, None] + total[:, None] * shares[None, :]
    place = np.searchsorted(curve.approved, target * (1 - 1e-13))
    place = np.clip(place, (age + 1)[:, None], len(curve.approved) - 1)
    before = np.where(place > 0, curve.approved[np.maximum(place - 1, 0)], 0.0)
    step = curve.approved[place] - before
    part = np.divide(target - before, step, out=np.ones_like(target), where=step > 0)
    found: Floats = place - 0.5 + np.clip(part, 0.0, 1.0)
    found[total <= 0] = np.nan
    return found
