"""The demo's forecasts: made at month starts with what was known then, resting on the service's own decisions."""

import datetime as dt

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.dates import add_months
from dashboards.demo import forecasting, workspaces
from enrollments.enums import Status
from enrollments.models import Application
from forecast.enums import Basis
from forecast.models import Forecast, Outlook
from forecast.refreshing import foresee, outlook_rows, refresh
from forecast.rows import OutlookRow
from forecast.writing import said_values
from providers.models import Provider

MONTHS = 3


def test_both_workspaces_hold_forecasts_of_past_month_starts_and_of_today(catalogue: None) -> None:
    """One seeding serves all that is asked of it: it takes seconds."""
    workspaces.seed(months=MONTHS)
    for slug in ("demo", "demo-solo"):
        with organization_scope(Organization.objects.get(slug=slug)):
            days = sorted({*Forecast.objects.values_list("made_on", flat=True)})

            assert set(days) <= {*forecasting.month_starts(MONTHS), clock.today()}
            assert len(days) > 1
            assert all(
                clock.local_date(made_at) == made_on
                for made_on, made_at in Forecast.objects.values_list("made_on", "made_at")
            )
            # Today's were made last, so a further run has nothing to say.
            assert Outlook.objects.exists()
            assert refresh().written == 0
    with organization_scope(Organization.objects.get(slug="demo")):
        _nothing_later_was_known(forecasting.month_starts(MONTHS)[0])


def _nothing_later_was_known(day: dt.date) -> None:
    """Compare the first day's forecasts with what is said today of that day as known in its morning."""
    morning = clock.start_of_day(day) + dt.timedelta(hours=5)
    wanted: dict[int, OutlookRow] = {
        row.application_id: row for row in outlook_rows(foresee(day, known_on=morning))
    }
    made = {row.application_id: row for row in Forecast.objects.filter(made_on=day)}

    assert made.keys() == wanted.keys()
    assert len(made) > 15
    assert [made[pk].approval_50 for pk in made] == [_likely(wanted[pk]) for pk in made]
    assert any(row.application.decided_on and row.application.decided_on > day for row in made.values())


def _likely(row: OutlookRow) -> dt.date | None:
    names = [field.name for field in Forecast._meta.fields]
    place = names.index("approval_50") - names.index("stage")
    found = said_values(row)[place]
    assert found is None or isinstance(found, dt.date)
    return found


def test_a_billing_service_rests_on_its_own_history_and_a_solo_practice_on_what_is_published(
    demo: Organization, solo: Organization
) -> None:
    with organization_scope(demo):
        waiting = Outlook.objects.filter(stage="decision").select_related("forecast")

        assert {row.basis for row in waiting} == {Basis.OWN}
        assert all(row.forecast.decisions >= 5 for row in waiting)
    with organization_scope(solo):
        assert Outlook.objects.filter(basis=Basis.PUBLISHED).exists()


def test_those_who_left_hold_no_open_work(demo: Organization) -> None:
    with organization_scope(demo):
        former = Provider.objects.filter(is_active=False)
        theirs = Application.objects.filter(provider__in=former)

        assert former.count() == 24
        assert {*theirs.values_list("status", flat=True)} == {Status.ENDED, Status.WITHDRAWN}
        assert not theirs.filter(follow_up_on__isnull=False).exists()
        # Nothing they did lies ahead: whoever left is gone.
        assert not theirs.filter(ended_on__gt=clock.today()).exists()


def test_month_starts_are_over_and_oldest_first(solo: Organization) -> None:
    with organization_scope(solo):
        for today in (dt.date(2026, 3, 1), dt.date(2026, 3, 2)):
            with clock.standing_at(clock.start_of_day(today)):
                days = forecasting.month_starts(2)

                assert days == sorted(days)
                assert days[-1] == (dt.date(2026, 2, 1) if today.day == 1 else dt.date(2026, 3, 1))
                assert days[0] == add_months(days[-1], -1)
                assert forecasting.month_starts(0) == []
