"""Walks forward in time: at each cut-off, which cases are open, what was known then, and what came of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast.cases import OPEN, Cases
from forecast.episodes_file import Episodes
from forecast.predictions import Answer, Forecaster, Question

ENDS_BEFORE_FIRST = 100
SHARE_OF_SPAN = 0.75
YEAR = 365


@dataclass(frozen=True, slots=True)
class Truth:
    """What became of the asked cases, as far as the episodes tell."""

    end: NDArray[np.int64]  # day number; for cases still open the last day anything is known of
    outcome: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Step:
    """One cut-off: the question, every forecaster's answer, and the truth (kept from all of them)."""

    question: Question
    answers: dict[str, Answer]
    truth: Truth
    episode: NDArray[np.int64]  # place of each asked case in the episodes


@dataclass(frozen=True, slots=True)
class Published:
    """Published ranges in days, lowest and highest, by index into the episodes' paths."""

    ranges: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def cut_offs(episodes: Episodes, every: int) -> list[int]:
    """Return the day numbers of the cut-offs, `every` days apart.

    They run from the day after the 100th end to the later of three quarters of the span (first
    submission to last end) and 365 days before the last end; none with fewer ends.
    """
    ends = np.sort(episodes.end[episodes.outcome != OPEN])
    if len(ends) < ENDS_BEFORE_FIRST:
        return []
    opening, last_end = int(episodes.start.min()), int(ends[-1])
    last = max(opening + int((last_end - opening) * SHARE_OF_SPAN), last_end - YEAR)
    return list(range(int(ends[ENDS_BEFORE_FIRST - 1]) + 1, last + 1, every))


def question_at(
    episodes: Episodes, today: int, published: Published | None = None
) -> tuple[Question, NDArray[np.int64]]:
    """Return what was known on `today` and the places, in the episodes, of the cases open then.

    Nothing later reaches the question: not an end, not a submission, not even the name of a cohort
    that no case submitted by then belongs to.
    """
    kept = np.flatnonzero(episodes.start <= today)
    ended = (episodes.outcome[kept] != OPEN) & (episodes.end[kept] <= today)
    seen, leaf = np.unique(episodes.path[kept], return_inverse=True)
    # Sorted by name, because the order of first appearance would depend on how the file is sorted.
    by_name = np.array(sorted(range(len(seen)), key=lambda place: episodes.paths[seen[place]]))
    rank = np.empty(len(seen), dtype=np.int64)
    rank[by_name] = np.arange(len(seen))
    known = Cases(
        start=episodes.start[kept],
        end=np.where(ended, episodes.end[kept], today),
        outcome=np.where(ended, episodes.outcome[kept], OPEN).astype(np.int8),
        leaf=rank[leaf] if len(seen) else leaf.astype(np.int64),
    )
    asked = np.flatnonzero(~ended)
    names = tuple(episodes.paths[seen[place]] for place in by_name)
    ranges = published.ranges if published else {}
    known_ranges = {
        place: ranges[int(seen[old])] for place, old in enumerate(by_name) if int(seen[old]) in ranges
    }
    question = Question(today, known, names, asked, known_ranges, episodes.group_level)
    return question, kept[asked]


def walk(
    episodes: Episodes,
    every: int,
    forecasters: Mapping[str, Forecaster],
    published: Published | None = None,
) -> Iterator[Step]:
    """Ask every forecaster at every cut-off; cut-offs without an open case are passed over."""
    for today in cut_offs(episodes, every):
        question, places = question_at(episodes, today, published)
        if not len(places):
            continue
        answers = {name: answer for name, ask in forecasters.items() if (answer := ask(question))}
        yield Step(question, answers, Truth(episodes.end[places], episodes.outcome[places]), places)
