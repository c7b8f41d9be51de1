"""What does a forecast rest on, in words? The narrowest group that has a handful of ended waits speaks."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.us_states import NAMES
from enrollments.enums import Route
from forecast.enums import Basis, Stage
from forecast.episodes import Cohort
from forecast.history import HANDFUL, History
from payers.enums import LineOfBusiness

NO_BASIS = "No basis: no decision of this payer is on record and no range is published"
NO_BASIS_BEHIND = "No basis: nothing is on record of how long contract, effective date and loading take"
_NOUNS: dict[Stage, tuple[str, str]] = {
    Stage.DECISION: ("decision", "decisions"),
    Stage.CONTRACT: ("contract", "contracts"),
    Stage.EFFECTIVE: ("effective date", "effective dates"),
    Stage.LOADING: ("loading", "loadings"),
}


@dataclass(frozen=True, slots=True)
class Rests:
    """The basis, its words, and the ended waits of the narrowest group that the words name."""

    basis: Basis
    words: str
    decisions: int = 0


def of_decision(history: History, cohort: Cohort) -> Rests:
    """Return what a forecast of the decision rests on.

    Without a single decision of the payer only a published range is a basis: other payers say nothing
    about this one. With a few, they are named, and what they are filled up from.
    """
    leaf = history.leaves[cohort]
    _, payer, group = history.line_of(leaf)[:3]
    found = history.of[Stage.DECISION]
    quoted = history.range_of(Stage.DECISION, leaf)
    own, near = int(found.ended[payer]), int(found.ended[leaf])
    if own == 0:
        if quoted is None:
            return Rests(Basis.NONE, NO_BASIS)
        return Rests(Basis.PUBLISHED, f"Published range {quoted.words}; no history yet")
    if near >= HANDFUL:
        return Rests(Basis.OWN, f"{_told(history, Stage.DECISION, leaf, narrow(cohort))}, own history", near)
    words = _told(history, Stage.DECISION, payer, _payer(cohort))
    if own >= HANDFUL:
        of_them = f", {near} of them {_inside(cohort)}" if near and _inside(cohort) else ""
        return Rests(Basis.OWN, f"{words}, own history{of_them}", own)
    if quoted is not None:
        return Rests(
            Basis.OWN, f"{words}, own history, filled up from the published range {quoted.words}", own
        )
    others = int(found.ended[group]) - own
    wide = f"{others} of other payers, {_group(cohort)}" if others else "nothing else: a first guess"
    return Rests(Basis.OWN, f"{words}, own history, filled up from {wide}", own)


def of_stage(history: History, cohort: Cohort, stage: Stage) -> tuple[str, int]:
    """Return what a later stage rests on, and its count: "12 contracts of Aetna since 2024", 12."""
    leaf = history.leaves[cohort]
    _, payer, _ = history.line_of(leaf)[:3]
    found = history.of[stage]
    if found.ended[payer] >= HANDFUL:
        return _told(history, stage, payer, _payer(cohort)), int(found.ended[payer])
    quoted = history.range_of(stage, leaf)
    if quoted is not None:
        return f"loading as published, {quoted.words}", 0
    return _told(history, stage, 0, "all payers"), int(found.ended[0])


def narrow(cohort: Cohort) -> str:
    """Return the narrowest group in words: "Aetna in Pennsylvania for LCSW"."""
    inside = _inside(cohort)
    return f"{_payer(cohort)} {inside}" if inside else _payer(cohort)


def _payer(cohort: Cohort) -> str:
    return f"{cohort.payer} through platforms" if cohort.route == Route.DELEGATED else cohort.payer


def _inside(cohort: Cohort) -> str:
    parts = [
        f"in {NAMES.get(cohort.state, cohort.state)}" if cohort.state else "",
        f"for {cohort.license}" if cohort.license else "",
        f"({cohort.sort})" if cohort.sort else "",
    ]
    return " ".join(part for part in parts if part)


def _group(cohort: Cohort) -> str:
    line = LineOfBusiness(cohort.line).label
    return f"{line[0].lower()}{line[1:]}" if not line.isupper() else line


def _told(history: History, stage: Stage, node: int, whose: str) -> str:
    found = history.of[stage]
    count = int(found.ended[node])
    noun = _NOUNS[stage][count != 1]
    since = f" since {dt.date.fromordinal(int(found.first_end[node])).year}" if count else ""
    return f"{count} {noun} of {whose}{since}"
