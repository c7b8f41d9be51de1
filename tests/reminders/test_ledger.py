"""The ledger: what became of each reminder in words, what it can be narrowed to, and a mail tried again."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.enums import MessageState
from accounts.models import AuditEntry, Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from reminders import ledger_words
from reminders.enums import Kind, State
from reminders.models import Reminder
from tests.conftest import ClientFor
from tests.factories.accounts import OutboxMessageFactory
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
ALL = "/o/maple/reminders/all/"
REFUSED = "550 5.1.1 No such mailbox"


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def mail(state: MessageState, **given: Any) -> OutboxMessage:
    if state == MessageState.SENT:
        given["sent_at"] = NOW - dt.timedelta(minutes=58)
    made: OutboxMessage = OutboxMessageFactory(state=state, **given)
    return made


@pytest.mark.parametrize(
    ("given", "label", "words"),
    [
        ({"send_on": TODAY + dt.timedelta(days=4)}, "Not yet sent", "Planned for 16 Mar 2026"),
        ({}, "Not yet sent", "Goes with the next mail"),
        ({"by_mail": False}, "Not yet sent", "Goes into the list with the next run"),
        ({"state": State.SHOWN}, "In the list only", "Wanted in the list only, without mail"),
        (
            {"state": State.SUPERSEDED, "reason": "The date moved from 1 Mar 2026 to 2 Mar 2026."},
            "Superseded",
            "The date moved from 1 Mar 2026 to 2 Mar 2026.",
        ),
        ({"state": State.MISSED, "reason": "It was too late."}, "Missed", "It was too late."),
        ({"state": State.DONE, "reason": "Done by Carla Reyes"}, "Done", "Done by Carla Reyes"),
    ],
)
def test_what_became_of_an_unsent_one(in_scope: Scope, given: dict[str, Any], label: str, words: str) -> None:
    found = ledger_words.standing(ReminderFactory(**{"send_on": TODAY, **given}))

    assert (found.label, found.words) == (label, words)


@pytest.mark.parametrize(
    ("state", "given", "label", "words"),
    [
        (MessageState.SENT, {}, "Sent", "Sent 12 Mar 2026 07:02"),
        (MessageState.QUEUED, {}, "Waiting to leave", "In a mail that has not left yet"),
        (
            MessageState.QUEUED,
            {"attempts": 2, "last_answer": "421 Busy"},
            "Waiting to leave",
            "In a mail that has not left yet, tried 2 times: 421 Busy",
        ),
        (
            MessageState.SENDING,
            {"attempts": 1},
            "Being sent",
            "In a mail that has not left yet, tried 1 time",
        ),
        (MessageState.FAILED, {"last_answer": REFUSED}, "Failed", f"Failed: {REFUSED}"),
        (MessageState.FAILED, {}, "Failed", "Failed without an answer"),
        (MessageState.EXPIRED, {"last_answer": "Withdrawn"}, "Not sent", "Not sent: Withdrawn"),
    ],
)
def test_what_became_of_a_mail(
    in_scope: Scope, state: MessageState, given: dict[str, Any], label: str, words: str
) -> None:
    found = ledger_words.standing(ReminderFactory(state=State.TOLD, message=mail(state, **given)))

    assert (found.label, found.words) == (label, words)


def test_what_came_after_the_mail_is_told_with_it(in_scope: Scope) -> None:
    sent = mail(MessageState.SENT)
    snoozed = ReminderFactory(state=State.SNOOZED, reason="Snoozed until 16 Mar 2026 by Carla", message=sent)
    over = ReminderFactory(state=State.TOLD, reason="It no longer applies.", message=sent, is_open=False)

    assert ledger_words.standing(snoozed).words == (
        "Snoozed until 16 Mar 2026 by Carla. Sent 12 Mar 2026 07:02"
    )
    assert ledger_words.standing(over).words == "Sent 12 Mar 2026 07:02. It no longer applies"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"lead": 30}, "30 days before"),
        ({"lead": -2, "kind": Kind.FOLLOW_UP_OVERDUE}, "2 business days after"),
        ({"lead": 12, "put_off": True}, "on the day it was put off to"),
        ({"lead": 0, "kind": Kind.EFFECTIVE_DIFFERS}, "when it was learnt"),
    ],
)
def test_when_it_is_told_in_words(in_scope: Scope, given: dict[str, Any], expected: str) -> None:
    assert ledger_words.lead_of(ReminderFactory.build(**given)) == expected


@pytest.fixture
def three(maple: Organization, owner: User, coordinator: User) -> list[Reminder]:
    """A failed one of the owner, a missed one and a planned one of the coordinator."""
    with organization_scope(maple):
        failed = mail(MessageState.FAILED, last_answer=REFUSED)
        return [
            ReminderFactory(recipient=owner, what="X: failed", state=State.TOLD, message=failed, send_on=TODAY),
            ReminderFactory(
                recipient=coordinator, what="X: missed", state=State.MISSED, reason="Too late",
                send_on=TODAY - dt.timedelta(days=20), kind=Kind.DEA,
            ),
            ReminderFactory(
                recipient=coordinator, what="X: ahead", send_on=TODAY + dt.timedelta(days=5)
            ),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"failed", "missed", "ahead"}),
        ("state=failed", {"failed"}),
        ("state=missed", {"missed"}),
        ("state=planned", {"ahead"}),
        ("kind=dea", {"missed"}),
        ("recipient={owner}", {"failed"}),
        ("since=2026-03-12", {"failed", "ahead"}),
        ("until=2026-03-12", {"failed", "missed"}),
    ],
)
def test_the_ledger_is_narrowed(
    client_for: ClientFor, owner: User, three: list[Reminder], query: str, shown: set[str]
) -> None:
    html = client_for(owner).get(f"{ALL}?{query.format(owner=owner.pk)}").content.decode()

    assert {word for word in ("failed", "missed", "ahead") if f"X: {word}" in html} == shown


def test_it_leaves_as_a_file_with_its_words(
    client_for: ClientFor, owner: User, three: list[Reminder]
) -> None:
    answer: Any = client_for(owner).get(f"{ALL}?export=csv&sort=planned")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0].startswith("What,State,What became of it,To,Planned for")
    assert [line.split(",")[0] for line in lines[1:]] == ["X: missed", "X: failed", "X: ahead"]
    assert REFUSED in lines[2]


def test_one_reminder_tells_its_story_and_its_mail(
    client_for: ClientFor, owner: User, three: list[Reminder], maple: Organization
) -> None:
    failed = three[0]
    with organization_scope(maple):
        ReminderFactory(recipient=owner, subject_id=failed.subject_id, due_on=failed.due_on, lead=7)

    html = client_for(owner).get(f"/o/maple/reminders/{failed.pk}/").content.decode()

    assert "A lapsed license ends participation." in html
    assert f"Failed: {REFUSED}" in html
    assert "30 days before" in html
    assert "7 days before" in html
    assert f"/o/maple/reminders/{failed.pk}/retry/" in html


def test_a_failed_mail_is_tried_again_once(
    client_for: ClientFor, owner: User, three: list[Reminder], maple: Organization
) -> None:
    client, path = client_for(owner), f"/o/maple/reminders/{three[0].pk}/retry/"

    client.post(path)

    with organization_scope(maple):
        assert OutboxMessage.objects.get(pk=three[0].message_id).state == MessageState.QUEUED
        assert AuditEntry.objects.filter(action="mail.retried").count() == 1
    client.post(path)
    page = client.get(f"/o/maple/reminders/{three[0].pk}/").content.decode()
    assert "This mail has not failed" in page
    assert "/retry/" not in page


def test_a_clinician_reads_only_what_they_were_told(
    client_for: ClientFor, clinician: User, three: list[Reminder]
) -> None:
    assert client_for(clinician).get(f"/o/maple/reminders/{three[0].pk}/").status_code == 404
