"""The command that says what an exit plan comes to, on real histories."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization
from accounts.tenancy import organization_scope
from planning.enums import LetterOutcome
from planning.models import CaseloadShare
from tests.factories.payers import PayerFactory
from tests.factories.planning import (
    CaseloadShareFactory,
    ExitClinicianFactory,
    ExitPlanFactory,
    ReleaseLetterFactory,
)
from tests.forecast.scenes import TODAY, finished, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(maple: Organization) -> Any:
    """A plan with one clinician at Aetna, of which twelve decisions are on record."""
    payer = PayerFactory(name="Aetna")
    for number in range(12):
        finished(maple, payer, 60 + 5 * number, 60 + number)
    with standing(TODAY):
        made = ExitPlanFactory(organization=maple, name="Leaving Alma", notice_days=90)
        clinician = ExitClinicianFactory(organization=maple, plan=made)
        CaseloadShareFactory(
            organization=maple,
            provider=clinician.provider,
            practice=made.practice,
            payer=payer,
            platform=made.platform,
        )
    return made


def told(capsys: Any, maple: Organization, *more: str) -> Any:
    with standing(TODAY):
        call_command(
            "exit_plan", "--organization", maple.slug, "--plan", "Leaving Alma", "--format", "json", *more
        )
    return json.loads(capsys.readouterr().out)


def test_the_last_day_is_notice_and_ninety_days_and_the_gap_follows(
    maple: Organization, plan: Any, capsys: Any
) -> None:
    found = told(capsys, maple, "--notice", "2026-06-01")
    one = found["payers"][0]
    assert one["last_platform_day"] == "2026-08-30"
    for level in ("20", "50", "80"):
        late = (dt.date.fromisoformat(one["own_day"][level]) - dt.date(2026, 8, 30)).days
        assert one["gap_days"][level] == max(0, late)
    assert not one["example"]
    assert one["dollars"]["50"] == pytest.approx(one["gap_days"]["50"] / 7 * 7 * 80, abs=50)


def test_a_proposed_day_keeps_within_the_limit_and_the_day_before_does_not(
    maple: Organization, plan: Any, capsys: Any
) -> None:
    proposed = told(capsys, maple)["proposal"]["notice_on"]
    day = dt.date.fromisoformat(proposed)
    assert told(capsys, maple, "--notice", proposed)["payers"][0]["gap_days"]["expected"] <= 14.05
    before = str(day - dt.timedelta(days=1))
    if day > TODAY:
        assert told(capsys, maple, "--notice", before)["payers"][0]["gap_days"]["expected"] > 13.95


def test_a_refused_letter_leaves_the_payer_without_a_date(
    maple: Organization, plan: Any, capsys: Any
) -> None:
    with standing(TODAY), organization_scope(maple):
        share = CaseloadShare.objects.get()
        ReleaseLetterFactory(
            platform=plan.platform,
            provider=share.provider,
            practice=plan.practice,
            payer=share.payer,
            outcome=LetterOutcome.REFUSED,
        )
    found = told(capsys, maple)
    assert found["payers"][0]["own_day"] is None
    assert "refused" in found["payers"][0]["blocked"]
    assert found["proposal"]["notice_on"] is None


def test_an_unknown_plan_is_answered_with_those_there_are(maple: Organization, plan: Any) -> None:
    with pytest.raises(CommandError, match="Known: Leaving Alma"):
        call_command("exit_plan", "--organization", maple.slug, "--plan", "No such plan")
