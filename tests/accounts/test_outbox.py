"""A message leaves once, is tried again when the server is away, and is never dropped silently."""

import datetime as dt
import smtplib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts import mail_message, mail_outcomes, outbox
from accounts.enums import MessageState
from accounts.models import Organization, OutboxMessage
from accounts.outbox import Delivered
from credtrack.kernel import clock, scope
from credtrack.kernel.scope import Scope
from tests.factories.accounts import OutboxMessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_away() -> Iterator[None]:
    with patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError("nobody listens")):
        yield


@pytest.fixture
def message(maple: Organization) -> OutboxMessage:
    made: OutboxMessage = OutboxMessageFactory(
        organization=maple, recipient="carla@maple.example", subject="Hello"
    )
    return made


def now_in_database(message: OutboxMessage) -> OutboxMessage:
    with scope.unscoped("a test reads what was written"):
        found: OutboxMessage = OutboxMessage.objects.get(pk=message.pk)
        return found


def test_a_due_message_is_sent_and_marked(message: OutboxMessage) -> None:
    assert outbox.deliver() == Delivered(sent=1, retried=0, failed=0)

    assert [(sent.subject, sent.to) for sent in mail.outbox] == [("Hello", ["carla@maple.example"])]
    stored = now_in_database(message)
    assert stored.state == MessageState.SENT
    assert stored.sent_at is not None


def test_a_second_run_sends_nothing(message: OutboxMessage) -> None:
    outbox.deliver()

    assert outbox.deliver() == Delivered(0, 0, 0)
    assert len(mail.outbox) == 1


def test_the_same_key_is_queued_once(in_scope: Scope) -> None:
    for _ in range(2):
        outbox.enqueue(key="k", kind="note", recipient="a@b.example", subject="S", body="B")

    assert OutboxMessage.objects.count() == 1


def test_a_new_message_is_told_apart_from_a_known_one(in_scope: Scope) -> None:
    mail_of_k: outbox.Mail = {
        "key": "k",
        "kind": "digest",
        "recipient": "a@b.example",
        "subject": "S",
        "body": "B",
        "html": "<p>B</p>",
        "headers": {"List-Unsubscribe": "<https://credtrack.example/u/1>"},
        "expires_at": clock.now() + dt.timedelta(days=1),
    }

    first = outbox.enqueue_new(**mail_of_k)

    assert first is not None
    assert outbox.enqueue_new(**mail_of_k) is None
    assert outbox.enqueue(**mail_of_k) == first
    stored = OutboxMessage.objects.get()
    assert (stored.html, stored.headers) == (mail_of_k["html"], mail_of_k["headers"])
    assert stored.expires_at == mail_of_k["expires_at"]


def test_a_message_that_the_database_refuses_is_no_known_one(in_scope: Scope) -> None:
    with (
        patch.object(outbox, "_columns", lambda mail: {"due_at": None}),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        outbox.enqueue_new(key="k", kind="note", recipient="a@b.example", subject="S", body="B")


def test_two_organizations_may_use_one_key(maple: Organization, harbor: Organization) -> None:
    OutboxMessageFactory(organization=maple, key="k")
    OutboxMessageFactory(organization=harbor, key="k")

    assert outbox.deliver().sent == 2


def test_a_message_of_the_future_waits(maple: Organization) -> None:
    OutboxMessageFactory(organization=maple, due_at=clock.now() + dt.timedelta(hours=1))

    assert outbox.deliver() == Delivered(0, 0, 0)


def test_a_line_break_in_a_subject_forges_no_header(in_scope: Scope) -> None:
    queued = outbox.enqueue(
        key="k", kind="note", recipient="a@b.example", subject="Hello\nBcc: all@b.example", body="B"
    )

    assert queued.subject == "Hello Bcc: all@b.example"


def test_when_the_server_is_away_the_message_waits_a_minute(
    message: OutboxMessage, server_away: None
) -> None:
    assert outbox.deliver() == Delivered(sent=0, retried=1, failed=0)

    stored = now_in_database(message)
    assert stored.state == MessageState.QUEUED
    assert stored.last_answer == "ConnectionRefusedError: nobody listens"
    assert dt.timedelta(seconds=50) < stored.due_at - clock.now() <= dt.timedelta(minutes=1)


def test_after_five_days_of_failures_it_is_failed_and_waits_for_a_person(
    message: OutboxMessage, server_away: None
) -> None:
    start = clock.now()
    outcomes = []
    for days in range(7):
        with time_machine.travel(start + dt.timedelta(days=days), tick=False):
            outcomes.append(outbox.deliver())

    assert [(done.retried, done.failed) for done in outcomes] == [(1, 0)] * 5 + [(0, 1), (0, 0)]
    assert now_in_database(message).state == MessageState.FAILED


def test_a_failed_message_can_be_queued_again(message: OutboxMessage, maple: Organization) -> None:
    with scope.unscoped("a test"):
        OutboxMessage.objects.update(state=MessageState.FAILED, attempts=6)
        assert outbox.retry(message)

    assert outbox.deliver().sent == 1


def test_only_a_failed_message_can_be_queued_again(message: OutboxMessage) -> None:
    outbox.deliver()

    with scope.unscoped("a test"):
        assert not outbox.retry(message)


def test_a_message_that_waits_after_a_failure_can_be_tried_at_once(
    message: OutboxMessage, server_away: None
) -> None:
    outbox.deliver()

    with scope.unscoped("a test"):
        assert outbox.retry(message)

    assert outbox.deliver().retried == 1


def test_one_poisonous_message_stops_no_other(message: OutboxMessage, maple: Organization) -> None:
    OutboxMessageFactory(organization=maple, recipient="late@maple.example")
    honest = mail_message.as_email

    def fussy(row: OutboxMessage) -> EmailMultiAlternatives:
        if row.pk == message.pk:
            raise ValueError("a bug in a header")
        return honest(row)

    with patch.object(mail_message, "as_email", fussy):
        assert outbox.deliver() == Delivered(sent=1, retried=1, failed=0)
    assert now_in_database(message).last_answer == "ValueError: a bug in a header"


def test_a_claimed_message_is_left_to_its_worker(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        assert outbox.claim() == [message]
        assert outbox.claim() == []


def lapse() -> None:
    """Let every lease run out, on the clock that counts: the database's."""
    OutboxMessage.objects.update(claimed_until=Now() - dt.timedelta(seconds=1))


def test_a_claim_runs_out_when_its_worker_died(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        outbox.claim()
        lapse()

    assert outbox.deliver().sent == 1


def test_a_message_that_kills_its_worker_each_time_is_given_up(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        for _ in range(mail_outcomes.MOST_UNFINISHED):
            assert outbox.claim() == [message]
            lapse()

    assert outbox.deliver() == Delivered(sent=0, retried=0, failed=1)
    assert mail.outbox == []
    assert now_in_database(message).last_answer == mail_outcomes.GIVEN_UP


def test_a_late_failure_does_not_undo_what_another_worker_sent(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        (slow,) = outbox.claim()
        lapse()
        outbox.deliver()
        with patch.object(
            EmailBackend, "send_messages", side_effect=smtplib.SMTPServerDisconnected("too late")
        ):
            outbox.send(slow)

    assert now_in_database(message).state == MessageState.SENT


def test_a_late_success_counts_although_the_lease_was_lost(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        (slow,) = outbox.claim()
        lapse()
        outbox.claim()
        outbox.send(slow)

    assert now_in_database(message).state == MessageState.SENT


def test_a_secret_text_is_blanked_once_sent(in_scope: Scope) -> None:
    queued = outbox.enqueue(
        key="k", kind="invitation", recipient="a@b.example", subject="S", body="link", is_secret=True
    )

    outbox.deliver()

    assert mail.outbox[0].body == "link"
    assert "link" not in now_in_database(queued).body.split()[:3]
    assert now_in_database(queued).body.startswith("This mail held a personal link.")


def test_a_withdrawn_message_never_leaves(in_scope: Scope) -> None:
    outbox.enqueue(key="k", kind="invitation", recipient="a@b.example", subject="S", body="link")

    assert outbox.withdraw("k")
    assert outbox.deliver() == Delivered(0, 0, 0)


def test_a_withdrawn_message_says_why_and_keeps_only_what_is_no_secret(in_scope: Scope) -> None:
    for key, is_secret in (("open", False), ("secret", True)):
        outbox.enqueue(
            key=key,
            kind="note",
            recipient="a@b.example",
            subject="S",
            body="the text",
            html="<p>the text</p>",
            is_secret=is_secret,
        )
        assert outbox.withdraw(key, "The license was renewed")

    kept, blanked = OutboxMessage.objects.order_by("key")
    assert {kept.last_answer, blanked.last_answer} == {"The license was renewed"}
    assert (kept.body, kept.html) == ("the text", "<p>the text</p>")
    assert "the text" not in blanked.body + blanked.html


def test_a_claimed_message_cannot_be_withdrawn(in_scope: Scope) -> None:
    outbox.enqueue(key="k", kind="invitation", recipient="a@b.example", subject="S", body="link")
    outbox.claim()

    assert not outbox.withdraw("k")


def test_a_sent_message_cannot_be_withdrawn(in_scope: Scope) -> None:
    outbox.enqueue(key="k", kind="invitation", recipient="a@b.example", subject="S", body="link")
    outbox.deliver()

    assert not outbox.withdraw("k")


def test_a_repeated_mail_carries_the_same_message_id(message: OutboxMessage) -> None:
    with scope.unscoped("a test"):
        outbox.send(message)
        outbox.send(message)

    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_a_database_that_dropped_the_connection_is_told_again_that_a_mail_left(
    message: OutboxMessage,
) -> None:
    plain = QuerySet.update
    dropped: list[bool] = []

    def drop_once(rows: Any, **values: Any) -> int:
        if values.get("state") == MessageState.SENT and not dropped:
            dropped.append(True)
            raise OperationalError("server closed the connection")
        return plain(rows, **values)

    with patch.object(QuerySet, "update", drop_once):
        assert outbox.deliver() == Delivered(sent=1)

    assert dropped
    assert now_in_database(message).state == MessageState.SENT


def test_a_goodbye_that_fails_matters_to_nobody(message: OutboxMessage) -> None:
    with patch.object(EmailBackend, "close", side_effect=OSError("gone")):
        assert outbox.deliver() == Delivered(sent=1)
