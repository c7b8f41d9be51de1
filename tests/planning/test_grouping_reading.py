"""Where practices stand with each payer, what is decided, the pages and the command."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.stale import Stale
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.enums import HolderKind, Kind, Status
from enrollments.refusals import Refused
from payers.enums import PanelStatus, RuleKind, Unit
from payers.models import Payer
from planning import deciding
from planning.deciding import Considerations
from planning.enums import GroupRoute
from planning.grouping_reading import grouping_rows, reached
from planning.models import GroupDecision
from providers.models import Practice
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory, ContractFactory
from tests.factories.payers import PanelStateFactory, PayerFactory, PlanFactory, RuleFactory
from tests.factories.providers import (
    AffiliationFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 1, 5)


@pytest.fixture
def cigna(maple: Organization) -> Payer:
    """Cigna, which a consultant says asks for four."""
    payer = PayerFactory(name="Cigna", slug="cigna-test")
    PlanFactory(payer=payer)
    RuleFactory(
        payer=payer,
        kind=RuleKind.GROUP_MINIMUM,
        value_min=4,
        value_max=None,
        unit=Unit.PROVIDERS,
        source="TherAssist",
        source_quality="consultant",
    )
    return payer


@pytest.fixture
def three(maple: Organization) -> Practice:
    """A practice with three clinicians, and one who left."""
    practice = PracticeFactory(organization=maple, legal_name="Maple Street LLC", dba="")
    for _ in range(3):
        hire(practice, SINCE)
    left = ProviderFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=left, practice=practice, ends_on=SINCE)
    return practice


def hire(practice: Practice, since: dt.date) -> Any:
    """Return one more clinician of the practice."""
    provider = ProviderFactory(organization=practice.organization)
    AffiliationFactory(
        organization=practice.organization, provider=provider, practice=practice, starts_on=since
    )
    return provider


def page(name: str, *args: int) -> str:
    """Return the address of a page of Maple Street."""
    return reverse(f"planning:{name}", args=["maple", *args])


def test_rule_9_three_of_four_then_four(maple: Organization, three: Practice, cigna: Payer) -> None:
    with organization_scope(maple):
        (row,) = grouping_rows([three])
        assert row.advice.meter == "3 of 4 clinicians for a Cigna group contract"
        assert "TherAssist" in row.advice.basis
        assert "consultant's word" in row.advice.basis
        assert "1 too few" in row.advice.group_disabled
        assert reached() == []
        hire(three, dt.date(2026, 2, 2))
        (told,) = reached()
        assert (told.practice, told.payer, told.reached_on) == (three, cigna, dt.date(2026, 2, 2))
        assert reached(on=dt.date(2026, 2, 1)) == []


def test_an_executed_group_contract_ends_the_telling(
    maple: Organization, three: Practice, cigna: Payer
) -> None:
    with organization_scope(maple):
        hire(three, SINCE)
        ContractFactory(
            payer=cigna, practice=three, holder_kind=HolderKind.PRACTICE, executed_on=clock.today()
        )
        assert reached() == []
        (row,) = grouping_rows([three])
        assert row.advice.suggested == GroupRoute.GROUP


def test_rule_11_a_closed_panel_is_left_out_and_adding_is_still_offered(
    maple: Organization, three: Practice, cigna: Payer
) -> None:
    with organization_scope(maple):
        first, second = hire(three, SINCE), hire(three, SINCE)
        ApplicationFactory(practice=three, provider=first, payer=cigna, status=Status.ACTIVE)
        ApplicationFactory(practice=three, provider=second, payer=cigna, status=Status.PANEL_CLOSED)
        ContractFactory(
            payer=cigna, practice=three, holder_kind=HolderKind.PRACTICE, executed_on=clock.today()
        )
        PanelStateFactory(organization=maple, payer=cigna, status=PanelStatus.CLOSED)
        (row,) = grouping_rows([three])
        assert (row.approved, row.decided) == (1, 1)
        assert row.situation.panel_closed
        assert second.full_name in row.advice.can_add
        assert first.full_name not in row.advice.can_add
        assert row.convertible == [(first.full_name, first.pk)]
        assert "panel is closed" in row.advice.add_note


def test_the_number_of_queries_does_not_grow(
    maple: Organization, three: Practice, cigna: Payer, django_assert_max_num_queries: Any
) -> None:
    with organization_scope(maple):
        practices = [three]
        for _ in range(4):
            practices.append(PracticeFactory())
            ApplicationFactory(practice=practices[-1], provider=hire(practices[-1], SINCE))
        with django_assert_max_num_queries(12):
            rows = grouping_rows(practices)
    assert len(rows) == 9


def test_group_is_refused_below_the_minimum_and_every_decision_stays(
    maple: Organization, three: Practice, cigna: Payer, owner: User
) -> None:
    with organization_scope(maple):
        with pytest.raises(Refused, match="1 too few"):
            deciding.decide(three, cigna, GroupRoute.GROUP, actor=owner)
        deciding.decide(three, cigna, GroupRoute.INDIVIDUAL, actor=owner)
        hire(three, SINCE)
        assert reached() == []
        deciding.decide(three, cigna, GroupRoute.GROUP, note="We grow.", actor=owner)
        assert [row.route for row in GroupDecision.objects.order_by("pk")] == ["individual", "group"]
        assert GroupDecision.objects.latest("pk").reasons.endswith("We grow.")
        assert AuditEntry.objects.filter(action="grouping.decide").count() == 2
        assert [row.payer for row in reached()] == [cigna]


def test_considerations_are_kept_once_and_never_over_somebody_elses(
    maple: Organization, three: Practice, owner: User
) -> None:
    with organization_scope(maple):
        made = deciding.consider(three, Considerations("growing"), version=0, actor=owner)
        with pytest.raises(Stale):
            deciding.consider(three, Considerations("solo"), version=0, actor=owner)
        changed = deciding.consider(three, Considerations("solo"), version=made.version, actor=owner)
        assert (changed.growth, changed.version) == ("solo", 2)
        assert AuditEntry.objects.filter(action="grouping.consider").count() == 2


def test_the_pages_lead_from_the_meter_to_the_decision(
    client_for: ClientFor, owner: User, maple: Organization, three: Practice, cigna: Payer
) -> None:
    client: Client = client_for(owner)
    said = client.get(page("grouping")).content.decode()
    assert "3 of 4 clinicians for a Cigna group contract" in said
    assert "Group route closed" in said
    assert "Apply as a group" not in said
    assert "Cigna group" not in client.get(page("grouping") + "?show=reached").content.decode()
    told = {"growth": "growing", "billing": "practice", "capacity": "enough", "version": "0"}
    assert client.post(page("consider", three.pk), told).status_code == 302
    assert client.post(page("consider", three.pk), told).status_code == 200
    refused = client.post(page("decide", three.pk, cigna.pk), {"route": "group"})
    assert refused.status_code == 200
    hire(three, SINCE)
    assert client.post(page("decide", three.pk, cigna.pk), {"route": "group"}).status_code == 302
    said = client.get(page("grouping")).content.decode()
    assert "Minimum met" in said
    assert "Apply as a group" in said
    assert "suggested then: group contract" in said
    assert page("grouping") in client.get(page("overview")).content.decode()


def test_a_member_of_other_practices_sees_none_of_it(
    client_for: ClientFor, coordinator: User, maple: Organization, three: Practice, cigna: Payer
) -> None:
    seat = Membership.objects.get(user=coordinator, organization=maple)
    seat.limited_to_practices = True
    seat.save()
    theirs = PracticeFactory(organization=maple, legal_name="Elm Street LLC", dba="")
    PracticeGrantFactory(organization=maple, membership=seat, practice=theirs)
    client = client_for(coordinator)
    said = client.get(page("grouping")).content.decode()
    assert "Elm Street LLC" in said
    assert "Maple Street LLC" not in said
    assert client.get(f"{page('grouping')}?practice={three.pk}").status_code == 404
    assert client.get(page("decide", three.pk, cigna.pk)).status_code == 404


def test_the_command_tells_the_same_in_json(maple: Organization, three: Practice, cigna: Payer) -> None:
    out = StringIO()
    call_command("grouping", organization="maple", format="json", stdout=out)
    (row,) = json.loads(out.getvalue())["rows"]
    assert (row["practice"], row["payer"], row["clinicians"], row["minimum"]) == (
        "Maple Street LLC",
        "Cigna",
        3,
        4,
    )
    assert row["suggested"] == "individual"
    assert "1 too few" in row["group_disabled"]


def test_a_group_application_that_is_active_counts_as_the_contract(
    maple: Organization, three: Practice, cigna: Payer
) -> None:
    with organization_scope(maple):
        ApplicationFactory(practice=three, payer=cigna, kind=Kind.INITIAL_GROUP, status=Status.ACTIVE)
        (row,) = grouping_rows([three])
        assert row.situation.has_group_contract
