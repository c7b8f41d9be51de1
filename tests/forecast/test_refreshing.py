"""Making forecasts anew: what is written, what is left alone, and what is never mixed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.enums import Status
from forecast.enums import Basis, Risk, Stage
from forecast.models import Forecast, MonthOutlook, Outlook, TimeSpent
from forecast.refreshing import Refreshed, refresh
from payers.enums import RuleKind
from payers.models import Payer
from tests.factories.payers import PayerFactory, RuleFactory
from tests.forecast.scenes import TODAY, before, decided, finished, move, standing, waiting

pytestmark = pytest.mark.django_db
TABLES = (Forecast, Outlook, MonthOutlook, TimeSpent)


@pytest.fixture(autouse=True)
def _it_is_the_first_of_june() -> Iterator[None]:
    with standing(TODAY):
        yield


@pytest.fixture
def aetna(maple: Organization) -> Payer:
    """A payer with twelve finished applications: decisions after 60 to 93 days, billable 30 days later."""
    payer: Payer = PayerFactory(name="Aetna")
    for number in range(12):
        finished(maple, payer, 60 + 3 * number, 200 - number)
    return payer


def refreshed(organization: Organization) -> Refreshed:
    with organization_scope(organization):
        return refresh()


def contents(organization: Organization) -> list[list[dict[str, Any]]]:
    with organization_scope(organization):
        return [list(table.objects.order_by("pk").values()) for table in TABLES]


def outlook(organization: Organization, pk: int) -> Outlook:
    with organization_scope(organization):
        found: Outlook = Outlook.objects.select_related("forecast").get(application=pk)
        return found


def test_dates_are_ahead_in_order_and_rest_on_counted_decisions(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, aetna, 40)
    refreshed(maple)
    found = outlook(maple, one.pk).forecast
    assert found is not None
    approval = [getattr(found, f"approval_{level}") for level in (10, 20, 50, 80, 90, 95)]
    billable = [getattr(found, f"billable_{level}") for level in (10, 20, 50, 80, 90, 95)]
    assert (approval, billable) == (sorted(approval), sorted(billable))
    assert TODAY < approval[0] < billable[0]
    assert all(later >= sooner for sooner, later in zip(approval, billable, strict=True))
    assert (found.stage, found.basis, found.decisions) == (Stage.DECISION, Basis.OWN, 12)
    assert found.basis_words.startswith("12 decisions of Aetna in Pennsylvania")
    assert "since 2025, own history" in found.basis_words


def test_a_second_run_writes_nothing(maple: Organization, aetna: Payer) -> None:
    waiting(maple, aetna, 40)
    assert refreshed(maple).written == 1
    kept = contents(maple)
    again = refreshed(maple)
    assert (again.written, again.unchanged) == (0, 1)
    assert contents(maple) == kept


def test_a_new_day_adds_a_forecast_and_keeps_the_old_one(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, aetna, 40)
    refreshed(maple)
    kept = contents(maple)[0]
    with standing(TODAY + dt.timedelta(days=25)):
        refreshed(maple)
    said = contents(maple)[0]
    assert said[:1] == kept
    assert [row["made_on"] for row in said] == [TODAY, TODAY + dt.timedelta(days=25)]
    assert outlook(maple, one.pk).forecast_id == said[1]["id"]


def test_nothing_said_can_be_changed(maple: Organization, aetna: Payer) -> None:
    waiting(maple, aetna, 40)
    refreshed(maple)
    with organization_scope(maple), pytest.raises(DatabaseError), transaction.atomic():
        Forecast.objects.update(approval_50=TODAY)


def test_an_application_that_closes_leaves_the_outlook_and_keeps_its_forecasts(
    maple: Organization, aetna: Payer
) -> None:
    one = waiting(maple, aetna, 40)
    refreshed(maple)
    move(one, Status.WITHDRAWN, TODAY)
    assert refreshed(maple).applications == 0
    with organization_scope(maple):
        assert not Outlook.objects.exists()
        assert Forecast.objects.filter(application=one.pk).count() == 1


def test_without_a_decision_or_a_published_range_no_date_is_said(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, PayerFactory(name="Lone Star"), 40)
    assert refreshed(maple).without_basis == 1
    found = outlook(maple, one.pk)
    assert (found.basis, found.risk, found.approval_50, found.billable_50) == (
        Basis.NONE, Risk.UNKNOWN, None, None,
    )  # fmt: skip
    assert found.forecast is not None
    assert found.forecast.basis_words.startswith("No basis: no decision of this payer is on record")


def test_a_published_range_speaks_where_there_is_no_history(maple: Organization) -> None:
    payer = PayerFactory(name="Cigna")
    RuleFactory(
        payer=payer, kind=RuleKind.TURNAROUND, value_min=45, value_max=180,
        source_url="https://www.cigna.com/join", quoted_on=dt.date(2025, 3, 1),
    )  # fmt: skip
    one = waiting(maple, payer, 10)
    refreshed(maple)
    found = outlook(maple, one.pk).forecast
    assert found is not None
    assert found.basis == Basis.PUBLISHED
    assert found.basis_words.startswith(
        "Published range 45 to 180 calendar days, cigna.com, 2025; no history yet"
    )
    assert found.approval_50 == found.published_50
    assert found.approval_50 is not None
    assert before(10) + dt.timedelta(days=45) < found.approval_50 < before(10) + dt.timedelta(days=180)


def test_one_not_sent_yet_is_counted_from_today_and_in_no_month(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, aetna, 40, status=Status.PREPARING)
    refreshed(maple)
    found = outlook(maple, one.pk)
    assert found.forecast is not None
    assert (found.stage, found.risk) == (Stage.SUBMISSION, Risk.OURS)
    assert "counted as if it were sent today" in found.forecast.basis_words
    assert found.approval_50 is not None
    assert found.approval_50 > TODAY + dt.timedelta(days=50)
    with organization_scope(maple):
        assert not MonthOutlook.objects.exists()


def test_a_closed_panel_is_told_no_date_but_when_to_ask_again(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, aetna, 40)
    move(one, Status.PANEL_CLOSED, before(5), recheck_on="2026-09-01")
    refreshed(maple)
    found = outlook(maple, one.pk)
    assert found.forecast is not None
    assert (found.stage, found.approval_50, found.billable_50) == (Stage.WATCH, None, None)
    assert found.forecast.basis_words == "No date while the panel is closed. Ask again on 1 Sep 2026"


def test_later_than_nine_in_ten_is_overdue(maple: Organization, aetna: Payer) -> None:
    one = waiting(maple, aetna, 300)
    refreshed(maple)
    found = outlook(maple, one.pk)
    assert found.forecast is not None
    assert found.forecast.overdue
    assert found.risk == Risk.OVERDUE
    assert found.forecast.basis_words.startswith("Overdue: 9 in 10 like it were decided by now")
    # Beyond everything that is on record a date may be missing; then the words say so.
    if found.approval_20 is None:
        assert found.forecast.basis_words.endswith("No date: none like it was decided so late")
    else:
        assert found.approval_20 > TODAY


def test_months_add_up_to_the_chances_of_what_lies_with_payers(maple: Organization, aetna: Payer) -> None:
    for _ in range(3):
        waiting(maple, aetna, 40)
    refreshed(maple)
    with organization_scope(maple):
        rows = list(MonthOutlook.objects.all())
    assert 2.5 < sum(row.expected for row in rows) <= 3.0
    assert all(0 <= row.variance <= row.expected for row in rows)
    assert {row.month for row in rows} >= {dt.date(2026, 6, 1), dt.date(2026, 7, 1)}


def test_two_organizations_learn_nothing_from_one_another(
    maple: Organization, harbor: Organization, aetna: Payer
) -> None:
    theirs = waiting(harbor, aetna, 40)
    refreshed(maple)
    assert refreshed(harbor).without_basis == 1
    assert outlook(harbor, theirs.pk).basis == Basis.NONE


def test_a_day_that_is_over_is_told_and_not_stored(maple: Organization, aetna: Payer) -> None:
    waiting(maple, aetna, 60)
    with organization_scope(maple):
        found = refresh(before(20))
        assert (found.stored, found.applications, found.written) == (False, 1, 0)
        assert found.rows[0].approval[0] is not None
        assert not Forecast.objects.exists()
        assert clock.today() == TODAY


def test_the_fingerprint_tells_histories_apart(maple: Organization, aetna: Payer) -> None:
    waiting(maple, aetna, 60)
    first = [refreshed(maple).rows[0].fingerprint for _ in range(2)]
    decided(maple, aetna, 70, 3)
    second = refreshed(maple).rows[0].fingerprint
    assert first[0] == first[1] != second
