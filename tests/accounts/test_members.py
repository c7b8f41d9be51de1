"""How a seat changes, and that one owner always stays."""

from collections.abc import Callable

import pytest

from accounts import members
from accounts.enums import Role
from accounts.limits import Limits
from accounts.members import LastOwner, SeatChange, settled
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.stale import Stale
from credtrack.kernel.scope import Scope
from providers.models import Practice, PracticeGrant

MemberOf = Callable[[Organization, Role], Membership]


@pytest.fixture
def biller_seat(biller: User) -> Membership:
    return Membership.objects.get(user=biller)


def test_an_owner_is_never_limited() -> None:
    assert settled(SeatChange(Role.OWNER, True, Limits((1,), 2))) == SeatChange(Role.OWNER)


def test_a_clinician_is_one_clinician_and_no_list_of_practices() -> None:
    wanted = settled(SeatChange(Role.CLINICIAN, True, Limits((1,), 2)))

    assert wanted == SeatChange(Role.CLINICIAN, False, Limits((), 2))


def test_a_limited_biller_keeps_the_practices_but_is_no_clinician() -> None:
    wanted = settled(SeatChange(Role.BILLER, True, Limits((1,), 2)))

    assert wanted == SeatChange(Role.BILLER, True, Limits((1,), None))


def test_a_role_changes_and_is_told(owner: User, biller_seat: Membership, in_scope: Scope) -> None:
    members.change(biller_seat, SeatChange(Role.COORDINATOR), actor=owner, version=1)

    assert (biller_seat.role, biller_seat.version) == (Role.COORDINATOR, 2)
    assert AuditEntry.objects.get().changes == {"role": ["biller", "coordinator"]}


def test_limits_change_and_are_told_by_name(owner: User, biller_seat: Membership, in_scope: Scope) -> None:
    elm = Practice.objects.create(legal_name="Elm Counseling")

    members.change(biller_seat, SeatChange(Role.BILLER, True, Limits((elm.pk,))), actor=owner, version=1)

    assert PracticeGrant.objects.get().practice == elm
    assert AuditEntry.objects.get().changes == {
        "limited_to_practices": ["False", "True"],
        "sees": ["", "Sees Elm Counseling."],
    }


def test_saving_what_is_already_so_leaves_no_line(
    owner: User, biller_seat: Membership, in_scope: Scope
) -> None:
    members.change(biller_seat, SeatChange(Role.BILLER), actor=owner, version=1)

    assert not AuditEntry.objects.exists()


def test_the_second_of_two_people_is_told(owner: User, biller_seat: Membership, in_scope: Scope) -> None:
    members.change(biller_seat, SeatChange(Role.MANAGER), actor=owner, version=1)

    with pytest.raises(Stale, match="while you were editing"):
        members.change(biller_seat, SeatChange(Role.COORDINATOR), actor=owner, version=1)
    biller_seat.refresh_from_db()
    assert biller_seat.role == Role.MANAGER


def test_the_last_owner_cannot_become_something_else(
    owner: User, owner_membership: Membership, in_scope: Scope
) -> None:
    with pytest.raises(LastOwner):
        members.change(owner_membership, SeatChange(Role.MANAGER), actor=owner, version=1)


def test_the_last_owner_cannot_lose_the_seat(
    owner: User, owner_membership: Membership, in_scope: Scope
) -> None:
    with pytest.raises(LastOwner):
        members.deactivate(owner_membership, actor=owner)


def test_an_owner_without_a_seat_does_not_count(
    maple: Organization, owner: User, owner_membership: Membership, in_scope: Scope, member_of: MemberOf
) -> None:
    second = member_of(maple, Role.OWNER)
    members.deactivate(second, actor=owner)

    with pytest.raises(LastOwner):
        members.deactivate(owner_membership, actor=owner)


def test_an_owner_of_another_organization_does_not_count(
    owner: User, owner_membership: Membership, stranger: User, in_scope: Scope
) -> None:
    with pytest.raises(LastOwner):
        members.deactivate(owner_membership, actor=owner)


def test_one_of_two_owners_may_go(
    maple: Organization, owner: User, owner_membership: Membership, in_scope: Scope, member_of: MemberOf
) -> None:
    member_of(maple, Role.OWNER)

    members.deactivate(owner_membership, actor=owner)

    owner_membership.refresh_from_db()
    assert not owner_membership.is_active


def test_a_seat_comes_back_with_its_role(owner: User, biller_seat: Membership, in_scope: Scope) -> None:
    members.deactivate(biller_seat, actor=owner)
    members.reactivate(biller_seat, actor=owner)

    biller_seat.refresh_from_db()
    assert biller_seat.is_active
    assert biller_seat.role == Role.BILLER
    told = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(told) == ["member.deactivated", "member.reactivated"]


def test_taking_a_seat_away_twice_is_told_once(owner: User, biller_seat: Membership, in_scope: Scope) -> None:
    members.deactivate(biller_seat, actor=owner)
    members.deactivate(biller_seat, actor=owner)
    members.reactivate(biller_seat, actor=owner)
    members.reactivate(biller_seat, actor=owner)

    assert AuditEntry.objects.count() == 2
