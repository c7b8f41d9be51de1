"""The list of clinicians: filters, order, export, and a cost that does not grow with its rows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from providers.models import Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import AffiliationFactory, CredentialFactory, ProviderFactory

pytestmark = pytest.mark.django_db
LIST = "/o/maple/clinicians/"


def page_of(provider: Provider, rest: str = "") -> str:
    return f"{LIST}{provider.pk}/{rest}"


@pytest.mark.parametrize(("query", "names"), [
    ("q=whit", ["Dana Whitfield, LPC"]), ("q=dana+whit", ["Dana Whitfield, LPC"]), ("q=12345", ["Dana Whitfield, LPC"]),
    ("q=nobody", []), ("state=PA", ["Dana Whitfield, LPC"]), ("state=NJ", ["Theo Abara, LPC"]),
    ("expiring=expired", ["Theo Abara, LPC"]), ("expiring=30", []), ("sort=-name", ["Dana Whitfield, LPC", "Theo Abara, LPC"]),
    ("sort=expires", ["Theo Abara, LPC", "Dana Whitfield, LPC"]), ("works=False", []),
])  # fmt: skip
def test_the_list_filters_and_sorts(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization, query: str, names: list[str]
) -> None:
    theo = ProviderFactory(organization=maple, first_name="Theo", last_name="Abara", npi="1993999998")
    CredentialFactory(organization=maple, provider=theo, state="NJ", expires_on=dt.date(2025, 1, 1))
    found = client_for(owner).get(f"{LIST}?{query}").context["list"]
    assert [row.label for row in found.rows] == names


def test_the_list_is_confined_to_a_practice_and_exported(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization, maple_street: Practice
) -> None:
    ProviderFactory(organization=maple, last_name="Elsewhere")
    client = client_for(owner)
    rows = client.get(f"{LIST}?practice={maple_street.pk}").context["list"].rows
    assert [row.label for row in rows] == ["Dana Whitfield, LPC"]
    exported = b"".join(client.get(f"{LIST}?export=csv").streaming_content)  # type: ignore[attr-defined]
    assert b"Elsewhere" in exported
    assert b"1234567893" in exported


def fill(organization: Organization, practice: Practice, count: int) -> None:
    for _ in range(count):
        provider = ProviderFactory(organization=organization)
        AffiliationFactory(organization=organization, provider=provider, practice=practice)
        CredentialFactory(organization=organization, provider=provider)


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_lists_and_files_cost_the_same_whatever_they_hold(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization, maple_street: Practice
) -> None:
    client = client_for(owner)
    paths = (LIST, page_of(dana), f"/o/maple/practices/{maple_street.pk}/", "/o/maple/practices/")
    before = [queries(client, path) for path in paths]
    fill(maple, maple_street, 12)
    for state in ("NJ", "DE", "NY"):
        CredentialFactory(organization=maple, provider=dana, state=state)
    assert [queries(client, path) for path in paths] == before


def test_a_member_without_a_link_but_the_clinician_role_sees_an_empty_list(
    client_for: ClientFor,
    maple: Organization,
    dana: Provider,
    member_of: Callable[[Organization, Role], Membership],
) -> None:
    seat = member_of(maple, Role.CLINICIAN)
    assert list(client_for(seat.user).get(LIST).context["list"].rows) == []
