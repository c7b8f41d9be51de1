"""How much to borrow, how fast to forget? The settings under which the recent past was likeliest, held out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.cases import APPROVED, OPEN, OTHER, Cases, known_by
from forecast.cohorts import Tree
from forecast.hazards import Hazards, Past, Settings

Floats = NDArray[np.float64]

_TRIED: dict[str, tuple[float, ...]] = {
    "pace": (2.0, 5.0, 12.0, 30.0, np.inf),
    "half_life": (60.0, 120.0, 180.0, 365.0, 1095.0, np.inf),
    "pull": (2.0, 5.0, 10.0, 20.0, 50.0, 150.0),
}
# Standard errors that a gain must exceed: on a few hundred ends most gains are noise.
_CLEAR = 2.0
# Days before today up to which settings are fitted; what came after is what they are judged by.
_HELD_OUT = (45, 120, 270)
# Where little happens a stretch is longer, so that so many ends lie after its day.
_ENDS_AFTER = (40, 100, 200)
_FEWEST_ENDS = 40
_MOST_CASES = 60_000
_MOST_COHORTS = 150


@dataclass(frozen=True, slots=True)
class _Fold:
    """One held-out stretch: what was known before it, and who waited and ended in it, cohort by cohort."""

    past: Past
    nodes: list[int]
    present: list[NDArray[np.float64]]
    ended: list[NDArray[np.float64]]

    def log_likelihood(self, settings: Settings) -> Floats:
        """Return the log-likelihood of the stretch under hazards fitted before it, by cohort and age."""
        hazards = Hazards(self.past, settings)
        found = []
        for node, present, ended in zip(self.nodes, self.present, self.ended, strict=True):
            rates = np.clip(hazards.reaching(node, len(present)), 1e-9, 1.0)
            stays = np.clip(1.0 - rates.sum(axis=0), 1e-9, 1.0)
            stayed = present - ended.sum(axis=0)
            found.append((ended * np.log(rates)).sum(axis=0) + stayed * np.log(stays))
        return np.concatenate(found)


def choose(cases: Cases, tree: Tree, today: int) -> Settings:
    """Return the settings that fit the held-out stretches best; the usual ones where too little is known."""
    folds = list(_folds(_thinned(cases), tree, today))
    best = Settings()
    if not folds:
        return best
    tried: dict[Settings, Floats] = {}

    def cells(settings: Settings) -> Floats:
        if settings not in tried:
            tried[settings] = np.concatenate([fold.log_likelihood(settings) for fold in folds])
        return tried[settings]

    for _ in range(2):
        before = best
        for name, values in _TRIED.items():
            others = [_with(best, name, value) for value in values]
            best = _clearly_best(best, others, cells)
        if best == before:
            break
    return best


def _with(settings: Settings, name: str, value: float) -> Settings:
    changes: Any = {name: value}
    return replace(settings, **changes)


def _clearly_best(usual: Settings, others: list[Settings], cells: Callable[[Settings], Floats]) -> Settings:
    """Return the likeliest of the settings, but the usual ones where that may well be chance."""
    likeliest = max([usual, *others], key=lambda one: float(cells(one).sum()))
    gain = cells(likeliest) - cells(usual)
    error = float(np.sqrt((gain**2).sum()))
    return likeliest if float(gain.sum()) > _CLEAR * error else usual


def _thinned(cases: Cases) -> Cases:
    """Keep every n-th case where there are very many: settings need no more, and time is short."""
    step = -(-len(cases) // _MOST_CASES)
    return cases if step <= 1 else cases.take(np.arange(0, len(cases), step))


def _folds(cases: Cases, tree: Tree, today: int) -> Iterator[_Fold]:
    later = today
    ends = np.sort(cases.end[cases.outcome != OPEN])
    for days, after_it in zip(_HELD_OUT, _ENDS_AFTER, strict=True):
        day = min(today - days, int(ends[-after_it]) - 1) if len(ends) >= after_it else today - days
        before = known_by(cases, day)
        if (before.outcome != OPEN).sum() < _FEWEST_ENDS:
            return
        after = known_by(cases, later)
        fold = _fold(Past(before, tree, day), after, day)
        if fold.nodes:
            yield fold
        later = day


def _fold(past: Past, after: Cases, day: int) -> _Fold:
    """Count who waited and ended after `day`, by cohort and age."""
    # The first day of age that lies after `day`: those begun later count from day zero.
    first = np.maximum(day - after.start + 1, 0)
    seen = after.age >= first
    leaf, first, last, outcome = after.leaf[seen], first[seen], after.age[seen], after.outcome[seen]
    cap = 4 * past.days
    nodes, sizes = np.unique(leaf, return_counts=True)
    # Every n-th by size: large and tiny cohorts both have their say.
    by_size = nodes[np.argsort(-sizes, kind="stable")]
    chosen = by_size[:: -(-len(by_size) // _MOST_COHORTS)] if len(by_size) else by_size
    fold = _Fold(past, [], [], [])
    for node in np.sort(chosen):
        rows = leaf == node
        start, stop, kind = first[rows], np.minimum(last[rows], cap - 1), outcome[rows]
        inside = start < cap
        start, stop, kind = start[inside], stop[inside], kind[inside]
        width = int(stop.max()) + 2 if len(stop) else 1
        steps = np.bincount(start, minlength=width).astype(float)
        steps -= np.bincount(stop + 1, minlength=width)
        fold.nodes.append(int(node))
        fold.present.append(np.cumsum(steps)[: width - 1])
        fold.ended.append(
            np.stack(
                [np.bincount(stop[kind == one], minlength=width - 1) for one in (APPROVED, OTHER)]
            ).astype(float)
        )
    return fold
