"""Addresses inside an organization equal what Django's own look-up gives."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from credtrack.kernel import scope
from credtrack.kernel.links import org_pattern, org_reverse
from credtrack.kernel.scope import Scope, ScopeMissing

MAPLE = Scope(1, "maple", "America/New_York")


@pytest.fixture
def under_a_prefix() -> Iterator[None]:
    set_script_prefix("/tracker/")
    yield
    set_script_prefix("/")


@given(st.lists(st.integers(0, 10**12), min_size=3, max_size=3))
def test_numbers_stand_where_django_puts_them(numbers: list[int]) -> None:
    with scope.opened(MAPLE):
        assert org_reverse("dashboards:network_cell", *numbers) == reverse(
            "dashboards:network_cell", args=["maple", *numbers]
        )


def test_a_pattern_gives_the_same_addresses() -> None:
    with scope.opened(MAPLE):
        pattern = org_pattern("dashboards:network_cell", 3)

        assert pattern % (1, 22, 333) == org_reverse("dashboards:network_cell", 1, 22, 333)


def test_two_organizations_have_two_addresses() -> None:
    with scope.opened(MAPLE):
        here = org_reverse("accounts:member_edit", 7)
    with scope.opened(Scope(2, "harbor", "America/Los_Angeles")):
        there = org_reverse("accounts:member_edit", 7)

    assert (here, there) == ("/o/maple/settings/members/7/", "/o/harbor/settings/members/7/")


def test_names_arguments_and_nothing_work_as_well() -> None:
    with scope.opened(MAPLE):
        assert org_reverse("accounts:member_edit", pk=7) == "/o/maple/settings/members/7/"
        assert org_reverse("accounts:member_edit", "7") == "/o/maple/settings/members/7/"
        assert org_reverse("accounts:settings") == "/o/maple/settings/"


@pytest.mark.usefixtures("under_a_prefix")
def test_a_site_below_a_prefix_keeps_it() -> None:
    with scope.opened(MAPLE):
        assert org_reverse("accounts:member_edit", 7) == "/tracker/o/maple/settings/members/7/"


@pytest.mark.parametrize("args", [(), (1, 2), (-1,)])
def test_an_address_that_does_not_exist_is_refused(args: tuple[int, ...]) -> None:
    with scope.opened(MAPLE), pytest.raises(NoReverseMatch):
        org_reverse("accounts:member_edit", *args)


def test_outside_an_organization_there_is_no_address() -> None:
    with pytest.raises(ScopeMissing):
        org_reverse("accounts:settings")
