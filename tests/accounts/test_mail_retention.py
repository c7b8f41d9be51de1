"""Ninety days after a mail left its text goes; the row and its key stay, so it is never told again."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts import mail_retention, outbox
from accounts.enums import MessageState
from accounts.models import JobRun, Organization, OutboxMessage
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from tests.factories.accounts import OutboxMessageFactory

pytestmark = pytest.mark.django_db


def sent(organization: Organization, days: int, **values: object) -> OutboxMessage:
    message: OutboxMessage = OutboxMessageFactory(
        organization=organization,
        state=MessageState.SENT,
        sent_at=clock.now() - dt.timedelta(days=days),
        html="<p>Text</p>",
        headers={"X-One": "1"},
        **values,
    )
    return message


def test_only_texts_that_left_long_ago_go(maple: Organization, harbor: Organization) -> None:
    old, recent = sent(maple, 91, key="old"), sent(maple, 89)
    sent(harbor, 300)
    OutboxMessageFactory(organization=maple, state=MessageState.FAILED)

    assert mail_retention.tidy() == 2

    with organization_scope(maple):
        row = OutboxMessage.objects.get(pk=old.pk)
        assert (row.body, row.html, row.headers) == (mail_retention.REMOVED, "", {})
        assert row.subject == old.subject
        assert OutboxMessage.objects.get(pk=recent.pk).html
        assert outbox.enqueue_new(key="old", kind="k", recipient="a@b.example", subject="S", body="B") is None


def test_a_second_run_finds_nothing(maple: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_retention, "_AT_ONCE", 2)
    for _ in range(5):
        sent(maple, 100)

    assert [mail_retention.tidy(), mail_retention.tidy()] == [5, 0]
    assert JobRun.objects.get().counts == {"removed": 0}


def test_the_command_prints_its_count(maple: Organization, capsys: pytest.CaptureFixture[str]) -> None:
    sent(maple, 20)

    call_command("tidy_outbox", "--days", "10")
    call_command("tidy_outbox", "--format", "json")

    assert capsys.readouterr().out == '1 texts removed\n{"removed": 0}\n'
