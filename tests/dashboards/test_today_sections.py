"""The day's page from the database: what is coming up by its follow-up or by its answer."""

import datetime as dt

import pytest

from accounts.models import Membership, Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from dashboards import today as day
from dashboards.worklist import Section
from enrollments.models import Application


def _coming_up(demo: Organization) -> list[int]:
    membership = Membership.objects.filter(organization=demo).order_by("pk")[0]
    page = day.read(day.applications_of(membership, day.Whose.EVERYONE, None), day.Show.ALL)
    return [
        item.application.pk
        for part in page.parts
        if part.section == Section.COMING_UP
        for call in part.calls
        for item in call.items
    ]


def _rest(*applications: Application, **days: int | None) -> None:
    """Give applications dates so many days ahead, and a contact of today so that nothing else is pressing."""
    ahead = {
        name: None if count is None else clock.today() + dt.timedelta(days=count)
        for name, count in days.items()
    }
    numbers = [application.pk for application in applications]
    Application.objects.filter(pk__in=numbers).update(
        **ahead, last_contact_on=clock.today(), submitted_on=None, clock="ours"
    )


@pytest.mark.parametrize(
    ("follow_up", "answer", "shown"),
    [(1, None, True), (7, None, True), (8, None, False), (None, 4, True), (20, 7, True), (20, 8, False)],
)
def test_what_is_due_within_a_week_by_either_date_is_coming_up(
    demo: Organization, follow_up: int | None, answer: int | None, shown: bool
) -> None:
    with organization_scope(demo):
        application = Application.objects.filter(status__in=day.OPEN_STATUSES).order_by("pk")[0]
        _rest(application, follow_up_on=follow_up, answer_due_on=answer)

        assert (application.pk in _coming_up(demo)) is shown


def test_an_application_with_both_dates_ahead_stands_there_once(demo: Organization) -> None:
    with organization_scope(demo):
        application = Application.objects.filter(status__in=day.OPEN_STATUSES).order_by("pk")[0]
        _rest(application, follow_up_on=5, answer_due_on=6)

        assert _coming_up(demo).count(application.pk) == 1
