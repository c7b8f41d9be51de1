"""Judging on an organization's own applications: by payer, against what the payers publish."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization
from accounts.tenancy import organization_scope
from enrollments.enums import Status
from forecast.cases import APPROVED, OPEN, OTHER
from forecast.organization_episodes import organization_episodes
from payers.enums import RuleKind
from payers.models import Payer
from tests.factories.payers import PayerFactory, RuleFactory
from tests.forecast.scenes import TODAY, decided, standing, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_the_first_of_june() -> Iterator[None]:
    with standing(TODAY):
        yield


@pytest.fixture
def aetna() -> Payer:
    made: Payer = PayerFactory(name="Aetna")
    RuleFactory(kind=RuleKind.TURNAROUND, payer=made, value_min=40, value_max=100)
    return made


def run(slug: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("backtest_forecasts", "--organization", slug, "--format", "json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_waits_come_with_their_ends_and_ranges(maple: Organization, aetna: Payer) -> None:
    decided(maple, aetna, 60, 20)
    decided(maple, aetna, 30, 10, to=Status.DENIED)
    waiting(maple, aetna, 25)
    with organization_scope(maple):
        found, published = organization_episodes()
    assert found.outcome.tolist() == [APPROVED, OTHER, OPEN]
    assert (found.end - found.start).tolist() == [60, 30, 25]
    assert {path[found.group_level] for path in found.paths} == {str(aetna.pk)}
    assert set(published.ranges.values()) == {(40, 100)}


def test_an_organization_is_judged_beside_the_published_range(
    maple: Organization, harbor: Organization, aetna: Payer
) -> None:
    for number in range(125):
        decided(maple, aetna, 45 + number * 7 % 40, 380 - 2 * number - 3 * max(0, number - 104))
    decided(harbor, aetna, 300, 1)
    found = run("maple")
    assert found["model"]["cases"] > 0
    assert found["baselines"]["published_range"]["cases"] == found["model"]["cases"]


def test_an_organization_without_anything_sent_is_told_so(maple: Organization) -> None:
    with pytest.raises(CommandError, match="No application of this organization has been sent yet"):
        run("maple")


def test_an_unknown_organization_is_refused(maple: Organization) -> None:
    with pytest.raises(CommandError, match="no organization with the slug 'oak'"):
        run("oak")
