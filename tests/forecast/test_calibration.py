"""How forecasts are judged: shares, errors, what few cases may say, and that a narrow range is found out."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from forecast.calibration import ENOUGH, Case, Share, by_month, by_payer, group, wilson
from forecast.calibration_drawing import description, draw

DAY = dt.date(2026, 3, 1)
EXACT = stats.norm(60, 20)


def days(*offsets: float) -> tuple[dt.date, ...]:
    return tuple(DAY + dt.timedelta(days=round(offset)) for offset in offsets)


def case(
    took: float, said: tuple[dt.date, ...], published: tuple[dt.date, ...] | None = None, payer: int = 1
) -> Case:
    return Case(1, "Ann Lee", payer, f"Payer {payer}", DAY, days(took)[0], said, published)


def made_in(month: int) -> Case:
    """Return a case whose forecast was made in a month of 2026."""
    return replace(case(30, days(10, 20, 50, 80, 90)), made_on=dt.date(2026, month, 9))


def drawn(number: int, scale: float) -> list[Case]:
    """Return cases of a known spread, forecast with ranges `scale` times as wide as the truth's."""
    chance = random.Random(number)
    said = days(*(60 + scale * (EXACT.ppf(level / 100) - 60) for level in (10, 20, 50, 80, 90)))
    return [case(chance.gauss(60, 20), said) for _ in range(number)]


def test_ranges_too_narrow_are_reported_as_too_narrow() -> None:
    found = group("", "All", drawn(400, 0.4)).ours
    assert found.in_60.verdict.startswith("too narrow")
    assert found.in_80.verdict.startswith("too narrow")


def test_ranges_too_wide_are_reported_as_too_wide() -> None:
    found = group("", "All", drawn(400, 2.5)).ours
    assert found.in_60.verdict.startswith("too wide")
    assert found.in_80.verdict.startswith("too wide")


def test_right_ranges_are_not_contradicted() -> None:
    found = group("", "All", drawn(400, 1.0)).ours
    assert found.in_60.verdict.startswith("no contradiction")
    assert found.in_80.verdict.startswith("no contradiction")
    assert abs(found.bias or 0) <= 3


def test_few_cases_say_nothing_however_bad() -> None:
    said = days(1, 2, 3, 4, 5)
    few = group("", "All", [case(50, said)] * (ENOUGH - 1)).ours
    assert few.in_60.verdict == "too few cases to say"
    assert not few.enough
    assert group("", "All", [case(50, said)] * ENOUGH).ours.in_60.verdict.startswith("too narrow")


@pytest.mark.parametrize(
    ("took", "in_60", "in_80"), [(9, 0, 0), (10, 0, 1), (20, 1, 1), (80, 1, 1), (81, 0, 1), (90, 0, 1), (91, 0, 0)]
)  # fmt: skip
def test_the_ends_of_a_range_belong_to_it(took: int, in_60: int, in_80: int) -> None:
    found = group("", "All", [case(took, days(10, 20, 50, 80, 90))]).ours
    assert (found.in_60.count, found.in_80.count) == (in_60, in_80)


def test_errors_are_medians_and_later_is_above_zero() -> None:
    said = days(10, 20, 50, 80, 90)
    found = group("", "All", [case(took, said) for took in (40, 55, 70)]).ours
    assert (found.error, found.bias) == (10, 5)
    assert found.bias_words == "5 days later than said"


def test_the_published_range_is_judged_on_the_same_cases_as_ours() -> None:
    said, told = days(10, 20, 50, 80, 90), days(0, 0, 10, 20, 30)
    found = group("", "All", [case(50, said, told), case(5, said)])
    assert (found.ours.cases, found.beside.cases, found.published.cases) == (2, 1, 1)
    assert (found.beside.in_60.count, found.published.in_60.count) == (1, 0)
    assert found.published.error == 40


def test_groups_add_up_to_all() -> None:
    said = days(10, 20, 50, 80, 90)
    cases = [case(took, said, payer=took % 2) for took in (5, 30, 32, 60, 90)]
    for groups in (by_payer(cases), by_month(cases)):
        assert sum(one.ours.cases for one in groups) == 5
        assert sum(one.ours.in_60.count for one in groups) == group("", "", cases).ours.in_60.count
    assert [one.key for one in by_payer(cases)] == ["0", "1"]


def test_months_are_those_of_the_forecast_newest_first() -> None:
    assert [one.key for one in by_month([made_in(2), made_in(3), made_in(2)])] == ["2026-03", "2026-02"]


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bounds_are_those_of_the_library(counts: tuple[int, int]) -> None:
    low, high = stats.binomtest(*counts).proportion_ci(0.95, "wilson")
    assert wilson(*counts) == pytest.approx((low, high), abs=1e-6)


def test_without_cases_nothing_is_divided() -> None:
    found = group("", "All", []).ours
    assert (found.error, found.bias, found.in_60.percent) == (None, None, None)
    assert Share(0, 0, 60).bounds == (0.0, 1.0)
    assert "too few" in found.in_60.verdict


def test_the_drawing_says_its_numbers() -> None:
    found = group("", "All", drawn(40, 1.0)).ours
    html = draw(found)
    assert f"by the day said for 50 in 100, {found.by_level[50].words} were approved" in description(found)
    assert description(found) in html
    assert html.count("<circle") == 5
