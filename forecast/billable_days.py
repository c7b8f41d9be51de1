"""How likely is each day to be the first billable one? The whole row of daily chances of one application.

The same chain as behind the dates that are shown, for whoever must reckon with all of it.
"""

import numpy as np

from forecast import basis_words, stages
from forecast.cases import Cases
from forecast.enums import Basis, Stage
from forecast.history import History
from forecast.predicting import Group, stages_behind
from forecast.survival import Published, fit


def daily_chances(group: Group, past: History) -> stages.Chances | None:
    """Return the chances of being billable so many days after today, among those that get there.

    Place 0 is tomorrow. None where nothing speaks for a stage that is still to come, or while the panel is
    closed. For an application that is not sent yet, days count as if it were sent today.
    """
    if group.stage == Stage.WATCH:
        return None
    leaf = past.leaves[group.cohort]
    waits_for_decision = group.stage in (Stage.SUBMISSION, Stage.DECISION)
    stage = Stage.DECISION if waits_for_decision else group.stage
    later = stages_behind(group, stage)
    place, start = np.array([leaf]), np.array([group.start])
    # Decisions of other payers say nothing about this one: the same rule as for open applications.
    decided = basis_words.of_decision(past, group.cohort).basis != Basis.NONE
    mine = decided if waits_for_decision else group.known_end is not None or past.has_basis(stage, leaf)
    if mine and all(past.has_basis(one, leaf) for one in later):
        if group.known_end is None:
            first = past.of[stage].model.remaining(place, start, past.today, stages.HORIZON)
        else:
            first = stages.certain(group.known_end - past.today)[None, :]
        daily = stages.chained(first, past.behind([leaf], later), np.zeros(1, dtype=np.int64))
    else:
        quoted, model = past.whole_way(group.cohort)
        if not waits_for_decision or quoted is None or model is None:
            return None
        daily = model.remaining(place, start, past.today, stages.HORIZON)
    found: stages.Chances = stages.among_those_that_get_there(daily)[0]
    return found if found.sum() > 0.5 else None


def chances_of_range(past: History, leaf: int, low: int, high: int) -> stages.Chances:
    """Return the daily chances that stand for a range in calendar days which somebody published."""
    nothing = np.zeros(0, dtype=np.int64)
    none = Cases(nothing, nothing, nothing.astype(np.int8), nothing)
    settings = past.of[Stage.DECISION].model.settings
    model = fit(none, past.tree, past.today, {leaf: Published(low, high)}, settings)
    row = model.remaining(np.array([leaf]), np.array([past.today]), past.today, stages.HORIZON)
    found: stages.Chances = stages.among_those_that_get_there(row)[0]
    return found
