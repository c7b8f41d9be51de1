"""Logging a contact: one entry per application, what it answers, and what follows."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from credtrack.kernel import clock
from credtrack.kernel.dates import is_business_day
from enrollments import contacts, follow_up_planning
from enrollments.contacts import Contact, Next
from enrollments.enums import Channel, DayUnit, Source, Status
from enrollments.models import Application, Entry, FollowUp
from enrollments.refusals import Refused, Stale
from tests.factories.enrollments import ApplicationFactory


def call(days_ago: int = 0, **changes: Any) -> Contact:
    """Return a call of that many days ago."""
    day = clock.today() - dt.timedelta(days=days_ago)
    return Contact(**{"channel": Channel.CALL, "occurred_on": day, "said": "In process", **changes})


def fresh(application: Application) -> Application:
    """Return the row as the database holds it."""
    found: Application = Application.objects.get(pk=application.pk)
    return found


def test_one_call_covers_several_applications(submitted: Application, owner: User) -> None:
    other = ApplicationFactory(practice=submitted.practice, payer=submitted.payer, status=Status.SUBMITTED)
    before = AuditEntry.objects.count()
    logged = contacts.log_contact([submitted, other], call(reference="C-1"), actor=owner)
    assert len({entry.call_id for entry in logged.entries}) == 1
    assert logged.entries[0].call_id is not None
    assert set(logged.next_on) == {submitted.pk, other.pk}
    assert AuditEntry.objects.count() == before + 2
    assert fresh(other).last_reference == "C-1"


def test_a_call_about_one_has_no_call_number(submitted: Application, owner: User) -> None:
    assert contacts.log_contact([submitted], call(), actor=owner).entries[0].call_id is None


def test_the_number_of_queries_does_not_grow_with_the_applications(
    submitted: Application, owner: User
) -> None:
    def queries(count: int) -> int:
        rows = [ApplicationFactory(practice=submitted.practice, payer=submitted.payer) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            contacts.log_contact(rows, call(), actor=owner)
        return len(captured)

    assert queries(2) == queries(9)


def test_a_later_dated_contact_wins(submitted: Application, owner: User) -> None:
    contacts.log_contact([submitted], call(2, said="With committee", reference="C-2"), actor=owner)
    contacts.log_contact([submitted], call(9, said="Received"), actor=owner)
    row = fresh(submitted)
    assert (row.last_said, row.last_reference) == ("With committee", "C-2")
    assert row.last_contact_on == clock.today() - dt.timedelta(days=2)


def test_a_contact_without_a_number_keeps_the_last_one(submitted: Application, owner: User) -> None:
    contacts.log_contact([submitted], call(5, reference="C-2"), actor=owner)
    contacts.log_contact([submitted], call(1, said="No news"), actor=owner)
    assert fresh(submitted).last_reference == "C-2"


def test_a_note_is_no_contact(submitted: Application, owner: User) -> None:
    due = FollowUp.objects.get(application=submitted, done_at=None)
    contacts.log_contact([submitted], call(channel=Channel.NOTE), actor=owner)
    due.refresh_from_db()
    assert fresh(submitted).last_contact_on is None
    assert due.done_at is None


def test_a_contact_answers_what_was_due_and_planned(submitted: Application, owner: User) -> None:
    planned = FollowUp.objects.get(application=submitted, done_at=None)
    chosen = follow_up_planning.add(
        submitted, due_on=clock.today() + dt.timedelta(days=40), what="Fax the W-9", actor=owner
    )
    contacts.log_contact([submitted], call(), actor=owner)
    planned.refresh_from_db()
    chosen.refresh_from_db()
    assert (planned.done_at is not None, planned.cancelled) == (True, False)
    assert chosen.done_at is None


def test_only_what_was_ticked_is_answered(submitted: Application, owner: User) -> None:
    planned = FollowUp.objects.get(application=submitted, done_at=None)
    contacts.log_contact([submitted], call(), actor=owner, answers=[], then=Next(by_rule=False))
    planned.refresh_from_db()
    assert planned.done_at is None


def test_the_next_day_is_a_business_day_by_rule_or_by_choice(submitted: Application, owner: User) -> None:
    by_rule = contacts.log_contact([submitted], call(), actor=owner).next_on[submitted.pk]
    assert is_business_day(by_rule)
    assert fresh(submitted).follow_up_on == by_rule
    saturday = clock.today() + dt.timedelta(days=(5 - clock.today().weekday()) % 7 + 7)
    chosen = contacts.log_contact([submitted], call(), actor=owner, then=Next(on=saturday, what="Fax it"))
    assert chosen.next_on[submitted.pk] > saturday
    assert is_business_day(chosen.next_on[submitted.pk])
    made = FollowUp.objects.get(application=submitted, done_at=None)
    assert (made.what, made.source, made.basis) == ("Fax it", Source.PERSON, "")


def test_nothing_follows_when_nothing_is_wanted(submitted: Application, owner: User) -> None:
    logged = contacts.log_contact([submitted], call(), actor=owner, then=Next(by_rule=False))
    assert logged.next_on == {}
    assert fresh(submitted).follow_up_on is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": " "}, "Write down what was said"),
        ({"quoted_min": 30}, "needs its last day"),
        ({"quoted_min": 90, "quoted_max": 60, "quoted_unit": DayUnit.CALENDAR}, "from the smaller"),
        ({"quoted_max": 60}, "calendar or business days"),
        ({"occurred_on": dt.date(2999, 1, 1)}, "in the future"),
    ],
)
def test_what_cannot_be_logged_is_said_and_nothing_written(
    submitted: Application, owner: User, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        contacts.log_contact([submitted], call(**changes), actor=owner)
    assert not Entry.objects.exists()


def test_a_next_day_in_the_past_is_refused(submitted: Application, owner: User) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(Refused, match="cannot lie in the past"):
        contacts.log_contact([submitted], call(), actor=owner, then=Next(on=yesterday))


def test_a_call_about_nothing_is_refused(in_scope: None, owner: User) -> None:
    with pytest.raises(Refused, match="at least one application"):
        contacts.log_contact([], call(), actor=owner)


def test_voiding_reads_the_last_contact_again(submitted: Application, owner: User) -> None:
    contacts.log_contact([submitted], call(9, said="Received", reference="C-1"), actor=owner)
    wrong = contacts.log_contact([submitted], call(1, said="Denied", reference="C-2"), actor=owner).entries[0]
    voiding = contacts.void_entry(wrong.pk, actor=owner, note="Other clinician")
    row = fresh(submitted)
    assert (row.last_said, row.last_reference) == ("Received", "C-1")
    assert (voiding.voids, voiding.said) == (wrong, "Other clinician")
    with pytest.raises(Refused, match="already voided"):
        contacts.void_entry(wrong.pk, actor=owner, note="Again")
    with pytest.raises(Refused, match="Say why"):
        contacts.void_entry(wrong.pk, actor=owner, note="  ")


def test_a_follow_up_put_off_stays_readable(submitted: Application, owner: User) -> None:
    old = FollowUp.objects.get(application=submitted, done_at=None)
    to = clock.today() + dt.timedelta(days=20)
    new = follow_up_planning.put_off(old.pk, to, actor=owner, version=old.version)
    old.refresh_from_db()
    assert (old.cancelled, old.done_at) == (True, new.created_at)
    assert new.basis.startswith("Put off from")
    assert fresh(submitted).follow_up_on == new.due_on
    with pytest.raises(Refused, match="is past"):
        follow_up_planning.put_off(new.pk, dt.date(2020, 1, 1), actor=owner)
    with pytest.raises(Stale):
        follow_up_planning.put_off(new.pk, to, actor=owner, version=new.version + 1)


def test_the_last_one_done_plans_the_next(submitted: Application, owner: User) -> None:
    due = FollowUp.objects.get(application=submitted, done_at=None)
    follow_up_planning.finish(due.pk, actor=owner)
    assert FollowUp.objects.filter(application=submitted, done_at=None).count() == 1
    with pytest.raises(Refused, match="already closed"):
        follow_up_planning.finish(due.pk, actor=owner)


def test_a_follow_up_needs_words_and_a_day_ahead(submitted: Application, owner: User) -> None:
    with pytest.raises(Refused, match="is past"):
        follow_up_planning.add(submitted, due_on=dt.date(2020, 1, 1), what="Call", actor=owner)
    with pytest.raises(Refused, match="Say what"):
        follow_up_planning.add(submitted, due_on=clock.today(), what=" ", actor=owner)


@pytest.mark.parametrize(("related", "queries"), [((), 2), (("payer",), 1)])
def test_suggestions_for_many_cost_two_queries_or_one_with_their_payers(
    submitted: Application, related: tuple[str, ...], queries: int
) -> None:
    found = list(Application.objects.select_related(*(related or [None])).filter(pk=submitted.pk)) * 3
    with CaptureQueriesContext(connection) as captured:
        suggestions = follow_up_planning.suggest_for(found)
    assert len(captured) == queries
    assert [suggestion is not None for suggestion in suggestions] == [True, True, True]
