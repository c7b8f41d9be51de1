"""What a wait costs: rounding, order, which basis speaks, and what is never made up. No database."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.enums import RevenueBasis
from planning.revenue import AtRisk, Caseload, Wait, price, range_words, rounded, total

TODAY = dt.date(2026, 3, 2)
OWN = Caseload(Decimal(7), Decimal(100), Decimal(80), TODAY)
AMOUNTS = st.decimals(min_value=0, max_value=10_000_000, places=2)


def wait(early: int = 10, likely: int = 20, late: int = 40) -> Wait:
    return Wait(*(TODAY + dt.timedelta(days=days) for days in (early, likely, late)))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", 0),
        ("4.99", 0),
        ("5", 10),
        ("14", 10),
        ("15", 20),
        ("94", 90),
        ("96", 100),
        ("104", 100),
        ("105", 110),
        ("999", 1000),
        ("1234", 1200),
        ("1250", 1300),
        ("15499", 15000),
        ("123456", 120000),
    ],
)
def test_dollars_are_rounded_to_two_digits_and_never_finer_than_ten(amount: str, shown: int) -> None:
    assert rounded(Decimal(amount)) == shown


@given(AMOUNTS, AMOUNTS)
def test_rounding_keeps_the_order(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert rounded(low) <= rounded(high)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 60), st.integers(1, 300))
def test_a_longer_wait_never_costs_less(days: int, more: int, sessions: int, rate: int) -> None:
    caseload = Caseload(Decimal(sessions), Decimal(rate), None, TODAY)
    short = price(caseload, wait(likely=days), TODAY)
    long = price(caseload, wait(likely=days + more), TODAY)
    assert short is not None
    assert long is not None
    assert short.likely is not None
    assert long.likely is not None
    assert short.likely <= long.likely


def _own() -> AtRisk:
    found = price(OWN, wait(), TODAY, industry=True)
    assert found is not None
    return found


def test_own_numbers_beat_the_industry_figure() -> None:
    found = _own()
    assert found.basis == RevenueBasis.OWN
    assert (found.per_week, found.low, found.likely, found.high) == tuple(
        map(Decimal, (700, 1000, 2000, 4000))
    )
    assert range_words(found) == "$1,000 to $4,000"
    assert "our own numbers of 2 Mar 2026" in found.words


def test_the_platforms_rate_stands_in_and_says_so() -> None:
    found = price(Caseload(Decimal(7), None, Decimal(80), TODAY), wait(), TODAY)
    assert found is not None
    assert found.per_week == 560
    assert "the rate through the platform" in found.words


def test_without_a_basis_there_is_no_number() -> None:
    assert price(None, wait(), TODAY) is None
    assert price(Caseload(Decimal(7), None, None, TODAY), wait(), TODAY) is None


def test_the_industry_figure_carries_its_source() -> None:
    found = price(None, wait(likely=365), TODAY, industry=True)
    assert found is not None
    assert found.likely is not None
    assert rounded(found.likely) == 110_000
    for word in ("HealthLeaders", "2023", "pie Health", "vendor"):
        assert word in found.words


def test_a_day_that_is_over_costs_nothing_more_and_no_forecast_gives_no_sum() -> None:
    past = price(OWN, wait(-3, -2, 5), TODAY)
    assert past is not None
    assert (past.low, past.likely, past.high) == (Decimal(0), Decimal(0), Decimal(500))
    unknown = price(OWN, Wait(), TODAY)
    assert unknown is not None
    assert (unknown.per_week, unknown.likely, range_words(unknown)) == (Decimal(700), None, "")


def test_the_industry_figure_counts_once_for_a_clinician() -> None:
    one, other = (price(None, wait(likely=days), TODAY, industry=True) for days in (10, 30))
    found = total([(1, one), (1, other), (2, _own()), (3, None)])
    assert other is not None
    assert other.likely is not None
    assert (found.priced, found.unpriced, found.industry) == (2, 1, 1)
    assert found.likely == other.likely + 2000
