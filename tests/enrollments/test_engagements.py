"""Who works for us: terms with a source, another agent with a checklist, and no application by it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import AuditEntry, Organization, User
from accounts.stale import Stale
from enrollments import engagements
from enrollments.engagements import Terms
from enrollments.enums import EngagementKind, FeeKind
from enrollments.models import Application, Contract, ServiceEngagement
from enrollments.refusals import Refused
from providers.models import Practice
from tests.factories.enrollments import ContractFactory
from tests.factories.ledger import ServiceEngagementFactory

pytestmark = pytest.mark.django_db

TERMS = Terms(EngagementKind.BILLING_AGENT, "Oak Billing", dt.date(2026, 7, 1))


@pytest.fixture
def agent(maple: Organization, practice: Practice) -> ServiceEngagement:
    return ServiceEngagementFactory(organization=maple, practice=practice)


@pytest.mark.usefixtures("in_scope")
def test_rule_8_a_change_of_agent_applies_for_nothing_and_touches_no_contract(
    agent: ServiceEngagement, draft: Application, practice: Practice, owner: User
) -> None:
    ContractFactory(practice=practice, holder_kind="practice")
    before = (list(Application.objects.order_by("pk").values()), list(Contract.objects.values()))

    made = engagements.change_agent(agent.pk, TERMS, actor=owner, version=1)

    assert (list(Application.objects.order_by("pk").values()), list(Contract.objects.values())) == before
    agent.refresh_from_db()
    assert (agent.ends_on, made.replaces, made.practice) == (dt.date(2026, 6, 30), agent, practice)
    assert [made.claims_moved_on, made.era_moved_on, made.eft_moved_on] == [None] * 3
    actions = AuditEntry.objects.filter(action__startswith="engagement.").order_by("id")
    assert [row.action for row in actions] == ["engagement.ended", "engagement.begun"]


@pytest.mark.usefixtures("in_scope")
@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms(EngagementKind.PLATFORM, "Headway", dt.date(2026, 7, 1)), "no change of agent"),
        (Terms(EngagementKind.BILLING_AGENT, "Oak", dt.date(2026, 1, 1)), "must begin later"),
        (Terms(EngagementKind.BILLING_AGENT, " ", dt.date(2026, 7, 1)), "Name who"),
    ],
)
def test_a_refused_change_leaves_the_old_agent_at_work(
    agent: ServiceEngagement, terms: Terms, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        engagements.change_agent(agent.pk, terms, actor=None, version=1)

    assert ServiceEngagement.objects.get().ends_on is None


@pytest.mark.usefixtures("in_scope")
@pytest.mark.parametrize(
    ("kind", "fee", "source", "words"),
    [
        (FeeKind.PERCENT, "3.9", "", "where the fee stands"),
        (FeeKind.UNKNOWN, "3.9", "Page 2", "what the fee is"),
        (FeeKind.PERCENT, "101", "Page 2", "more than 100 percent"),
    ],
)
def test_a_fee_needs_its_kind_and_source(
    practice: Practice, kind: FeeKind, fee: str, source: str, words: str
) -> None:
    terms = Terms(EngagementKind.BILLING_AGENT, "Oak", dt.date(2026, 7, 1), None, kind, Decimal(fee), source)

    with pytest.raises(Refused, match=words):
        engagements.engage(practice, terms, actor=None)


@pytest.mark.parametrize(
    ("kind", "fee", "words"),
    [
        (FeeKind.PERCENT, Decimal("3.90"), "3.9% of collections"),
        (FeeKind.FLAT, Decimal("120.00"), "$120 a clinician and month"),
        (FeeKind.MEMBERSHIP, Decimal("125.00"), "$125 a month"),
        (FeeKind.UNKNOWN, None, "Not recorded"),
    ],
)
def test_a_fee_is_told_no_finer_than_it_is(kind: FeeKind, fee: Decimal | None, words: str) -> None:
    assert engagements.fee_words(ServiceEngagement(fee_kind=kind, fee=fee)) == words


@pytest.mark.usefixtures("in_scope")
def test_the_checklist_takes_days_that_have_come_and_finds_who_was_faster(
    agent: ServiceEngagement, today: dt.date
) -> None:
    with pytest.raises(Refused, match="still to come"):
        engagements.tick(agent.pk, {"era_moved_on": today + dt.timedelta(days=1)}, actor=None, version=1)

    engagements.tick(agent.pk, {"era_moved_on": today}, actor=None, version=1)

    assert ServiceEngagement.objects.get().era_moved_on == today
    with pytest.raises(Stale):
        engagements.tick(agent.pk, {}, actor=None, version=1)


def test_the_pages_lead_from_the_agent_to_its_successor(
    page: Client, agent: ServiceEngagement, today: dt.date
) -> None:
    typed = {"version": 1, "kind": "billing_agent", "name": "Oak Billing", "fee_kind": "percent", "fee": "4",
             "fee_source": "Agreement, page 2", "starts_on": today.isoformat()}  # fmt: skip

    answer = page.post(f"/o/maple/engagements/{agent.pk}/change/", typed, follow=True)

    assert answer.status_code == 200
    assert "Contracts and applications stay as they are" in answer.text
    listed = page.get("/o/maple/engagements/").text
    assert "4% of collections" in listed
    assert "0 of 3" in listed
