"""The reference that our forecasts must not lose to, written on its own: it shares no code with the model.

Daily Aalen-Johansen incidence of approval given the age; each case weighs half as much for every 180
days since its submission; the daily hazards of a cohort are drawn to those of its parent by 20
pseudo-cases (all, then group, then subgroup); quantiles are of the time until approval among the cases
that end so.
"""

import numpy as np
from numpy.typing import NDArray

from forecast.predictions import HORIZONS, LEVELS, Answer, Question

HALF_LIFE = 180.0
PSEUDO_CASES = 20.0

Floats = NDArray[np.float64]


def reference(question: Question) -> Answer:
    """Answer for every asked case from the weighted hazards of its own cohort."""
    known = question.known
    waited = known.end - known.start
    weight = 0.5 ** ((question.today - known.start) / HALF_LIFE)
    days = int(waited.max()) + 1
    root = _hazards(waited, known.outcome, weight, days, None)
    answer = Answer(
        np.full((len(question.asked), len(LEVELS)), np.nan),
        np.zeros(len(question.asked)),
        np.zeros((len(question.asked), len(HORIZONS))),
    )
    ages = question.age
    names = [path[0] for path in question.paths]
    group_of = {name: number for number, name in enumerate(dict.fromkeys(names))}
    group = np.array([group_of[name] for name in names])[known.leaf]
    for number in np.unique(group[question.asked]):
        members = np.flatnonzero(group == number)
        outer = _hazards(waited[members], known.outcome[members], weight[members], days, root)
        for leaf in np.unique(known.leaf[question.asked][group[question.asked] == number]):
            own = members[known.leaf[members] == leaf]
            hazards = _hazards(waited[own], known.outcome[own], weight[own], days, outer)
            rows = np.flatnonzero(known.leaf[question.asked] == leaf)
            _fill(answer, rows, ages[rows], hazards)
    return answer


def _hazards(
    waited: NDArray[np.int64],
    outcome: NDArray[np.int8],
    weight: Floats,
    days: int,
    parent: tuple[Floats, Floats] | None,
) -> tuple[Floats, Floats]:
    """Return the daily chances of approval and of any other end for those still waiting."""
    leaving = np.bincount(waited, weights=weight, minlength=days)
    present = np.cumsum(leaving[::-1])[::-1]
    rates = []
    for kind in (1, 2):
        came = np.bincount(waited[outcome == kind], weights=weight[outcome == kind], minlength=days)
        if parent is None:
            rates.append(np.divide(came, present, out=np.zeros(days), where=present > 0))
        else:
            rates.append((came + PSEUDO_CASES * parent[kind - 1]) / (present + PSEUDO_CASES))
    return rates[0], rates[1]


def _fill(
    answer: Answer, rows: NDArray[np.int64], ages: NDArray[np.int64], hazards: tuple[Floats, Floats]
) -> None:
    """Write the answers of one cohort's asked cases, age by age."""
    approval, other = hazards
    staying = np.clip(1 - approval - other, 0, 1)
    for age in np.unique(ages):
        here = rows[ages == age]
        alive = np.concatenate([[1.0], np.cumprod(staying[age + 1 :])])
        incidence = np.cumsum(alive[:-1] * approval[age + 1 :])
        total = float(incidence[-1]) if len(incidence) else 0.0
        if total > 1e-12:
            targets = np.array(LEVELS) / 100 * total
            answer.quantiles[here] = age + 1 + np.searchsorted(incidence, targets - 1e-12)
            for place, horizon in enumerate(HORIZONS):
                answer.within[here, place] = incidence[min(horizon, len(incidence)) - 1]
            answer.other[here] = float(np.sum(alive[:-1] * other[age + 1 :]))
        else:
            # Nobody has ever waited longer: tomorrow is all that the curve can say.
            answer.quantiles[here] = age + 1
