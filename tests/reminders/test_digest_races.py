"""Two senders at once make one mail. Each proof has a control in which the guard is off and the second mail shows."""

import itertools
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import QuerySet

from accounts.models import Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from reminders import telling
from reminders.enums import State
from reminders.models import Reminder
from tests.accounts.racing import Meeting, both
from tests.reminders.due import SATURDAY, THURSDAY, mails, row, send_at

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def without_a_lock(rows: QuerySet[Reminder]) -> list[Reminder]:
    return list(rows.select_related("practice").order_by("id"))


def whatever_its_state(rows: Sequence[Reminder], message: OutboxMessage) -> int:
    numbers = [one.pk for one in rows]
    return Reminder.objects.filter(pk__in=numbers).update(state=State.TOLD, message=message)


def send_twice_at_once(organization: Organization, at: Any = THURSDAY) -> list[Any]:
    return both(lambda _: send_at(organization, at))


def told(organization: Organization) -> int:
    with organization_scope(organization):
        return Reminder.objects.filter(state=State.TOLD).count()


def test_without_lock_key_and_condition_a_digest_is_made_twice(
    maple: Organization, coordinator: User
) -> None:
    row(maple, coordinator)
    numbers = itertools.count()
    with (
        patch.object(telling, "locked", Meeting().after(without_a_lock)),
        patch.object(telling, "digest_key", lambda *_: f"digest:no key {next(numbers)}"),
        patch.object(telling, "_mark", whatever_its_state),
    ):
        send_twice_at_once(maple)

    assert len(mails(maple)) == 2


def test_the_lock_alone_keeps_the_second_sender_out(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator)
    numbers = itertools.count()
    with (
        patch.object(telling, "locked", Meeting().before(telling.locked)),
        patch.object(telling, "digest_key", lambda *_: f"digest:no key {next(numbers)}"),
        patch.object(telling, "_mark", whatever_its_state),
    ):
        send_twice_at_once(maple)

    assert len(mails(maple)) == 1


def test_the_key_alone_keeps_the_second_sender_out(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator)
    with (
        patch.object(telling, "locked", Meeting().after(without_a_lock)),
        patch.object(telling, "_mark", whatever_its_state),
    ):
        runs = send_twice_at_once(maple)

    assert len(mails(maple)) == 1
    assert sorted(run.digests for run in runs) == [0, 1]


def test_the_condition_alone_keeps_the_second_sender_out(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator)
    numbers = itertools.count()
    with (
        patch.object(telling, "locked", Meeting().after(without_a_lock)),
        patch.object(telling, "digest_key", lambda *_: f"digest:no key {next(numbers)}"),
    ):
        send_twice_at_once(maple)

    assert len(mails(maple)) == 1


def test_two_senders_make_one_digest_a_person(
    maple: Organization, coordinator: User, owner: User, manager: User
) -> None:
    for person in (coordinator, owner, manager):
        for _ in range(5):
            row(maple, person)

    runs = send_twice_at_once(maple)

    assert len(mails(maple)) == 3
    assert told(maple) == 15
    assert sum(run.told for run in runs) == 15
    assert sum(run.failed for run in runs) == 0


def test_two_senders_replace_a_waiting_digest_once(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator)
    send_at(maple)
    friday = THURSDAY.replace(day=13)
    row(maple, coordinator, friday)
    with patch.object(telling, "locked", Meeting().before(telling.locked)):
        runs = send_twice_at_once(maple, friday)

    assert sorted(run.replaced for run in runs) == [0, 1]
    assert [mail.state for mail in mails(maple)] == ["expired", "queued"]


def test_without_its_guards_an_urgent_mail_is_made_twice(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, SATURDAY, at_once=True)
    numbers = itertools.count()
    with (
        patch.object(telling, "locked", Meeting().after(without_a_lock)),
        patch.object(telling, "at_once_key", lambda *_: f"reminder:no key {next(numbers)}"),
        patch.object(telling, "_mark", whatever_its_state),
    ):
        send_twice_at_once(maple, SATURDAY)

    assert len(mails(maple)) == 2


def test_two_senders_make_one_urgent_mail(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, SATURDAY, at_once=True)
    with patch.object(telling, "locked", Meeting().before(telling.locked)):
        runs = send_twice_at_once(maple, SATURDAY)

    assert len(mails(maple)) == 1
    assert sum(run.failed for run in runs) == 0
