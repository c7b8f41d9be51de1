"""Gap ranges from the forecast's own distribution against drawing each stage by itself, many times."""

import datetime as dt

import numpy as np
import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from forecast import published, stages
from forecast.billable_days import daily_chances
from forecast.enums import Stage
from forecast.episodes import applications
from forecast.history import History, history
from forecast.predicting import Group
from forecast.what_if_reading import Question, cohorts_of
from planning.exit_gaps import Chances, Line, OwnDay, gap
from tests.factories.payers import PayerFactory
from tests.forecast.scenes import TODAY, finished, standing

pytestmark = pytest.mark.django_db
DRAWS = 400_000
BEHIND = (Stage.CONTRACT, Stage.EFFECTIVE, Stage.LOADING)


def drawn(chances: Chances, random: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Draw places of a row of chances."""
    return random.choice(len(chances), size=DRAWS, p=chances / chances.sum())


def simulated(past: History, group: Group) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Draw days from sending to billable, stage by stage."""
    random = np.random.default_rng(11)
    leaf = past.leaves[group.cohort]
    place, now = np.array([leaf]), np.array([past.today])
    total = 1 + drawn(
        past.of[Stage.DECISION].model.remaining(place, now, past.today, stages.HORIZON)[0], random
    )
    for stage in BEHIND:
        total = total + drawn(past.tails(stage, [leaf])[0], random)
    return total


@pytest.mark.parametrize("notice_in", [0, 20])
def test_gap_ranges_agree_with_drawing_each_stage(maple: Organization, notice_in: int) -> None:
    payer = PayerFactory(name="Aetna")
    for number in range(14):
        finished(maple, payer, 90 + 9 * number, 60 + number)
    with organization_scope(maple), standing(TODAY):
        cohort = cohorts_of(Question(TODAY, TODAY, [payer], "PA", "LPC"))[0]
        told = list(applications(TODAY, clock.now()))
        past = history(told, published.book_of(TODAY), TODAY, [cohort])
        group = Group(cohort, Stage.SUBMISSION, past.today, True, None)
        chances = daily_chances(group, past)
    assert chances is not None
    line = Line(7, 80, 100, OwnDay(TODAY + dt.timedelta(days=1), chances), 90)
    found = gap(line, TODAY + dt.timedelta(days=notice_in))
    assert found is not None
    truth = np.maximum(simulated(past, group) - 90 - notice_in, 0)
    for level, days in zip((0.2, 0.5, 0.8), found.days, strict=True):
        # Days are whole: one of them is as near as drawing can tell.
        assert abs(days - np.quantile(truth, level)) <= max(1.0, 0.02 * days)
    assert found.expected == pytest.approx(truth.mean(), rel=0.02)
    assert found.chance_of_any == pytest.approx((truth > 0).mean(), abs=0.02)
