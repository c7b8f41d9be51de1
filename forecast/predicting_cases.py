"""Asks the model the questions of a backtest: fit on what was known, forecast what was open."""

import numpy as np

from forecast import cohorts, survival
from forecast.cases import Cases
from forecast.predictions import HORIZONS, LEVELS, Answer, Question


def model(question: Question) -> Answer:
    """Fit on what `question` knows, settings and all, and forecast every asked case."""
    known, today = question.known, question.today
    tree, leaves, _ = cohorts.build(question.paths)
    of_leaf = np.asarray(leaves, dtype=np.int64)
    placed = Cases(known.start, known.end, known.outcome, of_leaf[known.leaf])
    published = {
        int(of_leaf[path]): survival.Published(low, high) for path, (low, high) in question.published.items()
    }
    fitted = survival.fit(placed, tree, today, published)
    asked = question.asked
    outlooks = fitted.forecast(placed.leaf[asked], known.start[asked], today)
    columns = [outlooks.levels.index(level) for level in LEVELS]
    return Answer(
        outlooks.quantiles[:, columns],
        outlooks.other,
        np.stack([outlooks.within(days) for days in HORIZONS], axis=1),
    )
