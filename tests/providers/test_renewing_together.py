"""Two people renew one paper at the same time: the second is told what changed, and may save after seeing it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from providers import renewing
from providers.models import Credential, Provider
from tests.conftest import ClientFor
from tests.factories.providers import CredentialFactory

pytestmark = pytest.mark.django_db
FIRST = {"version": "1", "number": "PC000048", "issued_on": "2026-01-01", "expires_on": "2027-12-31"}
SECOND = {**FIRST, "number": "PC000049", "expires_on": "2028-01-31", "note": "By mail"}


@pytest.fixture
def old(maple: Organization, dana: Provider) -> Credential:
    """Return a license whose term is over."""
    row: Credential = CredentialFactory(
        organization=maple, provider=dana, state="NJ", number="PC000048", expires_on=dt.date(2025, 12, 31)
    )
    return row


@pytest.fixture
def client(client_for: ClientFor, owner: User) -> Client:
    return client_for(owner)


def send(client: Client, row: Credential, sent: dict[str, Any]) -> Any:
    return client.post(f"/o/maple/credentials/{row.pk}/renew/", sent)


def shown(answer: Any) -> dict[str, Any]:
    """Return what the form that came back would send when it is saved again."""
    form = answer.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def terms(maple: Organization, old: Credential) -> list[Credential]:
    with organization_scope(maple):
        return list(Credential.objects.filter(state=old.state).order_by("pk"))


def test_the_second_is_told_what_the_first_recorded(client: Client, old: Credential) -> None:
    send(client, old, FIRST)
    told = send(client, old, SECOND)

    errors = str(told.context["form"].errors)
    assert "Somebody else changed NJ State license PC000048 of Dana Whitfield" in errors
    assert "The next term is recorded already." in errors
    assert "Number is now “PC000048”." in errors
    assert "Expires on is now “31 Dec 2027”." in errors
    assert "Issued on is now" not in errors
    assert 'value="PC000049"' in told.content.decode()


def test_after_seeing_it_the_second_saves_over_it(
    client: Client, old: Credential, maple: Organization
) -> None:
    send(client, old, FIRST)
    again = send(client, old, shown(send(client, old, SECOND)))

    before, now = terms(maple, old)
    assert again.status_code == 302
    assert (before.number, before.replaced_by_id) == ("PC000048", now.pk)
    assert (now.number, now.expires_on, now.note) == ("PC000049", dt.date(2028, 1, 31), "By mail")
    with organization_scope(maple):
        entry = AuditEntry.objects.filter(action="credential.changed").get()
    assert entry.changes["number"] == ["PC000048", "PC000049"]


def test_seeing_one_term_is_not_seeing_its_correction(
    client: Client, old: Credential, maple: Organization
) -> None:
    send(client, old, FIRST)
    seen = shown(send(client, old, SECOND))
    new = terms(maple, old)[1]
    with organization_scope(maple):
        renewing.correct(new, version=1, values={"issuer": "Board of New Jersey"}, actor=None)
    told = send(client, old, seen)

    assert "Issuer is now “Board of New Jersey”." in str(told.context["form"].errors)
    assert send(client, old, shown(told)).status_code == 302
    assert terms(maple, old)[1].number == "PC000049"


def test_a_paper_corrected_meanwhile_is_renewed_after_seeing_how(
    client: Client, old: Credential, maple: Organization
) -> None:
    with organization_scope(maple):
        renewing.correct(old, version=1, values={"expires_on": dt.date(2026, 1, 31)}, actor=None)
    told = send(client, old, SECOND)

    assert "ends on 31 Jan 2026" in str(told.context["form"].errors)
    assert send(client, old, shown(told)).status_code == 302
    before, now = terms(maple, old)
    assert (before.expires_on, now.number) == (dt.date(2026, 1, 31), "PC000049")


def test_a_term_long_past_is_not_renewed_in_the_middle(
    client: Client, old: Credential, maple: Organization
) -> None:
    send(client, old, FIRST)
    new = terms(maple, old)[1]
    send(client, new, {**FIRST, "expires_on": "2029-12-31"})
    told = send(client, old, SECOND)

    assert "Renew the latest one" in str(told.context["form"].errors)
    assert len(terms(maple, old)) == 3


def test_a_made_up_term_counts_as_not_seen(client: Client, old: Credential, maple: Organization) -> None:
    send(client, old, FIRST)
    told = send(client, old, {**SECOND, "recorded": "999999"})

    assert told.status_code == 200
    assert terms(maple, old)[1].number == "PC000048"
