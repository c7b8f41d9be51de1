"""Against a real mail server: what each answer, silence and broken connection does to a message."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail as outbox_of_django
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from accounts import outbox
from accounts.enums import MessageState
from accounts.mail_failures import Cause
from accounts.models import Organization, OutboxMessage
from accounts.outbox import Delivered
from credtrack.kernel import clock, scope
from tests.factories.accounts import OutboxMessageFactory
from tests.mail_server import CLOSE, HANG, OK, MailServer, running, use
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["pipelining", "one by one"])
def either(request: pytest.FixtureRequest, settings: Settings) -> Iterator[MailServer]:
    """A mail server that takes commands in one go, and one that does not."""
    with running(pipelining=request.param) as server:
        use(server, settings)
        yield server


def queued(organization: Organization, *names: str) -> list[OutboxMessage]:
    return [OutboxMessageFactory(organization=organization, recipient=f"{name}@x.example") for name in names]


def stored(message: OutboxMessage) -> OutboxMessage:
    with scope.unscoped("a test reads what was written"):
        found: OutboxMessage = OutboxMessage.objects.get(pk=message.pk)
        return found


def minutes_until_due(message: OutboxMessage) -> float:
    return (stored(message).due_at - clock.now()).total_seconds() / 60


def test_one_connection_carries_them_all(either: MailServer, maple: Organization) -> None:
    messages = queued(maple, "ann", "bob", "cem")

    assert outbox.deliver() == Delivered(sent=3)

    assert either.connections == 1
    assert [mail.recipient for mail in either.accepted] == [message.recipient for message in messages]
    assert stored(messages[0]).last_answer == OK
    assert stored(messages[0]).attempts == 1


@pytest.mark.parametrize("step", ["RCPT", "TEXT", "DATA"])
@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "451 4.3.0 Local error", "452 4.2.2 Full"])
def test_try_again_later_waits_a_minute(
    either: MailServer, maple: Organization, step: str, answer: str
) -> None:
    ann, bob = queued(maple, "ann", "bob")
    either.answer(step, answer, only="ann")

    assert outbox.deliver() == Delivered(sent=1, retried=1)

    assert either.connections == 1
    assert (stored(ann).failure, stored(ann).last_answer) == (Cause.TEMPORARY, answer)
    assert 0.8 < minutes_until_due(ann) <= 1
    assert stored(bob).state == MessageState.SENT


@pytest.mark.parametrize("step", ["RCPT", "TEXT", "DATA"])
@pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "552 5.2.2 Too big", "554 5.7.1 Spam"])
def test_refused_for_good_is_failed_at_once(
    either: MailServer, maple: Organization, step: str, answer: str
) -> None:
    ann, bob = queued(maple, "ann", "bob")
    either.answer(step, answer, only="ann")

    assert outbox.deliver() == Delivered(sent=1, failed=1)

    assert (stored(ann).state, stored(ann).last_answer) == (MessageState.FAILED, answer)
    assert stored(ann).failed_at is not None
    assert stored(bob).state == MessageState.SENT


def test_a_server_that_ends_the_session_is_called_again(either: MailServer, maple: Organization) -> None:
    ann, bob = queued(maple, "ann", "bob")
    either.answer("RCPT", "421 4.7.0 Too many", only="ann", times=1)

    assert outbox.deliver() == Delivered(sent=1, retried=1)

    assert either.connections == 2
    assert (stored(ann).failure, stored(ann).last_answer) == (Cause.TEMPORARY, "421 4.7.0 Too many")
    assert stored(bob).state == MessageState.SENT


@pytest.mark.parametrize("ending", ["421 4.7.0 Enough for one session", CLOSE])
def test_a_session_that_ends_between_two_mails_fails_neither(
    either: MailServer, maple: Organization, ending: str
) -> None:
    queued(maple, "ann", "bob")
    either.on("DATA", lambda _: either.answer("MAIL", ending, times=1) if not either.accepted else None)

    assert outbox.deliver() == Delivered(sent=2)

    assert either.connections == 2


def test_a_server_that_asks_for_a_text_without_a_recipient_gets_an_empty_one(
    mail_server: MailServer, maple: Organization
) -> None:
    ann, _ = queued(maple, "ann", "bob")
    mail_server.careless = True
    mail_server.answer("RCPT", "550 5.1.1 No such user", only="ann")

    assert outbox.deliver() == Delivered(sent=1, failed=1)

    assert mail_server.connections == 1
    assert stored(ann).last_answer == "550 5.1.1 No such user"


def test_a_first_mail_whose_session_ends_at_once_waits(either: MailServer, maple: Organization) -> None:
    (ann,) = queued(maple, "ann")
    either.answer("MAIL", CLOSE)

    assert outbox.deliver() == Delivered(retried=1)

    assert stored(ann).failure == Cause.CONNECTION


def test_a_refusal_counts_although_the_server_hangs_up_after_it(
    either: MailServer, maple: Organization
) -> None:
    (ann,) = queued(maple, "ann")
    either.answer("RCPT", "550 5.7.1 Blocked")
    either.answer("RSET", CLOSE)

    assert outbox.deliver() == Delivered(failed=1)

    assert stored(ann).last_answer == "550 5.7.1 Blocked"


def test_a_text_that_begins_with_a_period_keeps_it(either: MailServer, maple: Organization) -> None:
    OutboxMessageFactory(organization=maple, body=".one\n.\n..two\n", html=".<p>\n.")

    assert outbox.deliver() == Delivered(sent=1)

    part = either.accepted[0].parsed.get_body(("plain",))
    assert part is not None
    assert part.get_content().split() == [".one", ".", "..two"]


@pytest.mark.parametrize("step", ["RCPT", "TEXT", "DATA"])
def test_silence_costs_one_time_out(
    either: MailServer, maple: Organization, settings: Settings, step: str
) -> None:
    use(either, settings, timeout=0.5)
    ann, bob = queued(maple, "ann", "bob")
    either.answer(step, HANG, only="ann")

    assert outbox.deliver() == Delivered(sent=1, retried=1)

    assert stored(ann).failure == Cause.TIMEOUT
    assert "timed out" in stored(ann).last_answer
    assert 1.8 < minutes_until_due(ann) <= 2
    assert stored(bob).state == MessageState.SENT


@pytest.mark.parametrize("step", ["RCPT", "TEXT"])
def test_a_connection_closed_in_the_middle_of_a_mail(
    either: MailServer, maple: Organization, step: str
) -> None:
    ann, bob = queued(maple, "ann", "bob")
    either.answer(step, CLOSE, only="ann")

    assert outbox.deliver() == Delivered(sent=1, retried=1)

    assert stored(ann).failure == Cause.CONNECTION
    assert [mail.recipient for mail in either.accepted] == [bob.recipient]


def test_an_answer_that_never_came_repeats_the_mail_with_its_id(
    either: MailServer, maple: Organization
) -> None:
    queued(maple, "ann")
    either.answer("DATA", CLOSE, times=1)
    outbox.deliver()

    with time_machine.travel(clock.now() + dt.timedelta(minutes=2)):
        assert outbox.deliver() == Delivered(sent=1)

    assert [mail.answered for mail in either.accepted] == [False, True]
    assert len(set(either.message_ids)) == 1


def test_while_nobody_listens_the_queue_is_left_alone(maple: Organization, settings: Settings) -> None:
    use(MailServer(port=free_port()), settings)
    messages = queued(maple, *(f"reader{number}" for number in range(20)))

    assert outbox.deliver() == Delivered(retried=3)

    untouched = [stored(message) for message in messages[3:]]
    assert {(row.state, row.attempts, row.claim) for row in untouched} == {(MessageState.QUEUED, 0, None)}
    assert all(row.due_at == message.due_at for row, message in zip(untouched, messages[3:], strict=True))
    assert stored(messages[0]).failure == Cause.CONNECTION


def test_when_the_server_is_back_the_rest_leaves(
    mail_server: MailServer, maple: Organization, settings: Settings
) -> None:
    queued(maple, *(f"reader{number}" for number in range(5)))
    mail_server.answer("CONNECT", "554 5.3.2 Closed for today")
    assert outbox.deliver() == Delivered(retried=3)

    mail_server.well_again()

    assert outbox.deliver() == Delivered(sent=2)


def test_a_refused_sender_is_our_fault_and_holds_everything_back(
    either: MailServer, maple: Organization
) -> None:
    ann, bob = queued(maple, "ann", "bob")
    either.answer("MAIL", "550 5.7.1 Sender not allowed")

    assert outbox.deliver() == Delivered(retried=1)
    assert outbox.deliver() == Delivered(), "another message would fare the same"

    assert (stored(ann).failure, stored(bob).attempts) == (Cause.OURS, 0)
    assert 4.8 < minutes_until_due(ann) <= 5
    either.well_again()
    with time_machine.travel(clock.now() + dt.timedelta(minutes=6)):
        assert outbox.deliver() == Delivered(sent=2)


def test_a_person_who_mended_the_settings_need_not_wait(mail_server: MailServer, maple: Organization) -> None:
    ann, _ = queued(maple, "ann", "bob")
    mail_server.answer("MAIL", "530 5.7.0 Sign in first")
    outbox.deliver()
    mail_server.well_again()

    with scope.unscoped("a test"):
        assert outbox.retry(stored(ann))

    assert outbox.deliver() == Delivered(sent=2)


def test_a_bad_row_among_good_ones(mail_server: MailServer, maple: Organization) -> None:
    queued(maple, "ann")
    (bad,) = queued(maple, "bob")
    queued(maple, "cem")
    with scope.unscoped("a test"):
        OutboxMessage.objects.filter(pk=bad.pk).update(recipient="no address at all")

    assert outbox.deliver() == Delivered(sent=2, retried=1)

    assert stored(bad).failure == Cause.BROKEN
    assert stored(bad).last_answer == "ValueError: The recipient is no e-mail address."
    assert mail_server.connections == 1


def test_a_message_whose_time_has_passed_is_not_sent(mail_server: MailServer, maple: Organization) -> None:
    (ann,) = queued(maple, "ann")
    with scope.unscoped("a test"):
        OutboxMessage.objects.update(expires_at=clock.now(), last_answer="450 Later")

    assert outbox.deliver() == Delivered(expired=1)

    assert mail_server.accepted == []
    assert stored(ann).last_answer == "Not sent: its time had passed before it could leave. 450 Later"


def test_time_that_passes_while_the_batch_is_sent_counts(
    mail_server: MailServer, maple: Organization
) -> None:
    queued(maple, "ann")
    late = OutboxMessageFactory(organization=maple, expires_at=clock.now() + dt.timedelta(hours=1))
    with time_machine.travel(clock.now()) as traveller:
        mail_server.on("DATA", lambda _: traveller.shift(dt.timedelta(hours=2)))

        assert outbox.deliver() == Delivered(sent=1, expired=1)

    assert stored(late).state == MessageState.EXPIRED


def test_a_server_that_cannot_sign_us_in_is_asked_slowly(
    mail_server: MailServer, maple: Organization, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "secret"
    ann, bob = queued(maple, "ann", "bob")

    assert outbox.deliver() == Delivered(retried=1)

    assert (stored(ann).failure, stored(bob).attempts) == (Cause.OURS, 0)
    assert "secret" not in stored(ann).last_answer


def test_a_mail_service_gets_django_s_own_mail_and_its_answer_is_kept(
    maple: Organization, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    ann = OutboxMessageFactory(organization=maple, html="<p>Hello</p>", headers={"X-One": "1"})

    assert outbox.deliver() == Delivered(sent=1)

    (mail,) = outbox_of_django.outbox
    assert isinstance(mail, EmailMultiAlternatives)
    assert [part[0] for part in mail.alternatives] == ["<p>Hello</p>"]
    assert mail.extra_headers["X-One"] == "1"
    assert stored(ann).last_answer.startswith("{'sent'}:")


def test_a_subject_in_any_script_arrives_as_it_was_written(
    mail_server: MailServer, maple: Organization
) -> None:
    subject = "Läuft ab: лицензия, 許可証, 12 Lizenzen, und zwar alle zusammen noch in dieser Woche"
    OutboxMessageFactory(organization=maple, subject=subject, body="Grüße\n.\n")

    outbox.deliver()

    (mail,) = mail_server.accepted
    assert str(mail.parsed["Subject"]) == subject
    assert mail.parsed.get_content().split() == ["Grüße", "."]
