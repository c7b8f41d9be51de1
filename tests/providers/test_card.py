"""The hover card of a clinician: who they are, where they work, and until when they are licensed."""

import datetime as dt

import pytest

from accounts.models import Membership, Organization, User
from providers.models import Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import (
    AffiliationFactory,
    CredentialFactory,
    PracticeFactory,
    PracticeGrantFactory,
)

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def card_of(client_for: ClientFor, user: User, provider: Provider) -> str:
    answer = client_for(user).get(f"/o/maple/clinicians/{provider.pk}/card/", headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_name_npi_practice_and_license(client_for: ClientFor, owner: User, dana: Provider) -> None:
    told = card_of(client_for, owner, dana)

    for words in ("Dana Whitfield, LPC", "1234567893", "Maple Street LLC", "PC000048 (PA)", "Expires in"):
        assert words in told
    assert "<html" not in told


def test_an_earlier_term_and_other_papers_stay_in_the_file(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    new = CredentialFactory(organization=maple, provider=dana, number="PC000049")
    CredentialFactory(organization=maple, provider=dana, number="PC000001", replaced_by=new)
    CredentialFactory(organization=maple, provider=dana, kind="dea", number="FW1234563")
    told = card_of(client_for, owner, dana)

    assert ("PC000049" in told, "PC000001" in told, "FW1234563" in told) == (True, False, False)


def test_a_license_without_an_end_says_so(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    CredentialFactory(organization=maple, provider=dana, state="MD", number="M1", expires_on=None)

    assert "No expiry date recorded" in card_of(client_for, owner, dana)


def test_a_practice_left_long_ago_or_not_granted_is_not_named(
    client_for: ClientFor,
    coordinator: User,
    dana: Provider,
    maple: Organization,
    maple_street: Practice,
) -> None:
    left, foreign = (PracticeFactory(organization=maple, legal_name=name) for name in ("Left LLC", "Elm LLC"))
    ended = {"starts_on": None, "ends_on": dt.date(2024, 5, 31)}
    AffiliationFactory(organization=maple, provider=dana, practice=left, **ended)
    AffiliationFactory(organization=maple, provider=dana, practice=foreign)
    seat = Membership.objects.get(user=coordinator)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    for practice in (maple_street, left):
        PracticeGrantFactory(organization=maple, membership=seat, practice=practice)
    told = card_of(client_for, coordinator, dana)

    assert ("Maple Street" in told, "Left LLC" in told, "Elm LLC" in told) == (True, False, False)


def test_opened_on_its_own_it_leads_to_the_file(client_for: ClientFor, owner: User, dana: Provider) -> None:
    answer = client_for(owner).get(f"/o/maple/clinicians/{dana.pk}/card/")

    assert answer["Location"] == f"/o/maple/clinicians/{dana.pk}/"
