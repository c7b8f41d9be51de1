"""What a member wants of each kind: written, audited, and followed by what is planned already."""

import pytest

from accounts.models import AuditEntry, Membership, Organization, User
from reminders import wishes
from reminders.enums import Channel, Kind, State
from reminders.models import Preference
from reminders.recipients import Wish
from tests.factories.reminders import PreferenceFactory
from tests.reminders.due import fresh, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]


@pytest.fixture
def seat(maple: Organization, coordinator: User) -> Membership:
    """Carla's seat."""
    return Membership.objects.get(user=coordinator, organization=maple)


def test_without_rows_everything_comes_with_the_digest(seat: Membership) -> None:
    assert set(wishes.read(seat).values()) == {Wish(Channel.DIGEST)}
    assert set(wishes.read(seat)) == set(Kind)


def test_a_wish_is_written_and_counted(seat: Membership, coordinator: User) -> None:
    changed = wishes.set_wishes(
        seat, {Kind.CAQH: (Channel.LIST, False), Kind.DEA: (Channel.DIGEST, True)}, coordinator
    )

    assert changed == 2
    assert wishes.read(seat)[Kind.CAQH] == Wish(Channel.LIST)
    assert wishes.read(seat)[Kind.DEA] == Wish(Channel.DIGEST, everything=True)


def test_the_default_is_no_row(seat: Membership, coordinator: User) -> None:
    PreferenceFactory(membership=seat, kind=Kind.CAQH, channel=Channel.OFF)
    wishes.set_wishes(seat, {Kind.CAQH: (Channel.DIGEST, False)}, coordinator)

    assert not Preference.objects.exists()


def test_a_changed_row_counts_its_version_up(seat: Membership, coordinator: User) -> None:
    for channel in (Channel.LIST, Channel.OFF):
        wishes.set_wishes(seat, {Kind.CAQH: (channel, False)}, coordinator)

    assert Preference.objects.get().version == 2


def test_the_same_wish_again_changes_and_audits_nothing(seat: Membership, coordinator: User) -> None:
    for _ in range(2):
        wishes.set_wishes(seat, {Kind.CAQH: (Channel.LIST, False)}, coordinator)

    assert AuditEntry.objects.count() == 1


def test_the_audit_names_old_and_new(seat: Membership, coordinator: User) -> None:
    wishes.set_wishes(seat, {Kind.CAQH: (Channel.LIST, True)}, coordinator)

    entry = AuditEntry.objects.get()
    assert entry.summary == "Changed how Carla Reyes is told of 1 kind of reminder"
    assert entry.changes == {
        "caqh": ["In the morning's mail", "In the list only, everything they may see"],
    }


@pytest.mark.parametrize(
    ("channel", "lead", "by_mail", "at_once"),
    [
        (Channel.LIST, 30, False, False),
        (Channel.AT_ONCE, 30, True, True),
        # A license is told at once on its day by its nature.
        (Channel.LIST, 0, False, True),
    ],
)
def test_unsent_reminders_follow(  # a row of the table
    maple: Organization,
    seat: Membership,
    coordinator: User,
    channel: Channel,
    lead: int,
    by_mail: bool,
    at_once: bool,
) -> None:
    planned, other = row(maple, coordinator, lead=lead), row(maple, coordinator, kind=Kind.CAQH)
    wishes.set_wishes(seat, {Kind.LICENSE: (channel, False)}, coordinator)

    assert (fresh(planned).by_mail, fresh(planned).at_once) == (by_mail, at_once)
    assert (fresh(other).by_mail, fresh(other).at_once) == (True, False)


def test_back_to_the_digest_only_what_is_urgent_by_nature_stays_at_once(
    maple: Organization, seat: Membership, coordinator: User
) -> None:
    wishes.set_wishes(seat, {Kind.LICENSE: (Channel.AT_ONCE, False)}, coordinator)
    calm, urgent = row(maple, coordinator, at_once=True), row(maple, coordinator, lead=0, at_once=True)
    wishes.set_wishes(seat, {Kind.LICENSE: (Channel.DIGEST, False)}, coordinator)

    assert (fresh(calm).at_once, fresh(urgent).at_once) == (False, True)


def test_what_is_switched_off_is_taken_back_and_says_why(
    maple: Organization, seat: Membership, coordinator: User, owner: User
) -> None:
    mine, theirs = row(maple, coordinator), row(maple, owner)
    told = row(maple, coordinator, state=State.SHOWN)
    wishes.set_wishes(seat, {Kind.LICENSE: (Channel.OFF, False)}, coordinator)

    assert (fresh(mine).state, fresh(mine).reason) == (State.SUPERSEDED, wishes.SWITCHED_OFF)
    assert not fresh(mine).is_open
    assert (fresh(theirs).state, fresh(told).state) == (State.PLANNED, State.SHOWN)
