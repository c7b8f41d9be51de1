"""The way out of the mails: asks once, needs no sign-in and no cookie, and stops mail only."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Role
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from reminders import recipients, unsubscribing
from reminders.enums import Channel, Kind
from reminders.models import Preference
from tests.factories.reminders import PreferenceFactory
from tests.page_check import CheckedClient
from tests.reminders.due import THURSDAY, fresh, mails, row, send_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(maple: Organization, coordinator: User) -> Membership:
    """Carla's seat."""
    return Membership.objects.get(user=coordinator, organization=maple)


@pytest.fixture
def mail_program() -> Client:
    """A client without cookies that insists on CSRF tokens, as the site does."""
    return CheckedClient(enforce_csrf_checks=True)


def wishes_of(seat: Membership) -> dict[str, str]:
    with organization_scope(seat.organization):
        return dict(Preference.objects.filter(membership=seat).values_list("kind", "channel"))


def test_opening_the_link_asks_and_changes_nothing(mail_program: Client, seat: Membership) -> None:
    answer = mail_program.get(unsubscribing.address(seat.pk))

    assert answer.status_code == 200
    assert "Stop reminder mails?" in answer.text
    assert "Maple Street Counseling" in answer.text
    assert wishes_of(seat) == {}


def test_the_question_is_answered_by_one_button(mail_program: Client, seat: Membership) -> None:
    answer = mail_program.post(unsubscribing.address(seat.pk))

    assert answer.status_code == 200
    assert "Reminder mails are stopped" in answer.text
    assert set(wishes_of(seat).values()) == {Channel.LIST}
    assert set(wishes_of(seat)) == {kind.value for kind in Kind}


def test_a_mail_programs_own_button_works_without_cookies(mail_program: Client, seat: Membership) -> None:
    answer = mail_program.post(
        unsubscribing.address(seat.pk),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert set(wishes_of(seat).values()) == {Channel.LIST}


def test_the_address_in_the_header_is_the_one_that_works(
    mail_program: Client, seat: Membership, maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    send_at(maple)
    address = (
        mails(maple)[0].headers["List-Unsubscribe"].strip("<>").removeprefix("https://credtrack.example")
    )

    assert mail_program.post(address).status_code == 200
    assert wishes_of(seat) != {}


def test_what_was_switched_off_stays_off_and_everything_stays_everything(
    mail_program: Client, seat: Membership, maple: Organization
) -> None:
    given = {"organization": maple, "membership": seat}
    PreferenceFactory(**given, kind=Kind.SILENCE, channel=Channel.OFF)
    PreferenceFactory(**given, kind=Kind.APPEAL, channel=Channel.AT_ONCE, everything=True)
    mail_program.post(unsubscribing.address(seat.pk))

    with organization_scope(maple):
        silence, appeal = (Preference.objects.get(kind=kind) for kind in (Kind.SILENCE, Kind.APPEAL))
    assert silence.channel == Channel.OFF
    assert (appeal.channel, appeal.everything) == (Channel.LIST, True)


def test_mails_stop_at_once_and_the_list_stays(
    mail_program: Client, seat: Membership, maple: Organization, coordinator: User
) -> None:
    planned = row(maple, coordinator, at_once=True)
    mail_program.post(unsubscribing.address(seat.pk))

    assert send_at(maple, THURSDAY + dt.timedelta(minutes=2)).shown == 1
    assert mails(maple) == []
    assert fresh(planned).is_open


def test_it_is_audited_once_with_who_and_how(mail_program: Client, seat: Membership) -> None:
    for _ in range(2):
        mail_program.post(unsubscribing.address(seat.pk))

    with organization_scope(seat.organization):
        (entry,) = AuditEntry.objects.filter(action="reminder_wishes.changed")
    assert entry.actor == seat.user
    assert entry.summary.endswith("by the link in a mail")


def test_other_seats_of_the_person_go_on(
    mail_program: Client, seat: Membership, harbor: Organization
) -> None:
    other = Membership.objects.create(organization=harbor, user=seat.user, role=Role.BILLER)
    mail_program.post(unsubscribing.address(seat.pk))

    assert wishes_of(other) == {}


def test_a_clinician_stops_the_kinds_they_get(
    mail_program: Client, maple: Organization, clinician: User
) -> None:
    own = Membership.objects.get(user=clinician)
    mail_program.post(unsubscribing.address(own.pk))

    assert set(wishes_of(own)) == {kind.value for kind in recipients.kinds_of(Role.CLINICIAN)}


@pytest.mark.parametrize("change", ["another number", "another signature", "no signature", "no number"])
def test_a_link_that_was_not_made_here_does_not_exist(
    mail_program: Client, seat: Membership, change: str
) -> None:
    token = unsubscribing.token(seat.pk)
    signature = token.partition(".")[2]
    wrong = {
        "another number": f"{seat.pk + 1}.{signature}",
        "another signature": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "no signature": str(seat.pk),
        "no number": f"x.{signature}",
    }[change]
    address = unsubscribing.address(seat.pk).replace(token, wrong)

    assert mail_program.get(address).status_code == 404
    assert mail_program.post(address).status_code == 404
    assert wishes_of(seat) == {}


def test_the_link_of_somebody_who_left_does_not_exist(mail_program: Client, seat: Membership) -> None:
    Membership.objects.filter(pk=seat.pk).update(is_active=False)

    assert mail_program.post(unsubscribing.address(seat.pk)).status_code == 404


def test_other_ways_of_asking_are_refused(mail_program: Client, seat: Membership) -> None:
    assert mail_program.delete(unsubscribing.address(seat.pk)).status_code == 405
