"""How a wait is forecast: hazards by hand, what borrows from what, what shows, and what must never break."""

import numpy as np
import pytest

from forecast.cases import Cases, known_by
from forecast.survival import PLAIN, Published, Settings, fit
from tests.forecast.waits import ONE_BELOW, ROOT, TODAY, TWO_BELOW, drawn, ints, joined, waits

MIDDLE = 2
FORGETS = Settings(half_life=10.0, pull=0.0, pace=np.inf, flat=0.0)


def test_a_hazard_is_the_ends_of_that_day_among_those_still_waiting() -> None:
    model = fit(waits([(0, 1), (1, 1), (1, 2), (2, 0), (3, 1)]), ROOT, TODAY, settings=PLAIN)
    assert model.daily(0).tolist() == [[1 / 5, 1 / 4, 0, 1], [0, 1 / 4, 0, 0]]


def test_a_cohort_is_drawn_to_its_wider_one_by_that_many_cases() -> None:
    cases = joined(waits([(1, 1)] * 3 + [(2, 1)] * 5), waits([(1, 1), (2, 1)], leaf=1))
    settings = Settings(half_life=np.inf, pull=6.0, pace=np.inf, flat=0.0)
    model = fit(cases, ONE_BELOW, TODAY, settings=settings)
    assert model.daily(0)[0, 1] == pytest.approx(4 / 10)
    assert model.daily(1)[0, 1] == pytest.approx((1 + 6 * 4 / 10) / (2 + 6))


def test_a_cohort_has_its_own_pace_after_a_few_ends() -> None:
    cases = joined(waits([(1, 1)] * 5 + [(2, 1)] * 5), waits([(2, 1)] * 2, leaf=1))
    settings = Settings(half_life=np.inf, pull=1e9, pace=3.0, flat=0.0)
    model = fit(cases, ONE_BELOW, TODAY, settings=settings)
    expected = 2 * (5 / 12) + 2 * 1.0
    assert model.daily(1)[0, 1] == pytest.approx(5 / 12 * (2 + 3) / (expected + 3), rel=1e-6)


def test_a_day_counts_half_after_the_half_life() -> None:
    cases = joined(waits([(1, 1)]), waits([(1, 0), (2, 1)], last_end=TODAY - 10))
    model = fit(cases, ROOT, TODAY, settings=FORGETS)
    assert model.daily(0)[0, 1] == pytest.approx(1 / (1 + 0.5 + 0.5 * 2**-0.1), rel=1e-12)


def test_a_denial_is_an_end_and_its_chance_is_stated() -> None:
    cases = waits([(10, 1)] * 3 + [(10, 2)] * 1)
    outlook = fit(cases, ROOT, TODAY, settings=PLAIN).forecast(ints(0), ints(TODAY - 4), TODAY)
    assert outlook.other[0] == pytest.approx(0.25)
    assert outlook.within(5)[0] == 0
    assert outlook.within(6)[0] == pytest.approx(0.75)
    assert np.all(np.round(outlook.quantiles[0] + 1e-6) == 10)


def test_daily_chances_of_what_remains_add_up_to_the_chance_within() -> None:
    cases = drawn(400, seed=3)
    model = fit(cases, ROOT, TODAY)
    leaf, start = ints(0, 0), ints(TODAY - 5, TODAY - 300)
    daily = model.remaining(leaf, start, TODAY, 60)
    assert daily.sum(axis=1) == pytest.approx(model.forecast(leaf, start, TODAY).within(60))
    assert (daily >= 0).all()


def test_the_share_that_had_ended_by_its_age_says_when_it_is_overdue() -> None:
    model = fit(waits([(day, 1) for day in range(1, 11)]), ROOT, TODAY, settings=PLAIN)
    outlook = model.forecast(ints(0, 0), ints(TODAY - 5, TODAY - 9), TODAY)
    assert outlook.ended_by_now == pytest.approx([0.5, 0.9])


def test_a_published_range_speaks_where_there_is_no_history() -> None:
    none = waits([])
    outlook = fit(none, ONE_BELOW, TODAY, {1: Published(45, 180)}).forecast(ints(1), ints(TODAY), TODAY)
    assert outlook.quantiles[0, [0, 4]] == pytest.approx([45, 180], abs=1)


def test_own_cases_take_over_from_a_published_range() -> None:
    cases = drawn(600, seed=4, leaf=1, mean=30)
    outlook = fit(cases, ONE_BELOW, TODAY, {1: Published(90, 300)}).forecast(ints(1), ints(TODAY), TODAY)
    assert outlook.quantiles[0, MIDDLE] < 45


def test_without_history_and_range_there_is_no_forecast() -> None:
    outlook = fit(waits([]), ROOT, TODAY).forecast(ints(0), ints(TODAY - 3), TODAY)
    assert np.isnan(outlook.quantiles).all()
    assert outlook.other.tolist() == [0.0]


def test_a_recent_change_of_pace_shows() -> None:
    before = known_by(drawn(1500, seed=5, mean=40), TODAY - 300)
    after = drawn(1500, seed=6, mean=90)
    recent = after.take(after.start > TODAY - 300)
    both = joined(before.take(before.outcome > 0), recent)
    slow = fit(both, ROOT, TODAY).forecast(ints(0), ints(TODAY), TODAY)
    steady = fit(drawn(1900, seed=5, mean=40), ROOT, TODAY).forecast(ints(0), ints(TODAY), TODAY)
    assert slow.quantiles[0, MIDDLE] > 1.3 * steady.quantiles[0, MIDDLE]


def test_a_thin_cohort_borrows_and_a_thick_one_speaks_for_itself() -> None:
    cases = joined(drawn(2000, seed=7, leaf=1, mean=30), waits([(150, 1)], leaf=2))
    thick, thin = fit(cases, TWO_BELOW, TODAY).forecast(ints(1, 2), ints(TODAY, TODAY), TODAY).quantiles
    assert 20 < thick[MIDDLE] < 35
    assert thick[MIDDLE] <= thin[MIDDLE] < 60


def test_two_fits_are_equal_bit_for_bit() -> None:
    cases = joined(drawn(500, seed=9, leaf=1), drawn(40, seed=10, leaf=2, mean=90))
    asked = ints(0, 1, 2), ints(TODAY - 1, TODAY - 30, TODAY - 400)
    one, two = (fit(cases, TWO_BELOW, TODAY).forecast(*asked, TODAY) for _ in range(2))
    assert one.quantiles.tobytes() == two.quantiles.tobytes()
    assert one.other.tobytes() == two.other.tobytes()


@pytest.mark.parametrize(
    "cases",
    [
        waits([(0, 1)] * 30),
        waits([(3, 0)] * 30),
        waits([(3, 2)] * 30),
        waits([(7, 1)]),
        joined(waits([(4, 1)] * 50), waits([(4000, 1), (2, 2)], last_end=TODAY - 5000)),
        joined(drawn(3000, seed=11, leaf=1), waits([(1, 1), (900, 0)], leaf=2)),
    ],
    ids=["zero days", "none ended", "none approved", "single", "years between", "giant and tiny"],
)
def test_odd_histories_give_ordered_days_after_today_or_none(cases: Cases) -> None:
    age = np.array([0, 1, 40, 3000])
    outlook = fit(cases, TWO_BELOW, TODAY).forecast(ints(0, 1, 2, 2), TODAY - age, TODAY)
    told = ~np.isnan(outlook.quantiles).any(axis=1)
    assert told.all() == (cases.outcome == 1).any()
    assert (outlook.quantiles[told] > age[told, None]).all()
    assert (np.diff(outlook.quantiles[told], axis=1) >= 0).all()
    assert ((outlook.other >= 0) & (outlook.other <= 1)).all()
