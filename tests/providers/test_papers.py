"""Licenses and other papers: added, corrected, renewed, attested; affiliations without overlaps."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.stale import Stale
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from providers import affiliating, expirables, renewing, selectors
from providers.keeping_files import Refused
from providers.models import Affiliation, Credential, Practice, Provider
from tests.conftest import ClientFor
from tests.factories.providers import CredentialFactory, PracticeFactory, ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(maple: Organization) -> Provider:
    provider: Provider = ProviderFactory(organization=maple, first_name="Dana", last_name="Whitfield")
    return provider


@pytest.fixture
def license_(maple: Organization, dana: Provider) -> Credential:
    row: Credential = CredentialFactory(
        organization=maple,
        provider=dana,
        number="PC000048",
        issued_on=dt.date(2024, 1, 1),
        expires_on=dt.date(2025, 12, 31),
    )
    return row


def renew_url(row: Credential) -> str:
    return f"/o/maple/credentials/{row.pk}/renew/"


def test_a_license_is_added_with_its_state(
    client_for: ClientFor, owner: User, dana: Provider, maple: Organization
) -> None:
    sent = {
        "version": "1",
        "kind": "license",
        "state": "PA",
        "number": "pc 000048",
        "expires_on": "2027-12-31",
    }
    answer = client_for(owner).post(f"/o/maple/clinicians/{dana.pk}/credentials/add/", sent)
    assert answer.status_code == 302
    with organization_scope(maple):
        row = Credential.objects.get()
    assert (row.state, row.number, row.expires_on) == ("PA", "pc 000048", dt.date(2027, 12, 31))


@pytest.mark.parametrize(("change", "told"), [
    ({"state": ""}, "Choose the state"),
    ({"number": "pending"}, "at least one digit"),
    ({"issued_on": "2028-01-01"}, "cannot expire before it was issued"),
    ({"verified_on": "2999-01-01"}, "still to come"),
    ({"kind": "caqh_attestation"}, "not one of the choices"),
])  # fmt: skip
def test_a_paper_that_does_not_fit_is_refused(
    client_for: ClientFor, owner: User, dana: Provider, change: dict[str, str], told: str
) -> None:
    sent = {
        "version": "1",
        "kind": "license",
        "state": "PA",
        "number": "PC1",
        "expires_on": "2027-12-31",
        **change,
    }
    answer = client_for(owner).post(f"/o/maple/clinicians/{dana.pk}/credentials/add/", sent)
    assert told in str(answer.context["form"].errors)


def test_a_policy_needs_no_state_and_any_number(client_for: ClientFor, owner: User, dana: Provider) -> None:
    sent = {"version": "1", "kind": "malpractice", "number": "binder", "expires_on": "2027-12-31"}
    answer = client_for(owner).post(f"/o/maple/clinicians/{dana.pk}/credentials/add/", sent)
    assert answer.status_code == 302


def test_the_very_same_paper_is_not_added_twice(in_scope: Scope, license_: Credential) -> None:
    values = {"kind": "license", "state": "PA", "number": "pc000048", "expires_on": dt.date(2025, 12, 31)}
    with pytest.raises(Refused, match="already in the file"):
        renewing.add(license_.provider, values=values, actor=None)


def test_a_renewal_keeps_the_old_term_and_answers_for_both_days(
    client_for: ClientFor, owner: User, license_: Credential, maple: Organization, dana: Provider
) -> None:
    page = client_for(owner).get(renew_url(license_))
    assert 'value="PC000048"' in page.content.decode()
    sent = {"version": "1", "number": "PC000048", "issued_on": "2026-01-01", "expires_on": "2027-12-31"}
    assert client_for(owner).post(renew_url(license_), sent).status_code == 302
    with organization_scope(maple):
        rows = selectors.credentials_of(dana)
        current, past = selectors.papers(rows, dt.date(2026, 6, 1))
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert [paper.row.expires_on for paper in current] == [dt.date(2027, 12, 31)]
    assert [paper.row.pk for paper in past] == [license_.pk]
    on_the_old_day = expirables.best(rows, "license", "PA", dt.date(2025, 6, 1))
    assert on_the_old_day is not None
    assert on_the_old_day.pk == license_.pk
    assert {"credential.renewed", "credential.replaced"} <= actions


def renewed(license_: Credential, **changes: Any) -> Credential:
    values = {"number": "PC000048", "expires_on": dt.date(2027, 12, 31), **changes}
    return renewing.renew(license_, version=1, values=values, actor=None)


def test_a_new_term_must_end_later(in_scope: Scope, license_: Credential) -> None:
    with pytest.raises(Refused, match="31 Dec 2025"):
        renewed(license_, expires_on=dt.date(2025, 12, 31))


def test_a_term_is_renewed_once_even_by_two_people(in_scope: Scope, license_: Credential) -> None:
    renewed(license_)
    with pytest.raises(Stale):
        renewed(license_)
    license_.refresh_from_db()
    with pytest.raises(Stale):
        renewed(license_)
    assert Credential.objects.count() == 2


def test_correcting_a_paper_is_no_renewal(
    client_for: ClientFor, owner: User, license_: Credential, maple: Organization
) -> None:
    sent = {
        "version": "1",
        "kind": "license",
        "state": "NJ",
        "number": "37PC0112",
        "expires_on": "2026-12-31",
    }
    client = client_for(owner)
    url = f"/o/maple/credentials/{license_.pk}/edit/"
    assert client.post(url, sent).status_code == 302
    stale = client.post(url, {**sent, "state": "DE", "expires_on": "2027-06-30"}).context["form"]
    assert "Somebody else changed" in str(stale.errors)
    assert "State is now “New Jersey (NJ)”." in str(stale.errors)
    assert "is now “31 Dec 2026”." in str(stale.errors)
    assert stale["version"].value() == "2"
    with organization_scope(maple):
        row = Credential.objects.get()
    assert (row.state, row.version) == ("NJ", 2)


def test_attesting_again_replaces_the_last_attestation(in_scope: Scope, dana: Provider) -> None:
    today = clock.today()
    first = renewing.attest(dana, "caqh_attestation", attested_on=today - dt.timedelta(days=100), actor=None)
    second = renewing.attest(dana, "caqh_attestation", attested_on=today, actor=None)
    first.refresh_from_db()
    assert first.replaced_by_id == second.pk
    assert second.expires_on == today + dt.timedelta(days=120)


def test_a_clinician_licensed_only_in_illinois_has_180_days(in_scope: Scope, dana: Provider) -> None:
    CredentialFactory(provider=dana, state="IL")
    today = clock.today()
    row = renewing.attest(dana, "caqh_attestation", attested_on=today, actor=None)
    assert row.expires_on == today + dt.timedelta(days=180)


def test_an_attestation_ahead_of_today_or_before_the_last_is_refused(in_scope: Scope, dana: Provider) -> None:
    today = clock.today()
    with pytest.raises(Refused, match="still to come"):
        renewing.attest(dana, "caqh_attestation", attested_on=today + dt.timedelta(days=1), actor=None)
    renewing.attest(dana, "caqh_attestation", attested_on=today, actor=None)
    with pytest.raises(Refused, match="later day"):
        renewing.attest(dana, "caqh_attestation", attested_on=today - dt.timedelta(days=1), actor=None)


@pytest.fixture
def maple_street(maple: Organization) -> Practice:
    practice: Practice = PracticeFactory(organization=maple, legal_name="Maple Street LLC")
    return practice


def at(dana: Provider, practice: Practice, since: dt.date | None, until: dt.date | None) -> Affiliation:
    return affiliating.affiliate(dana, practice, starts_on=since, ends_on=until, actor=None)


def test_somebody_may_leave_a_practice_and_come_back(
    in_scope: Scope, dana: Provider, maple_street: Practice
) -> None:
    at(dana, maple_street, dt.date(2020, 1, 1), dt.date(2021, 12, 31))
    at(dana, maple_street, dt.date(2022, 1, 1), None)
    assert Affiliation.objects.count() == 2


@pytest.mark.parametrize(("since", "until"), [
    (None, None), (dt.date(2021, 12, 31), None), (dt.date(2019, 1, 1), dt.date(2020, 1, 1)), (None, dt.date(2020, 5, 1)),
])  # fmt: skip
def test_days_that_overlap_another_span_are_refused(
    in_scope: Scope, dana: Provider, maple_street: Practice, since: dt.date | None, until: dt.date | None
) -> None:
    at(dana, maple_street, dt.date(2020, 1, 1), dt.date(2021, 12, 31))
    with pytest.raises(Refused, match="since 1 Jan 2020 until 31 Dec 2021"):
        at(dana, maple_street, since, until)


def test_ending_an_affiliation_checks_the_order_of_its_days(
    client_for: ClientFor, owner: User, dana: Provider, maple_street: Practice, maple: Organization
) -> None:
    with organization_scope(maple):
        row = at(dana, maple_street, dt.date(2020, 1, 1), None)
    client = client_for(owner)
    url = f"/o/maple/affiliations/{row.pk}/edit/"
    answer = client.post(url, {"version": "1", "starts_on": "2020-01-01", "ends_on": "2019-12-31"})
    assert "cannot end before it starts" in str(answer.context["form"].errors)
    assert (
        client.post(url, {"version": "1", "starts_on": "2020-01-01", "ends_on": "2026-01-31"}).status_code
        == 302
    )


def test_adding_a_practice_on_the_page_tells_of_an_overlap(
    client_for: ClientFor, owner: User, dana: Provider, maple_street: Practice
) -> None:
    client = client_for(owner)
    url = f"/o/maple/clinicians/{dana.pk}/affiliations/add/"
    assert client.post(url, {"version": "1", "practice": maple_street.pk}).status_code == 302
    answer = client.post(url, {"version": "1", "practice": maple_street.pk})
    assert "works at Maple Street LLC already" in str(answer.context["form"].errors)
