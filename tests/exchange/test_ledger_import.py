"""A workbook brings contracts, participation and confirmations; the second run changes nothing."""

import datetime as dt

from accounts.models import AuditEntry, Organization
from enrollments.enums import Channel, HolderKind, Purpose
from enrollments.models import Application, Confirmation, Contract, Participation
from payers.models import Platform
from providers.models import Affiliation, Practice, Provider
from tests.exchange.ledger_books import CONFIRMATION, CONTRACT, DANA, SPAN, C, Said, book, brought, outcomes
from tests.exchange.sheets import HEADINGS, npi


def test_three_sheets_alone_make_the_records(opened: Organization) -> None:
    run, plan = brought(book([CONTRACT], [SPAN | {C.LABEL: "aetna Group"}], [CONFIRMATION]))
    assert outcomes(plan) == ["contracts 2 create", "participation 2 create", "confirmations 2 create"]
    contract, span, said = Contract.objects.get(), Participation.objects.get(), Confirmation.objects.get()
    assert (contract.payer.name, contract.practice and contract.practice.legal_name) == (
        "Aetna",
        "Elm Counseling LLC",
    )
    assert (contract.holder_kind, contract.provider, contract.notice_days) == (HolderKind.PRACTICE, None, 90)
    assert (contract.verified_on, contract.source) == (dt.date(2026, 3, 1), "import")
    assert (span.provider.npi, span.provider.last_name) == (DANA, "Whitfield")
    assert (span.contract, span.platform, span.purpose) == (
        contract,
        Platform.objects.get(name="Headway"),
        Purpose.BRIDGE,
    )
    assert span.plan.payer == contract.payer
    assert (said.kind, said.value, said.channel) == ("claims_route", "Availity 60054", Channel.CALL)
    assert (Practice.objects.count(), Provider.objects.count(), Affiliation.objects.count()) == (1, 1, 1)
    assert run.created == 3
    assert run.ledger["contracts"] == {"created": 1, "updated": 0, "unchanged": 0, "refused": 0}


def test_the_second_run_changes_nothing(opened: Organization) -> None:
    data = book([CONTRACT], [SPAN], [CONFIRMATION])
    brought(data)
    before = AuditEntry.objects.count()
    run, plan = brought(data)
    assert outcomes(plan) == ["contracts 2 same", "participation 2 same", "confirmations 2 same"]
    assert (run.created, run.updated, run.unchanged) == (0, 0, 3)
    assert (Contract.objects.count(), Participation.objects.count(), Confirmation.objects.count()) == (
        1,
        1,
        1,
    )
    assert AuditEntry.objects.count() == before + 1
    assert Contract.objects.get().version == 1


def test_what_people_changed_since_stays(opened: Organization) -> None:
    data = book([CONTRACT])
    brought(data)
    Contract.objects.update(notice_days=30)
    _, plan = brought(data)
    assert outcomes(plan) == ["contracts 2 same"]
    assert Contract.objects.get().notice_days == 30


def test_a_changed_row_updates_what_it_states(opened: Organization) -> None:
    brought(book([CONTRACT], [SPAN]))
    _, plan = brought(
        book([CONTRACT | {C.NOTICE_DAYS: 60, C.EVIDENCE: None}], [SPAN | {C.ENDED: "2026-10-01"}])
    )
    assert outcomes(plan) == ["contracts 2 update", "participation 2 update"]
    assert [(one.field, one.before, one.after) for one in plan.ledger[0].verdict.changes] == [
        ("Notice days", "90", "60")
    ]
    contract, span = Contract.objects.get(), Participation.objects.get()
    assert (contract.notice_days, contract.evidence, contract.version) == (60, "Signed agreement, page 1", 2)
    assert (span.ended_on, span.version) == (dt.date(2026, 10, 1), 2)
    assert span.end_recorded_at is not None


def test_beside_an_application_sheet_the_same_clinician_is_made_once(opened: Organization) -> None:
    tracker = [
        HEADINGS,
        ["Cigna", "Dana Whitfield, LPC", DANA, "PA", "In review", "2026-09-01", None, None, None],
    ]
    data = book(spans=[SPAN | {C.CLINICIAN: None}], Tracker=tracker)
    run, plan = brought(data)
    assert (run.created, outcomes(plan)) == (2, ["participation 2 create"])
    assert Provider.objects.get().npi == DANA
    assert Application.objects.get().provider == Participation.objects.get().provider


def test_an_individual_contract_ports_without_a_practice(opened: Organization) -> None:
    own: Said = {
        C.LABEL: "Erin's own",
        C.PAYER: "Cigna",
        C.NPI: npi(72),
        C.CLINICIAN: "Erin Lowe",
        C.HOLDER: "clinician",
    }
    brought(book([own | {C.SCOPE: "individual"}]))
    contract = Contract.objects.get()
    assert contract.provider is not None
    assert (contract.provider.last_name, contract.practice, contract.scope) == ("Lowe", None, "individual")


def test_a_platform_holds_a_delegated_contract(opened: Organization) -> None:
    brought(book([CONTRACT | {C.HOLDER: "Platform", C.HOLDER_NAME: "headway", C.MODE: None}]))
    contract = Contract.objects.get()
    assert contract.platform is not None
    assert (contract.platform.name, contract.mode) == ("Headway", "delegated")


def test_a_later_confirmation_is_a_further_row(opened: Organization) -> None:
    brought(book(confirmations=[CONFIRMATION]))
    brought(book(confirmations=[CONFIRMATION | {C.CONFIRMED_ON: "2026-06-02", C.VALUE: "Office Ally 60054"}]))
    values = list(Confirmation.objects.values_list("value", flat=True))
    assert values == ["Availity 60054", "Office Ally 60054"]
