"""Opening what must fail: why, the missing one first, a blocked draft, and no way around the block."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import missing, transitions
from enrollments.enums import Clock, HolderKind, Kind, Route, Status, Verb
from enrollments.models import Application, MissingItem, Transition
from enrollments.prerequisite_reading import BLOCK_PREFIX, Asked, missing_for, missing_in_bulk, missing_of
from enrollments.refusals import Refused
from payers.models import Payer, Plan
from payers.prerequisites import ATTESTATION_LABEL, AUTHORIZATION_LABEL, Code
from providers.enums import CredentialKind, MedicareStatus
from providers.models import Practice, Provider
from tests.enrollments.asking import text_of, url
from tests.factories.enrollments import ApplicationFactory, ContractFactory, ParticipationFactory
from tests.factories.payers import PayerFactory, PlanFactory
from tests.factories.providers import CredentialFactory, PracticeFactory, ProviderFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def medicaid() -> Plan:
    """Pennsylvania Medicaid."""
    payer = PayerFactory(name="Pennsylvania Medicaid", slug="medicaid-pa-test", states=" PA ")
    return PlanFactory(payer=payer, line_of_business="medicaid")


@pytest.fixture
def managed() -> Plan:
    """Keystone First, a Medicaid plan in Pennsylvania."""
    payer = PayerFactory(name="Keystone First", slug="keystone-test", states=" PA ")
    return PlanFactory(payer=payer, line_of_business="medicaid_managed_care")


def codes_for(provider: Provider | None, plan: Plan, practice: Practice, **given: Any) -> list[Code]:
    """Return what is missing in Pennsylvania today."""
    state = given.pop("state", "PA")
    return [item.code for item in missing_for(provider, plan, practice, state, clock.today(), **given)]


def filled(practice: Practice, provider: Provider, payer: Payer, **changes: Any) -> dict[str, Any]:
    """Return the opening form as somebody fills it in."""
    given = {
        "practice": practice.pk,
        "provider": provider.pk,
        "payer": payer.pk,
        "state": "PA",
        "kind": "initial_individual",
        "route": "direct",
        "opened_on": today(),
    }
    return given | changes


def test_a_medicaid_plan_waits_for_the_states_medicaid(
    in_scope: None, practice: Practice, provider: Provider, medicaid: Plan, managed: Plan
) -> None:
    assert codes_for(provider, managed, practice) == [Code.MEDICAID_FIRST]
    ApplicationFactory(practice=practice, provider=provider, payer=medicaid.payer, status=Status.ACTIVE)
    assert codes_for(provider, managed, practice) == []
    # Another state's Medicaid is another enrollment.
    assert codes_for(provider, managed, practice, state="NJ") == [Code.MEDICAID_FIRST]


def test_an_enrollment_counts_only_while_it_is_in_force(
    in_scope: None, practice: Practice, provider: Provider, medicaid: Plan, managed: Plan
) -> None:
    day = clock.today()
    ParticipationFactory(
        provider=provider,
        practice=practice,
        plan=medicaid,
        state="PA",
        effective_on=day,
        ended_on=day,
    )

    def codes(on: dt.date) -> list[Code]:
        return [item.code for item in missing_for(provider, managed, practice, "PA", on)]

    assert codes(day) == []
    assert codes(day - dt.timedelta(days=1)) == [Code.MEDICAID_FIRST]
    assert codes(day + dt.timedelta(days=1)) == [Code.MEDICAID_FIRST]


def test_the_offer_opens_the_states_medicaid(
    in_scope: None, practice: Practice, provider: Provider, medicaid: Plan, managed: Plan
) -> None:
    (item,) = missing_for(provider, managed, practice, "PA", clock.today())
    assert f"payer={medicaid.payer_id}" in item.offer
    assert f"provider={provider.pk}" in item.offer
    assert f"practice={practice.pk}" in item.offer


def test_whoever_opted_out_is_blocked_at_medicare_and_its_plans(
    in_scope: None, practice: Practice, provider: Provider
) -> None:
    advantage = PlanFactory(payer=PayerFactory(), line_of_business="medicare_advantage")
    assert codes_for(provider, advantage, practice) == [Code.MEDICARE_FIRST]
    provider.medicare_status = MedicareStatus.OPTED_OUT
    provider.save()
    assert codes_for(provider, advantage, practice) == [Code.OPTED_OUT]
    provider.medicare_status = MedicareStatus.ENROLLED
    provider.save()
    assert codes_for(provider, advantage, practice) == []


def test_adding_to_a_group_waits_for_an_executed_group_contract(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan
) -> None:
    assert codes_for(provider, plan, practice, adds_to_group=True) == [Code.GROUP_CONTRACT_FIRST]
    given = {"payer": payer, "practice": practice, "holder_kind": HolderKind.PRACTICE}
    contract = ContractFactory(**given)
    assert codes_for(provider, plan, practice, adds_to_group=True) == [Code.GROUP_CONTRACT_FIRST]
    contract.executed_on = clock.today()
    contract.save()
    assert codes_for(provider, plan, practice, adds_to_group=True) == []
    assert codes_for(provider, plan, PracticeFactory(), adds_to_group=True) == [Code.GROUP_CONTRACT_FIRST]


def test_caqh_is_asked_for_per_payer_before_sending(
    in_scope: None, draft: Application, practice: Practice, provider: Provider, plan: Plan
) -> None:
    day = clock.today()
    assert codes_for(provider, plan, practice) == []
    both = [Code.CAQH_ATTESTED, Code.CAQH_AUTHORIZED]
    assert codes_for(provider, plan, practice, submitting=True) == both
    CredentialFactory(provider=provider, kind=CredentialKind.CAQH_ATTESTATION, expires_on=day)
    assert codes_for(provider, plan, practice, submitting=True) == [Code.CAQH_AUTHORIZED]
    (item,) = missing.ask_for(
        draft, [AUTHORIZATION_LABEL], waiting_on=Clock.CLINICIAN, asked_on=day, actor=None
    )
    missing.receive(item.pk, received_on=day, actor=None)
    assert codes_for(provider, plan, practice, submitting=True) == []
    other = PlanFactory(payer=PayerFactory())
    assert codes_for(provider, other, practice, submitting=True) == [Code.CAQH_AUTHORIZED]


def test_a_platform_never_covers_a_government_line(
    in_scope: None, practice: Practice, provider: Provider, medicaid: Plan
) -> None:
    assert codes_for(provider, medicaid, practice, delegated=True) == [Code.OWN_GOVERNMENT]


def test_the_form_says_why_and_offers_the_missing_one_first(
    page: Client, practice: Practice, provider: Provider, medicaid: Plan, managed: Plan, maple: Organization
) -> None:
    answer = page.post(url("new"), filled(practice, provider, managed.payer))
    said = text_of(answer)
    assert answer.status_code == 200
    assert "State Medicaid enrollment first" in said
    assert "Open that one first" in said
    assert f"payer={medicaid.payer_id}" in said
    assert "438.602" in said
    with organization_scope(maple):
        assert not Application.objects.exists()
    prefilled = page.get(
        f"{url('new')}?practice={practice.pk}&provider={provider.pk}&payer={managed.payer_id}"
    )
    assert "State Medicaid enrollment first" in text_of(prefilled)


def test_opened_anyway_it_is_a_blocked_draft_that_is_not_sent(
    page: Client,
    practice: Practice,
    provider: Provider,
    medicaid: Plan,
    managed: Plan,
    maple: Organization,
    owner: User,
) -> None:
    answer = page.post(url("new"), filled(practice, provider, managed.payer, accept_block="on"))
    assert answer.status_code == 302
    day = clock.today(maple.timezone)
    with organization_scope(maple):
        made = Application.objects.get()
        assert made.blocked_reason == f"{BLOCK_PREFIX} State Medicaid enrollment first"
        assert (made.status, made.blocked_by, made.clock) == (Status.DRAFT, Clock.OURS, Clock.OURS)
        with pytest.raises(Refused, match="Lift the block first"):
            transitions.move(made.pk, Status.SUBMITTED, occurred_on=day, actor=owner, facts={"method": "Fax"})
        with pytest.raises(Refused, match="Medicaid first"):
            transitions.unblock(made.pk, occurred_on=day, actor=owner)
        row = Transition.objects.get(verb=Verb.BLOCK)
        with pytest.raises(Refused, match="Medicaid first"):
            transitions.void(row.pk, actor=owner, note="No longer")
    said = text_of(page.get(url("detail", made.pk)))
    assert "What must come first" in said
    assert "Open that one first" in said
    with organization_scope(maple):
        ApplicationFactory(practice=practice, provider=provider, payer=medicaid.payer, status=Status.ACTIVE)
        assert not transitions.unblock(made.pk, occurred_on=day, actor=owner).blocked_reason


def test_caqh_goes_on_the_list_and_holds_back_the_sending(
    page: Client, practice: Practice, provider: Provider, plan: Plan, maple: Organization, owner: User
) -> None:
    page.post(url("new"), filled(practice, provider, plan.payer, ask_caqh="on"))
    day = clock.today(maple.timezone)
    with organization_scope(maple):
        made = Application.objects.get()
        assert set(MissingItem.objects.values_list("label", flat=True)) == {
            ATTESTATION_LABEL,
            AUTHORIZATION_LABEL,
        }
        with pytest.raises(Refused, match="cannot read the file yet"):
            transitions.move(
                made.pk, Status.SUBMITTED, occurred_on=day, actor=owner, facts={"method": "CAQH"}
            )
        for item in MissingItem.objects.all():
            missing.receive(item.pk, received_on=day, actor=owner)
        sent = transitions.move(
            made.pk, Status.SUBMITTED, occurred_on=day, actor=owner, facts={"method": "CAQH"}
        )
        assert sent.status == Status.SUBMITTED


def test_a_sent_application_is_asked_nothing_any_more(in_scope: None, submitted: Application) -> None:
    assert missing_of([submitted], clock.today()) == [[]]


def test_many_questions_cost_as_much_as_one(
    in_scope: None, practice: Practice, managed: Plan, django_assert_max_num_queries: Any
) -> None:
    asked = [
        Asked(practice.pk, managed.payer, (managed.line_of_business,), ProviderFactory(), "PA")
        for _ in range(12)
    ]
    with django_assert_max_num_queries(7):
        found = missing_in_bulk(asked, clock.today())
    assert [row[0].code for row in found] == [Code.MEDICAID_FIRST] * 12


def test_another_organizations_enrollments_count_for_nobody_here(
    maple: Organization,
    harbor: Organization,
    practice: Practice,
    provider: Provider,
    medicaid: Plan,
    managed: Plan,
) -> None:
    with organization_scope(harbor):
        ApplicationFactory(payer=medicaid.payer, status=Status.ACTIVE, route=Route.DIRECT)
        ApplicationFactory(payer=managed.payer, status=Status.ACTIVE, kind=Kind.INITIAL_GROUP)
    with organization_scope(maple):
        assert codes_for(provider, managed, practice, adds_to_group=True) == [
            Code.MEDICAID_FIRST,
            Code.GROUP_CONTRACT_FIRST,
        ]
