"""When a contract renews itself, ends or may be reopened: from the form to the application's page."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope
from enrollments import contracts
from enrollments.contracts import ContractFacts
from enrollments.enums import HolderKind
from enrollments.forms.contract import ContractForm
from enrollments.models import Application, Contract
from enrollments.refusals import Refused
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory, ContractFactory

pytestmark = pytest.mark.django_db

DATES: dict[str, Any] = {
    "renews_on": dt.date(2027, 7, 1),
    "ends_on": dt.date(2028, 6, 30),
    "notice_days": 90,
    "renegotiable_from": dt.date(2027, 1, 4),
}


@pytest.fixture
def application(maple: Organization) -> Application:
    found: Application = ApplicationFactory(organization=maple)
    return found


def typed(**changed: Any) -> dict[str, Any]:
    """Return what somebody types to record an executed contract with all its dates."""
    dates = {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in DATES.items()
    }
    return {
        "version": 1, "to": "requested", "occurred_on": clock.today("America/New_York").isoformat(),
        "holder_kind": "practice", "scope": "group", "evidence": "Page 9", **dates, **changed,
    }  # fmt: skip


def test_the_form_hands_every_date_on(in_scope: Scope, application: Application) -> None:
    form = ContractForm(typed(), application=application)

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert facts is not None
    assert {name: getattr(facts, name) for name in DATES} == DATES


@pytest.mark.parametrize("days", ["0", "731", "soon"])
def test_a_notice_out_of_reach_is_refused(in_scope: Scope, application: Application, days: str) -> None:
    assert "notice_days" in ContractForm(typed(notice_days=days), application=application).errors


def test_dates_left_empty_are_not_known(in_scope: Scope, application: Application) -> None:
    form = ContractForm(typed(**dict.fromkeys(DATES, "")), application=application)

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert facts is not None
    assert {getattr(facts, name) for name in DATES} == {None}


def test_the_recorded_contract_holds_the_dates(in_scope: Scope, application: Application) -> None:
    contract = contracts.record(application, ContractFacts(HolderKind.PRACTICE, **DATES), actor=None)

    kept = Contract.objects.get(pk=contract.pk)
    assert {name: getattr(kept, name) for name in DATES} == DATES


def test_an_end_before_the_start_is_refused(in_scope: Scope, application: Application) -> None:
    facts = ContractFacts(
        HolderKind.PRACTICE, effective_on=dt.date(2027, 1, 1), ends_on=dt.date(2026, 12, 31)
    )

    with pytest.raises(Refused, match="cannot end before"):
        contracts.record(application, facts, actor=None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (DATES, dt.date(2027, 4, 2)),
        ({"ends_on": dt.date(2028, 6, 30), "notice_days": 30}, dt.date(2028, 5, 31)),
        ({"renews_on": dt.date(2027, 7, 1)}, None),
        ({"notice_days": 30}, None),
    ],
)
def test_the_last_day_for_notice(given: dict[str, Any], expected: dt.date | None) -> None:
    assert contracts.last_day_for_notice(Contract(**given)) == expected


def test_the_application_shows_what_is_known(
    client_for: ClientFor, maple: Organization, owner: User, application: Application
) -> None:
    with organization_scope(maple):
        contract = ContractFactory(
            payer=application.payer, practice=application.practice, holder_kind=HolderKind.PRACTICE, **DATES
        )
        Application.objects.filter(pk=application.pk).update(contract=contract)

    html = client_for(owner).get(f"/o/maple/applications/{application.pk}/").content.decode()

    for words in ("Renews itself", "1 Jul 2027", "Ends", "30 Jun 2028", "90 calendar days", "2 Apr 2027"):
        assert words in html
    assert "4 Jan 2027" in html


def test_what_is_not_known_takes_no_room(
    client_for: ClientFor, maple: Organization, owner: User, application: Application
) -> None:
    with organization_scope(maple):
        contract = ContractFactory(payer=application.payer, practice=application.practice)
        Application.objects.filter(pk=application.pk).update(contract=contract)

    html = client_for(owner).get(f"/o/maple/applications/{application.pk}/").content.decode()

    assert "Renews itself" not in html
    assert "Terms may be reopened" not in html
