"""The waits for decisions of the open organization in the form that a backtest walks, with published ranges."""

import datetime as dt

import numpy as np

from credtrack.kernel import clock
from forecast import published
from forecast.backtest import Published
from forecast.cases import OPEN
from forecast.enums import Stage
from forecast.episodes import Cohort, applications
from forecast.episodes_file import Episodes, UnusableFile

# The payer's place in `Cohort.path`.
PAYER = 1


def organization_episodes(on: dt.date | None = None) -> tuple[Episodes, Published]:
    """Return all waits for a decision as recorded by now, and the range that is published for each cohort.

    A row's number counts the waits by application. Ranges are those in force on `on` (today): what was
    published earlier is not kept by all sources, so past cut-offs are measured against today's. Raises
    `UnusableFile` when no application has been sent yet.
    """
    day = on or clock.today()
    today = day.toordinal()
    places: dict[tuple[str, ...], int] = {}
    cohorts: list[Cohort] = []
    waits: list[tuple[int, int, int, int]] = []
    for told in applications(day, min(clock.now(), clock.end_of_day(day))):
        for wait in told.course.waits:
            if wait.stage != Stage.DECISION or (wait.outcome == OPEN and wait.end != today):
                continue
            place = places.setdefault(told.cohort.path, len(places))
            if place == len(cohorts):
                cohorts.append(told.cohort)
            waits.append((place, wait.start, wait.end, wait.outcome))
    if not waits:
        raise UnusableFile("No application of this organization has been sent yet.")
    path, start, end, outcome = np.array(waits, dtype=np.int64).T
    rows = np.arange(1, len(waits) + 1)
    found = Episodes(tuple(places), path, start, end, outcome.astype(np.int8), rows, today, PAYER)
    return found, _ranges(cohorts, day)


def _ranges(cohorts: list[Cohort], day: dt.date) -> Published:
    book = published.book_of(day)
    ranges: dict[int, tuple[int, int]] = {}
    for place, cohort in enumerate(cohorts):
        leaf = published.of_leaf(book, cohort, Stage.DECISION)
        told = leaf or published.of_payer(book, cohort, Stage.DECISION)
        if told is not None:
            ranges[place] = (told.low, told.high)
    return Published(ranges)
