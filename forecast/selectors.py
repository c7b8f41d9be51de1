"""What is read of forecasts for a page: the present one of an application, drawn, and those before it."""

import datetime as dt
from dataclasses import dataclass

from enrollments.models import Application
from forecast.enums import Basis, Risk, Stage
from forecast.interval_drawing import Axis, Bar, axis_of, bar
from forecast.models import Forecast, Outlook

BEFORE = 12
# The shown percentages in words.
_LEVELS = (
    (20, "From", "2 in 10 like it"),
    (50, "Likely by", "5 in 10 like it"),
    (80, "Probably by", "8 in 10 like it"),
    (95, "Nearly surely by", "19 in 20 like it"),
)


@dataclass(frozen=True, slots=True)
class When:
    """One expected day as a bar and in words: (label, how many, day)."""

    label: str
    bar: Bar
    rows: list[tuple[str, str, dt.date]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel shows; without a forecast `sentence` says why there is none."""

    sentence: str
    outlook: Outlook | None
    forecast: Forecast | None
    axis: Axis | None
    whens: list[When]
    before: list[Forecast]
    moved_since: bool = False

    @property
    def chance_other(self) -> str:
        """Return the chance that it ends without approval in words, empty where none is said."""
        share = self.forecast.chance_other if self.forecast else None
        if share is None:
            return ""
        percent = round(share * 100)
        return f"about {percent} in 100" if percent else "less than 1 in 100"

    @property
    def first_age(self) -> dt.date | None:
        """Return since when it waits in its stage, where it waits for somebody else."""
        found = self.forecast
        return found.waiting_since if found and found.stage != Stage.SUBMISSION else None


def forecast_of(application: Application, today: dt.date) -> Shown:
    """Return what is said of the application; two queries."""
    rows = Forecast.objects.filter(application=application).order_by("-made_on", "-pk")
    before = list(rows[: BEFORE + 1])
    outlook = Outlook.objects.filter(application=application).select_related("forecast").first()
    if outlook is None or outlook.forecast is None:
        return Shown(_nothing(application), None, None, None, [], before[:BEFORE])
    found = outlook.forecast
    axis = axis_of(today, [found.approval_95, found.billable_95])
    late = found.overdue or outlook.risk in (Risk.STATUTE, Risk.OVERDUE)
    whens = [
        _when(axis, label, found, field, late=late)
        for label, field in (("Approval", "approval"), ("Billable", "billable"))
    ]
    older = [one for one in before if one.pk != found.pk][:BEFORE]
    moved = outlook.status != application.status or outlook.status_since != application.status_since
    sentence = _sentence(found)
    return Shown(sentence, outlook, found, axis, [when for when in whens if when], older, moved)


def _when(axis: Axis, label: str, found: Forecast, field: str, *, late: bool) -> When | None:
    days = tuple(getattr(found, f"{field}_{level}") for level, _, _ in _LEVELS)
    drawn = bar(axis, days, late=late)
    if drawn is None:
        return None
    rows = [(words, share, day) for (_, words, share), day in zip(_LEVELS, days, strict=True)]
    return When(label, drawn, rows)


def _nothing(application: Application) -> str:
    if not application.is_open:
        return "It is closed, so nothing is forecast any more."
    return "No forecast has been made yet. Forecasts are made every morning."


def _sentence(found: Forecast) -> str:
    """Return what the page says where a date is missing, or an empty text."""
    if found.stage == Stage.WATCH:
        return "The panel is closed: no date can be said."
    if found.basis == Basis.NONE:
        return "No date can be said."
    if found.approval_50 is None and found.billable_50 is None and found.stage == Stage.DECISION:
        return "It has waited longer than any like it that was decided: no date can be said."
    if found.billable_50 is None:
        return "Nothing is known yet of how long contract, effective date and loading take after the approval, so no billable day is said."
    return ""
