"""Measures how long the forecasts take to fit to a million waits and to be read for a hundred thousand open ones."""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from forecast import cohorts, survival
from forecast.cases import Cases

EPISODES, GROUPS, OPEN_CASES = 1_000_000, 500, 100_000
TODAY = 740_000


def waits(rows: int, groups: int) -> tuple[Cases, cohorts.Tree]:
    """Made-up waits over eight years in unequal groups at their own pace, from a fixed seed."""
    draw = np.random.default_rng(5)
    paths = [(f"payer {group // 10}", f"state {group % 10}") for group in range(groups)]
    tree, leaves, _ = cohorts.build(paths)
    group = np.minimum(draw.geometric(0.008, rows) - 1, groups - 1)
    start = TODAY - draw.integers(0, 8 * 365, rows)
    days = (draw.gamma(2.0, 30.0, rows) * draw.uniform(0.6, 1.8, groups)[group]).astype(np.int64)
    over = start + days <= TODAY
    outcome = np.where(over, np.where(draw.random(rows) < 0.85, 1, 2), 0).astype(np.int8)
    return Cases(start, np.minimum(start + days, TODAY), outcome, leaves[group]), tree


def measured() -> dict[str, float]:
    """Seconds to fit, seconds to forecast, and the peak memory of this process in megabytes."""
    cases, tree = waits(EPISODES, GROUPS)
    begun = time.perf_counter()
    model = survival.fit(cases, tree, TODAY)
    fitted = time.perf_counter()
    asked = np.random.default_rng(6).integers(0, EPISODES, OPEN_CASES)
    start = TODAY - np.random.default_rng(7).integers(0, 200, OPEN_CASES)
    model.forecast(cases.leaf[asked], start, TODAY)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"fit": fitted - begun, "forecast": done - fitted, "peak_megabytes": peak}


def main() -> None:
    """Print the figures, one to a line."""
    for name, figure in measured().items():
        sys.stdout.write(f"{name}: {figure:.2f}\n")


if __name__ == "__main__":
    main()
