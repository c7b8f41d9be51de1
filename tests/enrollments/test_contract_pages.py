"""The pages of the ledger: the list and its tab, one contract, what is typed, and what nobody may see."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from enrollments.models import Application, Contract
from payers.models import Payer
from providers.models import Practice, PracticeGrant, Provider
from tests.conftest import ClientFor
from tests.factories.enrollments import ContractFactory
from tests.factories.payers import PlatformFactory
from tests.factories.providers import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rented(maple: Organization, practice: Practice, provider: Provider, payer: Payer) -> Contract:
    """A contract with Aetna that Headway holds, which nobody has verified."""
    return ContractFactory(
        organization=maple, payer=payer, practice=practice, provider=provider, holder_kind="platform",
        platform=PlatformFactory(name="Headway", slug="headway-test"),
    )  # fmt: skip


def test_a_contract_is_recorded_from_the_page(
    page: Client, maple: Organization, payer: Payer, practice: Practice
) -> None:
    typed = {"version": 0, "payer": payer.pk, "holder_kind": "practice", "practice": practice.pk,
             "scope": "group", "mode": "direct", "rate_visibility": "full", "evidence": "Page 9",
             "verified": "on", "renews_on": "2027-01-01", "notice_days": 90}  # fmt: skip

    answer = page.post("/o/maple/contracts/new/", typed, follow=True)

    assert "The contract is recorded" in answer.text
    assert "3 Oct 2026" in answer.text
    assert "Portable" in answer.text
    with organization_scope(maple):
        made = Contract.objects.get()
        assert (made.rate_visibility, made.notice_days) == ("full", 90)
        assert made.verified_on is not None


def test_a_refusal_keeps_what_was_typed(page: Client, payer: Payer, practice: Practice) -> None:
    typed = {"version": 0, "payer": payer.pk, "holder_kind": "other_group", "scope": "group",
             "mode": "direct", "rate_visibility": "unknown", "holder_name": "Oak Billing Agency"}  # fmt: skip

    answer = page.post("/o/maple/contracts/new/", typed)

    assert answer.status_code == 422
    assert "never holds the contract" in answer.text
    assert 'value="Oak Billing Agency"' in answer.text


def test_a_platforms_contract_offers_to_apply_directly_and_no_transfer(
    page: Client, rented: Contract
) -> None:
    shown = page.get(f"/o/maple/contracts/{rented.pk}/").text

    link = f"payer={rented.payer_id}&amp;practice={rented.practice_id}&amp;provider={rented.provider_id}"
    assert f"/o/maple/applications/new/?{link}" in shown
    assert "Holder not verified" in shown
    assert "Stays with the platform" in shown
    assert "transfer" not in shown.lower()


def test_the_tab_shows_what_is_to_be_verified(
    page: Client, maple: Organization, rented: Contract, practice: Practice
) -> None:
    ContractFactory(
        organization=maple, holder_kind="practice", practice=practice, evidence="Page 9",
        verified_on=dt.date(2026, 5, 4), payer__name="Cigna",
    )  # fmt: skip

    assert "1 contract" in page.get("/o/maple/contracts/?verified=no").text
    assert "Cigna" not in page.get("/o/maple/contracts/?verified=no&columns=payer").text.split("<tbody", 1)[1]
    assert "2 contracts" in page.get("/o/maple/contracts/").text


def test_it_is_verified_and_ended_from_its_page(
    page: Client, maple: Organization, rented: Contract, today: dt.date
) -> None:
    looked = {"version": 1, "looked_on": today.isoformat(), "evidence": "Roster agreement, page 1"}
    page.post(f"/o/maple/contracts/{rented.pk}/verify/", looked)
    stale = page.post(f"/o/maple/contracts/{rented.pk}/end/", {"version": 1, "ends_on": today, "reason": "x"})
    assert stale.status_code == 422
    assert "Somebody else changed this contract" in stale.text

    page.post(f"/o/maple/contracts/{rented.pk}/end/", {"version": 2, "ends_on": today, "reason": "Notice"})

    with organization_scope(maple):
        rented.refresh_from_db()
        assert (rented.verified_on, rented.ends_on) == (today, today)
        assert not Application.objects.exists()
    assert (
        "Verified that the contract is held by Headway" in page.get(f"/o/maple/contracts/{rented.pk}/").text
    )


def test_a_member_limited_to_practices_sees_only_their_contracts(
    client_for: ClientFor, maple: Organization, coordinator: User, rented: Contract
) -> None:
    other = PracticeFactory(organization=maple, legal_name="Elm Counseling")
    with organization_scope(maple):
        seat = Membership.objects.get(user=coordinator, organization=maple)
        seat.limited_to_practices = True
        seat.save()
        PracticeGrant.objects.create(organization=maple, membership=seat, practice=other)
    client = client_for(coordinator)

    assert client.get(f"/o/maple/contracts/{rented.pk}/").status_code == 404
    assert "0 contracts" in client.get("/o/maple/contracts/").text


def test_the_list_leaves_as_a_file(page: Client, rented: Contract) -> None:
    answer = page.get("/o/maple/contracts/?export=csv")

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Stays with the platform" in text
    assert "Headway (a platform)" in text


def test_what_cannot_be_chosen_any_more_is_not_wiped(
    page: Client, maple: Organization, rented: Contract, practice: Practice
) -> None:
    with organization_scope(maple):
        own = PlatformFactory(organization=maple, name="Grow", slug="grow-test", is_active=False)
        Contract.objects.filter(pk=rented.pk).update(platform=own)
    typed = {"version": 1, "holder_kind": "platform", "practice": practice.pk, "scope": "group",
             "mode": "delegated", "rate_visibility": "limited", "platform": ""}  # fmt: skip

    answer = page.post(f"/o/maple/contracts/{rented.pk}/change/", typed, follow=True)

    assert "The contract is saved" in answer.text
    with organization_scope(maple):
        changed = Contract.objects.get(pk=rented.pk)
        assert (changed.platform, changed.provider, changed.rate_visibility) == (own, None, "limited")
