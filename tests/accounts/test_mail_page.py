"""Owners see the mail that left and try failed messages again."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from accounts import outbox
from accounts.enums import MessageState
from accounts.mail_failures import Cause
from accounts.models import AuditEntry, Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from tests.conftest import ClientFor
from tests.factories.accounts import OutboxMessageFactory

pytestmark = pytest.mark.django_db

MAIL = "/o/maple/settings/mail/"


def test_every_standing_has_a_word(client_for: ClientFor, maple: Organization, owner: User) -> None:
    for state in MessageState:
        OutboxMessageFactory(organization=maple, state=state, sent_at=clock.now())

    page = client_for(owner).get(MAIL).content.decode()

    assert all(state.label in page for state in MessageState)


def test_the_text_of_a_mail_is_not_shown(client_for: ClientFor, maple: Organization, owner: User) -> None:
    OutboxMessageFactory(organization=maple, body="https://credtrack.example/invitations/secret/")

    assert "invitations/secret" not in client_for(owner).get(MAIL).content.decode()


def test_failed_messages_are_queued_again_and_told(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    failed = OutboxMessageFactory(organization=maple, state=MessageState.FAILED, attempts=6)
    sent = OutboxMessageFactory(organization=maple, state=MessageState.SENT, sent_at=clock.now())

    answer = client_for(owner).post(f"{MAIL}retry/", {"ids": [failed.pk, sent.pk, "nonsense"]}, follow=True)

    assert "1 message will be tried again" in answer.content.decode()
    with organization_scope(maple):
        assert OutboxMessage.objects.get(pk=failed.pk).state == MessageState.QUEUED
        assert AuditEntry.objects.get().action == "mail.retried"
    assert outbox.deliver().sent == 1


def test_another_organization_s_mail_is_out_of_reach(
    client_for: ClientFor, harbor: Organization, owner: User
) -> None:
    foreign = OutboxMessageFactory(organization=harbor, state=MessageState.FAILED)

    answer = client_for(owner).post(f"{MAIL}retry/", {"ids": [foreign.pk]}, follow=True)

    assert "None of these has failed" in answer.content.decode()
    with organization_scope(harbor):
        assert OutboxMessage.objects.get().state == MessageState.FAILED


def test_mail_is_found_by_address_and_standing(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    OutboxMessageFactory(organization=maple, recipient="ann@x.example", subject="To Ann")
    OutboxMessageFactory(organization=maple, recipient="bob@x.example", subject="To Bob")
    client = client_for(owner)

    assert "To Bob" not in client.get(MAIL, {"recipient": "ann"}).content.decode()
    assert "To Ann" not in client.get(MAIL, {"state": "failed"}).content.decode()


def page_of(client: Client, message: OutboxMessage, tail: str = "") -> str:
    return client.get(f"{MAIL}{message.pk}/{tail}").content.decode()


def test_the_list_leads_to_a_message_that_tells_all(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    message = OutboxMessageFactory(
        organization=maple,
        subject="Twelve things expire",
        body="One\n<b>Two</b>",
        headers={"List-Unsubscribe": "<https://credtrack.example/u/1>"},
        state=MessageState.FAILED,
        failed_at=clock.now(),
        failure=Cause.PERMANENT,
        last_answer="550 5.1.1 No such user",
        attempts=1,
    )
    client = client_for(owner)

    assert f"{MAIL}{message.pk}/" in client.get(MAIL).content.decode()
    page = page_of(client, message)
    assert "Twelve things expire" in page
    assert "550 5.1.1 No such user" in page
    assert "The mail server refused it for good" in page
    assert "&lt;https://credtrack.example/u/1&gt;" in page
    assert "One\n&lt;b&gt;Two&lt;/b&gt;" in page
    assert "Try again" in page


def test_a_sent_message_offers_no_second_try(client_for: ClientFor, maple: Organization, owner: User) -> None:
    sent = OutboxMessageFactory(organization=maple, state=MessageState.SENT, sent_at=clock.now())

    assert "Try again" not in page_of(client_for(owner), sent)


def test_the_text_of_a_secret_is_never_shown(client_for: ClientFor, maple: Organization, owner: User) -> None:
    secret = OutboxMessageFactory(
        organization=maple,
        is_secret=True,
        body="the link",
        html="<p>the link</p>",
        headers={"X-L": "the link"},
    )
    client = client_for(owner)

    assert "the link" not in page_of(client, secret)
    assert client.get(f"{MAIL}{secret.pk}/html/").status_code == 404


def test_the_html_is_shown_as_it_is_but_can_do_nothing(maple: Organization, owner: User) -> None:
    html = "<style>p{margin:0}</style><script>alert(1)</script><p>Hello</p>"
    message = OutboxMessageFactory(organization=maple, html=html)
    # A mail carries what no page of ours may, so this client does not look at the answer.
    client = Client()
    client.force_login(owner, backend=django_settings.AUTHENTICATION_BACKENDS[0])

    answer = client.get(f"{MAIL}{message.pk}/html/")

    assert answer.content.decode() == html
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


def test_a_message_without_html_has_no_such_page(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    message = OutboxMessageFactory(organization=maple)

    assert client_for(owner).get(f"{MAIL}{message.pk}/html/").status_code == 404
    assert "See it as the reader does" not in page_of(client_for(owner), message)


def test_mail_is_found_by_kind(client_for: ClientFor, maple: Organization, owner: User) -> None:
    OutboxMessageFactory(organization=maple, kind="weekly_digest", subject="The digest")
    OutboxMessageFactory(organization=maple, kind="invitation", subject="The invitation")
    client = client_for(owner)

    page = client.get(MAIL, {"kind": "weekly_digest", "filters": "1"}).content.decode()

    assert "The invitation" not in page
    assert "The digest" in client.get(MAIL, {"kind": "weekly_digest"}).content.decode()


def test_without_a_mail_server_the_page_says_where_the_files_lie(
    client_for: ClientFor, maple: Organization, owner: User, settings: Settings, tmp_path: Path
) -> None:
    client = client_for(owner)
    assert "becomes a file" not in client.get(MAIL).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    OutboxMessageFactory(organization=maple, html="<p>Hello</p>", subject="Hello file")

    assert outbox.deliver().sent == 1

    assert str(tmp_path) in client.get(MAIL).content.decode()
    (file,) = tmp_path.iterdir()
    assert "Subject: Hello file" in file.read_text()
    assert "multipart/alternative" in file.read_text()
