"""How likely does a wait end on its next day, in each cohort? Daily hazards, each cohort drawn to its parent.

Two ends compete: the wanted one (approval) and any other. A day counts half as much for every half-life
that lies between it and today, so a change of pace shows. A cohort's hazards start from its parent's,
speeded up or slowed down by the cohort's own pace, and are drawn to them by some pseudo-cases at
every age: thin cohorts borrow, thick ones speak for themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast.cases import APPROVED, OTHER, Cases
from forecast.cohorts import Tree
from forecast.published_range import Published, daily_hazard, horizon

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A pace of its own goes no further than this: beyond it a few cases would be believed too much.
_FASTEST = 12.0
# How far beyond the oldest case a curve goes, as a share of its age and in days besides.
_BEYOND, _BEYOND_DAYS = 0.45, 14
# Decisions at which a cohort's parents weigh as much as its published range.
_PUBLISHED_WORTH = 10.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is borrowed and how fast the past is forgotten; `choosing.py` fits the first three.

    `half_life` in days; `pull` in pseudo-cases at every age; `pace` in pseudo-events (infinite: no pace of
    its own). `flat`: pseudo-cases of an even chance a day, at every age of all cohorts together; `beyond`:
    curves go on beyond the oldest case.
    """

    half_life: float = 180.0
    pull: float = 20.0
    pace: float = np.inf
    flat: float = 8.0
    beyond: bool = True


PLAIN = Settings(half_life=np.inf, pull=0.0, pace=np.inf, flat=0.0, beyond=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was seen in a cohort by age in days: how many waited through it, how many ended on it."""

    present: Floats
    ended: Floats  # 2 x ages: approved, other


class Past:
    """The cases of every cohort at hand by slice, so that a cohort's counts cost only its own cases."""

    def __init__(self, cases: Cases, tree: Tree, today: int) -> None:
        self.waited = cases.age
        self.today = today
        self.days = int(self.waited.max()) + 1 if len(cases) else 1
        self.tree = tree
        table = _ancestors(tree)
        self._depth = (table >= 0).sum(axis=1) - 1
        self._start, self._outcome = cases.start, cases.outcome
        self._orders: list[Ints] = []
        self._edges: list[Ints] = []
        for depth in range(table.shape[1]):
            node = table[cases.leaf, depth] if depth else np.zeros(len(cases), dtype=np.int64)
            order = np.argsort(node, kind="stable")
            self._orders.append(order)
            self._edges.append(np.searchsorted(node[order], np.arange(len(tree) + 1)))

    def rows(self, node: int) -> Ints:
        """Return the places of the cohort's cases."""
        depth = int(self._depth[node])
        edges = self._edges[depth]
        return self._orders[depth][edges[node] : edges[node + 1]]

    def counts(self, node: int, half_life: float) -> Counts:
        """Return the cohort's counts, each day weighed by its distance from today."""
        rows = self.rows(node)
        waited, outcome = self.waited[rows], self._outcome[rows]
        forget = np.log(2.0) / half_life if np.isfinite(half_life) else 0.0
        # By the day of the start first: the age is put right for all at once below.
        weight = np.exp(-forget * (self.today - self._start[rows]))
        left = np.bincount(waited, weights=weight, minlength=self.days)
        ended = np.stack(
            [
                np.bincount(waited[outcome == kind], weights=weight[outcome == kind], minlength=self.days)
                for kind in (APPROVED, OTHER)
            ]
        )
        aging = np.exp(forget * np.arange(self.days))
        present = np.cumsum(left[::-1])[::-1]
        return Counts(present * aging, ended * aging)


@dataclass(slots=True)
class Hazards:
    """Daily hazards (2 x ages: approved, other) of each cohort, worked out when first asked for."""

    past: Past
    settings: Settings
    published: Mapping[int, Published] = field(default_factory=dict)
    _of: dict[int, Floats] = field(default_factory=dict)
    _ages: int = 0

    def __post_init__(self) -> None:
        days = self.past.days
        longest = max((horizon(one) for one in self.published.values()), default=0)
        # Room beyond the oldest case, so that one that outlasts all others still has a forecast.
        room = int(_BEYOND * days) + _BEYOND_DAYS if self.settings.beyond else 0
        self._ages = max(days + room, longest, 2)

    @property
    def ages(self) -> int:
        """Return how many days of age the hazards cover."""
        return self._ages

    def of(self, node: int) -> Floats:
        """Return the hazards of a cohort."""
        if node not in self._of:
            self._of[node] = self._root() if node == 0 else self._drawn(node)
        return self._of[node]

    def reaching(self, node: int, ages: int) -> Floats:
        """Return the hazards of a cohort for that many ages; beyond the last one it holds on."""
        found = self.of(node)
        short = ages - found.shape[1]
        return found[:, :ages] if short <= 0 else np.pad(found, ((0, 0), (0, short)), mode="edge")

    def _root(self) -> Floats:
        recent = self.past.counts(0, self.settings.half_life)
        # The same chance every day is what is known of ages that hardly anybody has reached.
        waiting = max(float(recent.present.sum()), 1e-9)
        level = np.repeat(recent.ended.sum(axis=1)[:, None] / waiting, self._ages, axis=1)
        return _blend(recent, _within_one(level), self.settings.flat)

    def _drawn(self, node: int) -> Floats:
        above = self.of(int(self.past.tree.parent[node]))
        counts = self.past.counts(node, self.settings.half_life)
        if node in self.published:
            above = self._with_published(node, above)
        return _blend(counts, _paced(counts, above, self.settings.pace), self.settings.pull)

    def _with_published(self, node: int, above: Floats) -> Floats:
        """Mix what the parents' history says with the cohort's published range, by the decisions behind it."""
        parent = int(self.past.tree.parent[node])
        seen = float(self.past.counts(parent, self.settings.half_life).ended.sum())
        share = seen / (seen + _PUBLISHED_WORTH)
        mixed = above.copy()
        mixed[0] = share * above[0] + (1 - share) * daily_hazard(self.published[node], self._ages)
        return mixed


def _ancestors(tree: Tree) -> Ints:
    """Return the ancestor of every node at each depth (itself at its own, -1 below): nodes x depths."""
    table = np.full((len(tree.parent), int(tree.depth.max()) + 1), -1, dtype=np.int64)
    for node, above in enumerate(tree.parent):
        if node:
            table[node] = table[above]
        table[node, tree.depth[node]] = node
    return table


def _blend(counts: Counts, prior: Floats, strength: float) -> Floats:
    """Return the cohort's hazards, each age drawn to `prior` by `strength` pseudo-cases."""
    found = prior.copy()
    days = len(counts.present)
    weight = counts.present + strength
    found[:, :days] = (counts.ended + strength * prior[:, :days]) / np.where(weight > 0, weight, 1.0)
    return _within_one(found)


def _paced(counts: Counts, prior: Floats, pull: float) -> Floats:
    """Return `prior` at the cohort's own pace: observed over expected ends, drawn to one by `pull` events."""
    if not np.isfinite(pull):
        return prior
    days = len(counts.present)
    expected = prior[:, :days] @ counts.present
    pace = (counts.ended.sum(axis=1) + pull) / (expected + pull)
    return _within_one(prior * np.clip(pace, 1 / _FASTEST, _FASTEST)[:, None])


def _within_one(hazards: Floats) -> Floats:
    total = hazards.sum(axis=0)
    over = total > 1.0
    if over.any():
        hazards[:, over] /= total[over]
    return hazards
