"""The hover card of a payer: how to reach it, and how many applications the reader sees open there."""

import pytest

from accounts.models import Membership, Organization, User
from enrollments.enums import Status
from payers.models import Payer
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PayerContactFactory, PayerFactory
from tests.factories.providers import PracticeFactory, PracticeGrantFactory, ProviderFactory

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def aetna() -> Payer:
    payer: Payer = PayerFactory(name="Aetna", portal_url="https://portal.example/aetna")
    return payer


def card_of(client_for: ClientFor, user: User, payer: Payer) -> str:
    answer = client_for(user).get(f"/o/maple/payers/{payer.pk}/card/", headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def opened(maple: Organization, payer: Payer, status: Status, **where: object) -> None:
    provider = ProviderFactory(organization=maple)
    ApplicationFactory(organization=maple, provider=provider, payer=payer, status=status, **where)


def test_it_tells_whom_to_call_first(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    PayerContactFactory(organization=maple, payer=aetna, phone="800-555-0111", is_primary=False)
    first = {"phone": "800-555-0140", "hours": "Mon-Fri 8-5", "person": "Renee", "is_primary": True}
    PayerContactFactory(organization=maple, payer=aetna, **first)
    told = card_of(client_for, owner, aetna)

    for words in ("Aetna", "800-555-0140", "Mon-Fri 8-5", "Renee", "https://portal.example/aetna"):
        assert words in told
    assert "800-555-0111" not in told


def test_it_says_what_is_not_known(client_for: ClientFor, owner: User, aetna: Payer) -> None:
    told = card_of(client_for, owner, aetna)

    assert "Nobody recorded yet" in told
    assert "None open" in told


def test_it_counts_what_is_open_and_leads_to_it(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    for status in (Status.SUBMITTED, Status.IN_REVIEW, Status.DENIED):
        opened(maple, aetna, status)
    opened(maple, PayerFactory(), Status.SUBMITTED)
    told = card_of(client_for, owner, aetna)

    assert f'/o/maple/applications/?payer={aetna.pk}&amp;open=true">2 open' in told


def test_it_counts_only_what_the_reader_sees(
    client_for: ClientFor, coordinator: User, maple: Organization, aetna: Payer
) -> None:
    seen, other = (PracticeFactory(organization=maple) for _ in range(2))
    for practice in (seen, other, other):
        opened(maple, aetna, Status.SUBMITTED, practice=practice)
    seat = Membership.objects.get(user=coordinator)
    Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
    PracticeGrantFactory(organization=maple, membership=seat, practice=seen)

    assert "1 open" in card_of(client_for, coordinator, aetna)


def test_opened_on_its_own_it_leads_to_the_payer(client_for: ClientFor, owner: User, aetna: Payer) -> None:
    answer = client_for(owner).get(f"/o/maple/payers/{aetna.pk}/card/")

    assert answer["Location"] == f"/o/maple/payers/{aetna.pk}/"
