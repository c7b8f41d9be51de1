"""One line for each open case and cut-off, so that anybody can score our forecasts for himself."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from forecast.backtest import Step
from forecast.episodes_file import Episodes
from forecast.predictions import LEVELS

PREDICTION_COLUMNS = ("row", "cut_off", *(f"q{level}" for level in LEVELS), "p_other")


def prediction_rows(step: Step, episodes: Episodes) -> Iterator[list[object]]:
    """Yield row number, cut-off, quantiles in days since submission, chance of another end.

    Where the model has no basis the quantiles are blank.
    """
    answer = step.answers["model"]
    day = dt.date.fromordinal(step.question.today).isoformat()
    rows = episodes.row[step.episode].tolist()
    for row, quantiles, other in zip(rows, answer.quantiles.tolist(), answer.other.tolist(), strict=True):
        known = [f"{days:.3f}" if np.isfinite(days) else "" for days in quantiles]
        yield [row, day, *known, f"{other:.5f}"]
