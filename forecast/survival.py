"""When will a wait end in approval, and how likely does it? Fits the model that says so."""

from collections.abc import Mapping

from forecast.cases import Cases
from forecast.choosing import choose
from forecast.cohorts import Tree
from forecast.hazards import PLAIN, Settings
from forecast.outlooks import Model, Outlooks, fit_with
from forecast.published_range import Published

__all__ = ["PLAIN", "Model", "Outlooks", "Published", "Settings", "fit"]


def fit(
    cases: Cases,
    tree: Tree,
    today: int,
    published: Mapping[int, Published] | None = None,
    settings: Settings | None = None,
) -> Model:
    """Return the model of `cases`, all known by the day number `today`.

    Without `settings` they are fitted: the usual ones, or those under which the recent past was clearly likelier.
    """
    return fit_with(cases, tree, today, published, settings or choose(cases, tree, today))
