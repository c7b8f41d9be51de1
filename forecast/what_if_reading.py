"""A clinician joins and applies to some payers: what does the organization's history say of each, and of all?"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from credtrack.kernel import clock
from enrollments.enums import Kind, Route
from enrollments.models import Application, Contract
from forecast import basis_words, published, stages, what_if
from forecast.billable_days import daily_chances
from forecast.enums import Basis, Stage
from forecast.episodes import JOINING, Cohort, applications
from forecast.history import history
from forecast.interval_drawing import Axis, Bar, axis_of, bar
from forecast.predicting import Dates, Group, predict_groups
from payers.enums import LineOfBusiness
from payers.models import Payer, Plan

LEVELS = (20, 50, 80, 95)
EARLIER = dt.timedelta(days=14)
# Newest applications that are read: a page must not read a hundred thousand timelines.
NEWEST = 4000


@dataclass(frozen=True, slots=True)
class Question:
    """A clinician of one license in one state; applications are sent on `sent_on`."""

    joins_on: dt.date
    sent_on: dt.date
    payers: Sequence[Payer]
    state: str
    license: str
    practice_id: int | None = None
    by: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """What is said of one payer: billable days at `LEVELS`, what they rest on, the same two weeks earlier."""

    payer: Payer
    days: Dates
    earlier: dt.date | None
    basis: str
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """When so many of the payers are billable, likely and with its range, and when starting two weeks earlier."""

    label: str
    days: Dates
    earlier: dt.date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the page shows; `left_out` are payers that nothing speaks for."""

    question: Question
    ways: list[Way]
    left_out: list[Way]
    marks: list[Mark]
    chance_by: float | None
    chance_by_earlier: float | None
    axis: Axis
    read: int
    could_start_earlier: bool = True

    @property
    def chance_words(self) -> str:
        """Return the chance that all are billable by the day asked for."""
        return _in_ten(self.chance_by)

    @property
    def chance_words_earlier(self) -> str:
        """Return the same when sent two weeks earlier."""
        return _in_ten(self.chance_by_earlier)


def answer(question: Question) -> Answer:
    """Return what is likely; dates are calendar dates in the organization's zone."""
    today = clock.today()
    ids = list(Application.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST])
    told = list(applications(today, clock.now(), among=ids))
    cohorts = cohorts_of(question)
    past = history(told, published.book_of(today), today, cohorts)
    contracted = set(
        Contract.objects.filter(
            payer__in=question.payers, practice_id=question.practice_id, executed_on__isnull=False
        ).values_list("payer_id", flat=True)
    )
    groups = [
        Group(one, Stage.SUBMISSION, past.today, one.payer_id not in contracted, None) for one in cohorts
    ]
    said = predict_groups(groups, past)
    ways, left_out, rows = [], [], []
    for payer, group in zip(question.payers, groups, strict=True):
        daily = daily_chances(group, past)
        words = said[group].rests.words
        if daily is None:
            if said[group].rests.basis != Basis.NONE:
                words = f"{words}. {basis_words.NO_BASIS_BEHIND}"
            left_out.append(Way(payer, (None,) * len(LEVELS), None, words))
            continue
        rows.append(daily)
        days = _days(np.cumsum(daily), question.sent_on)
        ways.append(Way(payer, days, days[1] - EARLIER if days[1] else None, words))
    marks = _marks(rows, question.sent_on)
    axis = axis_of(question.sent_on, [day for one in ways for day in one.days])
    drawn = [Way(one.payer, one.days, one.earlier, one.basis, bar(axis, one.days)) for one in ways]
    early_enough = question.sent_on - EARLIER >= today
    return Answer(
        question, drawn, left_out, marks, *_chances_by(rows, question), axis, len(told), early_enough
    )


def _in_ten(chance: float | None) -> str:
    """Return a chance no finer than the record knows it."""
    if chance is None:
        return ""
    if chance < 0.05:
        return "less than 1 in 20"
    return "more than 19 in 20" if chance > 0.95 else f"about {round(chance * 10)} in 10"


def cohorts_of(question: Question) -> list[Cohort]:
    """Return the cohort of a first application to each payer asked about."""
    lines = dict(
        Plan.objects.filter(payer__in=question.payers, is_default=True)
        .order_by("-pk")
        .values_list("payer_id", "line_of_business")
    )
    return [
        Cohort(
            line=lines.get(payer.pk, LineOfBusiness.COMMERCIAL.value),
            route=Route.DIRECT.value,
            payer_id=payer.pk,
            payer=payer.name,
            family=payer.family or "",
            state=question.state,
            license=question.license,
            sort=JOINING,
            kind=Kind.INITIAL_INDIVIDUAL.value,
        )
        for payer in question.payers
    ]


def _days(by: stages.Chances, sent_on: dt.date) -> Dates:
    """Return the days at `LEVELS`; place 0 of `by` is the day after sending."""
    places = [what_if.day_of(by, level / 100) for level in LEVELS]
    return tuple(None if place is None else sent_on + dt.timedelta(days=place + 1) for place in places)


def _marks(rows: list[stages.Chances], sent_on: dt.date) -> list[Mark]:
    if not rows:
        return []
    reached = what_if.at_least(what_if.over_by(rows))
    wanted = {"The first": 1, "Half of them": what_if.half(len(rows)), "All of them": len(rows)}
    found = []
    for label, count in wanted.items():
        days = _days(reached[count - 1], sent_on)
        found.append(Mark(label, days, days[1] - EARLIER if days[1] else None))
    return found


def _chances_by(rows: list[stages.Chances], question: Question) -> tuple[float | None, float | None]:
    """Return the chance that all are billable by the day asked for, and when sent two weeks earlier."""
    if question.by is None or not rows:
        return None, None
    every = what_if.at_least(what_if.over_by(rows))[-1]
    days = (question.by - question.sent_on).days
    return what_if.by_then(every, days), what_if.by_then(every, days + EARLIER.days)
