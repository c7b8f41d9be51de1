"""Who gets what at every URL: 404 for strangers and foreign objects, 403 for a missing capability.

The table stands in `tests/guards/rows/`; the URLs come from the resolver, so a new URL without a row
fails here, and so does a row whose URL is gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.roles import may
from accounts.tenancy import organization_scope
from tests.conftest import ClientFor
from tests.factories.accounts import UserFactory
from tests.guards.rows import OUTSIDE_ROWS, ROWS, Row
from tests.guards.urls import every_url

INSIDE = sorted(name for name, url in every_url().items() if url.inside)
OUTSIDE = sorted(name for name, url in every_url().items() if not url.inside)
Seats = dict[Role, Client]


@pytest.fixture
def seats(
    client_for: ClientFor, owner: User, coordinator: User, biller: User, manager: User, clinician: User
) -> Seats:
    """A signed-in client per role of Maple Street Counseling."""
    cast = {
        Role.OWNER: owner,
        Role.COORDINATOR: coordinator,
        Role.BILLER: biller,
        Role.MANAGER: manager,
        Role.CLINICIAN: clinician,
    }
    return {role: client_for(user) for role, user in cast.items()}


def ask(client: Client, name: str, row: Row, kwargs: Mapping[str, Any]) -> int:
    """Send the row's request and take back whatever it wrote."""
    path = reverse(name, kwargs={"organization": "maple", **kwargs})
    headers = {"HX-Request": "true"} if row.htmx else {}
    with transaction.atomic():
        answer = getattr(client, row.method)(path, dict(row.data), headers=headers)
        transaction.set_rollback(True)
    if answer.streaming:
        # Reading to the end closes the file behind it.
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def built(row: Row, organization: Organization, own: Membership | None) -> Mapping[str, Any]:
    if row.build is None:
        return {}
    with organization_scope(organization):
        return row.build(organization, own)


def expected(row: Row, role: Role) -> int:
    if not any(may(role, capability) for capability in row.needs):
        return 403
    return row.clinician if role is Role.CLINICIAN and row.clinician is not None else row.ok


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert set(INSIDE) == set(ROWS)
    assert set(OUTSIDE) == set(OUTSIDE_ROWS)


@pytest.mark.parametrize("name", INSIDE)
def test_every_page_of_an_organization_names_its_capabilities(name: str) -> None:
    assert getattr(every_url()[name].view, "required_capabilities", ()) == ROWS[name].needs


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.django_db
def test_each_role_gets_what_the_table_says(name: str, seats: Seats, maple: Organization) -> None:
    row = ROWS[name]
    own = Membership.objects.get(organization=maple, role=Role.CLINICIAN)
    kwargs = built(row, maple, own)

    got = {role.value: ask(client, name, row, kwargs) for role, client in seats.items()}

    assert got == {role.value: expected(row, role) for role in seats}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.django_db
def test_strangers_get_404_and_signed_out_people_the_door(
    name: str, client_for: ClientFor, maple: Organization, stranger: User
) -> None:
    row = ROWS[name]
    kwargs = built(row, maple, None)
    path = reverse(name, kwargs={"organization": "maple", **kwargs})

    assert ask(client_for(stranger), name, row, kwargs) == 404
    answer = getattr(client_for(None), row.method)(path, dict(row.data))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("name", [name for name in INSIDE if name in ROWS and ROWS[name].build])
@pytest.mark.django_db
def test_an_object_of_another_organization_does_not_exist(
    name: str, client_for: ClientFor, owner: User, harbor: Organization
) -> None:
    row = ROWS[name]
    kwargs = built(row, harbor, None)

    status = ask(client_for(owner), name, row, kwargs)

    assert status == (row.ok if row.shared_because else 404)


@pytest.mark.parametrize("name", [name for name in INSIDE if name in ROWS and ROWS[name].build])
@pytest.mark.django_db
def test_a_clinician_finds_no_file_but_their_own(name: str, seats: Seats, maple: Organization) -> None:
    row = ROWS[name]
    kwargs = built(row, maple, None)

    status = ask(seats[Role.CLINICIAN], name, row, kwargs)

    assert status == (404 if any(may(Role.CLINICIAN, item) for item in row.needs) else 403)


@pytest.mark.parametrize("name", [name for name in INSIDE if name in ROWS and ROWS[name].by_practice])
@pytest.mark.django_db
def test_a_member_limited_to_other_practices_finds_nothing(
    name: str, seats: Seats, maple: Organization, coordinator: User
) -> None:
    row = ROWS[name]
    kwargs = built(row, maple, None)
    Membership.objects.filter(user=coordinator).update(limited_to_practices=True)

    assert ask(seats[Role.COORDINATOR], name, row, kwargs) == 404


@pytest.mark.parametrize("name", [name for name in INSIDE if name in ROWS and ROWS[name].method == "get"])
@pytest.mark.django_db
def test_sending_to_a_page_is_guarded_like_opening_it(
    name: str, client_for: ClientFor, seats: Seats, maple: Organization, harbor: Organization, stranger: User
) -> None:
    row = replace(ROWS[name], method="post")
    kwargs = built(row, maple, None)

    assert ask(client_for(stranger), name, row, kwargs) == 404
    for role, client in seats.items():
        status = ask(client, name, row, kwargs)
        if expected(row, role) == 403:
            assert status in (403, 405), role
        else:
            assert status not in (403, 500), role
    if row.build and not row.shared_because:
        assert ask(seats[Role.OWNER], name, row, built(row, harbor, None)) in (404, 405)


@pytest.mark.parametrize("name", INSIDE)
def test_a_url_with_arguments_knows_how_to_make_them(name: str) -> None:
    assert (ROWS[name].build is not None) == (every_url()[name].arguments != {"organization"})


@pytest.mark.parametrize("name", [name for name in INSIDE if name in ROWS and ROWS[name].method == "post"])
@pytest.mark.django_db
def test_a_url_that_writes_does_nothing_when_merely_opened(
    name: str, seats: Seats, maple: Organization
) -> None:
    row = ROWS[name]
    kwargs = built(row, maple, None)

    answer = seats[Role.OWNER].get(reverse(name, kwargs={"organization": "maple", **kwargs}))

    assert answer.status_code in (200, 404, 405)


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.django_db
def test_pages_outside_every_organization(name: str, client_for: ClientFor, owner: User) -> None:
    row = OUTSIDE_ROWS[name]
    path = reverse(name, kwargs=dict(row.kwargs))

    got = (client_for(None).get(path).status_code, client_for(owner).get(path).status_code)

    assert got == (row.anonymous, row.signed_in)


@pytest.mark.django_db
def test_a_seat_in_two_organizations_opens_no_third(
    client_for: ClientFor, maple: Organization, harbor: Organization, member_of: Callable[..., Membership]
) -> None:
    user = UserFactory()
    for organization in (maple, harbor):
        Membership.objects.create(organization=organization, user=user, role=Role.OWNER)
    third = member_of(harbor.__class__.objects.create(slug="third", name="Third"), Role.OWNER)

    assert client_for(user).get(f"/o/{third.organization.slug}/settings/").status_code == 404
