"""A member limited to a practice sees its plans and caseloads alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from providers.models import PracticeGrant
from tests.factories.planning import CaseloadShareFactory, ExitPlanFactory
from tests.factories.providers import PracticeFactory

pytestmark = pytest.mark.django_db


def test_plans_and_numbers_of_other_practices_do_not_exist(
    client_for: Callable[[User], Client], coordinator: User, maple: Organization
) -> None:
    with organization_scope(maple):
        mine, other = PracticeFactory(), PracticeFactory()
        seat = Membership.objects.get(user=coordinator, role=Role.COORDINATOR)
        Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
        PracticeGrant.objects.create(organization=maple, membership=seat, practice=mine)
        own, foreign = (
            ExitPlanFactory(practice=mine, name="Ours"),
            ExitPlanFactory(practice=other, name="Theirs"),
        )
        CaseloadShareFactory(practice=mine, weekly_sessions=3)
        hidden = CaseloadShareFactory(practice=other, weekly_sessions=30)
    client = client_for(coordinator)
    here = "/o/maple/planning/"
    assert client.get(f"{here}exits/{own.pk}/").status_code == 200
    assert client.get(f"{here}exits/{foreign.pk}/").status_code == 404
    assert client.post(f"{here}exits/{foreign.pk}/close/", {"version": 1}).status_code == 404
    listed = client.get(f"{here}exits/").content.decode()
    assert "Ours" in listed
    assert "Theirs" not in listed
    caseload = client.get(f"{here}caseload/")
    assert str(hidden.payer) not in caseload.content.decode()
    assert client.get(f"{here}paths/").context["sums"].sessions == 3
