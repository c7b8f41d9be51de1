"""What a calendar program sees over several visits: new, moved, gone and returned dates of real records."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import follow_up_planning, transitions
from enrollments.enums import Status
from enrollments.models import FollowUp
from providers import renewing
from providers.models import Credential
from reminders import calendar_events, calendar_history
from reminders.models import CalendarEvent
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PayerFactory
from tests.factories.providers import CredentialFactory
from tests.reminders.calendars import address_for, ask, clinician_at, day, fetch, license_of, standing

pytestmark = pytest.mark.django_db
LICENSE = "PA state license expires: Dana Whitfield"
GONE = "No longer applies: License expiry"


@pytest.fixture
def paper(maple: Organization) -> Credential:
    """Dana's license, which ends in forty days."""
    return license_of(clinician_at(maple), 40)


@pytest.fixture
def path(maple: Organization, coordinator: User) -> str:
    """The path of Carla's calendar."""
    return address_for(coordinator, maple)


def correct(paper: Credential, ends_in: int, actor: User) -> None:
    with organization_scope(paper.organization):
        paper.refresh_from_db()
        values = {"expires_on": day(ends_in)}
        renewing.correct(paper, version=paper.version, values=values, actor=actor)


def test_a_new_date_starts_at_zero_and_stays_while_nothing_changes(paper: Credential, path: str) -> None:
    first, second = fetch(path), fetch(path)

    assert standing(first[LICENSE]) == (day(40).isoformat(), 0, "CONFIRMED")
    assert first == second


def test_a_moved_date_keeps_its_name_under_a_higher_number(
    paper: Credential, path: str, coordinator: User
) -> None:
    before = fetch(path)[LICENSE]
    correct(paper, 50, coordinator)
    after = fetch(path)[LICENSE]

    assert before["UID"] == after["UID"]
    assert standing(after) == (day(50).isoformat(), 1, "CONFIRMED")
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_changed_title_counts_as_a_change(paper: Credential, path: str, maple: Organization) -> None:
    before = fetch(path)[LICENSE]
    with organization_scope(maple):
        provider = paper.provider
        provider.last_name = "Whitfield-Jones"
        provider.save()
    after = fetch(path)["PA state license expires: Dana Whitfield-Jones"]

    assert (before["UID"], standing(after)[1]) == (after["UID"], 1)


def test_a_renewed_license_is_cancelled_and_its_next_term_comes_in_time(
    paper: Credential, path: str, coordinator: User, maple: Organization
) -> None:
    before = fetch(path)[LICENSE]
    with organization_scope(maple):
        values = {"number": paper.number, "expires_on": day(770)}
        renewing.renew(paper, version=paper.version, values=values, actor=coordinator)
    after = fetch(path)

    assert list(after) == [GONE]
    assert (after[GONE]["UID"], standing(after[GONE])) == (
        before["UID"],
        (day(40).isoformat(), 1, "CANCELLED"),
    )
    with time_machine.travel(clock.now() + dt.timedelta(days=400)):
        later = fetch(path)
        assert list(later) == [LICENSE]
        assert later[LICENSE]["UID"] != before["UID"]


def test_what_comes_back_goes_on_counting(paper: Credential, path: str, coordinator: User) -> None:
    fetch(path)
    correct(paper, 900, coordinator)
    gone = fetch(path)[GONE]
    again = fetch(path)[GONE]
    correct(paper, 40, coordinator)
    back = fetch(path)[LICENSE]

    assert standing(gone) == standing(again) == (day(40).isoformat(), 1, "CANCELLED")
    assert standing(back) == (day(40).isoformat(), 2, "CONFIRMED")
    assert gone["UID"] == back["UID"]


def test_a_cancellation_is_shown_for_ninety_days(paper: Credential, path: str, coordinator: User) -> None:
    fetch(path)
    correct(paper, 900, coordinator)
    fetch(path)

    with time_machine.travel(clock.now() + dt.timedelta(days=89)):
        assert list(fetch(path)) == [GONE]
    with time_machine.travel(clock.now() + dt.timedelta(days=91)):
        assert fetch(path) == {}


def test_a_date_that_grew_old_leaves_without_a_cancellation(paper: Credential, path: str) -> None:
    fetch(path)

    with time_machine.travel(clock.now() + dt.timedelta(days=70)):
        assert standing(fetch(path)[LICENSE])[2] == "CONFIRMED"
    with time_machine.travel(clock.now() + dt.timedelta(days=71)):
        assert fetch(path) == {}


def test_an_application_that_moves_on_takes_its_dates_with_it(
    maple: Organization, path: str, coordinator: User
) -> None:
    application = ApplicationFactory(
        organization=maple,
        provider=clinician_at(maple),
        payer=PayerFactory(name="Aetna"),
        status=Status.SUBMITTED,
        on=day(-20),
        owner=coordinator,
        actor=coordinator,
    )
    with organization_scope(maple):
        FollowUp.objects.all().delete()
        facts = {"answer_due_on": day(12).isoformat(), "reason": "W-9, ref 778812"}
        transitions.move(
            application.pk, Status.INFO_REQUESTED, occurred_on=day(-1), actor=coordinator, facts=facts
        )
        FollowUp.objects.all().delete()
    asked = fetch(path)
    with organization_scope(maple):
        transitions.move(application.pk, Status.IN_REVIEW, occurred_on=day(0), actor=coordinator)
        FollowUp.objects.all().delete()
    answered = fetch(path)

    assert standing(asked["Answer due to the payer: Dana Whitfield, Aetna, PA"]) == (
        day(12).isoformat(),
        0,
        "CONFIRMED",
    )
    assert standing(answered["No longer applies: Answer due to the payer"])[1:] == (1, "CANCELLED")


def test_a_finished_follow_up_goes(maple: Organization, path: str, coordinator: User) -> None:
    application = ApplicationFactory(
        organization=maple, provider=clinician_at(maple), owner=coordinator, payer=PayerFactory(name="Aetna")
    )
    with organization_scope(maple):
        FollowUp.objects.all().delete()
        made = follow_up_planning.add(application, due_on=day(3), what="Call", actor=coordinator)
    title = "Follow-up due: Dana Whitfield, Aetna, PA"
    assert standing(fetch(path)[title])[1:] == (0, "CONFIRMED")
    with organization_scope(maple):
        follow_up_planning.finish(made.pk, actor=coordinator)
        FollowUp.objects.filter(done_at=None).delete()

    assert standing(fetch(path)["No longer applies: Follow-up due"])[1:] == (1, "CANCELLED")


def test_a_new_address_goes_on_where_the_old_one_stopped(
    paper: Credential, path: str, coordinator: User, maple: Organization
) -> None:
    before = fetch(path)[LICENSE]
    correct(paper, 50, coordinator)
    fetch(path)
    renewed = address_for(coordinator, maple)
    after = fetch(renewed)[LICENSE]

    assert ask(path).status_code == 404
    assert (after["UID"], standing(after)) == (before["UID"], (day(50).isoformat(), 1, "CONFIRMED"))


def test_too_many_dates_keep_the_nearest_and_say_so(
    maple: Organization, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = clinician_at(maple)
    for number in range(1, 7):
        CredentialFactory(
            organization=maple, provider=provider, expires_on=day(number * 10), state="PA", number=f"N{number}",
            kind="dea" if number % 2 else "board",
        )  # fmt: skip
    assert len(ask(path).content.split(b"BEGIN:VEVENT")) - 1 == 6
    monkeypatch.setattr(calendar_events, "MOST", 4)
    data = ask(path).content.replace(b"\r\n ", b"").decode()

    assert data.count("BEGIN:VEVENT") == 4
    assert "STATUS:CANCELLED" not in data
    assert f"DTSTART;VALUE=DATE:{day(40):%Y%m%d}" in data
    assert f"DTSTART;VALUE=DATE:{day(50):%Y%m%d}" not in data
    assert "Shown are the 4 nearest to today of 6." in data


def test_what_was_gone_for_years_is_forgotten(
    paper: Credential, path: str, coordinator: User, maple: Organization
) -> None:
    fetch(path)
    correct(paper, 2000, coordinator)
    fetch(path)

    with organization_scope(maple):
        assert CalendarEvent.objects.count() == 1
        with time_machine.travel(clock.now() + calendar_history.FORGOTTEN_AFTER + dt.timedelta(days=1)):
            fetch(path)
        assert CalendarEvent.objects.count() == 0
