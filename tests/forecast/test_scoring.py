"""Hand-computed scores: what counts as inside, what a miss costs, which chances can be told already."""

import numpy as np
import pytest

from forecast.backtest import Step, Truth, question_at
from forecast.predictions import Answer
from forecast.scoring import pinball, score
from tests.forecast.judging import DAY, episodes

NAN = float("nan")


def one_step(quantiles: list[list[float]], within: list[float], today: int = 50) -> tuple[Step, int]:
    """Three cases sent on day 0 and open on day `today`: approved on day 60, denied on 70, open until 100."""
    told = episodes(
        [("A", "x", 0, 60, "approved"), ("A", "x", 0, 70, "denied"), ("A", "x", 0, None, ""),
         ("A", "x", 1, 100, "approved")]
    )  # fmt: skip
    question, places = question_at(told, DAY + today)
    assert places.tolist() == [0, 1, 2, 3]
    rows = np.array(quantiles, dtype=np.float64)
    answer = Answer(rows, np.zeros(4), np.repeat(np.array(within)[:, None], 3, axis=1))
    return Step(question, {"model": answer}, Truth(told.end, told.outcome), places), told.last_day


def test_pinball_weighs_lateness_by_the_level_and_earliness_by_the_rest() -> None:
    truth = np.array([10.0, 10.0])
    assert pinball(80, np.array([5.0, 20.0]), truth).tolist() == pytest.approx([4.0, 2.0])
    assert pinball(50, np.array([5.0, 20.0]), truth).tolist() == pytest.approx([2.5, 5.0])


def test_only_cases_approved_later_are_scored_and_the_range_includes_its_ends() -> None:
    quantiles = [[60.0, 60, 62, 70, 80], [51.0] * 5, [51.0] * 5, [55.0, 60, 70, 80, 99]]
    step, last = one_step(quantiles, [0.0] * 4)
    found = score([step], last)["model"].summary()
    assert found["cases"] == 2
    # The first took 60 days: on the edge of both ranges; the second 99 days: on the edge of the wider one.
    assert found["coverage"] == {"60": 0.5, "80": 1.0}
    assert found["median_absolute_error_days"] == pytest.approx((2 + 29) / 2)
    assert found["pinball"]["50"] == pytest.approx((1.0 + 14.5) / 2)
    assert found["pinball"]["90"] == pytest.approx((2.0 + 0.0) / 2)
    levels = [found["pinball"][level] for level in ("10", "20", "50", "80", "90")]
    assert found["pinball"]["mean"] == pytest.approx(sum(levels) / 5)


def test_a_chance_is_judged_only_when_the_days_have_been_seen() -> None:
    step, last = one_step([[60.0] * 5] * 4, [0.8, 0.3, 0.4, 0.1])
    found = score([step], last)["model"].summary()["brier"]
    # Within 30 days: approved, ended otherwise, still open, approved later.
    assert found["30"] == pytest.approx((0.2**2 + 0.3**2 + 0.4**2 + 0.1**2) / 4)
    # Within 90 days: nobody knows yet of the open one.
    assert found["90"] == pytest.approx((0.2**2 + 0.3**2 + 0.9**2) / 3)


def test_a_forecast_without_basis_is_not_scored() -> None:
    step, last = one_step([[NAN] * 5, [NAN] * 5, [NAN] * 5, [99.0] * 5], [0.5] * 4)
    assert score([step], last)["model"].summary()["cases"] == 1


def test_nothing_scored_gives_no_figures() -> None:
    step, last = one_step([[NAN] * 5] * 4, [NAN] * 4)
    found = score([step], last)["model"].summary()
    assert found["cases"] == 0
    assert found["coverage"]["80"] is None
    assert found["pinball"]["mean"] is None
    assert found["median_absolute_error_days"] is None
    assert found["brier"]["30"] is None
