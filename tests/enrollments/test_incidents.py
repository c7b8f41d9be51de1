"""A delegate incident turns everything that depends on it, tells everybody concerned, and is undone the same way."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import AuditEntry, Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import incidents
from enrollments.enums import IncidentKind
from enrollments.models import DelegateIncident, IncidentReach
from enrollments.network import Standing
from enrollments.network_reading import network_rows
from enrollments.refusals import Refused
from providers.models import ClinicianLink, PracticeGrant
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.enrollments import ParticipationFactory
from tests.factories.payers import PayerFactory, PlanFactory, PlatformFactory
from tests.factories.providers import AffiliationFactory, PracticeFactory, ProviderFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    """Two practices with one clinician each, both in network through one platform with one payer."""

    organization: Organization
    platform: Any
    payer: Any
    plan: Any
    people: list[Any]
    practices: list[Any]

    def suspended(self, actor: User, **given: Any) -> DelegateIncident:
        told = {
            "platform": self.platform,
            "kind": IncidentKind.SUSPENDED,
            "occurred_on": today() - dt.timedelta(days=10),
            "said": "The payer suspended the delegation.",
            **given,
        }
        with organization_scope(self.organization):
            return incidents.record(incidents.Told(**told), actor=actor)

    def standings(self, on: dt.date | None = None, known_on: dt.datetime | None = None) -> set[Standing]:
        with organization_scope(self.organization):
            return {row.status.standing for row in network_rows(on or today(), known_on=known_on)}


@pytest.fixture
def desk(maple: Organization) -> Desk:
    payer = PayerFactory()
    plan = PlanFactory(payer=payer)
    platform = PlatformFactory(name="Headway")
    practices = [PracticeFactory(organization=maple) for _ in range(2)]
    people = []
    for practice in practices:
        person = ProviderFactory(organization=maple)
        AffiliationFactory(organization=maple, provider=person, practice=practice)
        ParticipationFactory(
            organization=maple, provider=person, practice=practice, plan=plan, platform=platform
        )
        people.append(person)
    return Desk(maple, platform, payer, plan, people, practices)


def _mails(organization: Organization) -> dict[str, str]:
    with organization_scope(organization):
        rows = OutboxMessage.objects.filter(kind="delegate_incident")
        return dict(rows.values_list("recipient", "body"))


def test_rule_10_delegate_suspended_flips_all_dependants_in_one_transaction_with_audit(
    desk: Desk, owner: User
) -> None:
    assert desk.standings() == {Standing.THROUGH_PLATFORM}
    incident = desk.suspended(owner)
    assert desk.standings() == {Standing.AT_RISK}
    with organization_scope(desk.organization):
        assert incident.reached == IncidentReach.objects.filter(incident=incident).count() == 2
        entry = AuditEntry.objects.get(action="incident.record")
        assert entry.subject_id == incident.pk
        assert "2 participations reached" in entry.summary
        note = network_rows(today())[0].status.note
    day = incident.occurred_on
    assert note == f"Delegation suspended on {day.day} {day:%b %Y} (Headway)"


def test_restoring_clears_it_with_its_own_audit_and_mails(desk: Desk, owner: User) -> None:
    incident = desk.suspended(owner)
    with organization_scope(desk.organization):
        incidents.restore(incident, occurred_on=today(), said="Restored in writing.", actor=owner)
        assert AuditEntry.objects.filter(action="incident.restore").count() == 1
        assert OutboxMessage.objects.filter(kind="delegate_incident", recipient=owner.email).count() == 2
    assert desk.standings() == {Standing.THROUGH_PLATFORM}
    # It remains true that it was at risk in between.
    assert desk.standings(today() - dt.timedelta(days=1)) == {Standing.AT_RISK}


def test_before_it_happened_and_before_it_was_known_nothing_is_at_risk(desk: Desk, owner: User) -> None:
    before = clock.now()
    desk.suspended(owner)
    on = today() - dt.timedelta(days=5)
    assert desk.standings(today() - dt.timedelta(days=11)) == {Standing.THROUGH_PLATFORM}
    assert desk.standings(on, clock.now()) == {Standing.AT_RISK}
    assert desk.standings(on, before) == {Standing.THROUGH_PLATFORM}


def test_another_payer_and_an_own_contract_are_untouched(desk: Desk, owner: User) -> None:
    desk.suspended(owner, payer=PayerFactory())
    assert desk.standings() == {Standing.THROUGH_PLATFORM}
    for person, practice in zip(desk.people, desk.practices, strict=True):
        ParticipationFactory(
            organization=desk.organization, provider=person, practice=practice, plan=desk.plan
        )
    desk.suspended(owner, payer=desk.payer)
    assert desk.standings() == {Standing.IN_NETWORK}


def test_mails_go_to_whom_it_concerns_with_their_own_numbers_and_no_names(
    desk: Desk, owner: User, coordinator: User, biller: User, manager: User
) -> None:
    maple = desk.organization
    inside, outside, own = UserFactory(), UserFactory(), UserFactory()
    seat = MembershipFactory(organization=maple, user=inside, role=Role.BILLER, limited_to_practices=True)
    MembershipFactory(organization=maple, user=outside, role=Role.BILLER, limited_to_practices=True)
    link = MembershipFactory(organization=maple, user=own, role=Role.CLINICIAN)
    with organization_scope(maple):
        PracticeGrant.objects.create(membership=seat, practice=desk.practices[0], organization=maple)
        ClinicianLink.objects.create(membership=link, provider=desk.people[1], organization=maple)
    desk.suspended(owner)
    mails = _mails(maple)
    assert set(mails) == {one.email for one in (owner, coordinator, biller, inside, own)}
    assert "2 participations of 2 clinicians with 1 payer are at risk." in mails[coordinator.email]
    assert "1 participation of 1 clinician with 1 payer is at risk." in mails[inside.email]
    assert "1 participation of yours with 1 payer is at risk." in mails[own.email]
    assert not any(str(person) in body for body in mails.values() for person in desk.people)


def test_what_is_recorded_twice_or_lies_ahead_is_refused(desk: Desk, owner: User) -> None:
    incident = desk.suspended(owner)
    with pytest.raises(Refused, match="recorded already"):
        desk.suspended(owner)
    with pytest.raises(Refused, match="has not come yet"):
        desk.suspended(owner, kind=IncidentKind.REVOKED, occurred_on=today() + dt.timedelta(days=2))
    with organization_scope(desk.organization):
        incidents.restore(incident, occurred_on=today(), said="Over.", actor=owner)
        with pytest.raises(Refused, match="already recorded"):
            incidents.restore(incident, occurred_on=today(), said="Over.", actor=owner)


def test_the_matrix_shows_at_risk_and_back(desk: Desk, owner: User, client_for: Any) -> None:
    client = client_for(owner)

    def at_risk() -> int:
        # The legend has the words as well.
        return int(client.get("/o/maple/network/").content.decode().count("At risk"))

    legend = at_risk()
    answer = client.post(
        "/o/maple/incidents/new/",
        {
            "platform": desk.platform.pk,
            "kind": "suspended",
            "occurred_on": today().isoformat(),
            "said": "Suspended.",
        },
        follow=True,
    )
    assert "Hold claims" in answer.content.decode()
    assert at_risk() > legend
    with organization_scope(desk.organization):
        incident = DelegateIncident.objects.get()
    over = {"occurred_on": today().isoformat(), "said": "Over."}
    answer = client.post(f"/o/maple/incidents/{incident.pk}/over/", over, follow=True)
    assert "Restored" in answer.content.decode()
    assert at_risk() == legend
    assert client.get("/o/maple/incidents/").status_code == 200
