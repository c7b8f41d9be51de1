"""Every list page costs a fixed number of queries, the same for three rows and for thirty.

The budgets stand in `budgets.json`. A page that needs fewer may lower its number; a page that needs
more has to say why in the commit that raises it.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel.lists import rendering
from credtrack.kernel.lists.declaration import ListPage
from tests.conftest import ClientFor
from tests.guards.lists import LISTS
from tests.guards.rows import ROWS
from tests.guards.urls import every_url

BUDGETS: dict[str, int] = json.loads((Path(__file__).parent / "budgets.json").read_text())


def grow(name: str, organization: Organization, owner: User, start: int, end: int) -> None:
    with organization_scope(organization):
        for number in range(start, end):
            LISTS[name](organization, owner, number)


def queries_of(client: Client, name: str) -> list[str]:
    path = reverse(name, kwargs={"organization": "maple"})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


def test_every_list_has_a_budget_and_every_budget_a_list() -> None:
    assert set(BUDGETS) == set(LISTS)
    assert set(LISTS) <= set(every_url())


@pytest.mark.parametrize("name", sorted(LISTS))
@pytest.mark.django_db
def test_a_list_costs_the_same_for_three_rows_and_for_thirty(
    name: str, client_for: ClientFor, maple: Organization, owner: User
) -> None:
    client = client_for(owner)
    grow(name, maple, owner, 0, 3)
    # The first visit also remembers the organization and fills caches.
    queries_of(client, name)
    few = queries_of(client, name)
    grow(name, maple, owner, 3, 30)
    many = queries_of(client, name)

    assert len(many) == len(few), "\n".join(many)
    assert len(few) == BUDGETS[name], "\n".join(few)


@pytest.mark.django_db
def test_every_page_of_the_list_engine_has_a_budget(
    client_for: ClientFor, maple: Organization, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    plain = rendering.ShownList.__init__

    def noted(self: rendering.ShownList, page: ListPage, request: HttpRequest, queryset: object) -> None:
        match = request.resolver_match
        drawn.append(match.view_name if match else "")
        plain(self, page, request, queryset)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering.ShownList, "__init__", noted)
    client = client_for(owner)
    for name, row in ROWS.items():
        if row.method == "get" and row.build is None and name in every_url():
            client.get(reverse(name, kwargs={"organization": "maple"}))

    assert drawn
    assert set(drawn) <= set(LISTS)
