"""On what the figures of an application rest: own value, the payer's word, a sourced rule, or nothing."""

import datetime as dt

import pytest

from accounts.models import Membership, Organization, User
from credtrack.kernel import clock
from enrollments import contacts, transitions
from enrollments.bases import facts_of, quoted_turnaround
from enrollments.contacts import Contact
from enrollments.enums import Channel, DayUnit, Kind, Status
from enrollments.headlines import headline_of
from enrollments.models import Application
from enrollments.reading import Moment, Reading
from payers.enums import RuleKind, SourceQuality, Unit
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import RuleFactory


@pytest.fixture
def seat(owner: User, maple: Organization) -> Membership:
    """Olivia's seat."""
    return Membership.objects.get(user=owner, organization=maple)


def read(application: Application, seat: Membership) -> Reading:
    """Return the application as it stands."""
    return Reading(Application.objects.get(pk=application.pk), seat, Moment())


def value_of(reading: Reading, label: str) -> tuple[str, str]:
    """Return value and basis of one fact."""
    return next((fact.value, fact.basis) for fact in facts_of(reading) if fact.label == label)


def quote(application: Application, unit: DayUnit = DayUnit.BUSINESS) -> None:
    """Have the payer name 30 to 60 days on a call two weeks ago."""
    contact = Contact(
        Channel.CALL,
        clock.today() - dt.timedelta(days=14),
        said="In process",
        person="Pat",
        reference="C-1",
        quoted_min=30,
        quoted_max=60,
        quoted_unit=unit,
    )
    contacts.log_contact([application], contact, actor=None)


def test_without_any_source_there_is_no_basis(submitted: Application, seat: Membership) -> None:
    reading = read(submitted, seat)
    assert quoted_turnaround(reading) is None
    assert value_of(reading, "Turnaround") == ("Not known", "No basis: nothing is quoted for this payer.")


def test_a_sourced_rule_is_shown_with_the_day_it_ends(submitted: Application, seat: Membership) -> None:
    RuleFactory(payer=submitted.payer, value_min=30, value_max=45, source="Aetna, how to apply")
    reading = read(submitted, seat)
    value, basis = value_of(reading, "Turnaround")
    assert value == "30 to 45 calendar days"
    assert basis.startswith("Counted from sending, that is until")
    assert "2 days past the 45 calendar days it quotes" in headline_of(reading)


def test_a_weak_source_is_not_put_into_the_payers_mouth(submitted: Application, seat: Membership) -> None:
    RuleFactory(value_max=90, source_quality=SourceQuality.VENDOR)
    assert "43 days left of the 90 calendar days quoted for it" in headline_of(read(submitted, seat))


def test_what_the_payer_said_about_this_one_comes_before_a_general_rule(
    submitted: Application, seat: Membership
) -> None:
    RuleFactory(payer=submitted.payer, value_max=45)
    quote(submitted)
    reading = read(submitted, seat)
    found = quoted_turnaround(reading)
    assert found is not None
    assert (found.days, found.business, found.by_payer) == (60, True, True)
    assert value_of(reading, "Last quoted on a call") == (
        "30 to 60 business days",
        "Said by Pat, reference C-1",
    )


def test_an_own_value_comes_first_of_all(submitted: Application, seat: Membership) -> None:
    quote(submitted)
    RuleFactory(organization=submitted.organization, payer=submitted.payer, value_max=20)
    found = quoted_turnaround(read(submitted, seat))
    assert found is not None
    assert found.days == 20


def test_a_voided_call_is_no_basis(submitted: Application, seat: Membership, owner: User) -> None:
    quote(submitted, DayUnit.CALENDAR)
    contacts.void_entry(submitted.entries.get().pk, actor=owner, note="Other clinician")
    assert quoted_turnaround(read(submitted, seat)) is None


def test_a_request_is_answered_on_a_clock_of_its_own(submitted: Application, seat: Membership) -> None:
    request = ApplicationFactory(
        practice=submitted.practice,
        payer=submitted.payer,
        kind=Kind.PARTICIPATION_REQUEST,
        status=Status.SUBMITTED,
    )
    RuleFactory(payer=submitted.payer, value_max=180)
    RuleFactory(payer=submitted.payer, kind=RuleKind.PARTICIPATION_DECISION, value_max=45)
    found = quoted_turnaround(read(request, seat))
    assert found is not None
    assert found.days == 45


def test_a_states_deadline_runs_from_the_complete_application(
    submitted: Application, seat: Membership, owner: User
) -> None:
    RuleFactory(
        kind=RuleKind.DECISION_DEADLINE,
        state="PA",
        value_max=60,
        unit=Unit.CALENDAR_DAYS,
        source="Act 68",
        source_quality=SourceQuality.STATUTE,
        text="Insurers decide.",
    )
    assert value_of(read(submitted, seat), "State deadline to decide")[1] == "Insurers decide"
    complete = clock.today() - dt.timedelta(days=20)
    transitions.move(submitted.pk, Status.IN_REVIEW, occurred_on=complete, actor=owner)
    basis = value_of(read(submitted, seat), "State deadline to decide")[1]
    assert basis.startswith("From the complete application that is")
