"""One good mail a day also after the mail server was away: a digest that has not left is replaced."""

import pytest

from accounts.enums import MessageState
from accounts.models import Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from reminders.enums import State
from reminders.models import Reminder
from reminders.sending import Sent
from tests.reminders.due import FRIDAY, SATURDAY, THURSDAY, fresh, mails, message_of, row, send_at

pytestmark = pytest.mark.django_db


def digest_stands(organization: Organization, state: MessageState) -> OutboxMessage:
    """Let the only digest so far stand at `state`, and return it."""
    with organization_scope(organization):
        message: OutboxMessage = OutboxMessage.objects.get()
        sent_at = THURSDAY if state == MessageState.SENT else None
        OutboxMessage.objects.filter(pk=message.pk).update(state=state, sent_at=sent_at)
    return message


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.FAILED])
def test_a_digest_that_has_not_left_is_replaced_by_the_next(
    maple: Organization, coordinator: User, state: MessageState
) -> None:
    yesterdays = row(maple, coordinator, what="Dana Whitfield: attest the CAQH profile again")
    send_at(maple)
    old = digest_stands(maple, state)
    row(maple, coordinator, FRIDAY)

    assert send_at(maple, FRIDAY) == Sent(digests=1, told=2, replaced=1)

    old, new = mails(maple)
    assert (old.state, old.last_answer) == (MessageState.EXPIRED, "Replaced by the digest of 13 Mar 2026.")
    assert (fresh(yesterdays).message_id, fresh(yesterdays).told_at) == (new.pk, FRIDAY)
    assert "attest the CAQH profile again" in new.body


@pytest.mark.parametrize("state", [MessageState.SENDING, MessageState.SENT])
def test_a_digest_that_is_leaving_or_has_left_stays(
    maple: Organization, coordinator: User, state: MessageState
) -> None:
    yesterdays = row(maple, coordinator)
    send_at(maple)
    old = digest_stands(maple, state)
    row(maple, coordinator, FRIDAY)

    assert send_at(maple, FRIDAY) == Sent(digests=1, told=1)
    assert fresh(yesterdays).message_id == old.pk
    assert mails(maple)[0].state == state


def test_what_was_settled_meanwhile_stays_with_the_old_mail(maple: Organization, coordinator: User) -> None:
    settled = row(maple, coordinator)
    send_at(maple)
    with organization_scope(maple):
        Reminder.objects.filter(pk=settled.pk).update(is_open=False, state=State.DONE)
    row(maple, coordinator, FRIDAY)

    assert send_at(maple, FRIDAY) == Sent(digests=1, told=1, replaced=1)
    assert message_of(settled).state == MessageState.EXPIRED
    assert settled.what not in mails(maple)[1].body


def test_a_waiting_digest_is_left_alone_while_there_is_nothing_new(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    send_at(maple)

    assert send_at(maple, FRIDAY) == Sent()
    assert mails(maple)[0].state == MessageState.QUEUED


def test_after_several_days_one_mail_is_left(maple: Organization, coordinator: User) -> None:
    for at in (THURSDAY, FRIDAY, FRIDAY.replace(day=16), FRIDAY.replace(day=17)):
        row(maple, coordinator, at)
        send_at(maple, at)

    assert [mail.state for mail in mails(maple)] == [MessageState.EXPIRED] * 3 + [MessageState.QUEUED]
    with organization_scope(maple):
        assert Reminder.objects.filter(message=mails(maple)[3]).count() == 4


def test_other_peoples_waiting_digests_stay(maple: Organization, coordinator: User, owner: User) -> None:
    row(maple, owner)
    send_at(maple)
    row(maple, coordinator, FRIDAY)

    assert send_at(maple, FRIDAY) == Sent(digests=1, told=1)
    assert mails(maple)[0].state == MessageState.QUEUED


def test_a_mail_at_once_that_waits_is_not_taken_back(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, SATURDAY, at_once=True)
    send_at(maple, SATURDAY)
    monday = SATURDAY.replace(day=16)
    row(maple, coordinator, monday)

    assert send_at(maple, monday) == Sent(digests=1, told=1)
    assert mails(maple)[0].state == MessageState.QUEUED


def test_a_reminder_that_came_back_is_told_by_the_mail_it_had(maple: Organization, coordinator: User) -> None:
    again = row(maple, coordinator, SATURDAY, at_once=True)
    send_at(maple, SATURDAY)
    with organization_scope(maple):
        Reminder.objects.filter(pk=again.pk).update(state=State.PLANNED, message=None)

    assert send_at(maple, SATURDAY) == Sent(at_once=0, told=1)
    assert len(mails(maple)) == 1
    assert fresh(again).state == State.TOLD
