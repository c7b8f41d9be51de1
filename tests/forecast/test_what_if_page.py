"""The page and the command that say what a joining clinician may expect."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from payers.models import Payer
from providers.enums import CredentialKind
from tests.factories.payers import PayerFactory
from tests.factories.providers import AffiliationFactory, CredentialFactory, PracticeFactory, ProviderFactory
from tests.forecast.scenes import TODAY, decided, finished, standing

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
PAGE = "/o/maple/forecast/what-if/"


@pytest.fixture
def aetna(maple: Organization) -> Payer:
    """A payer that has decided often, quickly and slowly."""
    payer: Payer = PayerFactory(name="Aetna")
    for number in range(8):
        finished(maple, payer, 40 + 5 * number, 60 + number)
    return payer


def asked(client: Client, maple: Organization, **given: Any) -> Any:
    with standing(TODAY):
        return client.get(PAGE.replace("maple", maple.slug), given)


def test_the_page_asks_first(client_for: ClientFor, owner: User, maple: Organization) -> None:
    answer = asked(client_for(owner), maple)
    assert answer.status_code == 200
    assert answer.context["found"] is None


def test_a_payer_without_a_basis_is_named_and_left_out(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    nobody = PayerFactory(name="Nobody Knows Health")
    answer = asked(
        client_for(owner), maple, joins_on="2026-06-10", payers=[aetna.pk, nobody.pk], by="2027-06-10"
    )
    found = answer.context["found"]
    assert [way.payer for way in found.left_out] == [nobody]
    assert [way.payer for way in found.ways] == [aetna]
    # With one payer left, the first, half and all of them are that one.
    assert {mark.days for mark in found.marks} == {found.ways[0].days}
    assert "No basis: no decision of this payer is on record" in answer.content.decode()


def test_a_payer_of_which_only_decisions_are_known_says_what_is_missing(
    client_for: ClientFor, owner: User, maple: Organization
) -> None:
    cigna: Payer = PayerFactory(name="Cigna")
    for number in range(8):
        decided(maple, cigna, 40 + 5 * number, 30 + number)
    answer = asked(client_for(owner), maple, joins_on="2026-06-10", payers=[cigna.pk])
    assert "nothing is on record of how long contract" in answer.content.decode()


@pytest.mark.parametrize(("joins_on", "offered"), [("2026-06-14", False), ("2026-06-15", True)])
def test_starting_two_weeks_earlier_is_offered_only_while_that_day_is_not_over(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer, joins_on: str, offered: bool
) -> None:
    answer = asked(client_for(owner), maple, joins_on=joins_on, payers=[aetna.pk], by="2027-06-10")
    html = answer.content.decode()
    assert ("Two weeks earlier</th>" in html) is offered
    assert ("Two weeks earlier is over already" in html) is not offered


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    answer = asked(client_for(owner), maple, joins_on="2026-05-10", payers=[aetna.pk], license="LPC")
    assert "That day is over" in answer.content.decode()
    assert 'value="LPC"' in answer.content.decode()


def test_the_command_prints_each_payer_and_refuses_unknown_ones(
    maple: Organization, aetna: Payer, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("what_if", "--organization", maple.slug, "--on", "2026-06-10", "--format", "json")
    with standing(TODAY):
        call_command(*words, "--payer", "Aetna")
        found = json.loads(capsys.readouterr().out)
        assert [one["payer"] for one in found["payers"]] == ["Aetna"]
        days = [day for one in found["payers"] for day in one["billable"].values() if day]
        assert len(days) == 4
        assert days == sorted(days)
        assert all(dt.date.fromisoformat(day) > dt.date(2026, 6, 10) for day in days)
        with pytest.raises(CommandError, match="No payer is called"):
            call_command(*words, "--payer", "Zzyzx Mutual")


def test_the_clinicians_file_says_license_state_and_practice_where_it_names_one(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    clinician = ProviderFactory(organization=maple, license_type="LPC")
    practice = PracticeFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=clinician, practice=practice)
    CredentialFactory(organization=maple, provider=clinician, kind=CredentialKind.LICENSE, state="OK")
    given = {"clinician": clinician.pk, "joins_on": "2026-06-10", "payers": [aetna.pk]}
    told = asked(client_for(owner), maple, **given).context["found"].question
    assert (told.license, told.state, told.practice_id) == ("LPC", "OK", practice.pk)
    CredentialFactory(organization=maple, provider=clinician, kind=CredentialKind.LICENSE, state="UT")
    told = asked(client_for(owner), maple, **given).context["found"].question
    assert told.state == practice.state


def test_a_page_of_many_payers_asks_no_more_than_one_of_few(
    client_for: ClientFor, owner: User, maple: Organization, aetna: Payer
) -> None:
    client = client_for(owner)
    payers = [aetna.pk, *(PayerFactory().pk for _ in range(8))]
    counts = []
    for chosen in (payers[:1], payers[:1], payers):
        with CaptureQueriesContext(connection) as asking:
            asked(client, maple, joins_on="2026-06-10", payers=chosen)
        counts.append(len(asking))
    assert counts[1] == counts[2] <= 22
