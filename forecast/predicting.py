"""What is said today of each open application: its dates, its chances and what they rest on.

Applications of one cohort that wait equally long are told the same, so each such group is computed once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forecast import basis_words, stages
from forecast.basis_words import Rests
from forecast.enums import Basis, Stage
from forecast.episodes import Cohort, Told
from forecast.history import STAGES, History
from forecast.waits import Present

LEVELS = (10, 20, 50, 80, 90, 95)
PUBLISHED_LEVELS = (10, 20, 50, 80, 90)
MONTHS = 18
OVERDUE_SHARE = 0.9
Dates = tuple[dt.date | None, ...]
NO_DATES: Dates = (None,) * len(LEVELS)
NOT_PUBLISHED: Dates = (None,) * len(PUBLISHED_LEVELS)
# Chained at once: rows of a thousand days are wide.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Group:
    """What applications share that are told the same."""

    cohort: Cohort
    stage: Stage
    start: int
    contract: bool
    known_end: int | None


@dataclass(slots=True)
class Said:
    """What is said of every application of a group; `months` are its chances of approval month by month."""

    rests: Rests
    approval: Dates = NO_DATES
    billable: Dates = NO_DATES
    published: Dates = NOT_PUBLISHED
    other: float | None = None
    overdue: bool = False
    months: NDArray[np.float64] | None = None


@dataclass(slots=True)
class _Work:
    """Groups of one stage on their way through the model."""

    groups: list[Group] = field(default_factory=list)

    def arrays(self, history: History) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        leaf = np.array([history.leaves[group.cohort] for group in self.groups], dtype=np.int64)
        return leaf, np.array([group.start for group in self.groups], dtype=np.int64)


def group_of(cohort: Cohort, present: Present) -> Group:
    """Return the group of an application; the parts that make no difference are left equal."""
    return Group(cohort, present.stage, present.start, present.contract, present.known_end)


def predict(told: Iterable[Told], history: History) -> dict[Group, Said]:
    """Return what is said of each group of open applications, as of `history.today`."""
    groups = dict.fromkeys(group_of(one.cohort, one.course.present) for one in told if one.course.present)
    return predict_groups(list(groups), history)


def predict_groups(groups: Sequence[Group], history: History) -> dict[Group, Said]:
    """Return what is said of each group."""
    said: dict[Group, Said] = {}
    rests: dict[Cohort, Rests] = {}
    work: dict[Stage, _Work] = defaultdict(_Work)
    for group in groups:
        if group.cohort not in rests:
            rests[group.cohort] = basis_words.of_decision(history, group.cohort)
        said[group] = Said(rests[group.cohort])
        if group.stage == Stage.WATCH:
            said[group].rests = Rests(Basis.NONE, "No date while the panel is closed")
        elif group.stage in (Stage.SUBMISSION, Stage.DECISION):
            if rests[group.cohort].basis != Basis.NONE:
                work[Stage.DECISION].groups.append(group)
        else:
            said[group].rests = Rests(Basis.NONE, basis_words.NO_BASIS_BEHIND)
            work[group.stage].groups.append(group)
    for stage, part in work.items():
        # Neighbors of one cohort share a curve of the model.
        part.groups.sort(key=lambda group: (history.leaves[group.cohort], group.start))
        for start in range(0, len(part.groups), _AT_ONCE):
            _say(_Work(part.groups[start : start + _AT_ONCE]), stage, history, said)
    for group, one in said.items():
        if group.stage in (Stage.SUBMISSION, Stage.DECISION) and one.billable[0] is None:
            _say_whole_way(group, one, history)
    return said


def _say_whole_way(group: Group, one: Said, history: History) -> None:
    """Say the billable day as published for the whole way, where no history leads there."""
    quoted, model = history.whole_way(group.cohort)
    if quoted is None or model is None:
        return
    leaf, start = np.array([history.leaves[group.cohort]]), np.array([group.start])
    found = model.forecast(leaf, start, history.today).quantiles
    one.billable = _not_before(_dates(found, start, history.today)[0], one.approval)
    way = f"as published for the whole way, {quoted.words}"
    if one.rests.basis == Basis.NONE:
        one.rests = Rests(Basis.PUBLISHED, f"The billable day {way}; no history yet, and no approval day")
    else:
        one.rests = Rests(
            one.rests.basis, f"{one.rests.words}. The billable day {way}"[:400], one.rests.decisions
        )


def _say(work: _Work, stage: Stage, history: History, said: dict[Group, Said]) -> None:
    leaf, start = work.arrays(history)
    model = history.of[stage].model
    daily = model.remaining(leaf, start, history.today, stages.HORIZON)
    if stage == Stage.DECISION:
        _say_decisions(work.groups, leaf, start, history, said)
        for row, group in enumerate(work.groups):
            if group.stage == Stage.DECISION:
                said[group].months = _by_month(daily[row], history.today)
    for row, group in enumerate(work.groups):
        if group.known_end is not None:
            daily[row] = stages.certain(group.known_end - history.today)
    _say_billable(work.groups, stage, daily, history, said)


def _say_decisions(
    groups: Sequence[Group],
    leaf: NDArray[np.int64],
    start: NDArray[np.int64],
    history: History,
    said: dict[Group, Said],
) -> None:
    found = history.of[Stage.DECISION]
    outlooks = found.model.forecast(leaf, start, history.today)
    alone = found.published_alone
    approval = _dates(outlooks.quantiles, start, history.today)
    quoted: list[Dates] = [NOT_PUBLISHED] * len(groups)
    if alone is not None:
        shown = alone.forecast(leaf, start, history.today).quantiles[:, : len(PUBLISHED_LEVELS)]
        quoted = _dates(shown, start, history.today)
    for row, group in enumerate(groups):
        one = said[group]
        one.approval = approval[row]
        one.other = float(outlooks.other[row])
        one.overdue = group.stage == Stage.DECISION and bool(outlooks.ended_by_now[row] >= OVERDUE_SHARE)
        if history.range_of(Stage.DECISION, int(leaf[row])) is not None:
            one.published = quoted[row]


def _say_billable(
    groups: Sequence[Group], stage: Stage, daily: stages.Chances, history: History, said: dict[Group, Said]
) -> None:
    """Chain what remains of the stage with those behind it, where each of them has a basis."""
    by_stages: dict[tuple[Stage, ...], list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        later = stages_behind(group, stage)
        leaf = history.leaves[group.cohort]
        mine = [] if stage == Stage.DECISION or group.known_end is not None else [stage]
        if all(history.has_basis(one, leaf) for one in [*mine, *later]):
            by_stages[later].append(row)
            said[group].rests = _with_stages(history, group, said[group].rests, [*mine, *later])
    for later, rows in by_stages.items():
        leaves, which = np.unique([history.leaves[groups[row].cohort] for row in rows], return_inverse=True)
        whole = stages.chained(daily[rows], history.behind(leaves.tolist(), later), which)
        now = np.full(len(rows), history.today)
        found = _dates(stages.days_until(whole, LEVELS), now, history.today)
        for row, dates in zip(rows, found, strict=True):
            one = said[groups[row]]
            one.billable = _not_before(dates, one.approval)


def _not_before(billable: Dates, approval: Dates) -> Dates:
    """Return the billable days, none before its approval: the chain is not recalibrated as the decision is."""
    return tuple(max(a, b) if a and b else a for a, b in zip(billable, approval, strict=True))


def stages_behind(group: Group, stage: Stage) -> tuple[Stage, ...]:
    """Return the stages behind the present one; a contract that is settled already is none."""
    behind = STAGES[STAGES.index(stage) + 1 :]
    return tuple(one for one in behind if one != Stage.CONTRACT or group.contract)


def _with_stages(history: History, group: Group, rests: Rests, later: Sequence[Stage]) -> Rests:
    """Return what the chained stages rest on, added to what the decision rests on where one is awaited."""
    parts = [basis_words.of_stage(history, group.cohort, one) for one in later]
    words = "; ".join(text for text, _ in parts)
    if group.stage in (Stage.SUBMISSION, Stage.DECISION):
        return Rests(rests.basis, f"{rests.words}. Behind it: {words}"[:400], rests.decisions)
    if not parts:
        return Rests(Basis.OWN, "The day is on record")
    count = parts[0][1]
    return Rests(Basis.OWN if count else Basis.PUBLISHED, f"{words[0].upper()}{words[1:]}"[:400], count)


def _dates(quantiles: NDArray[np.float64], start: NDArray[np.int64], today: int) -> list[Dates]:
    """Return the days of each row, rounded up, never today or before, each not before the one in front of it."""
    days = np.maximum(start[:, None] + np.ceil(quantiles - 1e-9), today + 1)
    days = np.minimum(np.maximum.accumulate(days, axis=1), dt.date.max.toordinal())
    missing = np.isnan(quantiles.min(axis=1))
    none: Dates = (None,) * quantiles.shape[1]
    rows = np.nan_to_num(days).astype(np.int64).tolist()
    return [none if gone else tuple(map(_date, row)) for gone, row in zip(missing, rows, strict=True)]


@cache
def _date(number: int) -> dt.date:
    """Return the date of a day number; many applications share theirs."""
    return dt.date.fromordinal(number)


def _by_month(daily: NDArray[np.float64], today: int) -> NDArray[np.float64]:
    """Return the chance of the end in this month from tomorrow on, and in each of the months behind it."""
    edges = _month_edges(dt.date.fromordinal(today), len(daily))
    sums = np.concatenate([[0.0], np.cumsum(daily)])
    return np.diff(sums[edges])


def _month_edges(today: dt.date, horizon: int) -> NDArray[np.int64]:
    months = [today.year * 12 + today.month + ahead for ahead in range(MONTHS)]
    firsts = [dt.date(month // 12, month % 12 + 1, 1).toordinal() for month in months]
    days = [0, *(first - today.toordinal() - 1 for first in firsts)]
    return np.minimum(np.array(days, dtype=np.int64), horizon)
