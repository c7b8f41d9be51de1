"""What the sheets of contracts, participation and confirmations refuse, and in which words; the walls hold."""

import io

import openpyxl
import pytest

from accounts.models import Organization
from enrollments.models import Confirmation, Contract, Participation
from exchange import ledger_writing
from exchange.ledger_template import template
from exchange.reading import read_tracker
from providers.models import Practice, Provider
from tests.exchange.ledger_books import (
    CONFIRMATION,
    CONTRACT,
    DANA,
    SPAN,
    C,
    Said,
    book,
    brought,
    outcomes,
    refused,
)
from tests.exchange.sheets import TODAY, npi, xlsx
from tests.factories.providers import PracticeFactory

WRONG_CONTRACTS: list[tuple[Said, str]] = [
    ({C.PAYER: "Aetnna"}, "It may mean Aetna"),
    ({C.PLAN: "Gold Plus"}, "Aetna has no plan called 'Gold Plus'. Accepted:"),
    ({C.HOLDER: "our billing service"}, "never holds the contract"),
    ({C.HOLDER: "other group", C.HOLDER_NAME: "Cedar Billing Services"}, "never holds the contract"),
    ({C.HOLDER: "neighbor"}, "Accepted: practice, clinician, platform, other group, unknown."),
    ({C.HOLDER: "platform", C.HOLDER_NAME: "Nowhere"}, "No platform here is called 'Nowhere'. Accepted:"),
    ({C.HOLDER: "platform"}, "Name the platform"),
    ({C.CONTROLLING_NPI: "1234567890"}, "ten digits of which the last is a check digit"),
    ({C.EXECUTED: "2027-01-05"}, "Executed lies after today"),
    ({C.ENDS: "2025-01-01"}, "ends before it takes effect"),
    ({C.NOTICE_DAYS: "a quarter"}, "is no number of days"),
    ({C.EFFECTIVE: "02/30/2026"}, "is no date"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG_CONTRACTS)
def test_a_wrong_contract_is_refused_with_its_row(opened: Organization, wrong: Said, words: str) -> None:
    run, plan = brought(book([CONTRACT | wrong, CONTRACT | {C.LABEL: "Right"}]))
    assert words in refused(plan)[2]
    assert (run.created, run.refused, Contract.objects.count()) == (1, 1, 1)


WRONG_SPANS: list[tuple[Said, str]] = [
    ({C.NPI: "1234567890"}, "is not an NPI"),
    ({C.NPI: npi(99), C.CLINICIAN: None}, f"No clinician here has NPI {npi(99)}"),
    ({C.PLATFORM: "Nowhere"}, "Accepted:"),
    ({C.LABEL: "Unheard of"}, "No contract is labeled 'Unheard of'"),
    ({C.PURPOSE: "fun"}, "Accepted: bridge, long term, undecided."),
    ({C.STATE: "PA, NJ"}, "Write one code a row"),
    ({C.EFFECTIVE: None}, "Give the date it took effect."),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG_SPANS)
def test_a_wrong_participation_is_refused(opened: Organization, wrong: Said, words: str) -> None:
    run, plan = brought(book(spans=[SPAN | wrong]))
    assert words in refused(plan)[2]
    assert (run.created, Participation.objects.count(), Provider.objects.count()) == (0, 0, 0)


WRONG_CONFIRMATIONS: list[tuple[Said, str]] = [
    ({C.CONFIRMATION: "vibes"}, "Accepted: contract, effective date, provider id, claims route"),
    ({C.CONFIRMATION: "Effective date", C.VALUE: None}, "Give the date that was confirmed"),
    ({C.VALUE: None}, "the route claims take"),
    ({C.EVIDENCE: None}, "Say what proves it"),
    ({C.CONFIRMED_ON: "2026-12-24"}, "Confirmed on lies after today"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG_CONFIRMATIONS)
def test_a_wrong_confirmation_is_refused(opened: Organization, wrong: Said, words: str) -> None:
    _, plan = brought(book(confirmations=[CONFIRMATION | wrong]))
    assert words in refused(plan)[2]
    assert not Confirmation.objects.exists()


def test_what_rests_on_a_refused_row_is_refused(opened: Organization) -> None:
    wrong = CONTRACT | {C.PLAN: "Gold Plus"}
    unnamed = CONFIRMATION | {C.CLINICIAN: None}
    data = book([wrong], [SPAN | {C.LABEL: "Aetna group"}], [unnamed])
    run, plan = brought(data)
    assert outcomes(plan) == ["contracts 2 refuse", "participation 2 refuse", "confirmations 2 refuse"]
    assert (run.created, Provider.objects.count()) == (0, 0)


def test_doubles_and_overlaps_are_refused(opened: Organization) -> None:
    _, plan = brought(book([CONTRACT, CONTRACT], [SPAN]))
    assert outcomes(plan)[:2] == ["contracts 2 create", "contracts 3 refuse"]
    _, later = brought(book(spans=[SPAN | {C.EFFECTIVE: "2026-05-01"}]))
    assert "recorded and overlaps" in refused(later)[2]


def test_all_or_nothing(opened: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(ledger_writing, "_write_confirmation", broken)
    with pytest.raises(RuntimeError):
        brought(book([CONTRACT], [SPAN], [CONFIRMATION]))
    assert not Contract.objects.exists()
    assert not Practice.objects.exists()


def test_a_limited_member_writes_only_their_practices(opened: Organization) -> None:
    mine = PracticeFactory(legal_name="Elm Counseling LLC")
    PracticeFactory(legal_name="Willow Therapy PC")
    theirs = {C.LABEL: "Other", C.PRACTICE: "Willow Therapy PC"}
    _, plan = brought(book([CONTRACT, CONTRACT | theirs], [SPAN | theirs]), allowed=frozenset({mine.pk}))
    assert outcomes(plan) == ["contracts 2 create", "contracts 3 refuse", "participation 2 refuse"]
    assert refused(plan)[3] == "'Willow Therapy PC' is not one of the practices you work for."
    assert Contract.objects.get().practice == mine


def test_a_tracker_called_contracts_stays_a_tracker(opened: Organization) -> None:
    rows = [["Payer", "Provider", "NPI", "Status"], ["Aetna", "Dana Whitfield", DANA, "In review"]]
    reading = read_tracker(xlsx({"Contracts": rows}), "x.xlsx", today=TODAY)
    assert (len(reading.rows), reading.ledger) == (1, [])


def test_the_template_is_read_as_it_is(opened: Organization) -> None:
    run, plan = brought(template())
    assert refused(plan) == {}
    assert outcomes(plan) == ["contracts 2 create", "participation 2 create", "confirmations 2 create"]
    assert run.created == 4
    book_ = openpyxl.load_workbook(io.BytesIO(template()))
    assert book_.sheetnames == ["Applications", "Contracts", "Participation", "Confirmations", "Read me"]
