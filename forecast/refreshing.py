"""How are forecasts made anew? Read, fit, foresee, and write down what changed; nothing said is overwritten.

A day that is over is only looked at: what would have been said then is returned and nothing is stored,
because a forecast that was not made at the time must never look as though it had been.
"""

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from credtrack.kernel import clock
from enrollments.clocks import segments
from enrollments.enums import Clock, ContractTrack
from enrollments.fold import LogRow
from enrollments.models import MissingItem
from forecast import published, sums, writing
from forecast.enums import Basis
from forecast.episodes import Told, applications
from forecast.fingerprints import Fingerprints
from forecast.history import History, history
from forecast.predicting import Group, Said, group_of, predict
from forecast.rows import OutlookRow, outlook_row
from forecast.writing import Written

Spans = dict[int, list[tuple[dt.date, dt.date | None]]]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: open applications, forecasts written and left as they were, those without a basis.

    `stored` is false for a day that is over. `rows` are what is said of each open application.
    """

    on: dt.date
    applications: int
    written: int
    unchanged: int
    without_basis: int
    stored: bool
    rows: list[OutlookRow] = field(default_factory=list, repr=False)

    def as_counts(self) -> dict[str, Any]:
        """Return the counts alone."""
        names = ("applications", "written", "unchanged", "without_basis")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Foreseen:
    """Everything that is said on a day, before any of it is written."""

    on: dt.date
    told: list[Told]
    history: History
    said: dict[Group, Said]
    time: sums.TimeSum

    @property
    def open(self) -> list[Told]:
        """Return the applications that were open at the end of the day."""
        return [one for one in self.told if one.course.present is not None]


def refresh(on: dt.date | None = None, known_on: dt.datetime | None = None) -> Refreshed:
    """Make the forecasts of the open organization anew; a second run at once writes nothing.

    `on` is today unless given; a day before it stores nothing. `known_on` is the last instant of
    recording that counts: the end of `on`, and never later than now.
    """
    today = clock.today()
    day = on or today
    foreseen = foresee(day, known_on)
    rows = outlook_rows(foreseen)
    stored = day == today and known_on is None
    written = Written(0, len(rows))
    if stored:
        months = list(sums.by_month(foreseen.open, foreseen.said, day))
        written = writing.write(day, rows, months, list(foreseen.time.rows()))
    return Refreshed(
        day,
        len(rows),
        written.forecasts,
        len(rows) - written.forecasts if stored else 0,
        sum(row.basis == Basis.NONE for row in rows),
        stored,
        rows,
    )


def foresee(on: dt.date, known_on: dt.datetime | None = None) -> Foreseen:
    """Return what is said on the day `on`, from what was recorded by `known_on` (default: by its end)."""
    told, time = read(on, min(known_on or clock.end_of_day(on), clock.now()))
    past = history(told, published.book_of(on), on)
    return Foreseen(on, told, past, predict(told, past), time)


def read(on: dt.date, known_on: dt.datetime) -> tuple[list[Told], sums.TimeSum]:
    """Return every application with its waits, and where the time of all of them went."""
    time, spans = sums.TimeSum(), _clinician_spans()

    def seen(one: Told, log: Sequence[LogRow]) -> None:
        own = one.course.state.contract_track != ContractTrack.NOT_NEEDED
        time.add(sums.slice_of(one), segments(log, on, spans.get(one.pk, ())), contract=own)

    with _without_collecting():
        return list(applications(on, known_on, seen)), time


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the collector still: a million rows that all stay would be walked again and again, a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def outlook_rows(foreseen: Foreseen) -> list[OutlookRow]:
    """Return the row of each open application: what is said of it, its risk and its fingerprint."""
    prints = Fingerprints(foreseen.history)
    laws: dict[Any, Any] = {}
    rows = []
    for one in foreseen.open:
        if one.cohort not in laws:
            laws[one.cohort] = published.law(foreseen.history.book, one.cohort)
        present = one.course.present
        if present is not None:
            said = foreseen.said[group_of(one.cohort, present)]
            rows.append(outlook_row(one, said, foreseen.history, laws[one.cohort], prints))
    return rows


def _clinician_spans() -> Spans:
    spans: Spans = {}
    rows = MissingItem.objects.filter(waiting_on=Clock.CLINICIAN).order_by("pk")
    for application_id, asked_on, received_on in rows.values_list(
        "application_id", "asked_on", "received_on"
    ):
        spans.setdefault(application_id, []).append((asked_on, received_on))
    return spans
