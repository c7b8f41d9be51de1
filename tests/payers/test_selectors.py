"""Reading the catalogue: the rule book of many payers at once, panels to ask again, whom to call."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from payers import loading, overrides, own_payers, panels, selectors
from payers.enums import PanelStatus, RuleKind, SourceQuality, Unit
from payers.models import Payer, Plan, Rule
from payers.overrides import OwnValue
from payers.rules import Question
from tests.factories.payers import (
    PanelStateFactory,
    PayerAliasFactory,
    PayerContactFactory,
    PayerFactory,
    PlanFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
Queries = Callable[[int], Any]


def own_value(number: int) -> OwnValue:
    return OwnValue(number, number, Unit.CALENDAR_DAYS, "", "Our own count", DAY)


@pytest.fixture
def turnaround() -> Rule:
    return RuleFactory(payer=PayerFactory(name="Aetna"), kind=RuleKind.TURNAROUND, value_max=90)


def longest(organization: Organization, payer: Payer | None) -> int | None:
    assert payer is not None
    with organization_scope(organization):
        found = selectors.rule_for(Question(RuleKind.TURNAROUND, DAY, payer_id=payer.pk)).winner
    return found.longest if found else None


def test_an_override_wins_in_its_organization_only(
    turnaround: Rule, maple: Organization, harbor: Organization, owner: User
) -> None:
    with organization_scope(maple):
        overrides.override(turnaround, turnaround.payer, own_value(10), version=None, actor=owner)

    assert longest(maple, turnaround.payer) == 10
    assert longest(harbor, turnaround.payer) == 90


def test_an_override_for_every_payer_holds_at_each(maple: Organization, owner: User) -> None:
    general = RuleFactory(kind=RuleKind.TURNAROUND, value_max=90)
    one, other = PayerFactory(), PayerFactory()
    with organization_scope(maple):
        row = overrides.override(general, None, own_value(20), version=None, actor=owner)
        assert row.source_quality == SourceQuality.OWN
    assert longest(maple, one) == longest(maple, other) == 20
    with organization_scope(maple):
        overrides.reset(row, actor=owner)
    assert longest(maple, one) == 90


def test_the_book_of_many_payers_costs_two_queries(
    maple: Organization, django_assert_num_queries: Queries
) -> None:
    payers = [PayerFactory(family="bcbs" if n % 2 else "") for n in range(20)]
    for payer in payers:
        RuleFactory(payer=payer, kind=RuleKind.TURNAROUND)
    RuleFactory(family="bcbs", kind=RuleKind.TAIL, value_max=200)
    with organization_scope(maple), django_assert_num_queries(2):
        book = selectors.rules_for([payer.pk for payer in payers], DAY)
        for payer in payers:
            asked = Question(RuleKind.TURNAROUND, DAY, payer_id=payer.pk)
            assert book.ask(asked).winner is not None
            tail = book.ask(Question(RuleKind.TAIL, DAY, payer_id=payer.pk)).winner
            assert (tail is not None) is (payer.family == "bcbs")


def test_a_book_may_be_narrowed_to_some_kinds_and_hold_every_payer(
    turnaround: Rule, maple: Organization
) -> None:
    RuleFactory(kind=RuleKind.RECREDENTIALING)
    with organization_scope(maple):
        assert set(selectors.rules_for(None, DAY, [RuleKind.TURNAROUND]).facts) == {RuleKind.TURNAROUND}
        assert set(selectors.rules_for(None, DAY).facts) == {RuleKind.TURNAROUND, RuleKind.RECREDENTIALING}


def test_the_name_index_costs_two_queries_and_knows_own_names(
    maple: Organization, harbor: Organization, django_assert_num_queries: Queries
) -> None:
    optum, united = PayerFactory(name="Optum"), PayerFactory(name="UnitedHealthcare")
    PayerAliasFactory(payer=united, text="UHC Choice")
    PayerAliasFactory(organization=maple, payer=optum, text="UHC Choice")
    with organization_scope(maple), django_assert_num_queries(2):
        found = selectors.payer_index().find("uhc choice")
    assert found is not None
    assert found.id == optum.pk
    with organization_scope(harbor):
        elsewhere = selectors.payer_index().find("uhc choice")
    assert elsewhere is not None
    assert elsewhere.id == united.pk


def test_the_contractor_of_a_state_is_found(maple: Organization) -> None:
    loading.load()
    with organization_scope(maple):
        assert str(selectors.contractor_for("PA")) == "Novitas Solutions (Medicare JL)"
        assert str(selectors.contractor_for("FL")) == "First Coast Service Options (Medicare JN)"
        assert selectors.contractor_for("ZZ") is None


def test_a_newer_answer_takes_a_panel_off_the_list_to_ask_again(maple: Organization) -> None:
    payer = PayerFactory()
    closed = {"payer": payer, "organization": maple, "state": "PA", "license_type": "LPC"}
    PanelStateFactory(**closed, learnt_on=dt.date(2026, 1, 5), recheck_on=dt.date(2026, 7, 6))
    with organization_scope(maple):
        assert [row.payer for row in selectors.panel_rechecks_due(DAY)] == [payer]
        assert selectors.panel_rechecks_due(dt.date(2026, 7, 5)) == []
    PanelStateFactory(**closed, learnt_on=dt.date(2026, 8, 1), status=PanelStatus.OPEN)
    with organization_scope(maple):
        assert selectors.panel_rechecks_due(DAY) == []
        assert [row.status for row in selectors.current_panel_states(payer)] == [PanelStatus.OPEN]


def test_contacts_of_a_page_of_payers_come_with_one_query(
    maple: Organization, django_assert_num_queries: Queries
) -> None:
    one, other = PayerFactory(), PayerFactory()
    PayerContactFactory(organization=maple, payer=one, department="Second")
    PayerContactFactory(organization=maple, payer=one, department="First", is_primary=True)
    with organization_scope(maple), django_assert_num_queries(1):
        found = selectors.contacts_of([one.pk, other.pk])
    assert [row.department for row in found[one.pk]] == ["First", "Second"]
    assert other.pk not in found


@pytest.mark.parametrize(
    ("length", "unit", "day"),
    [
        (3, Unit.MONTHS, dt.date(2026, 4, 15)),
        (10, Unit.CALENDAR_DAYS, dt.date(2026, 1, 26)),
        (5, Unit.BUSINESS_DAYS, dt.date(2026, 1, 23)),
    ],
)
def test_when_to_ask_a_closed_panel_again(maple: Organization, length: int, unit: str, day: dt.date) -> None:
    RuleFactory(kind=RuleKind.PANEL_RECHECK, value_min=length, value_max=None, unit=unit)
    with organization_scope(maple):
        found, basis = panels.recheck_day(PayerFactory(), dt.date(2026, 1, 15))
    assert found == day
    assert "Test page" in basis.basis


def test_without_a_rule_no_day_is_guessed(maple: Organization) -> None:
    with organization_scope(maple):
        assert panels.recheck_day(PayerFactory(), DAY)[0] is None


def test_an_open_panel_is_not_asked_again(maple: Organization, owner: User) -> None:
    payer = PayerFactory()
    said = panels.PanelAnswer(PanelStatus.OPEN, DAY, "Letter", recheck_on=DAY)
    with organization_scope(maple):
        assert panels.record_panel(payer, said, actor=owner).recheck_on is None


def test_two_own_payers_of_like_names_get_addresses_of_their_own(maple: Organization, owner: User) -> None:
    with organization_scope(maple):
        first = own_payers.add_payer(own_payers.PayerDraft("County Trust"), actor=owner)
        second = own_payers.add_payer(own_payers.PayerDraft("County: Trust West"), actor=owner)
        third = own_payers.add_payer(own_payers.PayerDraft("Čounty Trust (West) II"), actor=None)
        assert len({first.slug, second.slug, third.slug}) == 3
        with pytest.raises(own_payers.NameTaken, match="letters or digits"):
            own_payers.add_alias(first, "???", actor=owner)


def test_rows_say_what_they_are(maple: Organization) -> None:
    payer = PayerFactory(name="Aetna", states=" PA NJ ")
    assert payer.serves("PA")
    assert not payer.serves("TX")
    assert PayerFactory(states="").serves("TX")
    assert str(PlanFactory(payer=payer)) == "Aetna Commercial"
    assert str(RuleFactory(payer=payer)) == "Credentialing turnaround, Aetna"
    assert str(RuleFactory(state="TX")) == "Credentialing turnaround, TX"
    assert str(PanelStateFactory(organization=maple, payer=payer)) == "Aetna: closed"
    assert str(PayerContactFactory(organization=maple, payer=payer)) == "Aetna, Provider enrollment"
    with organization_scope(maple):
        assert Plan.objects.get().states == ""
