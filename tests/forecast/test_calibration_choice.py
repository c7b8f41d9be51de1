"""A perfect forecaster stands up to the choice of what is judged; picked by the decision it would not."""

import datetime as dt
import functools
import random
from bisect import bisect_right

import pytest

from forecast.calibration import LEVELS, Case, Figures, group, judged_place

START = dt.date(2024, 1, 1)
WAITS = 3000


@functools.cache
def lengths(number: int, seed: int) -> tuple[int, ...]:
    """Draw waits of sixty days on average, sorted."""
    chance = random.Random(seed)
    return tuple(sorted(max(1, round(chance.gammavariate(4, 15))) for _ in range(number)))


@functools.cache
def exact(age: int) -> tuple[int, ...] | None:
    """Return the true quantiles of a wait that has lasted so long; None where too few last that long."""
    longer = lengths(200_000, 1)[bisect_right(lengths(200_000, 1), age) :]
    if len(longer) < 200:
        return None
    return tuple(longer[len(longer) * level // 100] for level in LEVELS)


def case(sent: dt.date, age: int, took: int) -> Case | None:
    said = exact(age)
    if said is None:
        return None
    days = tuple(sent + dt.timedelta(days=day) for day in said)
    return Case(1, "Ann Lee", 1, "Aetna", sent + dt.timedelta(days=age), sent + dt.timedelta(days=took), days)


def judged(every: int, after: int) -> Figures:
    """Judge a perfect forecaster that speaks every so many days, by the rule of the page."""
    chance = random.Random(3)
    found = []
    for took in lengths(WAITS, 2):
        sent = START + dt.timedelta(days=chance.randrange(700))
        first = -sent.toordinal() % every
        ages = range(first, took + 30, every)
        place = judged_place(
            [sent + dt.timedelta(days=age) for age in ages], sent, sent + dt.timedelta(days=took), after
        )
        if place is not None:
            found.append(case(sent, ages[place], took))
    return group("", "", [one for one in found if one]).ours


@pytest.mark.parametrize("after", [0, 30, 60])
@pytest.mark.parametrize("every", [1, 30])
def test_a_perfect_forecaster_is_not_contradicted(every: int, after: int) -> None:
    found = judged(every, after)
    assert found.cases > 500
    assert abs((found.in_60.percent or 0) - 60) <= 3
    assert abs((found.in_80.percent or 0) - 80) <= 3
    assert abs(found.bias or 0) <= 2


@pytest.mark.parametrize(("ahead", "verdict"), [(1, "too narrow"), (30, "too wide"), (60, "too wide")])
def test_picked_by_the_days_before_the_decision_it_would_be(ahead: int, verdict: str) -> None:
    """The control: what the rule must not be, because it picks by the outcome."""
    picked = [case(START, took - ahead, took) for took in lengths(WAITS, 2) if took >= ahead]
    assert group("", "", [one for one in picked if one]).ours.in_80.verdict.startswith(verdict)


def test_one_made_on_the_day_of_the_decision_or_before_sending_is_not_judged() -> None:
    day = [START + dt.timedelta(days=number) for number in range(4)]
    assert judged_place([day[0]], day[1], day[3], 0) is None
    assert judged_place([day[0], day[2]], day[1], day[3], 0) == 1
    assert judged_place([day[3]], day[1], day[3], 0) is None
    assert judged_place([day[3]], day[1], None, 0) == 0
