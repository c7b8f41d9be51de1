"""Reads a CSV of waits and their ends, from any domain, and names every row and column it cannot use."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forecast.cases import APPROVED, OPEN, OTHER

COLUMNS = ("group", "subgroup", "submitted_on", "ended_on", "outcome")
OUTCOMES = {"approved": APPROVED, "denied": OTHER, "withdrawn": OTHER, "": OPEN}


class UnusableFile(Exception):
    """The file as a whole cannot be read; the message says what would be accepted."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in one row of the file; rows count from 1 after the heading."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Episodes:
    """Waits as one knows them on `last_day`; one array entry for each wait."""

    paths: tuple[tuple[str, ...], ...]  # the different cohorts, outermost name first
    path: NDArray[np.int64]  # index into `paths`
    start: NDArray[np.int64]  # day number of the submission
    end: NDArray[np.int64]  # day number of the end; for open ones `last_day`
    outcome: NDArray[np.int8]
    row: NDArray[np.int64]  # number of the row in its source, from 1
    last_day: int  # the last day that anything is known of
    group_level: int = 0  # which name of a path the simple forecasts go by

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows that can be used, and what was wrong with the others."""

    episodes: Episodes
    complaints: tuple[Complaint, ...]


def read_episodes(path: Path) -> Reading:
    """Read `path`; one bad row costs that row alone, which is named with its column.

    Raises `UnusableFile` when the file cannot be opened, lacks a column, or has no usable row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            _check_heading(reader.fieldnames or ())
            return read_rows(reader)
    except OSError as failure:
        raise UnusableFile(f"{path} cannot be read: {failure.strerror}.") from failure
    except UnicodeDecodeError as failure:
        raise UnusableFile(f"{path} is not text in UTF-8 (byte {failure.start}).") from failure
    except csv.Error as failure:
        raise UnusableFile(f"{path} is not a CSV file: {failure}.") from failure


def cohort_name(text: str) -> str:
    """Return one spelling for names that differ only in case, blanks or punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def _check_heading(found: Iterable[str]) -> None:
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise UnusableFile(
            f"Column {missing[0]} is missing. The first line must name the columns {', '.join(COLUMNS)}."
        )


def read_rows(rows: Iterable[Mapping[str, str | None]]) -> Reading:
    """Read rows that have the named columns, wherever they come from; raises `UnusableFile` without any."""
    complaints: list[Complaint] = []
    found: list[tuple[int, int, int, int, int]] = []
    places: dict[tuple[str, str], int] = {}
    paths: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        try:
            start, end, outcome = _facts(row)
        except _BadCellError as bad:
            complaints.append(Complaint(number, bad.column, bad.problem))
            continue
        spelled = (row["group"] or "", row["subgroup"] or "")
        if spelled not in places:
            key = tuple(cohort_name(name) for name in spelled)
            places[spelled] = paths.setdefault(key, len(paths))
        found.append((number, places[spelled], start, end, outcome))
    if not found:
        first = f" First problem: {complaints[0]}." if complaints else ""
        raise UnusableFile(f"The file has no row that can be used.{first}")
    number_of, place, start_of, end_of, outcome_of = np.array(found, dtype=np.int64).T
    last_day = int(max(start_of.max(), end_of.max()))
    end_of = np.where(outcome_of == OPEN, last_day, end_of)
    episodes = Episodes(
        tuple(paths), place, start_of, end_of, outcome_of.astype(np.int8), number_of, last_day
    )
    return Reading(episodes, tuple(complaints))


class _BadCellError(Exception):
    def __init__(self, column: str, problem: str) -> None:
        super().__init__(column, problem)
        self.column, self.problem = column, problem


def _facts(row: Mapping[str, str | None]) -> tuple[int, int, int]:
    """Return day of submission, day of the end (the submission's for an open one) and outcome."""
    start = _day(row, "submitted_on")
    if start is None:
        raise _BadCellError("submitted_on", "is blank; a date such as 2026-03-12 is needed")
    word = (row["outcome"] or "").strip().casefold()
    if word not in OUTCOMES:
        raise _BadCellError(
            "outcome", f"{row['outcome']!r} is none of approved, denied, withdrawn, or blank while open"
        )
    end = _day(row, "ended_on")
    if word and end is None:
        raise _BadCellError("ended_on", f"is blank although the outcome is {word}")
    if end is not None and not word:
        raise _BadCellError("outcome", "is blank although ended_on has a date")
    if end is not None and end < start:
        raise _BadCellError("ended_on", "is earlier than submitted_on")
    return start, start if end is None else end, OUTCOMES[word]


def _day(row: Mapping[str, str | None], column: str) -> int | None:
    text = (row[column] or "").strip()
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text).toordinal()
    except ValueError as failure:
        raise _BadCellError(column, f"{text!r} is not a date such as 2026-03-12") from failure
