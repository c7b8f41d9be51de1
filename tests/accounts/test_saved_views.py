"""A list is kept under a name, offered as a tab to those it is meant for, and taken away by its owner."""

import pytest
from django.test import RequestFactory

from accounts import saved_views
from accounts.models import Organization, SavedView, User
from accounts.tenancy import organization_scope
from credtrack.kernel.scope import Scope
from tests.conftest import ClientFor
from tests.factories.accounts import SavedViewFactory

pytestmark = pytest.mark.django_db

VIEWS = "/o/maple/settings/views/"


def test_a_view_keeps_filters_and_order_but_no_page() -> None:
    kept = saved_views.kept_part("?status=submitted&payer=7&sort=-due&page=4&export=csv")

    assert kept == "status=submitted&payer=7&sort=-due"


def test_a_person_is_offered_their_own_views_and_the_shared_ones(
    owner: User, biller: User, in_scope: Scope
) -> None:
    mine = saved_views.save(owner=owner, list_key="applications", name="B mine", query="status=draft")
    shared = saved_views.save(owner=biller, list_key="applications", name="A team", query="", shared=True)
    saved_views.save(owner=biller, list_key="applications", name="Private", query="")
    saved_views.save(owner=owner, list_key="clinicians", name="Another list", query="")

    assert list(saved_views.visible_to(owner, "applications")) == [shared, mine]


def test_the_same_name_again_replaces_what_it_held(owner: User, in_scope: Scope) -> None:
    saved_views.save(owner=owner, list_key="applications", name="Mine", query="status=draft")
    saved_views.save(owner=owner, list_key="applications", name="Mine ", query="status=ready")

    assert SavedView.objects.get().query == "status=ready"


def test_the_address_that_keeps_a_list_carries_list_query_and_way_back(in_scope: Scope) -> None:
    request = RequestFactory().get("/o/maple/applications/")

    address = saved_views.save_view_url(request, "applications", "status=draft&page=2")

    assert address == (
        f"{VIEWS}new/?list=applications&query=status%3Ddraft&back=%2Fo%2Fmaple%2Fapplications%2F"
    )


def test_no_views_are_offered_outside_an_organization() -> None:
    assert saved_views.offered(RequestFactory().get("/"), "applications") == []


def test_saving_leads_back_to_the_list_as_it_was(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    client = client_for(owner)
    typed = {"name": "Mine", "list": "audit", "query": "actor=3", "back": "/o/maple/settings/audit/"}

    answer = client.post(f"{VIEWS}new/", typed)

    assert answer["Location"] == "/o/maple/settings/audit/?actor=3"
    assert "Mine" in client.get(VIEWS).content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/o/harbor/settings/", "/o/maple/../../evil", ""]
)
def test_the_way_back_stays_inside_the_organization(client_for: ClientFor, owner: User, back: str) -> None:
    answer = client_for(owner).post(
        f"{VIEWS}new/", {"name": "Mine", "list": "audit", "query": "", "back": back}
    )

    assert answer["Location"].split("?")[0] in (VIEWS, "/o/maple/../../evil")
    assert "evil.example" not in answer["Location"]


def test_a_view_without_a_name_is_refused_with_the_rest_kept(client_for: ClientFor, owner: User) -> None:
    page = client_for(owner).post(
        f"{VIEWS}new/", {"name": "", "list": "audit", "query": "actor=3", "back": "/o/maple/settings/audit/"}
    )

    assert 'value="actor=3"' in page.content.decode()


def test_only_the_owner_of_a_view_takes_it_away(
    client_for: ClientFor, maple: Organization, owner: User, biller: User
) -> None:
    view = SavedViewFactory(organization=maple, owner=owner, shared=True)

    assert client_for(biller).post(f"{VIEWS}{view.pk}/delete/").status_code == 404
    assert client_for(owner).post(f"{VIEWS}{view.pk}/delete/").status_code == 302
    with organization_scope(maple):
        assert not SavedView.objects.exists()
