"""What an organization and a member want of reminders, from the pages to the ledger."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from providers.models import Credential
from reminders import keeping_settings, lead_words, planner, recipients, wishes
from reminders.enums import Channel, Kind, State
from reminders.kinds import KINDS
from reminders.models import KindLeads, Preference, Reminder, ReminderSettings
from tests.conftest import ClientFor
from tests.factories.accounts import MembershipFactory
from tests.factories.providers import CredentialFactory, ProviderFactory
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
SETTINGS = "/o/maple/reminders/settings/"
WISHES = "/o/maple/reminders/wishes/"


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def page(client_for: ClientFor, owner: User) -> Client:
    """The owner's browser."""
    return client_for(owner)


def typed(version: int = 1, **changed: str) -> dict[str, Any]:
    """Return the settings form as it comes, with some fields typed over."""
    leads = {f"leads_{kind.value}": lead_words.words(spec.leads) for kind, spec in KINDS.items()}
    return {"version": version, "digest_at": "07:00", "lead": "", **leads, **changed}


def own_leads(maple: Organization) -> dict[str, list[int]]:
    with organization_scope(maple):
        return dict(KindLeads.objects.values_list("kind", "leads"))


def test_the_page_shows_each_kind_s_default_and_its_basis(page: Client) -> None:
    html = page.get(SETTINGS).content.decode()

    assert 'value="180, 120, 90, 60, 30, 14, 7, 1, 0, -1, -30"' in html
    assert "36 months from the decision by default (NCQA)" in html
    assert html.count("As by default") == len(KINDS)


def test_saving_keeps_only_what_differs_and_is_audited(page: Client, maple: Organization) -> None:
    page.post(SETTINGS, typed(leads_license="90, 30", digest_at="06:30"))

    assert own_leads(maple) == {"license": [90, 30]}
    with organization_scope(maple):
        assert ReminderSettings.objects.get().digest_at == dt.time(6, 30)
        changes = AuditEntry.objects.get(action="reminders.settings").changes
    assert changes["license"] == ["120, 90, 60, 30, 14, 7, 1, 0, -1, -30", "90, 30"]
    assert changes["digest_at"] == ["07:00", "06:30"]


def test_the_lead_hears_what_climbs(page: Client, maple: Organization, coordinator: User) -> None:
    seat = Membership.objects.get(user=coordinator)

    page.post(SETTINGS, typed(lead=str(seat.pk)))

    with organization_scope(maple):
        assert recipients.read().lead == seat.pk


def test_nobody_of_elsewhere_and_no_clinician_becomes_the_lead(
    page: Client, stranger: User, clinician: User
) -> None:
    for user in (stranger, clinician):
        answer = page.post(SETTINGS, typed(lead=str(Membership.objects.get(user=user).pk)))
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["lead"]


@pytest.mark.parametrize(
    ("text", "said"), [("soon", "no whole number"), ("500", "out of reach"), ("7, 7", "twice"), ("", "never")]
)
def test_what_cannot_be_read_is_said_beside_the_field(
    page: Client, maple: Organization, text: str, said: str
) -> None:
    html = page.post(SETTINGS, typed(leads_dea=text, leads_license="30")).content.decode()

    assert said in html
    assert own_leads(maple) == {}


def test_a_lead_taken_out_takes_its_unsent_rows_back(page: Client, maple: Organization, owner: User) -> None:
    with organization_scope(maple):
        kept, gone = (ReminderFactory(recipient=owner, subject_id=lead, lead=lead) for lead in (30, 14))
        put_off = ReminderFactory(recipient=owner, lead=14, put_off=True)
        window = ReminderFactory(recipient=owner, lead=212, kind=Kind.REVALIDATION)

    page.post(SETTINGS, typed(leads_license="30", leads_revalidation="90"))

    with organization_scope(maple):
        states = {row.pk: row.state for row in Reminder.objects.all()}
        reason = Reminder.objects.get(pk=gone.pk).reason
    assert [states[row.pk] for row in (kept, gone, put_off, window)] == [
        State.PLANNED,
        State.SUPERSEDED,
        State.PLANNED,
        State.PLANNED,
    ]
    assert reason == "Its lead was taken out of the settings."


def test_new_leads_count_from_the_next_plan_on(page: Client, maple: Organization, coordinator: User) -> None:
    provider = ProviderFactory(organization=maple)
    CredentialFactory(organization=maple, provider=provider, expires_on=TODAY + dt.timedelta(days=45))
    with organization_scope(maple):
        Credential.objects.update(changed_at=NOW - dt.timedelta(days=1))
    page.post(SETTINGS, typed(leads_license="45"))

    with organization_scope(maple):
        planner.plan()
        assert list(Reminder.objects.values_list("kind", "lead", "recipient")) == [
            ("license", 45, coordinator.pk)
        ]


def test_never_tells_nobody(page: Client, maple: Organization, coordinator: User) -> None:
    provider = ProviderFactory(organization=maple)
    CredentialFactory(organization=maple, provider=provider, expires_on=TODAY + dt.timedelta(days=30))
    with organization_scope(maple):
        Credential.objects.update(changed_at=NOW - dt.timedelta(days=1))
    page.post(SETTINGS, typed(leads_license="never"))

    with organization_scope(maple):
        planner.plan()
        assert not Reminder.objects.exists()
    assert own_leads(maple) == {"license": []}
    assert 'value="never"' in page.get(SETTINGS).content.decode()


def test_one_kind_is_reset_to_its_default(page: Client, maple: Organization) -> None:
    page.post(SETTINGS, typed(leads_license="30", leads_dea="7"))

    page.post(SETTINGS, typed(version=2, leads_license="30", leads_dea="7", reset="license"))

    assert own_leads(maple) == {"dea": [7]}


def test_the_second_of_two_owners_is_told(page: Client, maple: Organization) -> None:
    page.post(SETTINGS, typed(leads_license="30"))

    html = page.post(SETTINGS, typed(leads_license="60")).content.decode()

    assert "Somebody else changed the reminder settings" in html
    assert own_leads(maple) == {"license": [30]}
    assert 'name="version" value="2"' in html


def test_saving_without_a_change_leaves_no_trace(page: Client, maple: Organization) -> None:
    page.post(SETTINGS, typed())

    with organization_scope(maple):
        assert not AuditEntry.objects.filter(action="reminders.settings").exists()
        assert keeping_settings.current().version == 2


def chosen(membership: Membership, **changed: str) -> dict[str, str]:
    """Return the wishes form as it comes, with some fields chosen otherwise."""
    from accounts.enums import Role

    kinds = recipients.kinds_of(Role(membership.role))
    return {f"channel_{kind.value}": Channel.DIGEST.value for kind in kinds} | changed


def test_wishes_are_kept_and_the_default_is_no_row(
    page: Client, maple: Organization, owner_membership: Membership
) -> None:
    page.post(WISHES, chosen(owner_membership, channel_dea="list", everything_dea="on", channel_caqh="off"))

    with organization_scope(maple):
        found = wishes.read(owner_membership)
        assert Preference.objects.count() == 2
    assert (found[Kind.DEA].channel, found[Kind.DEA].everything) == (Channel.LIST, True)
    assert found[Kind.CAQH].channel == Channel.OFF

    page.post(WISHES, chosen(owner_membership))
    with organization_scope(maple):
        assert not Preference.objects.exists()


def test_a_clinician_chooses_among_their_own_kinds_only(
    client_for: ClientFor, maple: Organization, clinician: User
) -> None:
    client = client_for(clinician)
    seat = Membership.objects.get(user=clinician)

    html = client.get(WISHES).content.decode()
    client.post(WISHES, chosen(seat, channel_caqh="off", channel_follow_up="at_once", everything_caqh="on"))

    assert 'name="channel_caqh"' in html
    assert 'name="channel_follow_up"' not in html
    assert "Everything I may see" not in html
    with organization_scope(maple):
        assert list(Preference.objects.values_list("kind", "channel", "everything")) == [
            ("caqh", "off", False)
        ]


def test_a_made_up_channel_is_refused(
    page: Client, maple: Organization, owner_membership: Membership
) -> None:
    answer = page.post(WISHES, chosen(owner_membership, channel_dea="pigeon"))

    assert answer.status_code == 200
    with organization_scope(maple):
        assert not Preference.objects.exists()


def test_one_member_s_wishes_leave_the_others_alone(
    page: Client, maple: Organization, owner_membership: Membership
) -> None:
    other = MembershipFactory(organization=maple)

    page.post(WISHES, chosen(owner_membership, channel_dea="off"))

    with organization_scope(maple):
        assert wishes.read(other)[Kind.DEA].channel == Channel.DIGEST
