"""Two at once: one mail, one seat, one owner left. Each proof has a control that shows the race is real."""

from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import invitations, mail_claims, mail_delivery, members, outbox
from accounts.enums import Role
from accounts.invitations import InvitationRefused
from accounts.mail_message import message_id
from accounts.members import LastOwner
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from tests.accounts.racing import Meeting, both
from tests.factories.accounts import (
    InvitationFactory,
    MembershipFactory,
    OutboxMessageFactory,
    UserFactory,
)
from tests.mail_server import MailServer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def deliver_twice_at_once(*, lock: bool, condition: bool) -> int:
    """Let both workers pick before either marks what it picked."""
    picked = Meeting().after(mail_claims._picked)
    with ExitStack() as changes:
        changes.enter_context(patch.object(mail_claims, "_picked", picked))
        if not lock:
            changes.enter_context(patch.object(mail_claims, "_locked", lambda rows: rows))
        if not condition:
            changes.enter_context(patch.object(mail_claims, "_queued_still", Q))
        both(lambda _: outbox.deliver(limit=1))
    return len(mail.outbox)


def test_without_lock_and_condition_two_workers_send_one_mail_twice(maple: Organization) -> None:
    OutboxMessageFactory(organization=maple)

    assert deliver_twice_at_once(lock=False, condition=False) == 2


@pytest.mark.parametrize(("lock", "condition"), [(True, True), (False, True), (True, False)])
def test_two_workers_send_one_mail_once(maple: Organization, lock: bool, condition: bool) -> None:
    OutboxMessageFactory(organization=maple)

    assert deliver_twice_at_once(lock=lock, condition=condition) == 1


def test_two_workers_share_the_work(maple: Organization) -> None:
    for _ in range(20):
        OutboxMessageFactory(organization=maple)

    done = both(lambda _: outbox.deliver())

    assert sum(part.sent for part in done if isinstance(part, outbox.Delivered)) == 20
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 20


def queue_twice_at_once(maple: Organization) -> list[Any]:
    """Let both callers look for the key before either writes it, each in a transaction of its own."""
    meeting = Meeting()

    def queue(_: int) -> Any:
        with organization_scope(maple), transaction.atomic():
            meeting.wait()
            return outbox.enqueue_new(key="k", kind="note", recipient="a@b.example", subject="S", body="B")

    with patch.object(QuerySet, "exists", Meeting().after(QuerySet.exists)):
        return both(queue)


def test_of_two_callers_one_gets_the_new_message(maple: Organization) -> None:
    outcomes = queue_twice_at_once(maple)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "OutboxMessage"]


@pytest.mark.parametrize("first", ["claim", "withdrawal"])
def test_a_withdrawal_and_a_claim_never_both_win(maple: Organization, first: str) -> None:
    OutboxMessageFactory(organization=maple, key="k")
    meeting = Meeting()

    def act(number: int) -> Any:
        with organization_scope(maple):
            meeting.wait()
            if (number == 0) == (first == "claim"):
                return len(outbox.claim())
            return 1 if outbox.withdraw("k") else 0

    outcomes = both(act)
    assert sorted(outcomes, key=str) == [0, 1]


def test_two_workers_at_one_mail_server_send_each_mail_once(
    mail_server: MailServer, maple: Organization
) -> None:
    rows = [OutboxMessageFactory(organization=maple) for _ in range(60)]

    with patch.object(mail_delivery, "BATCH", 7):
        done = both(lambda _: outbox.deliver())

    assert sum(part.sent for part in done if isinstance(part, outbox.Delivered)) == 60
    wanted = [message_id(maple.pk, row.key) for row in rows]
    assert sorted(mail_server.message_ids) == sorted(wanted)


def accept_twice_at_once(maple: Organization) -> list[Any]:
    invitation = InvitationFactory(organization=maple, email="nora@maple.example")
    nora = UserFactory(email="nora@maple.example")
    Membership.objects.create(organization=maple, user=nora, role=Role.MANAGER)
    meeting = Meeting()

    def once(_: int) -> Membership:
        meeting.wait()
        return invitations.accept(invitation, nora)

    return both(once)


def times_told(maple: Organization) -> int:
    with organization_scope(maple):
        return AuditEntry.objects.filter(action="invitation.accepted").count()


def test_without_the_condition_one_link_is_used_twice(maple: Organization) -> None:
    with patch.object(invitations, "_open", Q):
        accept_twice_at_once(maple)

    assert times_told(maple) == 2


def test_one_link_is_used_once(maple: Organization) -> None:
    outcomes = accept_twice_at_once(maple)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvitationRefused", "Membership"]
    assert any(isinstance(outcome, InvitationRefused) for outcome in outcomes)
    assert times_told(maple) == 1


def unseat_each_other_at_once(maple: Organization, owner: User) -> list[Any]:
    seats: list[Membership] = [
        Membership.objects.get(organization=maple, user=owner),
        MembershipFactory(organization=maple, role=Role.OWNER),
    ]

    def unseat(number: int) -> None:
        with organization_scope(maple):
            members.deactivate(seats[number], actor=seats[1 - number].user)

    with patch.object(members, "_keep_an_owner", Meeting().after(members._keep_an_owner)):
        return both(unseat)


def owners_left(maple: Organization) -> int:
    return Membership.objects.filter(organization=maple, role=Role.OWNER, is_active=True).count()


def test_without_the_lock_two_owners_unseat_each_other(maple: Organization, owner: User) -> None:
    with patch.object(members, "_lock", lambda membership: None):
        unseat_each_other_at_once(maple, owner)

    assert owners_left(maple) == 0


def test_one_owner_is_left(maple: Organization, owner: User) -> None:
    outcomes = unseat_each_other_at_once(maple, owner)

    assert any(isinstance(outcome, LastOwner) for outcome in outcomes)
    assert owners_left(maple) == 1
