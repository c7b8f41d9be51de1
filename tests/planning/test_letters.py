"""A required release letter that is not there blocks the direct application; it is neither denied nor the payer's delay."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel.scope import Scope
from enrollments import clocks, transitions
from enrollments.enums import Clock, Route, Status
from enrollments.models import Application
from enrollments.refusals import Refused
from planning import letters
from planning.enums import LetterOutcome
from planning.models import ReleaseLetter
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.providers import PracticeFactory, ProviderFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db
SENT, REFUSED_ON = today() - dt.timedelta(days=40), today() - dt.timedelta(days=30)


@pytest.fixture
def about(in_scope: Scope) -> letters.About:
    """Return a letter of a platform for one clinician, practice and payer."""
    return letters.About(
        PlatformFactory(name="Headway"), ProviderFactory(), PracticeFactory(), PayerFactory()
    )


def _applied(about: letters.About, **given: Any) -> Application:
    parts = {"provider": about.provider, "practice": about.practice, "payer": about.payer, "on": SENT}
    row: Application = ApplicationFactory(**{**parts, "status": Status.SUBMITTED, **given})
    return row


def _heard(outcome: LetterOutcome, on: dt.date, required_by: str = "Keystone enrollment") -> letters.Heard:
    return letters.Heard(outcome, on, requested_from="Support", required_by=required_by)


def test_rule_6_a_refused_release_letter_blocks_and_is_neither_denied_nor_payer_delay(
    about: letters.About, owner: User
) -> None:
    application = _applied(about)
    row = letters.record(about, _heard(LetterOutcome.REFUSED, REFUSED_ON), seen=0, actor=owner)
    application.refresh_from_db()
    assert row.application == application
    assert application.status == Status.SUBMITTED
    assert application.decided_on is None
    assert application.blocked_by == Clock.PLATFORM == application.clock
    assert application.blocked_since == REFUSED_ON
    assert application.blocked_reason.startswith("Release letter of Headway was refused")
    days = clocks.days_by_clock(transitions.log_of(application), today())
    assert (days[Clock.PAYER], days[Clock.PLATFORM]) == (10, 30)


def test_the_letter_lifts_the_block_when_it_comes(about: letters.About, owner: User) -> None:
    application = _applied(about)
    letters.record(about, _heard(LetterOutcome.REQUESTED, REFUSED_ON), seen=0, actor=owner)
    came = today() - dt.timedelta(days=5)
    letters.record(about, _heard(LetterOutcome.ISSUED, came, ""), seen=1, actor=owner)
    application.refresh_from_db()
    assert (application.blocked_reason, application.clock) == ("", Clock.PAYER)
    days = clocks.days_by_clock(transitions.log_of(application), today())
    assert (days[Clock.PAYER], days[Clock.PLATFORM]) == (15, 25)


def test_a_refusal_after_the_request_says_so_in_the_block(about: letters.About, owner: User) -> None:
    application = _applied(about)
    letters.record(about, _heard(LetterOutcome.REQUESTED, SENT), seen=0, actor=owner)
    letters.record(about, _heard(LetterOutcome.REFUSED, REFUSED_ON, ""), seen=1, actor=owner)
    application.refresh_from_db()
    assert "was refused" in application.blocked_reason
    days = clocks.days_by_clock(transitions.log_of(application), today())
    assert days[Clock.PLATFORM] == 40


def test_a_letter_that_nobody_requires_blocks_nothing(about: letters.About, owner: User) -> None:
    application = _applied(about)
    letters.record(about, _heard(LetterOutcome.REFUSED, REFUSED_ON, ""), seen=0, actor=owner)
    application.refresh_from_db()
    assert application.blocked_reason == ""


def test_only_the_direct_application_of_the_same_people_is_blocked(about: letters.About, owner: User) -> None:
    through = _applied(about, route=Route.DELEGATED, platform=about.platform)
    elsewhere = _applied(about, payer=PayerFactory())
    letters.record(about, _heard(LetterOutcome.REFUSED, REFUSED_ON), seen=0, actor=owner)
    for row in (through, elsewhere):
        row.refresh_from_db()
        assert row.blocked_reason == ""
    later = _applied(about, on=today(), state="NJ")
    assert letters.out_of_line(about) == [later]
    assert letters.bring_in_line(about, actor=owner) == 1
    assert letters.out_of_line(about) == []


def test_a_block_for_another_reason_is_left_alone(about: letters.About, owner: User) -> None:
    application = _applied(about)
    transitions.block(application.pk, occurred_on=SENT, actor=owner, reason="Prerequisite missing")
    letters.record(about, _heard(LetterOutcome.REFUSED, REFUSED_ON), seen=0, actor=owner)
    letters.record(about, _heard(LetterOutcome.ISSUED, today()), seen=1, actor=owner)
    application.refresh_from_db()
    assert application.blocked_reason == "Prerequisite missing"


def test_the_second_of_two_people_is_told(about: letters.About, owner: User) -> None:
    letters.record(about, _heard(LetterOutcome.REQUESTED, SENT), seen=0, actor=owner)
    with pytest.raises(Stale, match="this release letter"):
        letters.record(about, _heard(LetterOutcome.ISSUED, today()), seen=0, actor=owner)
    assert ReleaseLetter.objects.count() == 1


def test_a_day_ahead_is_refused_and_a_word_is_never_changed(about: letters.About, owner: User) -> None:
    ahead = today() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="in the future"):
        letters.record(about, _heard(LetterOutcome.REQUESTED, ahead), seen=0, actor=owner)
    row = letters.record(about, _heard(LetterOutcome.REQUESTED, SENT), seen=0, actor=owner)
    row.said = "Changed"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
