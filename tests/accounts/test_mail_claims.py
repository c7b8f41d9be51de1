"""Who holds a row, for how long, on whose clock; and what was not started is given back."""

import datetime as dt

import pytest
import time_machine
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import Settings

from accounts import mail_claims, outbox
from accounts.enums import MessageState
from accounts.models import Organization, OutboxMessage
from accounts.outbox import Delivered
from credtrack.kernel import clock, scope
from tests.factories.accounts import OutboxMessageFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db


def queued(organization: Organization, count: int) -> list[OutboxMessage]:
    return [OutboxMessageFactory(organization=organization) for _ in range(count)]


def states() -> dict[str, int]:
    with scope.unscoped("a test reads what was written"):
        found = [row.state for row in OutboxMessage.objects.all()]
    return {state: found.count(state) for state in set(found)}


def test_a_batch_takes_the_oldest_first(maple: Organization) -> None:
    late, soon = queued(maple, 2)
    with scope.unscoped("a test"):
        OutboxMessage.objects.filter(pk=soon.pk).update(due_at=F("due_at") - dt.timedelta(hours=1))

        assert outbox.claim(1) == [soon]
        assert outbox.claim(5) == [late]


@pytest.mark.parametrize("hours", [-9, 9])
def test_a_worker_whose_clock_is_wrong_takes_no_row_that_is_held(maple: Organization, hours: int) -> None:
    queued(maple, 1)
    with scope.unscoped("a test"):
        outbox.claim()
        with time_machine.travel(clock.now() + dt.timedelta(hours=hours)):
            assert outbox.claim() == []


@pytest.mark.parametrize("hours", [0, 9])
def test_a_lease_ends_on_the_database_s_clock_whatever_the_worker_s_says(
    maple: Organization, hours: int
) -> None:
    queued(maple, 1)
    with scope.unscoped("a test"):
        with time_machine.travel(clock.now() + dt.timedelta(hours=hours)):
            outbox.claim()
        lease = dt.timedelta(seconds=mail_claims.lease_seconds())
        held = OutboxMessage.objects.filter(
            claimed_until__gt=Now() + lease - dt.timedelta(minutes=1), claimed_until__lte=Now() + lease
        )
        assert held.count() == 1


def test_a_row_whose_worker_died_is_claimed_alone(maple: Organization) -> None:
    queued(maple, 3)
    with scope.unscoped("a test"):
        outbox.claim(3)
        OutboxMessage.objects.update(claimed_until=Now() - dt.timedelta(seconds=1))

        assert [len(outbox.claim(3)) for _ in range(4)] == [1, 1, 1, 0]
        assert set(OutboxMessage.objects.values_list("unfinished", flat=True)) == {1}


def test_a_lease_outlasts_the_longest_talk(settings: Settings) -> None:
    for timeout in (0.5, 20, 300, None):
        settings.EMAIL_TIMEOUT = timeout
        assert mail_claims.lease_seconds() > mail_claims.longest_talk() > 0


def test_no_mail_is_started_when_too_little_of_the_lease_is_left(maple: Organization) -> None:
    queued(maple, 1)
    with scope.unscoped("a test"):
        batch = mail_claims.take(1)
    assert batch.has_time()

    batch.started -= mail_claims.lease_seconds() - mail_claims.longest_talk() + 1

    assert not batch.has_time()


def test_what_was_not_started_is_given_back_untouched(
    mail_server: MailServer, maple: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queued(maple, 5)
    plain = mail_claims.take

    def take_slowly(limit: int = 1) -> mail_claims.Batch:
        batch = plain(limit)
        # The lease of the second batch is nearly over before its first mail.
        batch.started -= 10_000 if mail_server.accepted else 0
        return batch

    monkeypatch.setattr(mail_claims, "take", take_slowly)
    monkeypatch.setattr("accounts.mail_delivery.BATCH", 2)

    assert outbox.deliver(seconds=0.5) == Delivered(sent=2)

    assert states() == {MessageState.SENT: 2, MessageState.QUEUED: 3}
    with scope.unscoped("a test"):
        left = OutboxMessage.objects.filter(state=MessageState.QUEUED)
        assert [(row.attempts, row.unfinished, row.claim) for row in left] == [(0, 0, None)] * 3
        assert [row.due_at for row in left] == [message.due_at for message in before[2:]]


def test_a_run_whose_time_is_up_gives_the_rest_back(
    mail_server: MailServer, maple: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(maple, 4)
    runs: list[float] = [0.0]
    monkeypatch.setattr("accounts.mail_delivery.time.monotonic", lambda: runs[0])
    mail_server.on("DATA", lambda _: runs.__setitem__(0, runs[0] + 8))

    assert outbox.deliver(seconds=15) == Delivered(sent=2)

    assert states() == {MessageState.SENT: 2, MessageState.QUEUED: 2}


def test_an_exception_that_ends_the_run_gives_the_rest_back(
    maple: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(maple, 4)

    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("accounts.mail_carrier.Carrier.hand_over", stop)
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver()

    assert states() == {MessageState.SENDING: 1, MessageState.QUEUED: 3}


def test_what_somebody_else_holds_by_now_is_not_given_back(maple: Organization) -> None:
    queued(maple, 1)
    with scope.unscoped("a test"):
        slow = mail_claims.take(1)
        OutboxMessage.objects.update(claimed_until=Now() - dt.timedelta(seconds=1))
        quick = mail_claims.take(1)

        slow.release(slow.messages)

        row = OutboxMessage.objects.get()
        assert (row.state, row.claim) == (MessageState.SENDING, quick.token)
