"""A query without an organization is refused, and one organization never sees another's rows."""

import pytest

from accounts.models import AuditEntry, Organization, SavedView, User
from accounts.tenancy import WrongOrganization, organization_scope
from credtrack.kernel import scope
from credtrack.kernel.scope import ScopeMissing
from tests.factories.accounts import SavedViewFactory

pytestmark = pytest.mark.django_db


def test_a_query_outside_any_organization_raises() -> None:
    with pytest.raises(ScopeMissing, match="SavedView was queried outside an organization"):
        SavedView.objects.count()


def test_no_rows_need_no_organization(maple: Organization, owner: User) -> None:
    SavedViewFactory(organization=maple, owner=owner)

    nothing = SavedView.objects.none()

    with organization_scope(maple):
        assert list(nothing) == []


def test_rows_of_another_organization_are_not_found(
    maple: Organization, harbor: Organization, owner: User
) -> None:
    view = SavedViewFactory(organization=maple, owner=owner)

    with organization_scope(harbor):
        assert not SavedView.objects.filter(pk=view.pk).exists()
    with organization_scope(maple):
        assert SavedView.objects.get(pk=view.pk) == view


def test_a_deliberate_escape_sees_everything(maple: Organization, harbor: Organization, owner: User) -> None:
    SavedViewFactory(organization=maple, owner=owner)
    SavedViewFactory(organization=harbor, owner=owner)

    with scope.unscoped("a test"):
        assert SavedView.objects.count() == 2


def test_the_escape_ends_with_its_block() -> None:
    with scope.unscoped("a test"):
        pass

    assert scope.active() is None


def test_a_new_row_takes_the_open_organization(maple: Organization, owner: User) -> None:
    with organization_scope(maple):
        view = SavedView.objects.create(owner=owner, list_key="applications", name="Mine")

    assert view.organization_id == maple.pk


def test_a_row_of_another_organization_is_not_saved(
    maple: Organization, harbor: Organization, owner: User
) -> None:
    view = SavedViewFactory(organization=maple, owner=owner)

    with organization_scope(harbor), pytest.raises(WrongOrganization):
        view.save()


def test_nothing_is_saved_without_an_organization(owner: User) -> None:
    with scope.unscoped("a test"), pytest.raises(ScopeMissing):
        AuditEntry(actor=owner, action="x.y", subject_type="x", subject_label="x", summary="x").save()


def test_scopes_nest_and_come_back(maple: Organization, harbor: Organization) -> None:
    with organization_scope(maple):
        with organization_scope(harbor):
            assert scope.current().slug == "harbor"
        assert scope.current().slug == "maple"
