"""Which reminders a member sees: the walls around practices, clinicians and organizations."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import Membership, Organization
from credtrack.kernel.scope import Scope
from enrollments.models import Application
from providers.models import Practice, Provider
from reminders.enums import Kind
from reminders.models import Reminder
from reminders.selectors import mine, open_now, visible_reminders
from tests.factories.accounts import MembershipFactory
from tests.factories.enrollments import ApplicationFactory
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(in_scope: Scope, maple: Organization) -> Practice:
    """The only practice that the limited member was given."""
    found: Practice = PracticeFactory(organization=maple)
    return found


@pytest.fixture
def limited(maple: Organization, granted: Practice) -> Membership:
    """A biller who is limited to one practice."""
    seat: Membership = MembershipFactory(organization=maple, role=Role.BILLER, limited_to_practices=True)
    PracticeGrantFactory(membership=seat, practice=granted)
    return seat


def seen(membership: Membership, row: Reminder) -> bool:
    return visible_reminders(membership).filter(pk=row.pk).exists()


def colleague(maple: Organization, *practices: Practice) -> Provider:
    found: Provider = ProviderFactory(organization=maple)
    for practice in practices:
        AffiliationFactory(organization=maple, provider=found, practice=practice)
    return found


def test_a_limited_member_sees_their_practice_s_only(
    maple: Organization, limited: Membership, granted: Practice
) -> None:
    other = PracticeFactory(organization=maple)

    assert seen(limited, ReminderFactory(practice=granted))
    assert not seen(limited, ReminderFactory(practice=other))


def test_a_paper_is_seen_where_its_clinician_works(
    maple: Organization, limited: Membership, granted: Practice
) -> None:
    assert seen(limited, ReminderFactory(provider=colleague(maple, granted)))
    assert not seen(limited, ReminderFactory(provider=colleague(maple, PracticeFactory(organization=maple))))


def test_a_document_about_a_colleague_elsewhere_stays_with_its_practice(
    maple: Organization, limited: Membership, granted: Practice
) -> None:
    elsewhere = PracticeFactory(organization=maple)
    both = colleague(maple, granted, elsewhere)

    assert not seen(limited, ReminderFactory(provider=both, practice=elsewhere))


def test_what_belongs_to_no_practice_is_everybody_s(limited: Membership) -> None:
    assert seen(limited, ReminderFactory(kind=Kind.PANEL_STATE_RECHECK))


def test_an_application_counts_by_the_practice_it_has_now(
    maple: Organization, limited: Membership, granted: Practice
) -> None:
    application = ApplicationFactory(organization=maple, practice=granted)
    row = ReminderFactory(application=application, practice=granted, kind=Kind.SILENCE)
    assert seen(limited, row)

    Application.objects.filter(pk=application.pk).update(practice=PracticeFactory(organization=maple))
    assert not seen(limited, row)


def test_a_clinician_sees_their_own_papers_and_no_work_of_others(
    in_scope: Scope, maple: Organization
) -> None:
    seat = MembershipFactory(organization=maple, role=Role.CLINICIAN)
    own = colleague(maple)
    ClinicianLinkFactory(membership=seat, provider=own)

    assert seen(seat, ReminderFactory(provider=own, kind=Kind.LICENSE))
    assert not seen(seat, ReminderFactory(provider=own, kind=Kind.FOLLOW_UP))
    assert not seen(seat, ReminderFactory(provider=colleague(maple), kind=Kind.LICENSE))


def test_a_clinician_tied_to_no_file_sees_nothing(in_scope: Scope, maple: Organization) -> None:
    seat = MembershipFactory(organization=maple, role=Role.CLINICIAN)

    assert not seen(seat, ReminderFactory(kind=Kind.LICENSE))


def test_mine_are_those_told_to_me(limited: Membership, granted: Practice) -> None:
    row = ReminderFactory(recipient=limited.user, practice=granted)
    ReminderFactory(practice=granted)

    assert list(mine(limited)) == [row]


def test_open_now_begins_on_the_day_it_is_told(in_scope: Scope) -> None:
    day = dt.date(2026, 3, 12)
    due = ReminderFactory(send_on=day)
    ReminderFactory(send_on=day + dt.timedelta(days=1))
    ReminderFactory(send_on=day, is_open=False)

    assert list(open_now(Reminder.objects.all(), day)) == [due]
