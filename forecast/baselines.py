"""Five simple ways to say when it will be approved, each as fair as it can be made, to be measured against.

All know the age: whatever one says of a case lies after today, tomorrow at the earliest. A group
without what a baseline needs borrows from all cases together.
"""

import numpy as np
from numpy.typing import NDArray

from forecast.cases import APPROVED, OPEN
from forecast.predictions import HORIZONS, LEVELS, Answer, Forecaster, Question

# Waits stay below this many days, so that (group, wait) makes one sortable number.
FAR = 1 << 20
SHARES = np.array(LEVELS) / 100
Days = NDArray[np.int64]
Floats = NDArray[np.float64]


def overall_median(question: Question) -> Answer:
    """One date for all: the median wait of everything approved so far, or tomorrow if that is past."""
    return _from_median(question, np.zeros(len(question.known.start), dtype=np.int64))


def group_median(question: Question) -> Answer:
    """The same for each group: the first column of a file, the payer in an organization."""
    return _from_median(question, _groups(question))


def finished_quantiles(question: Question) -> Answer:
    """Quantiles of the waits of each group's approved cases that had waited longer than this one."""
    waited, ended = _waits(question), question.known.outcome != OPEN
    approved = question.known.outcome == APPROVED
    quantiles = np.full((len(question.asked), len(LEVELS)), np.nan)
    within = np.full((len(question.asked), len(HORIZONS)), np.nan)
    share = np.full(len(question.asked), np.nan)
    for group in (_groups(question), np.zeros(len(waited), dtype=np.int64)):
        asked = group[question.asked]
        longer = _Sorted(group[approved], waited[approved]).beyond(asked, question.age)
        quantiles = np.where(np.isnan(quantiles), longer.quantiles(), quantiles)
        ends = _Sorted(group[ended], waited[ended]).beyond(asked, question.age)
        with np.errstate(invalid="ignore", divide="ignore"):
            chance = np.stack([longer.up_to(question.age + days) / ends.count for days in HORIZONS], axis=1)
            within = np.where(np.isnan(within), chance, within)
            share = np.where(np.isnan(share), longer.count / ends.count, share)
    overall = _approved_share(question)
    quantiles = np.where(np.isnan(quantiles), question.age[:, None] + 1.0, quantiles)
    return Answer(quantiles, 1 - np.nan_to_num(share, nan=overall), np.nan_to_num(within, nan=overall))


def kaplan_meier(question: Question) -> Answer:
    """Each group's Kaplan-Meier curve of approval; every other end, and being open still, is censored.

    A quantile that the curve does not reach is the longest wait until an approval in the group.
    """
    group = _groups(question)
    own = _curve(question, group)
    everybody = _curve(question, np.zeros_like(group))
    quantiles = np.where(np.isnan(own[0]), everybody[0], own[0])
    within = np.where(np.isnan(own[1]), everybody[1], own[1])
    quantiles = np.where(np.isnan(quantiles), 0.0, quantiles)
    return Answer(
        np.maximum(quantiles, question.age[:, None] + 1.0),
        np.full(len(question.asked), 1 - _approved_share(question)),
        np.nan_to_num(within),
    )


def published_range(question: Question) -> Answer | None:
    """The published lowest and highest days as 10 and 90 %, even in between; none where none is published.

    Cohorts without a published range take part with no date, and are not scored.
    """
    if not question.published:
        return None
    bounds = np.full((len(question.paths), 2), np.nan)
    for leaf, (low, high) in question.published.items():
        bounds[leaf] = low, high
    low, high = bounds[question.known.leaf[question.asked]].T
    step = (high - low) / 0.8
    quantiles = low[:, None] + (SHARES - 0.1) * step[:, None]
    least = question.age[:, None] + 1.0
    spread = np.maximum(step, 1.0)
    due = [np.clip(0.1 + (question.age + days - low) / spread, 0, 1) for days in HORIZONS]
    overall = _approved_share(question)
    return Answer(
        np.maximum(quantiles, least),
        np.full(len(question.asked), 1 - overall),
        np.stack(due, axis=1) * overall,
    )


BASELINES: dict[str, Forecaster] = {
    "overall_median": overall_median,
    "group_median": group_median,
    "group_finished_quantiles": finished_quantiles,
    "group_kaplan_meier": kaplan_meier,
    "published_range": published_range,
}


def _groups(question: Question) -> Days:
    numbers: dict[str, int] = {}
    of_leaf = [numbers.setdefault(path[question.group_level], len(numbers)) for path in question.paths]
    return np.array(of_leaf, dtype=np.int64)[question.known.leaf]


def _waits(question: Question) -> Days:
    return np.asarray(question.known.end - question.known.start)


def _approved_share(question: Question) -> float:
    """Share of approvals among all ends so far; 1 before the first end."""
    ends = question.known.outcome[question.known.outcome != OPEN]
    return float((ends == APPROVED).mean()) if len(ends) else 1.0


def _from_median(question: Question, group: Days) -> Answer:
    approved = question.known.outcome == APPROVED
    waited = _waits(question)[approved]
    if not len(waited):
        nothing = np.full((len(question.asked), len(LEVELS)), np.nan)
        return Answer(nothing, np.zeros(len(nothing)), np.zeros((len(nothing), len(HORIZONS))))
    of_group = _Sorted(group[approved], waited).beyond(group[question.asked], -1).quantiles()[:, 2]
    day = np.where(np.isnan(of_group), np.median(waited), of_group)
    day = np.maximum(day, question.age + 1.0)
    share = _approved_share(question)
    within = np.stack([(day <= question.age + days) * share for days in HORIZONS], axis=1)
    return Answer(np.repeat(day[:, None], len(LEVELS), axis=1), np.full(len(day), 1 - share), within)


class _Beyond:
    """For each asked case, the slice of its group's sorted waits that are longer than its age."""

    def __init__(self, keys: Days, waits: Days, group: Days, age: Days | int) -> None:
        self.keys, self.waits, self.group = keys, waits, group
        self.first = np.searchsorted(keys, group * FAR + age + 1)
        self.count = (np.searchsorted(keys, (group + 1) * FAR) - self.first).astype(np.float64)

    def quantiles(self) -> Floats:
        """Return the quantiles at LEVELS, between neighbors where need be; NaN for an empty slice."""
        found = np.full((len(self.first), len(SHARES)), np.nan)
        some = self.count > 0
        place = (self.count[some, None] - 1) * SHARES
        below = np.floor(place).astype(np.int64)
        above = np.ceil(place).astype(np.int64)
        first = self.first[some, None]
        low, high = self.waits[first + below], self.waits[first + above]
        found[some] = low + (place - below) * (high - low)
        return found

    def up_to(self, days: Days) -> Floats:
        """Return how many waits of the slice are no longer than `days`."""
        return np.asarray(np.searchsorted(self.keys, self.group * FAR + days + 1) - self.first, dtype=float)


class _Sorted:
    """Waits sorted by group and length."""

    def __init__(self, group: Days, waits: Days) -> None:
        key = group * FAR + waits
        order = np.argsort(key, kind="stable")
        self.keys, self.waits = key[order], waits[order]

    def beyond(self, group: Days, age: Days | int) -> _Beyond:
        return _Beyond(self.keys, self.waits, group, age)


def _curve(question: Question, group: Days) -> tuple[Floats, Floats]:
    """Return quantiles and chances given the age from the curve of each asked case's group; NaN without."""
    cap = 64.0  # a cumulative hazard that stands for certainty
    waited = _waits(question)
    approvals = question.known.outcome == APPROVED
    keys, counts = np.unique((group * FAR + waited)[approvals], return_counts=True)
    asked = group[question.asked]
    if not len(keys):
        nothing = np.full((len(asked), len(LEVELS)), np.nan)
        return nothing, nothing[:, : len(HORIZONS)]
    everyone = np.sort(group * FAR + waited)
    present = np.searchsorted(everyone, (keys // FAR + 1) * FAR) - np.searchsorted(everyone, keys)
    with np.errstate(divide="ignore"):
        steps = np.minimum(-np.log1p(-counts / present), cap)
    total = np.concatenate([[0.0], np.cumsum(steps)])
    start = np.searchsorted(keys, asked * FAR)
    stop = np.searchsorted(keys, (asked + 1) * FAR)
    now = np.searchsorted(keys, asked * FAR + question.age + 1)
    quantiles = np.full((len(asked), len(LEVELS)), np.nan)
    some = stop > start
    for place, share in enumerate(SHARES):
        reached = np.searchsorted(total, total[now] - np.log1p(-share) - 1e-12) - 1
        last = np.minimum(np.maximum(reached, now), stop - 1)
        quantiles[some, place] = keys[last[some]] % FAR
    within = np.full((len(asked), len(HORIZONS)), np.nan)
    for place, days in enumerate(HORIZONS):
        then = np.searchsorted(keys, asked * FAR + question.age + days + 1)
        within[some, place] = (1 - np.exp(total[now] - total[then]))[some]
    return quantiles, within
