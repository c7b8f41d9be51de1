"""What has the organization's own history to say of each stage? Fitted once per stage, with its counts."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast import cohorts, published, stages
from forecast.cases import APPROVED, OPEN, Cases
from forecast.enums import Stage
from forecast.episodes import Cohort, Told
from forecast.published import Range
from forecast.survival import Model, Published, fit
from payers.selectors import RuleBook

STAGES = (Stage.DECISION, Stage.CONTRACT, Stage.EFFECTIVE, Stage.LOADING)
# So many ended waits are a basis; fewer are mentioned, and filled up from a wider group.
HANDFUL = 5
_NEVER = np.iinfo(np.int64).max


@dataclass(slots=True)
class StageHistory:
    """One stage: its model, the model of its published ranges alone, and per group of the tree
    how many waits ended, how many of them as hoped, and the day number of the first end."""

    model: Model
    published_alone: Model | None
    ended: NDArray[np.int64]
    approved: NDArray[np.int64]
    first_end: NDArray[np.int64]
    ranges: dict[int, Range]
    digest: str
    tails: dict[int, stages.Chances] = field(default_factory=dict)

    @property
    def settings_words(self) -> str:
        """Return the settings of the model as text, for fingerprints."""
        return repr(self.model.settings)


@dataclass(slots=True)
class History:
    """All stages of an organization as known on `today` (a day number), over one tree of cohorts."""

    today: int
    book: RuleBook
    tree: cohorts.Tree
    leaves: dict[Cohort, int]
    of: dict[Stage, StageHistory]
    _ways: dict[int, tuple[Range | None, Model | None]] = field(default_factory=dict)

    def line_of(self, node: int) -> list[int]:
        """Return the node and the groups it lies in, from narrow to wide."""
        found = []
        while node >= 0:
            found.append(node)
            node = int(self.tree.parent[node])
        return found

    def range_of(self, stage: Stage, leaf: int) -> Range | None:
        """Return the published range that speaks for the leaf: its own, else its payer's."""
        ranges = self.of[stage].ranges
        return next((ranges[node] for node in self.line_of(leaf) if node in ranges), None)

    def has_basis(self, stage: Stage, leaf: int) -> bool:
        """Say whether anything speaks for a later stage: a handful of ends anywhere, or a published range."""
        return bool(self.of[stage].approved[0] >= HANDFUL) or self.range_of(stage, leaf) is not None

    def tails(self, stage: Stage, leaves: Sequence[int]) -> stages.Chances:
        """Return for each leaf the chance of each length of the stage from its first day on.

        Column 0 is no wait at all. A leaf is worked out once.
        """
        known = self.of[stage].tails
        new = [leaf for leaf in dict.fromkeys(leaves) if leaf not in known]
        if new:
            model, start = self.of[stage].model, np.full(len(new), self.today)
            first = np.array([model.daily(leaf)[:, 0] for leaf in new])
            # What does not end on the first day waits on like any other that has not ended by today.
            later = model.remaining(np.array(new), start, self.today, stages.HORIZON)
            daily = np.hstack([first[:, :1], later * (1 - first.sum(axis=1))[:, None]])
            known.update(zip(new, stages.among_those_that_get_there(daily), strict=True))
        return np.array([known[leaf] for leaf in leaves])

    def whole_way(self, cohort: Cohort) -> tuple[Range | None, Model | None]:
        """Return the published range from the request to the contract, and what it alone says as a model."""
        leaf = self.leaves[cohort]
        if leaf not in self._ways:
            quoted = published.whole_way(self.book, cohort)
            self._ways[leaf] = (quoted, self.alone({leaf: quoted}) if quoted else None)
        return self._ways[leaf]

    def alone(self, ranges: Mapping[int, Range]) -> Model:
        """Return the model of published ranges without any history."""
        nothing = np.zeros(0, dtype=np.int64)
        none = Cases(nothing, nothing, nothing.astype(np.int8), nothing)
        roots = {node: Published(one.low, one.high) for node, one in ranges.items()}
        return fit(none, self.tree, self.today, roots, self.of[Stage.DECISION].model.settings)

    def behind(self, leaves: Sequence[int], later: Sequence[Stage]) -> stages.Chances:
        """Return for each leaf the chance of each length of the stages `later` together."""
        return stages.joined([self.tails(stage, leaves) for stage in later], len(leaves))


def history(told: Sequence[Told], book: RuleBook, today: dt.date, asked: Iterable[Cohort] = ()) -> History:
    """Fit every stage on the waits of `told`; `asked` are further cohorts that will be asked about."""
    known = list(dict.fromkeys([*(one.cohort for one in told), *asked]))
    tree, places, _ = cohorts.build([cohort.path for cohort in known])
    leaves = dict(zip(known, (int(place) for place in places), strict=True))
    number = today.toordinal()
    found = History(number, book, tree, leaves, {})
    for stage in STAGES:
        found.of[stage] = _stage(found, stage, _cases(told, leaves, stage))
    decision = found.of[Stage.DECISION]
    decision.published_alone = found.alone(decision.ranges) if decision.ranges else None
    return found


def _cases(told: Sequence[Told], leaves: dict[Cohort, int], stage: Stage) -> Cases:
    rows = [
        (wait.start, wait.end, wait.outcome, leaves[one.cohort])
        for one in told
        for wait in one.course.waits
        if wait.stage == stage
    ]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
    return Cases(table[:, 0], table[:, 1], table[:, 2].astype(np.int8), table[:, 3])


def _stage(history: History, stage: Stage, cases: Cases) -> StageHistory:
    ranges = _ranges(history, stage)
    roots = {node: Published(one.low, one.high) for node, one in ranges.items()}
    model = fit(cases, history.tree, history.today, roots)
    ended, approved, first = _counts(history.tree, cases)
    columns = (cases.start, cases.end, cases.outcome, cases.leaf)
    digest = hashlib.sha256(b"".join(column.tobytes() for column in columns)).hexdigest()
    return StageHistory(model, None, ended, approved, first, ranges, digest)


def _ranges(history: History, stage: Stage) -> dict[int, Range]:
    """Return the published range of each payer, and of a leaf where another one applies there."""
    found: dict[int, Range] = {}
    asked: set[int] = set()
    for cohort, leaf in history.leaves.items():
        payer = int(history.tree.parent[leaf])
        if payer not in asked:
            asked.add(payer)
            general = published.of_payer(history.book, cohort, stage)
            if general is not None:
                found[payer] = general
        special = published.of_leaf(history.book, cohort, stage)
        if special is not None and (payer not in found or special.fact.id != found[payer].fact.id):
            found[leaf] = special
    return found


def _counts(
    tree: cohorts.Tree, cases: Cases
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    size = len(tree.parent)
    over = cases.outcome != OPEN
    ended = np.bincount(cases.leaf[over], minlength=size)
    approved = np.bincount(cases.leaf[cases.outcome == APPROVED], minlength=size)
    first = np.full(size, _NEVER)
    np.minimum.at(first, cases.leaf[over], cases.end[over])
    for node in range(size - 1, 0, -1):
        up = tree.parent[node]
        ended[up] += ended[node]
        approved[up] += approved[node]
        first[up] = min(first[up], first[node])
    return ended, approved, first
