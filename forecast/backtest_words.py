"""How the figures of a backtest are told to people: one line a forecaster, with the counts behind them."""

from collections.abc import Iterable, Mapping
from typing import Any

from forecast.predictions import HORIZONS

NAMES = {
    "model": "our forecast",
    "overall_median": "median of all",
    "group_median": "median of the group",
    "group_finished_quantiles": "finished cases of the group",
    "group_kaplan_meier": "Kaplan-Meier of the group",
    "published_range": "published range",
}
HEADING = ("", "forecasts", "60 %", "80 %", "loss", "error", *(f"B{days}" for days in HORIZONS))
LEGEND = (
    "forecasts: one for each open case and cut-off, of cases that were approved later",
    "60 %, 80 %: how many in a hundred were approved within the 60 % and the 80 % range",
    "loss: pinball loss in days, mean over 10, 20, 50, 80 and 90 %; error: median absolute error in days",
    "B30, B90, B180: Brier score of the chance of approval within so many days, over all open cases",
)


def table(found: Mapping[str, Any]) -> str:
    """Return the figures of the model and the baselines as a table with its legend."""
    lines = [HEADING, _line("model", found["model"])]
    lines += [_line(name, figures) for name, figures in found["baselines"].items()]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADING))]
    rows = [
        "  ".join(
            [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    ]
    return "\n".join([*rows, "", *LEGEND, f"{found['seconds']:.1f} seconds"])


def complaints(problems: Iterable[object], count: int) -> str:
    """Return what is said of the rows that could not be used."""
    lines = [f"Left out, {problem}." for problem in problems]
    return "\n".join([*lines, f"{count:,} rows were left out; all others are used."])


def _line(name: str, figures: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        NAMES[name],
        f"{figures['cases']:,}",
        _number(figures["coverage"]["60"], 100, 1),
        _number(figures["coverage"]["80"], 100, 1),
        _number(figures["pinball"]["mean"], 1, 2),
        _number(figures["median_absolute_error_days"], 1, 1),
        *(_number(figures["brier"][str(days)], 1, 3) for days in HORIZONS),
    )


def _number(value: float | None, times: int, digits: int) -> str:
    return "-" if value is None else f"{value * times:.{digits}f}"
