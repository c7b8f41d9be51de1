"""Who sees which practices and clinicians: grants, own files, past affiliations, other organizations."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import Http404

from accounts.enums import Role
from accounts.limits import Limits
from accounts.models import Membership, Organization
from accounts.tenancy import organization_scope
from credtrack.kernel.scope import Scope
from providers import member_limits, visibility
from providers.models import Practice, Provider
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    DocumentFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db
MemberOf = Callable[[Organization, Role], Membership]


@pytest.fixture
def north(in_scope: Scope) -> Practice:
    return PracticeFactory(legal_name="North Office LLC")


@pytest.fixture
def south(in_scope: Scope) -> Practice:
    return PracticeFactory(legal_name="South Office LLC")


@pytest.fixture
def dana(north: Practice) -> Provider:
    provider: Provider = ProviderFactory(first_name="Dana", last_name="Whitfield")
    AffiliationFactory(provider=provider, practice=north)
    return provider


@pytest.fixture
def theo(south: Practice) -> Provider:
    provider: Provider = ProviderFactory(first_name="Theo", last_name="Abara")
    AffiliationFactory(provider=provider, practice=south)
    return provider


def limited(membership: Membership, *practices: Practice) -> Membership:
    membership.limited_to_practices = True
    membership.save()
    for practice in practices:
        PracticeGrantFactory(membership=membership, practice=practice)
    return membership


def names(membership: Membership) -> set[str]:
    return {row.first_name for row in visibility.visible_providers(membership)}


def test_a_member_without_limits_sees_every_practice_and_clinician(
    owner_membership: Membership, dana: Provider, theo: Provider
) -> None:
    assert visibility.practice_ids(owner_membership) is None
    assert visibility.own_provider_id(owner_membership) is None
    assert names(owner_membership) == {"Dana", "Theo"}
    assert visibility.visible_practices(owner_membership).count() == 2


def test_a_limited_member_sees_only_granted_practices_and_their_clinicians(
    member_of: MemberOf, maple: Organization, north: Practice, dana: Provider, theo: Provider
) -> None:
    member = limited(member_of(maple, Role.BILLER), north)
    assert visibility.practice_ids(member) == frozenset({north.pk})
    assert names(member) == {"Dana"}
    assert [row.pk for row in visibility.visible_practices(member)] == [north.pk]


def test_a_clinician_who_left_the_granted_practice_stays_visible(
    member_of: MemberOf, maple: Organization, north: Practice, theo: Provider
) -> None:
    AffiliationFactory(
        provider=theo, practice=north, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2021, 1, 1)
    )
    assert names(limited(member_of(maple, Role.BILLER), north)) == {"Theo"}


def test_a_limited_member_without_grants_sees_nothing(
    member_of: MemberOf, maple: Organization, dana: Provider
) -> None:
    member = limited(member_of(maple, Role.BILLER))
    assert names(member) == set()
    assert not visibility.visible_practices(member).exists()


def test_a_clinician_sees_only_the_own_file_and_the_own_practices(
    member_of: MemberOf, maple: Organization, north: Practice, dana: Provider, theo: Provider
) -> None:
    member = member_of(maple, Role.CLINICIAN)
    ClinicianLinkFactory(membership=member, provider=dana)
    assert visibility.own_provider_id(member) == dana.pk
    assert names(member) == {"Dana"}
    assert [row.pk for row in visibility.visible_practices(member)] == [north.pk]


def test_a_clinician_tied_to_no_file_sees_nothing(
    member_of: MemberOf, maple: Organization, dana: Provider
) -> None:
    member = member_of(maple, Role.CLINICIAN)
    assert visibility.own_provider_id(member) == visibility.NOBODY
    assert names(member) == set()
    assert not visibility.visible_practices(member).exists()


def test_an_invisible_clinician_is_not_found(
    member_of: MemberOf, maple: Organization, north: Practice, theo: Provider
) -> None:
    member = limited(member_of(maple, Role.BILLER), north)
    with pytest.raises(Http404):
        visibility.provider_or_404(member, theo.pk)


def test_a_clinician_of_another_organization_is_not_found(
    owner_membership: Membership, harbor: Organization, in_scope: Scope
) -> None:
    with organization_scope(harbor):
        foreign = ProviderFactory()
    with pytest.raises(Http404):
        visibility.provider_or_404(owner_membership, foreign.pk)


def test_documents_follow_their_clinician_and_practice(
    member_of: MemberOf, maple: Organization, north: Practice, south: Practice, dana: Provider, theo: Provider
) -> None:
    seen = DocumentFactory(provider=dana)
    of_practice = DocumentFactory(provider=None, practice=north)
    DocumentFactory(provider=theo)
    DocumentFactory(provider=dana, practice=south)
    member = limited(member_of(maple, Role.BILLER), north)
    assert {row.pk for row in visibility.visible_documents(member)} == {seen.pk, of_practice.pk}


def test_a_clinician_reads_no_document_of_the_practice(
    member_of: MemberOf, maple: Organization, north: Practice, dana: Provider
) -> None:
    own = DocumentFactory(provider=dana)
    DocumentFactory(provider=None, practice=north)
    member = member_of(maple, Role.CLINICIAN)
    ClinicianLinkFactory(membership=member, provider=dana)
    assert [row.pk for row in visibility.visible_documents(member)] == [own.pk]


def test_what_is_asked_twice_in_a_request_is_read_once(
    member_of: MemberOf,
    maple: Organization,
    north: Practice,
    django_assert_num_queries: Callable[..., object],
) -> None:
    member = limited(member_of(maple, Role.BILLER), north)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        visibility.practice_ids(member)
        visibility.practice_ids(member)


def test_limits_set_by_accounts_replace_the_former_ones(
    member_of: MemberOf, maple: Organization, north: Practice, south: Practice, dana: Provider
) -> None:
    member = limited(member_of(maple, Role.CLINICIAN), north)
    assert visibility.practice_ids(member) == frozenset({north.pk})
    member_limits.apply(member, Limits(practice_ids=(south.pk, 987_654), provider_id=dana.pk))
    assert member_limits.read(member) == Limits(practice_ids=(south.pk,), provider_id=dana.pk)
    assert visibility.practice_ids(member) == frozenset({south.pk})
    assert member_limits.words([member]) == {member.pk: "Sees South Office LLC. Is Dana Whitfield."}


def test_limits_offer_the_names_of_this_organization(dana: Provider, north: Practice) -> None:
    assert member_limits.practices() == [(north.pk, "North Office LLC")]
    assert member_limits.clinicians() == [(dana.pk, "Dana Whitfield")]
